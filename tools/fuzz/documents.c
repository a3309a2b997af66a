/* Documents of noise, of characters that mean something and of pieces of the corpus. */
#include "fuzz.h"

#include <stdlib.h>
#include <string.h>

void put(Text *out, const uint32_t *characters, size_t n) {
    while (out->n + n > out->room) {
        out->room = out->room ? out->room * 2 : 4096;
        out->at = realloc(out->at, out->room * sizeof *out->at);
        if (!out->at) abort();
    }
    if (n) memcpy(out->at + out->n, characters, n * sizeof *characters);
    out->n += n;
}

static void put_character(Text *out, uint32_t c) { put(out, &c, 1); }

/* Any number: mostly of a character, or of what lies just beyond those that there are. */
static uint32_t any_number(void) {
    switch (below(4)) {
    case 0: return (uint32_t)next();
    case 1: return 0x10ff00 + (uint32_t)below(512);
    case 2: return 0xd7f0 + (uint32_t)below(0x830);
    default: return (uint32_t)below(0x700);
    }
}

static void put_piece(Text *out, const Text *corpus, const Index *index) {
    size_t from = below(corpus->n), n = below(400);
    switch (below(8)) {
    case 0: /* noise */
        for (size_t i = below(40); i; i--) put_character(out, any_number());
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
    if (one_in(2)) put_character(out, ' ');
}

/* A document in memory of exactly its size. */
uint32_t *document(const Text *corpus, const Index *index, size_t *size) {
    Text out = {NULL, 0, 0};
    for (size_t n = below(one_in(30) ? 60 : 6); n; n--) put_piece(&out, corpus, index);
    for (size_t n = one_in(2) ? below(12) : 0; n && out.n; n--) {
        size_t at = below(out.n);
        if (one_in(3)) memmove(out.at + at, out.at + at + 1, (--out.n - at) * sizeof *out.at);
        else out.at[at] = one_in(2) ? any_number() : out.at[at] ^ 1u << below(32);
    }
    uint32_t *exact = own(out.n * sizeof *exact);
    if (out.n) memcpy(exact, out.at, out.n * sizeof *exact);
    *size = out.n;
    free(out.at);
    return exact;
}
