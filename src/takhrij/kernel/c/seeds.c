/* Runs of words that the document shares with the sources.

   Every three words in a row (and every two that are rare together) are looked up; a hit is extended to both sides
   along its diagonal (stream position less token) as far as the words agree. A table of diagonals remembers how far
   each has been extended, so that a shared run is found once whatever its length. */
#include "kernel.h"

#include <stdlib.h>
#include <string.h>

#define BLOCK 256          /* look-ups in flight, so that their cache misses overlap */
#define AHEAD 4            /* places of a seed that are asked for before they are read */
#define DIAGONALS 8192     /* rows of the table of diagonals at most; a clash finds a run twice, which chaining drops */
#define ROWS_A_WORD 32
#define LEAST_WEIGHT 20    /* a run of less (five bits) says nothing even inside a chain */
#define NONE 0xffffffffu

uint64_t seed_key(uint32_t a, uint32_t b, uint32_t c) {
    uint64_t key = a * 0x9e3779b97f4a7c15u + b * 0xc2b2ae3d27d4eb4fu + c * 0x165667b19e3779f9u;
    key ^= key >> 29;
    key *= 0xbf58476d1ce4e5b9u;
    return key ^ key >> 32;
}

/* A word of the document, and the rarity of all before it. */
typedef struct { uint32_t word, before; } Place;

typedef struct { uint32_t diagonal, end; } Extended;
typedef struct {
    Extended *at;
    size_t rows;
    uint32_t low, high; /* the part of the stream in which runs are looked for */
} Diagonals;

/* A power of two from 64 to `most`: as many as are asked for, if there may be so many. */
size_t table_rows(size_t want, size_t most) {
    size_t rows = 64;
    while (rows < want && rows < most) rows *= 2;
    return rows;
}

static int extend(const Index *index, const Place *places, uint32_t n, uint32_t token, uint32_t position, const Diagonals *seen, Runs *out) {
    const uint32_t *stream = index->stream.at;
    uint32_t diagonal = position - token;
    Extended *row = &seen->at[(diagonal * 0x9e3779b1u) >> 19 & (seen->rows - 1)];
    if (row->diagonal == diagonal && row->end > token) return 0;
    uint32_t left = token < position ? token : position, before = 0, words = 0;
    uint32_t right = n - token < index->stream.n - position ? n - token : (uint32_t)index->stream.n - position;
    const Place *own = places + token;
    stream += position;
    while (before < left && own[-1 - (int64_t)before].word && own[-1 - (int64_t)before].word == stream[-1 - (int64_t)before]) before++;
    while (words < right && own[words].word && own[words].word == stream[words]) words++;
    row->diagonal = diagonal;
    row->end = token + words;
    Run run = {token - before, position - before, before + words, own[words].before - own[-(int64_t)before].before};
    if (run.weight < LEAST_WEIGHT) return 0;
    if (grow((void **)&out->at, &out->room, out->n + 1, sizeof run)) return -1;
    out->at[out->n++] = run;
    return 0;
}

static int matches(const Index *index, uint32_t position, const uint32_t *words, uint32_t n) {
    if ((size_t)position + n > index->stream.n) return 0;
    for (uint32_t i = 0; i < n; i++)
        if (index->stream.at[position + i] != words[i]) return 0;
    return 1;
}

/* The positions at which `n` words begin: `*count` of them from `*positions`; none when the seed is not in the table. */
static void look_up(const Index *index, uint64_t key, const uint32_t *words, uint32_t n, const uint32_t **positions,
                    uint32_t *count) {
    size_t mask = index->seed_table.n - 1, slot = (size_t)key & mask;
    for (size_t tried = 0; tried <= mask; slot = (slot + 1) & mask, tried++) {
        const uint32_t *entry = &index->seed_table.at[slot];
        if (!*entry) break;
        if (!(*entry & 0x80000000u)) {
            if (matches(index, *entry - 1, words, n)) {
                *positions = entry;
                *count = NONE; /* one position, stored in the table itself */
                return;
            }
            continue;
        }
        size_t at = *entry & 0x7fffffffu;
        uint32_t k = u32_at(index->seed_postings, at);
        if (k && at + k < index->seed_postings.n && matches(index, index->seed_postings.at[at + 1], words, n)) {
            *positions = &index->seed_postings.at[at + 1];
            *count = k;
            return;
        }
    }
    *count = 0;
}

typedef struct { uint64_t key; uint32_t token, n; } Probe;
typedef struct { Probe at[BLOCK + 2]; size_t n; } Probes;

static const uint32_t *bitmap_word(const Index *index, uint64_t key) {
    return &index->seed_bitmap.at[((size_t)(key >> 32) & (index->seed_bitmap.n * 32 - 1)) >> 5];
}

