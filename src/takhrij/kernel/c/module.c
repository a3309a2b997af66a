/* The door to Python: the type Kernel, over a buffer that holds an index file. Texts are bytes of little-endian 32-bit
   numbers, one for each code point; results too, in the shapes that takhrij/kernel/__init__.py documents. */
#include <stdlib.h>
#include <string.h>

#include "module.h"

#define MOST_TERMS 1024 /* of one call; a call with all of them takes no longer than a scan of some pages */

typedef struct {
    PyObject_HEAD
    Py_buffer view;
    int open;
    Index index;
    PyObject *scan_type;
    Tokens spare; /* memory that scans leave to one another */
    Known *known; /* words that were read; a scan takes them away while it reads, for others may read meanwhile */
} Kernel;

static int kernel_init(PyObject *object, PyObject *args, PyObject *keywords) {
    Kernel *self = (Kernel *)object;
    static char *names[] = {"data", NULL};
    PyObject *data;
    if (!PyArg_ParseTupleAndKeywords(args, keywords, "O", names, &data)) return -1;
    if (self->open) {
        PyErr_SetString(PyExc_TypeError, "a kernel is opened once");
        return -1;
    }
    if (PyObject_GetBuffer(data, &self->view, PyBUF_SIMPLE)) return -1;
    const char *problem = index_open(&self->index, self->view.buf, (size_t)self->view.len);
    if (problem) {
        PyBuffer_Release(&self->view);
        PyErr_SetString(PyExc_ValueError, problem);
        return -1;
    }
    self->scan_type = make_scan_type();
    if (!self->scan_type) {
        index_close(&self->index);
        PyBuffer_Release(&self->view);
        return -1;
    }
    self->open = 1;
    return 0;
}

static void kernel_dealloc(PyObject *object) {
    Kernel *self = (Kernel *)object;
    PyTypeObject *type = Py_TYPE(object);
    if (self->open) {
        index_close(&self->index);
        PyBuffer_Release(&self->view);
        Py_DECREF(self->scan_type);
        tokens_free(&self->spare);
        free(self->known);
    }
    freefunc free_object = (freefunc)PyType_GetSlot(type, Py_tp_free);
    free_object(object);
    Py_DECREF(type);
}

static int ready(Kernel *self) {
    if (self->open) return 1;
    PyErr_SetString(PyExc_ValueError, "the kernel is not open");
    return 0;
}

int read_text(const char *data, Py_ssize_t size, const uint32_t **characters, size_t *n) {
    const char *problem = NULL;
    *characters = (const uint32_t *)(const void *)data;
    *n = (size_t)size / sizeof **characters;
    if ((size_t)size % sizeof **characters) problem = "the text is not of code points";
    else if (*n > MAX_TEXT) problem = "the text is too long for one call";
    else if ((uintptr_t)data % sizeof **characters) problem = "the text is not aligned";
    if (problem) PyErr_SetString(PyExc_ValueError, problem);
    return problem ? -1 : 0;
}

static int read_tokens(Kernel *self, const char *data, Py_ssize_t size, int keep_codes, Tokens *tokens) {
    memset(tokens, 0, sizeof *tokens);
    tokens->keep_codes = keep_codes;
    const uint32_t *characters;
    size_t n;
    if (!ready(self) || read_text(data, size, &characters, &n)) return -1;
    if (!self->known) self->known = known_new();
    tokens->known = self->known;
    if (tokenise(&self->index, characters, n, tokens)) {
        tokens_free(tokens);
        PyErr_NoMemory();
        return -1;
    }
    return 0;
}

/* Numbers between verses, and tags and words in Latin letters, are no words of a quotation in Arabic. */
static void keep_arabic(Tokens *tokens) {
    size_t kept = 0;
    for (size_t i = 0; i < tokens->n; i++)
        if (tokens->tokens[i].kind == ARABIC) tokens->tokens[kept++] = tokens->tokens[i];
    tokens->n = kept;
}

static PyObject *kernel_words(PyObject *object, PyObject *args) {
    const char *data;
    Py_ssize_t size;
    if (!PyArg_ParseTuple(args, "y#", &data, &size)) return NULL;
    Tokens tokens;
    if (read_tokens((Kernel *)object, data, size, 1, &tokens)) return NULL;
    PyObject *offsets = pack_offsets(&tokens), *rows = PyBytes_FromStringAndSize(NULL, (Py_ssize_t)(tokens.n * 16));
    PyObject *codes = packed(tokens.codes, tokens.n_codes), *result = NULL;
    if (offsets && rows && codes) {
        uint32_t *at = (uint32_t *)(void *)PyBytes_AsString(rows);
        for (size_t i = 0; i < tokens.n; i++) {
            const Token *token = &tokens.tokens[i];
            at[4 * i] = token->kind;
            at[4 * i + 1] = token->fold_hash;
            at[4 * i + 2] = token->letters_check;
            at[4 * i + 3] = token->length;
        }
        result = PyTuple_Pack(3, offsets, rows, codes);
    }
    Py_XDECREF(offsets), Py_XDECREF(rows), Py_XDECREF(codes);
    tokens_free(&tokens);
    return result;
}

