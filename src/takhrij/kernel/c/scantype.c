/* The second door to Python: the type Scan, a document that was read, as bytes of 32-bit numbers. */
#include "module.h"
#include "scan.h"

#include <stdlib.h>
#include <string.h>

typedef struct {
    PyObject_HEAD
    PyObject *kernel; /* kept alive: the index is its, and the spare memory */
    PyObject *text;   /* bytes, the scan's characters */
    Tokens *spare;
    Scan scan;
} ScanObject;

PyObject *pack_offsets(const Tokens *tokens) {
    PyObject *result = PyBytes_FromStringAndSize(NULL, (Py_ssize_t)(tokens->n * 8));
    if (!result) return NULL;
    uint32_t *at = (uint32_t *)(void *)PyBytes_AsString(result);
    for (size_t i = 0; i < tokens->n; i++) {
        at[2 * i] = tokens->tokens[i].start;
        at[2 * i + 1] = tokens->tokens[i].end;
    }
    return result;
}

static PyObject *pack_words(const Tokens *tokens) {
    PyObject *result = PyBytes_FromStringAndSize(NULL, (Py_ssize_t)(tokens->n * 4));
    if (!result) return NULL;
    uint32_t *at = (uint32_t *)(void *)PyBytes_AsString(result);
    for (size_t i = 0; i < tokens->n; i++) at[i] = tokens->tokens[i].word;
    return result;
}

static PyObject *get_offsets(PyObject *self, void *unused) { (void)unused; return pack_offsets(&((ScanObject *)self)->scan.tokens); }
static PyObject *get_words(PyObject *self, void *unused) { (void)unused; return pack_words(&((ScanObject *)self)->scan.tokens); }

static PyObject *get_quotes(PyObject *self, void *unused) {
    const Tokens *tokens = &((ScanObject *)self)->scan.tokens;
    (void)unused;
    return packed(tokens->quotes, tokens->n_quotes * sizeof(QuoteMark));
}

static PyObject *get_cues(PyObject *self, void *unused) {
    const Scan *scan = &((ScanObject *)self)->scan;
    (void)unused;
    return packed(scan->cues, scan->n_cues * sizeof(Cue));
}

static PyObject *get_regions(PyObject *self, void *unused) {
    const Scan *scan = &((ScanObject *)self)->scan;
    (void)unused;
    return packed(scan->regions.at, scan->regions.n * sizeof(Region));
}

static PyObject *get_slots(PyObject *self, void *unused) {
    const Scan *scan = &((ScanObject *)self)->scan;
    (void)unused;
    return packed(scan->slots, scan->n_slots * sizeof(Slot));
}

static PyObject *get_pairs(PyObject *self, void *unused) {
    Pairs pairs = {NULL, 0, 0};
    (void)unused;
    int failed = pair_marks(&((ScanObject *)self)->scan, &pairs);
    PyObject *result = failed ? PyErr_NoMemory() : packed(pairs.at, pairs.n * sizeof(Pair));
    free(pairs.at);
    return result;
}

static int read_weights(const char *data, Py_ssize_t size, Weights *weights) {
    weights->at = (const int32_t *)(const void *)data;
    weights->n = (size_t)size / sizeof(int32_t);
    if ((uintptr_t)data % sizeof(int32_t) == 0) return 0;
    PyErr_SetString(PyExc_ValueError, "the weights are not aligned");
    return -1;
}

/* Codes of features as rows of MOST_FEATURES 16-bit numbers; the rest of a row is 0xffff. */
static void put_codes(uint16_t *row, const Features *features) {
    for (size_t i = 0; i < MOST_FEATURES; i++) row[i] = i < features->n ? features->codes[i] : 0xffff;
}

static PyObject *two(PyObject *rows, PyObject *codes) {
    PyObject *result = rows && codes ? PyTuple_Pack(2, rows, codes) : NULL;
    Py_XDECREF(rows), Py_XDECREF(codes);
    return result;
}

/* Weighs claims; with `all`, keeps the hopeless ones too and returns the codes of their features. */
static PyObject *weighed(Scan *scan, Claim *claims, size_t n, const Weights *weights, int all) {
    uint16_t *codes = all ? malloc((n + 1) * MOST_FEATURES * sizeof *codes) : NULL;
    if (all && !codes) return PyErr_NoMemory();
    size_t kept = 0;
    for (size_t i = 0; i < n; i++) {
        Features features;
        Claim claim = claims[i];
        weigh_claim(scan, &claim, weights, &features);
        if (!all && !is_hopeful(&claim, weights)) continue;
        if (all) put_codes(codes + kept * MOST_FEATURES, &features);
        claims[kept++] = claim;
    }
    PyObject *result = two(packed(claims, kept * sizeof *claims), packed(codes, all ? kept * MOST_FEATURES * sizeof *codes : 0));
    free(codes);
    return result;
}