static const uint32_t *table_row(const Index *index, uint64_t key) {
    return &index->seed_table.at[(size_t)key & (index->seed_table.n - 1)];
}

/* Asks for the part of the stream in which a row of the seed table, or the first of its places, lies. */
static void ask_for(const Index *index, uint32_t position) {
    if (position < index->stream.n) __builtin_prefetch(&index->stream.at[position]);
}

/* Looks up a block of seeds. What each step reads was asked for in the step before, so that cache misses overlap. */
static int probe_all(const Index *index, const Place *places, uint32_t n, Probes *probes, const Diagonals *seen, Runs *out) {
    size_t kept = 0;
    for (size_t i = 0; i < probes->n; i++) {
        const Probe *probe = &probes->at[i];
        if (!(*bitmap_word(index, probe->key) >> (probe->key >> 32 & 31) & 1)) continue;
        __builtin_prefetch(table_row(index, probe->key));
        probes->at[kept++] = *probe;
    }
    probes->n = 0;
    for (size_t i = 0; i < kept; i++) {
        uint32_t entry = *table_row(index, probes->at[i].key), at = entry & 0x7fffffffu;
        if (!(entry & 0x80000000u)) ask_for(index, entry - 1);
        else if (at + 1 < index->seed_postings.n) __builtin_prefetch(&index->seed_postings.at[at + 1]);
    }
    for (size_t i = 0; i < kept; i++) {
        uint32_t entry = *table_row(index, probes->at[i].key), at = entry & 0x7fffffffu;
        for (uint32_t k = 1; entry & 0x80000000u && k <= AHEAD && at + k < index->seed_postings.n; k++) ask_for(index, index->seed_postings.at[at + k]);
    }
    for (size_t i = 0; i < kept; i++) {
        const Probe *probe = &probes->at[i];
        uint32_t words[3], count = 0;
        for (uint32_t k = 0; k < probe->n; k++) words[k] = places[probe->token + k].word;
        const uint32_t *positions = NULL;
        look_up(index, probe->key, words, probe->n, &positions, &count);
        if (count == NONE) {
            uint32_t position = *positions - 1;
            if (position >= seen->low && position < seen->high && extend(index, places, n, probe->token, position, seen, out)) return -1;
            continue;
        }
        for (uint32_t k = 0; k < count && positions[k] < seen->high; k++) {
            if (k + AHEAD < count) ask_for(index, positions[k + AHEAD]);
            if (positions[k] >= seen->low && extend(index, places, n, probe->token, positions[k], seen, out)) return -1;
        }
    }
    return 0;
}

static Place *places_of(const Index *index, const Tokens *tokens) {
    Place *places = malloc((tokens->n + 1) * sizeof *places);
    uint32_t weight = 0;
    for (size_t i = 0; places && i < tokens->n; i++) {
        uint32_t word = tokens->tokens[i].word;
        places[i].word = word;
        places[i].before = weight;
        weight += u8_at(index->weight, word);
    }
    if (places) places[tokens->n].word = 0, places[tokens->n].before = weight;
    return places;
}

int find_runs(const Index *index, const Tokens *tokens, uint32_t low, uint32_t high, Runs *out) {
    if (!index->seed_table.n || !index->seed_bitmap.n || tokens->n < 2) return 0;
    if (high > index->stream.n) high = (uint32_t)index->stream.n;
    Diagonals seen = {NULL, table_rows(ROWS_A_WORD * tokens->n, DIAGONALS), low, high};
    seen.at = malloc(seen.rows * sizeof *seen.at);
    Place *places = places_of(index, tokens);
    if (!seen.at || !places) {
        free(seen.at), free(places);
        return -1;
    }
    for (size_t i = 0; i < seen.rows; i++) seen.at[i].diagonal = NONE, seen.at[i].end = 0;
    Probes probes;
    probes.n = 0;
    int failed = 0;
    uint32_t n = (uint32_t)tokens->n;
    for (uint32_t i = 0; i + 1 < n && !failed; i++) {
        uint32_t a = places[i].word, b = places[i + 1].word, c = places[i + 2].word; /* behind the last stands none */
        if (!a || !b) continue;
        for (uint32_t length = c ? 3 : 2; length >= 2; length--) {
            Probe probe = {seed_key(a, b, length == 3 ? c : 0), i, length};
            __builtin_prefetch(bitmap_word(index, probe.key));
            probes.at[probes.n++] = probe;
        }
        if (probes.n >= BLOCK) failed = probe_all(index, places, n, &probes, &seen, out);
    }
    if (!failed) failed = probe_all(index, places, n, &probes, &seen, out);
    free(seen.at), free(places);
    return failed;
}
