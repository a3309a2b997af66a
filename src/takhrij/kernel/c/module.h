/* What the doors to Python share. */
#ifndef TAKHRIJ_MODULE_H
#define TAKHRIJ_MODULE_H

#define PY_SSIZE_T_CLEAN
#include <Python.h>

#include "kernel.h"

static inline PyObject *packed(const void *data, size_t bytes) { return PyBytes_FromStringAndSize(data, (Py_ssize_t)bytes); }
PyObject *pack_offsets(const Tokens *tokens);
PyObject *make_scan_type(void);
PyObject *scan_object(PyObject *type, PyObject *kernel, const Index *index, Tokens *spare, Known *known, PyObject *text,
                      uint32_t least_quran, uint32_t least_hadith);
int read_text(const char *data, Py_ssize_t size, const uint32_t **characters, size_t *n); /* 0, or -1 with an error set */

#endif