static PyObject *kernel_scan(PyObject *object, PyObject *args) {
    Kernel *self = (Kernel *)object;
    PyObject *text;
    unsigned int least_quran, least_hadith;
    if (!PyArg_ParseTuple(args, "SII", &text, &least_quran, &least_hadith)) return NULL;
    if (!ready(self)) return NULL;
    Known *known = self->known ? self->known : known_new();
    self->known = NULL;
    PyObject *scan = scan_object(self->scan_type, object, &self->index, &self->spare, known, text, least_quran, least_hadith);
    free(self->known);
    self->known = known;
    return scan;
}

static PyObject *kernel_nearest(PyObject *object, PyObject *args) {
    const char *data;
    Py_ssize_t size;
    unsigned int low, high, count;
    if (!PyArg_ParseTuple(args, "y#III", &data, &size, &low, &high, &count)) return NULL;
    Scored best[64];
    size_t n = count < 64 ? count : 64;
    Tokens tokens;
    if (read_tokens((Kernel *)object, data, size, 0, &tokens)) return NULL;
    keep_arabic(&tokens);
    int failed = nearest(&((Kernel *)object)->index, &tokens, low, high, best, &n);
    tokens_free(&tokens);
    return failed ? PyErr_NoMemory() : packed(best, n * sizeof *best);
}

static PyObject *kernel_rank(PyObject *object, PyObject *args) {
    const char *data;
    Py_ssize_t size;
    unsigned int counted, low, high, count;
    if (!PyArg_ParseTuple(args, "y#IIII", &data, &size, &counted, &low, &high, &count)) return NULL;
    if (!ready((Kernel *)object)) return NULL;
    Scored best[64];
    uint32_t terms[MOST_TERMS];
    size_t n = count < 64 ? count : 64, n_terms = (size_t)size / sizeof *terms;
    if (n_terms > MOST_TERMS) n_terms = MOST_TERMS;
    memcpy(terms, data, n_terms * sizeof *terms);
    rank_renderings(&((Kernel *)object)->index, terms, n_terms, counted, low, high, best, &n);
    return packed(best, n * sizeof *best);
}

static PyObject *kernel_exact(PyObject *object, PyObject *args) {
    const char *data;
    Py_ssize_t size;
    unsigned int count;
    if (!PyArg_ParseTuple(args, "y#I", &data, &size, &count)) return NULL;
    uint32_t found[256];
    size_t n = count < 256 ? count : 256;
    Tokens tokens;
    if (read_tokens((Kernel *)object, data, size, 0, &tokens)) return NULL;
    keep_arabic(&tokens);
    quran_exact(&((Kernel *)object)->index, &tokens, found, &n);
    tokens_free(&tokens);
    return packed(found, n * sizeof *found);
}

static PyObject *kernel_align(PyObject *object, PyObject *args) {
    const char *data;
    Py_ssize_t size;
    unsigned int low, high;
    int whole;
    if (!PyArg_ParseTuple(args, "y#IIp", &data, &size, &low, &high, &whole)) return NULL;
    Tokens tokens;
    if (read_tokens((Kernel *)object, data, size, 1, &tokens)) return NULL;
    keep_arabic(&tokens);
    Edit *edits = NULL;
    size_t n = 0;
    Traced fit;
    Stretch stretch = {low, high, 0, 0, 0};
    Compared *compared = compare_with(&((Kernel *)object)->index, &tokens);
    int failed = compared ? align(compared, &stretch, whole, &edits, &n, &fit) : -1;
    compared_free(compared);
    PyObject *result = NULL;
    if (failed == -1) {
        PyErr_NoMemory();
    } else if (failed) {
        PyErr_SetString(PyExc_OverflowError, "too many words to align at once");
    } else {
        uint32_t at = 0; /* where words are missing: after the word before them */
        for (size_t i = 0; i < n; i++) {
            uint32_t first = edits[i].quoted_start, last = edits[i].quoted_end;
            edits[i].quoted_start = last > first ? tokens.tokens[first].start : at;
            edits[i].quoted_end = last > first ? tokens.tokens[last - 1].end : at;
            at = edits[i].quoted_end;
        }
        PyObject *fit_row = packed(&fit, sizeof fit), *rows = packed(edits, n * sizeof *edits);
        if (fit_row && rows) result = PyTuple_Pack(2, fit_row, rows);
        Py_XDECREF(fit_row), Py_XDECREF(rows);
    }
    free(edits);
    tokens_free(&tokens);
    return result;
}

