/* An index in memory of its own, and damage to it. An index is an array of sections, each a pointer and a number of
   items, then room to count in. */
#include "fuzz.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#define FIELDS(X)                                                                                                    \
    X(letters) X(ligatures) X(fold) X(bare) X(compose) X(codes) X(vocab_table) X(vocab_start) X(vocab_codes)         \
    X(weight) X(stream) X(stream_fold) X(stream_letters) X(passage_start) X(passage_block) X(quran) X(seed_bitmap)   \
    X(seed_table) X(seed_postings) X(word_start) X(word_passages) X(quran_start) X(quran_positions) X(cue_table)     \
    X(cue_of_node) X(cue_kinds) X(marks) X(neighbours) X(signs) X(name_table) X(name_nodes) X(chain_words)            \
    X(render_terms) X(render_start) X(render_postings) X(render_length)

typedef struct { size_t offset, item; } Field;
#define FIELD(name) {offsetof(Index, name), sizeof *((Index *)0)->name.at},
static const Field fields[] = {FIELDS(FIELD)};
#define N_FIELDS (sizeof fields / sizeof *fields)
_Static_assert(offsetof(Index, by_passage) == N_FIELDS * sizeof(U8s), "a section is missing from FIELDS");

static U8s *section(Index *index, size_t field) { return (U8s *)(void *)((char *)index + fields[field].offset); }

/* Gives a section memory of its own: the first `n` items of `from`. */
static void copy_section(Index *index, size_t field, const U8s *from, size_t n) {
    U8s *to = section(index, field);
    uint8_t *bytes = own(n * fields[field].item);
    if (n) memcpy(bytes, from->at, n * fields[field].item);
    to->at = bytes;
    to->n = n;
}

/* Room to count in, as index_open makes it. */
static void make_room(Index *index) {
    free(index->by_passage), free(index->by_word), free(index->seen);
    index->by_passage = calloc(index->passage_start.n + 1, sizeof *index->by_passage);
    index->by_word = calloc(index->weight.n + 1, sizeof *index->by_word);
    index->seen = calloc(index->passage_start.n + 1, sizeof *index->seen);
    free(index->cue_steps);
    note_letters(index);
    if (!index->by_passage || !index->by_word || !index->seen || note_steps(index)) abort();
}

void check_room(const Index *index) {
    for (size_t i = 0; i <= index->passage_start.n; i++) assert(!index->by_passage[i]);
    for (size_t i = 0; i <= index->weight.n; i++) assert(!index->by_word[i]);
}

Index isolated(Index *index) {
    Index copy;
    memset(&copy, 0, sizeof copy);
    for (size_t f = 0; f < N_FIELDS; f++) copy_section(&copy, f, section(index, f), section(index, f)->n);
    make_room(&copy);
    return copy;
}

void index_free(Index *index) {
    for (size_t f = 0; f < N_FIELDS; f++) free((void *)(uintptr_t)section(index, f)->at);
    index_close(index);
}

/* Whether index_open would refuse another length of this section. */
static int of_fixed_length(size_t field) {
    static const size_t fixed[] = {offsetof(Index, letters), offsetof(Index, fold), offsetof(Index, bare),
                                   offsetof(Index, compose), offsetof(Index, codes), offsetof(Index, stream),
                                   offsetof(Index, stream_fold), offsetof(Index, stream_letters)};
    for (size_t i = 0; i < sizeof fixed / sizeof *fixed; i++)
        if (fields[field].offset == fixed[i]) return 1;
    return 0;
}

static int is_tree(size_t field) {
    size_t offset = fields[field].offset;
    return offset == offsetof(Index, cue_table) || offset == offsetof(Index, name_table) || offset == offsetof(Index, chain_words);
}

static int is_table(size_t field) {
    size_t offset = fields[field].offset;
    return offset == offsetof(Index, vocab_table) || offset == offsetof(Index, seed_table) ||
           offset == offsetof(Index, seed_bitmap) || is_tree(field);
}

uint32_t bad_number(Index *index) {
    switch (below(8)) {
    case 0: return 0;
    case 1: return 1;
    case 2: return 0xffffffffu;
    case 3: return 0x80000000u | (uint32_t)below(1024);
    case 4: return (uint32_t)below(256);
    case 5: return (uint32_t)section(index, below(N_FIELDS))->n + (uint32_t)below(3) - 1;
    case 6: return (uint32_t)below(section(index, below(N_FIELDS))->n + 1);
    default: return (uint32_t)next();
    }
}

void damage(Index *index) {
    for (size_t times = 1 + below(6); times; times--) {
        size_t field = below(N_FIELDS);
        U8s *here = section(index, field);
        size_t item = fields[field].item;
        uint8_t *bytes = (uint8_t *)(uintptr_t)here->at;
        if (!of_fixed_length(field) && one_in(4)) { /* shorter */
            U8s old = *here;
            size_t n = below(old.n + 1);
            if (is_table(field)) {
                size_t row = is_tree(field) ? 3 : 1, power = row;
                while (power * 2 <= n) power *= 2;
                n = one_in(3) ? 0 : power <= old.n ? power : 0;
            }
            copy_section(index, field, &old, n);
            free((void *)(uintptr_t)old.at);
        } else if (here->n && one_in(8)) { /* a stretch of noise */
            size_t from = below(here->n * item), n = below(256);
            for (size_t i = from; i < here->n * item && i < from + n; i++) bytes[i] = (uint8_t)next();
        } else if (here->n) { /* some numbers */
            for (size_t n = 1 + below(one_in(3) ? 200 : 4); n; n--) {
                uint32_t number = bad_number(index);
                size_t place = one_in(8) ? 0 : below(here->n); /* the first are read for what lies outside too */
                memcpy(bytes + place * item, &number, item);
            }
        }
    }
    make_room(index);
}