static PyObject *scan_claims(PyObject *object, PyObject *args) {
    Scan *scan = &((ScanObject *)object)->scan;
    const char *pairs, *weight_bytes;
    Py_ssize_t pairs_size, weights_size;
    int all;
    Weights weights;
    if (!PyArg_ParseTuple(args, "y#y#p", &pairs, &pairs_size, &weight_bytes, &weights_size, &all)) return NULL;
    if (read_weights(weight_bytes, weights_size, &weights)) return NULL;
    size_t n_pairs = (size_t)pairs_size / sizeof(Pair), n;
    Pair *own = malloc((n_pairs + 1) * sizeof *own);
    if (!own) return PyErr_NoMemory();
    memcpy(own, pairs, n_pairs * sizeof *own);
    for (size_t i = 0; i < n_pairs; i++) {
        uint32_t most = (uint32_t)scan->tokens.n_characters, *places[] = {&own[i].start, &own[i].inner_start, &own[i].inner_end, &own[i].end};
        for (size_t k = 0; k < 4; k++)
            if (*places[k] > most) *places[k] = most;
    }
    Claim *claims;
    int failed = find_claims(scan, own, n_pairs, &claims, &n);
    free(own);
    if (failed) return PyErr_NoMemory();
    PyObject *result = weighed(scan, claims, n, &weights, all);
    free(claims);
    return result;
}

/* Weighs stretches given as rows of 6: start, end, outer start, outer end, number of the mark, kind of the cue. */
static PyObject *scan_weigh(PyObject *object, PyObject *args) {
    Scan *scan = &((ScanObject *)object)->scan;
    const char *rows, *weight_bytes;
    Py_ssize_t rows_size, weights_size;
    Weights weights;
    if (!PyArg_ParseTuple(args, "y#y#", &rows, &rows_size, &weight_bytes, &weights_size)) return NULL;
    if (read_weights(weight_bytes, weights_size, &weights)) return NULL;
    size_t n = (size_t)rows_size / (6 * sizeof(uint32_t)), kept = 0;
    Claim *claims = malloc((n + 1) * sizeof *claims);
    if (!claims) return PyErr_NoMemory();
    for (size_t i = 0; i < n; i++) {
        uint32_t row[6];
        memcpy(row, rows + i * sizeof row, sizeof row);
        for (size_t k = 0; k < 4; k++)
            if (row[k] > scan->tokens.n_characters) row[k] = (uint32_t)scan->tokens.n_characters;
        Claim claim = {row[0], row[1], 0, 0, row[2], row[3], row[4] & 255, row[5] == NO_KIND ? NO_KIND : row[5] & 63, 0, 0, 0, 0, 0};
        tokens_in(scan, row[0], row[1], &claim.first, &claim.last);
        if (claim.last <= claim.first || row[1] < row[0] || row[2] > row[0] || row[3] < row[1]) continue;
        claim.slot = slot_of_words(scan, claim.first, claim.last);
        claims[kept++] = claim;
    }
    PyObject *result = weighed(scan, claims, kept, &weights, 1);
    free(claims);
    return result;
}

static PyObject *scan_matches(PyObject *object, PyObject *args) {
    const Scan *scan = &((ScanObject *)object)->scan;
    const char *weight_bytes;
    Py_ssize_t weights_size;
    int all;
    Weights weights;
    if (!PyArg_ParseTuple(args, "y#p", &weight_bytes, &weights_size, &all)) return NULL;
    if (read_weights(weight_bytes, weights_size, &weights)) return NULL;
    Match *matches;
    Features *features;
    size_t n;
    if (find_matches(scan, &weights, all, &matches, &features, &n)) return PyErr_NoMemory();
    uint16_t *codes = all ? malloc((n + 1) * MOST_FEATURES * sizeof *codes) : NULL;
    PyObject *result = NULL;
    if (all && !codes) {
        PyErr_NoMemory();
    } else {
        for (size_t i = 0; all && i < n; i++) put_codes(codes + i * MOST_FEATURES, &features[i]);
        result = two(packed(matches, n * sizeof *matches), packed(codes, all ? n * MOST_FEATURES * sizeof *codes : 0));
    }
    free(matches), free(features), free(codes);
    return result;
}

