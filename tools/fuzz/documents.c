/* Documents of noise, of characters that mean something and of pieces of the corpus. */
#include "fuzz.h"

#include <stdlib.h>
#include <string.h>

void put(Bytes *out, const void *data, size_t n) {
    while (out->n + n > out->room) {
        out->room = out->room ? out->room * 2 : 4096;
        out->at = realloc(out->at, out->room);
        if (!out->at) abort();
    }
    if (n) memcpy(out->at + out->n, data, n);
    out->n += n;
}

static void put_character(Bytes *out, uint32_t c) {
    uint8_t bytes[4] = {(uint8_t)c};
    size_t n = 1;
    if (c >= 0x10000) bytes[0] = (uint8_t)(0xf0 | c >> 18), n = 4;
    else if (c >= 0x800) bytes[0] = (uint8_t)(0xe0 | c >> 12), n = 3;
    else if (c >= 0x80) bytes[0] = (uint8_t)(0xc0 | c >> 6), n = 2;
    for (size_t i = 1; i < n; i++) bytes[i] = (uint8_t)(0x80 | (c >> 6 * (n - 1 - i) & 0x3f));
    put(out, bytes, n);
}

static void put_piece(Bytes *out, const Bytes *corpus, const Index *index) {
    size_t from = below(corpus->n), n = below(400);
    switch (below(8)) {
    case 0: /* noise */
        for (size_t i = below(40); i; i--) {
            uint8_t byte = (uint8_t)next();
            put(out, &byte, 1);
        }
        break;
    case 1: /* characters that mean something */
        for (size_t i = below(80); i; i--) {
            uint32_t c = (uint32_t)below(65536);
            while (!index->letters.at[c] && !one_in(40)) c = (c + 1) & 0xffff;
            put_character(out, c);
        }
        break;
    case 2: /* one character over and over */
        for (size_t i = below(one_in(20) ? 20000 : 200), c = below(0x700); i; i--) put_character(out, (uint32_t)c);
        break;
    case 3: /* a piece over and over */
        if (n > corpus->n - from) n = corpus->n - from;
        for (size_t i = below(n ? 1 + 4000 / n : 1); i; i--) put(out, corpus->at + from, n);
        break;
    default: /* words of the corpus, from the beginning of a word on */
        while (from && corpus->at[from - 1] != ' ' && corpus->at[from - 1] != '\n') from--;
        if (n > corpus->n - from) n = corpus->n - from;
        put(out, corpus->at + from, n);
    }
    if (one_in(2)) put(out, " ", 1);
}

/* A document in memory of exactly its size. */
uint8_t *document(const Bytes *corpus, const Index *index, size_t *size) {
    Bytes out = {NULL, 0, 0};
    for (size_t n = below(one_in(30) ? 60 : 6); n; n--) put_piece(&out, corpus, index);
    for (size_t n = one_in(2) ? below(12) : 0; n && out.n; n--) {
        size_t at = below(out.n);
        if (one_in(3)) memmove(out.at + at, out.at + at + 1, --out.n - at);
        else out.at[at] = (uint8_t)(one_in(2) ? next() : out.at[at] ^ 1u << below(8));
    }
    uint8_t *exact = own(out.n);
    if (out.n) memcpy(exact, out.at, out.n);
    *size = out.n;
    free(out.at);
    return exact;
}