/* A fit as it is handed out: with the passages of its first and its last word. */
typedef struct { Traced fit; uint32_t first, last; } Placed;

static PyObject *traced(const Index *index, Traced *fits, size_t n, int failed, Tokens *tokens) {
    PyObject *result = failed ? PyErr_NoMemory() : PyBytes_FromStringAndSize(NULL, (Py_ssize_t)(n * sizeof(Placed)));
    Placed *rows = result ? (Placed *)(void *)PyBytes_AsString(result) : NULL;
    for (size_t i = 0; rows && i < n; i++) {
        Placed row = {fits[i], passage_at(index, fits[i].src_start), passage_at(index, fits[i].src_end - 1)};
        rows[i] = row;
    }
    free(fits);
    tokens_free(tokens);
    return result;
}

static PyObject *kernel_trace_verses(PyObject *object, PyObject *args) {
    const char *data, *stated;
    Py_ssize_t size, stated_size;
    if (!PyArg_ParseTuple(args, "y#y#", &data, &size, &stated, &stated_size)) return NULL;
    uint32_t ranges[64];
    size_t n_ranges = (size_t)stated_size / 4 < 64 ? (size_t)stated_size / 4 : 64, n = 0;
    memcpy(ranges, stated, n_ranges * 4);
    Tokens tokens;
    Traced *rows = NULL;
    if (read_tokens((Kernel *)object, data, size, 1, &tokens)) return NULL;
    keep_arabic(&tokens);
    int failed = trace_verses(&((Kernel *)object)->index, &tokens, ranges, n_ranges, &rows, &n);
    return traced(&((Kernel *)object)->index, rows, n, failed, &tokens);
}

static PyObject *kernel_trace_hadiths(PyObject *object, PyObject *args) {
    const char *data;
    Py_ssize_t size;
    int depth;
    if (!PyArg_ParseTuple(args, "y#i", &data, &size, &depth)) return NULL;
    Tokens tokens;
    Traced *rows = NULL;
    size_t n = 0, left = 0;
    if (read_tokens((Kernel *)object, data, size, 1, &tokens)) return NULL;
    keep_arabic(&tokens);
    int failed = trace_hadiths(&((Kernel *)object)->index, &tokens, depth, &rows, &n, &left);
    PyObject *fits = traced(&((Kernel *)object)->index, rows, n, failed, &tokens);
    return fits ? Py_BuildValue("Nn", fits, (Py_ssize_t)left) : NULL;
}

static PyMethodDef kernel_methods[] = {
    {"words", kernel_words, METH_VARARGS, "words(data) -> (offsets, rows, codes)"},
    {"scan", kernel_scan, METH_VARARGS, "scan(data, least_quran, least_hadith) -> Scan"},
    {"nearest", kernel_nearest, METH_VARARGS, "nearest(data, low, high, count) -> rows"},
    {"rank", kernel_rank, METH_VARARGS, "rank(terms, counted, low, high, count) -> rows"},
    {"exact", kernel_exact, METH_VARARGS, "exact(data, count) -> positions"},
    {"align", kernel_align, METH_VARARGS, "align(data, low, high, whole) -> (fit, edits)"},
    {"trace_verses", kernel_trace_verses, METH_VARARGS, "trace_verses(data, stated) -> fits"},
    {"trace_hadiths", kernel_trace_hadiths, METH_VARARGS, "trace_hadiths(data, depth) -> (fits, left)"},
    {NULL, NULL, 0, NULL},
};

static PyType_Slot kernel_slots[] = {
    {Py_tp_doc, "The compiled kernel over the bytes of an index file."},
    {Py_tp_init, kernel_init},
    {Py_tp_dealloc, kernel_dealloc},
    {Py_tp_methods, kernel_methods},
    {Py_tp_new, PyType_GenericNew},
    {0, NULL},
};

static PyType_Spec kernel_spec = {"takhrij._core.Kernel", sizeof(Kernel), 0, Py_TPFLAGS_DEFAULT, kernel_slots};

static int module_exec(PyObject *module) {
    PyObject *type = PyType_FromSpec(&kernel_spec);
    if (!type) return -1;
    int failed = PyModule_AddObjectRef(module, "Kernel", type);
    Py_DECREF(type);
    return failed;
}

static PyModuleDef_Slot module_slots[] = {{Py_mod_exec, module_exec}, {0, NULL}};

static struct PyModuleDef module_definition = {
    PyModuleDef_HEAD_INIT, "_core", "The compiled kernel of Takhrij.", 0, NULL, module_slots, NULL, NULL, NULL,
};

PyMODINIT_FUNC PyInit__core(void) { return PyModuleDef_Init(&module_definition); }