static PyObject *isnad(PyObject *object, PyObject *args, int (*read)(const Scan *, uint32_t, uint32_t, Isnad *)) {
    unsigned start, end;
    Isnad found;
    if (!PyArg_ParseTuple(args, "II", &start, &end)) return NULL;
    if (read(&((ScanObject *)object)->scan, start, end, &found))
        return Py_BuildValue("(III)", (unsigned)found.start, (unsigned)found.end, (unsigned)found.person);
    Py_INCREF(Py_None);
    return Py_None;
}

static PyObject *scan_isnad(PyObject *self, PyObject *args) { return isnad(self, args, read_isnad); }
static PyObject *scan_isnad_before(PyObject *self, PyObject *args) { return isnad(self, args, read_isnad_before); }

static PyMethodDef scan_methods[] = {
    {"claims", scan_claims, METH_VARARGS, "claims(pairs, weights, all) -> (rows, codes)"},
    {"weigh", scan_weigh, METH_VARARGS, "weigh(stretches, weights) -> (rows, codes)"},
    {"matches", scan_matches, METH_VARARGS, "matches(weights, all) -> (rows, codes)"},
    {"isnad", scan_isnad, METH_VARARGS, "isnad(start, end) -> (start, end, companion) or None"},
    {"isnad_before", scan_isnad_before, METH_VARARGS, "isnad_before(limit, end) -> (start, end, companion) or None"},
    {NULL, NULL, 0, NULL},
};

static PyGetSetDef scan_members[] = {
    {"offsets", get_offsets, NULL, "start and end of every word", NULL},
    {"words", get_words, NULL, "the word of the sources that each word is", NULL},
    {"quotes", get_quotes, NULL, "the marks that may open or close a quotation: place, character", NULL},
    {"cues", get_cues, NULL, "token, tokens, cue", NULL},
    {"regions", get_regions, NULL, "regions shared with the sources", NULL},
    {"slots", get_slots, NULL, "first region, regions, first token, in order of place", NULL},
    {"pairs", get_pairs, NULL, "pairs of marks: start, inner start, inner end, end, name, use", NULL},
    {NULL, NULL, NULL, NULL, NULL},
};

static void scan_dealloc(PyObject *object) {
    ScanObject *self = (ScanObject *)object;
    PyTypeObject *type = Py_TYPE(object);
    if (self->spare) tokens_leave(&self->scan.tokens, self->spare);
    scan_free(&self->scan);
    Py_XDECREF(self->kernel), Py_XDECREF(self->text);
    freefunc free_object = (freefunc)PyType_GetSlot(type, Py_tp_free);
    free_object(object);
    Py_DECREF(type);
}

static PyType_Slot scan_slots[] = {
    {Py_tp_doc, "A document that the kernel read."},
    {Py_tp_dealloc, scan_dealloc},
    {Py_tp_methods, scan_methods},
    {Py_tp_getset, scan_members},
    {0, NULL},
};

static PyType_Spec scan_spec = {"takhrij._core.Scan", sizeof(ScanObject), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_DISALLOW_INSTANTIATION, scan_slots};

PyObject *make_scan_type(void) { return PyType_FromSpec(&scan_spec); }

PyObject *scan_object(PyObject *type, PyObject *kernel, const Index *index, Tokens *spare, Known *known, PyObject *text,
                      uint32_t least_quran, uint32_t least_hadith) {
    const uint32_t *characters;
    size_t n;
    if (read_text(PyBytes_AsString(text), PyBytes_Size(text), &characters, &n)) return NULL;
    allocfunc allocate = (allocfunc)PyType_GetSlot((PyTypeObject *)type, Py_tp_alloc);
    ScanObject *self = (ScanObject *)allocate((PyTypeObject *)type, 0);
    if (!self) return NULL;
    memset(&self->scan, 0, sizeof self->scan);
    Py_INCREF(kernel), Py_INCREF(text);
    self->kernel = kernel;
    self->text = text;
    self->spare = spare;
    Tokens tokens = tokens_take(spare);
    tokens.known = known;
    int failed;
    Py_BEGIN_ALLOW_THREADS
    failed = scan_open(&self->scan, tokens, index, characters, n, least_quran, least_hadith);
    Py_END_ALLOW_THREADS
    self->scan.tokens.known = NULL;
    if (failed) {
        Py_DECREF(self);
        return PyErr_NoMemory();
    }
    return (PyObject *)self;
}
