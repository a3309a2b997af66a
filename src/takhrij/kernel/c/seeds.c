/* Runs of words that the document shares with the sources.

   Every three words in a row (and every two that are rare together) are looked up; a hit is extended to both sides
   along its diagonal (stream position less token) as far as the words agree. A table of diagonals remembers how far
   each has been extended, so that a shared run is found once whatever its length. */
#include "kernel.h"

#include <stdlib.h>
#include <string.h>

#define BLOCK 256          /* look-ups in flight, so that their cache misses overlap */
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

int regions_add(Regions *regions, Region region) {
    if (grow((void **)&regions->at, &regions->room, regions->n + 1, sizeof region)) return -1;
    regions->at[regions->n++] = region;
    return 0;
}

typedef struct { uint32_t diagonal, end; } Extended;
typedef struct { Extended *at; size_t rows; } Diagonals;

/* A power of two from 64 to `most`: as many as are asked for, if there may be so many. */
size_t table_rows(size_t want, size_t most) {
    size_t rows = 64;
    while (rows < want && rows < most) rows *= 2;
    return rows;
}

static int extend(const Index *index, const Tokens *tokens, uint32_t token, uint32_t position,
                  const Diagonals *seen, Regions *out) {
    const uint32_t *stream = index->stream.at;
    uint32_t diagonal = position - token;
    Extended *row = &seen->at[(diagonal * 0x9e3779b1u) >> 19 & (seen->rows - 1)];
    if (row->diagonal == diagonal && row->end > token) return 0;
    uint32_t start = token, end = token;
    while (start > 0 && position - (token - start) > 0 && tokens->tokens[start - 1].word &&
           tokens->tokens[start - 1].word == stream[position - (token - start) - 1])
        start--;
    while (end < tokens->n && position + (end - token) < index->stream.n && tokens->tokens[end].word &&
           tokens->tokens[end].word == stream[position + (end - token)])
        end++;
    row->diagonal = diagonal;
    row->end = end;
    Region run = {start, end, position - (token - start), position + (end - token), 0, end - start, 0, 0, 0};
    for (uint32_t i = start; i < end; i++) run.weight += u8_at(index->weight, tokens->tokens[i].word);
    return run.weight >= LEAST_WEIGHT ? regions_add(out, run) : 0;
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

/* Looks up a block of seeds. What each step reads was asked for in the step before, so that cache misses overlap. */
static int probe_all(const Index *index, const Tokens *tokens, Probes *probes, const Diagonals *seen, Regions *out) {
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
        if (entry & 0x80000000u && at + 1 < index->seed_postings.n) __builtin_prefetch(&index->seed_postings.at[at + 1]);
        else if (entry && entry < index->stream.n) __builtin_prefetch(&index->stream.at[entry - 1]);
    }
    for (size_t i = 0; i < kept; i++) {
        const Probe *probe = &probes->at[i];
        uint32_t words[3], count = 0;
        for (uint32_t k = 0; k < probe->n; k++) words[k] = tokens->tokens[probe->token + k].word;
        const uint32_t *positions = NULL;
        look_up(index, probe->key, words, probe->n, &positions, &count);
        if (count == NONE) {
            if (extend(index, tokens, probe->token, *positions - 1, seen, out)) return -1;
            continue;
        }
        for (uint32_t k = 0; k < count; k++) {
            if (k + 4 < count && positions[k + 4] < index->stream.n) __builtin_prefetch(&index->stream.at[positions[k + 4]]);
            if (positions[k] < index->stream.n && extend(index, tokens, probe->token, positions[k], seen, out)) return -1;
        }
    }
    return 0;
}

int find_runs(const Index *index, const Tokens *tokens, Regions *out) {
    if (!index->seed_table.n || !index->seed_bitmap.n || tokens->n < 2) return 0;
    Diagonals seen = {NULL, table_rows(ROWS_A_WORD * tokens->n, DIAGONALS)};
    seen.at = malloc(seen.rows * sizeof *seen.at);
    if (!seen.at) return -1;
    for (size_t i = 0; i < seen.rows; i++) seen.at[i].diagonal = NONE, seen.at[i].end = 0;
    Probes probes;
    probes.n = 0;
    int failed = 0;
    for (uint32_t i = 0; i + 1 < tokens->n && !failed; i++) {
        uint32_t a = tokens->tokens[i].word, b = tokens->tokens[i + 1].word;
        if (!a || !b) continue;
        uint32_t c = i + 2 < tokens->n ? tokens->tokens[i + 2].word : 0;
        for (uint32_t length = c ? 3 : 2; length >= 2; length--) {
            Probe probe = {seed_key(a, b, length == 3 ? c : 0), i, length};
            __builtin_prefetch(bitmap_word(index, probe.key));
            probes.at[probes.n++] = probe;
        }
        if (probes.n >= BLOCK) failed = probe_all(index, tokens, &probes, &seen, out);
    }
    if (!failed) failed = probe_all(index, tokens, &probes, &seen, out);
    free(seen.at);
    return failed;
}
