/* Fuzzes the kernel: random and mutated texts over a sound index and over damaged ones, until the time is up.

       fuzz SECONDS SEED INDEX CORPUS [ROUND]

   INDEX is an index file, CORPUS a text of which pieces go into the documents. Every round draws its numbers from the
   seed and its own number alone; ROUND runs that one round and no other. Built with ASan and UBSan by tools/fuzz/run.

   Each section of the index is copied into memory of its own and of exactly its size, and so is every document: a read
   past the end of either is seen at once. In some rounds memory runs out. */
#include "scan.h"

#include <assert.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define LONGEST_ROUND 10.0 /* seconds; more is a loop that a damaged number drives */

/* --- random numbers */

static uint64_t state;

static uint64_t next(void) { /* splitmix64 */
    uint64_t z = state += 0x9e3779b97f4a7c15u;
    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
    z = (z ^ z >> 27) * 0x94d049bb133111ebu;
    return z ^ z >> 31;
}

static size_t below(size_t n) { return n ? (size_t)(next() % n) : 0; }
static int one_in(size_t n) { return below(n) == 0; }

/* --- memory that runs out: run compiles the kernel with malloc, calloc and realloc renamed to these */

static long allocations_left = -1; /* -1: as many as there are */

static int refused(void) {
    if (allocations_left < 0) return 0;
    return allocations_left-- == 0 ? (allocations_left = 0, 1) : 0;
}

void *scarce_malloc(size_t size) { return refused() ? NULL : malloc(size); }
void *scarce_calloc(size_t n, size_t size) { return refused() ? NULL : calloc(n, size); }
void *scarce_realloc(void *old, size_t size) { return refused() ? NULL : realloc(old, size); }

static void *own(size_t size) {
    void *made = malloc(size ? size : 1);
    if (!made) abort();
    return made;
}

/* --- the index: an array of sections, each a pointer and a number of items, then room to count in */

#define FIELDS(X)                                                                                                    \
    X(letters) X(ligatures) X(fold) X(bare) X(compose) X(codes) X(vocab_table) X(vocab_start) X(vocab_codes)         \
    X(weight) X(stream) X(stream_fold) X(stream_letters) X(passage_start) X(passage_block) X(quran) X(seed_bitmap)   \
    X(seed_table) X(seed_postings) X(word_start) X(word_passages) X(quran_start) X(quran_positions) X(cue_table)     \
    X(cue_of_node) X(cue_kinds) X(marks) X(neighbours) X(signs)

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
    free(index->by_passage), free(index->by_word);
    index->by_passage = calloc(index->passage_start.n + 1, sizeof *index->by_passage);
    index->by_word = calloc(index->weight.n + 1, sizeof *index->by_word);
    if (!index->by_passage || !index->by_word) abort();
}

static void check_room(const Index *index) {
    for (size_t i = 0; i <= index->passage_start.n; i++) assert(!index->by_passage[i]);
    for (size_t i = 0; i <= index->weight.n; i++) assert(!index->by_word[i]);
}

static Index isolated(Index *index) {
    Index copy;
    memset(&copy, 0, sizeof copy);
    for (size_t f = 0; f < N_FIELDS; f++) copy_section(&copy, f, section(index, f), section(index, f)->n);
    make_room(&copy);
    return copy;
}

static void index_free(Index *index) {
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

static int is_table(size_t field) {
    size_t offset = fields[field].offset;
    return offset == offsetof(Index, vocab_table) || offset == offsetof(Index, seed_table) ||
           offset == offsetof(Index, seed_bitmap) || offset == offsetof(Index, cue_table);
}

static uint32_t bad_number(Index *index) {
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

static void damage(Index *index) {
    for (size_t times = 1 + below(6); times; times--) {
        size_t field = below(N_FIELDS);
        U8s *here = section(index, field);
        size_t item = fields[field].item;
        uint8_t *bytes = (uint8_t *)(uintptr_t)here->at;
        if (!of_fixed_length(field) && one_in(4)) { /* shorter */
            U8s old = *here;
            size_t n = below(old.n + 1);
            if (is_table(field)) {
                size_t row = fields[field].offset == offsetof(Index, cue_table) ? 3 : 1, power = row;
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

/* --- documents */

typedef struct { uint8_t *at; size_t n, room; } Bytes;

static void put(Bytes *out, const void *data, size_t n) {
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
static uint8_t *document(const Bytes *corpus, const Index *index, size_t *size) {
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

/* --- the calls, and what holds of their answers whatever the index */

static void keep_arabic(Tokens *tokens) {
    size_t kept = 0;
    for (size_t i = 0; i < tokens->n; i++)
        if (tokens->tokens[i].kind == ARABIC) tokens->tokens[kept++] = tokens->tokens[i];
    tokens->n = kept;
}

static int read_words(const Index *index, const uint8_t *data, size_t size, int keep_codes, Tokens *tokens) {
    memset(tokens, 0, sizeof *tokens);
    tokens->keep_codes = keep_codes;
    if (tokenise(index, data, size, tokens)) {
        tokens_free(tokens);
        return -1;
    }
    uint32_t at = 0;
    for (size_t i = 0; i < tokens->n; i++) {
        const Token *token = &tokens->tokens[i];
        assert(at <= token->start && token->start < token->end && token->end <= size);
        assert(token->length <= MAX_WORD && (!keep_codes || token->codes + token->length <= tokens->n_codes));
        at = token->end;
    }
    for (size_t i = 0; i < tokens->n_quotes; i++) assert(tokens->quotes[i].at < size);
    return 0;
}

static void check_regions(const Scan *scan) {
    size_t n_tokens = scan->tokens.n;
    for (size_t i = 0; i < scan->regions.n; i++) {
        const Region *region = &scan->regions.at[i];
        assert(region->doc_start < region->doc_end && region->doc_end <= n_tokens);
        assert(region->src_start < region->src_end && region->src_end <= scan->index->stream.n);
        assert(region->words && region->folded <= region->words && region->lettered <= region->words);
        assert(region->slot);
    }
    for (size_t i = 0; i < scan->n_slots; i++) {
        assert(scan->slots[i].n && scan->slots[i].first + scan->slots[i].n <= scan->regions.n);
        assert(!i || scan->slots[i - 1].start <= scan->slots[i].start);
    }
    for (size_t i = 0; i < scan->n_cues; i++) {
        const Cue *cue = &scan->cues[i];
        assert(cue->count && cue->token + cue->count <= n_tokens);
    }
}

static void weigh(Scan *scan, Claim *claim, const Weights *weights) {
    Features features;
    weigh_claim(scan, claim, weights, &features);
    assert(features.n && features.n <= MOST_FEATURES);
    for (size_t i = 0; i < features.n; i++) assert(features.codes[i] >> 8 < F_MATCH);
    assert(claim->lead_start <= claim->first);
    is_hopeful(claim, weights);
}

/* Pairs of marks as they were found, or any that lie in the text: what takes them from Python lets no others pass. */
static void claim_all(Scan *scan, const Weights *weights) {
    Pairs pairs = {NULL, 0, 0};
    uint32_t most = (uint32_t)scan->tokens.n_characters;
    if (pair_marks(scan, &pairs)) {
        free(pairs.at);
        return;
    }
    for (size_t i = 0; i < pairs.n; i++) {
        Pair *pair = &pairs.at[i];
        assert(pair->start < pair->inner_start && pair->inner_start <= pair->inner_end);
        assert(pair->inner_end < pair->end && pair->end <= most);
        assert(!i || pairs.at[i - 1].start <= pair->start);
    }
    for (size_t i = one_in(3) ? 0 : pairs.n; i < pairs.n; i++)
        if (one_in(2)) {
            Pair *pair = &pairs.at[i];
            uint32_t *places[] = {&pair->start, &pair->inner_start, &pair->inner_end, &pair->end};
            for (size_t k = 0; k < 4; k++) *places[k] = (uint32_t)below((size_t)most + 1);
            pair->name = (uint32_t)next();
            pair->use = (uint32_t)below(4);
        }
    Claim *claims;
    size_t n;
    if (!find_claims(scan, pairs.at, pairs.n, &claims, &n)) {
        for (size_t i = 0; i < n; i++) {
            assert(claims[i].start < claims[i].end && claims[i].end <= most && claims[i].slot <= scan->n_slots);
            assert(claims[i].first <= claims[i].last && claims[i].last <= scan->tokens.n);
            weigh(scan, &claims[i], weights);
        }
        free(claims);
    }
    free(pairs.at);
}

/* Any stretch that has words, as scan_weigh makes claims of them. */
static void weigh_any(Scan *scan, const Weights *weights) {
    uint32_t most = (uint32_t)scan->tokens.n_characters;
    Claim claim = {.mark = (uint32_t)below(256), .cue = one_in(2) ? NO_KIND : (uint32_t)below(64)};
    claim.start = (uint32_t)below((size_t)most + 1);
    claim.end = claim.start + (uint32_t)below(most - claim.start + 1);
    if (claim.end - claim.start > 60 && one_in(2)) claim.end = claim.start + 60;
    claim.outer_start = (uint32_t)below((size_t)claim.start + 1);
    claim.outer_end = claim.end + (uint32_t)below(most - claim.end + 1);
    tokens_in(scan, claim.start, claim.end, &claim.first, &claim.last);
    if (claim.last <= claim.first) return;
    claim.slot = slot_of_words(scan, claim.first, claim.last);
    weigh(scan, &claim, weights);
}

static void match_all(const Scan *scan, const Weights *weights) {
    Match *matches;
    Features *features;
    size_t n;
    int all = one_in(2);
    if (find_matches(scan, weights, all, &matches, &features, &n)) return;
    for (size_t i = 0; i < n; i++) {
        const Region *region = &matches[i].region;
        assert(region->doc_start < region->doc_end && region->doc_end <= scan->tokens.n);
        assert(region->src_start < region->src_end && region->src_end <= scan->index->stream.n);
        assert(matches[i].slot <= scan->n_slots && (all || matches[i].ayah > 0));
        assert(!i || matches[i - 1].region.doc_start <= region->doc_start);
        for (size_t k = 0; all && k < features[i].n; k++) {
            uint32_t field = features[i].codes[k] >> 8;
            assert(field >= F_MATCH && field < FIELDS);
        }
    }
    free(matches), free(features);
}

/* Weights for all features, or for some; in memory of exactly their size. */
static Weights any_weights(void) {
    size_t n = one_in(2) ? (size_t)FIELDS * 512 : below((size_t)FIELDS * 512);
    int32_t *at = own(n * sizeof *at);
    int wild = one_in(8);
    for (size_t i = 0; i < n; i++) at[i] = wild ? (int32_t)(uint32_t)next() : (int32_t)below(2001) - 1000;
    Weights weights = {at, n};
    return weights;
}

static void scan_document(const Index *index, const uint8_t *data, size_t size) {
    Scan scan;
    uint32_t least_quran = (uint32_t)below(80), least_hadith = (uint32_t)below(160);
    if (scan_open(&scan, index, data, size, least_quran, least_hadith)) return;
    check_regions(&scan);
    Weights weights = any_weights();
    claim_all(&scan, &weights);
    for (size_t times = below(4); times; times--) weigh_any(&scan, &weights);
    match_all(&scan, &weights);
    free((void *)(uintptr_t)weights.at);
    scan_free(&scan);
}

static void look_up(const Index *index, const uint8_t *data, size_t size) {
    Tokens tokens;
    if (read_words(index, data, size, 0, &tokens)) return;
    keep_arabic(&tokens);
    Scored best[64];
    size_t n = below(65);
    uint32_t low = one_in(2) ? 0 : (uint32_t)below(60), high = one_in(2) ? (uint32_t)next() : (uint32_t)below(60);
    if (!nearest(index, &tokens, low, high, best, &n))
        for (size_t i = 0; i < n; i++) assert(best[i].passage + 1 < index->passage_start.n);
    uint32_t found[256];
    n = below(257);
    quran_exact(index, &tokens, found, &n);
    for (size_t i = 0; i < n; i++) assert(found[i] + tokens.n <= index->stream.n);
    tokens_free(&tokens);
}

static void compare(const Index *index, const uint8_t *data, size_t size) {
    Tokens tokens;
    if (read_words(index, data, size, 1, &tokens)) return;
    keep_arabic(&tokens);
    uint32_t low = (uint32_t)below(index->stream.n + 2), high = low + (uint32_t)below(200);
    if (one_in(20)) low = bad_number((Index *)(uintptr_t)index), high = bad_number((Index *)(uintptr_t)index);
    Stretch stretch = {low, high, 0, 0, 0};
    Edit *edits;
    size_t n;
    Traced fit;
    Compared *compared = compare_with(index, &tokens);
    if (compared && !align(compared, &stretch, one_in(2), &edits, &n, &fit)) {
        uint32_t quoted = 0;
        for (size_t i = 0; i < n; i++) {
            assert(edits[i].quoted_start == quoted && edits[i].quoted_end >= quoted);
            assert(edits[i].source_start <= edits[i].source_end && edits[i].source_end <= index->stream.n);
            assert(!i || edits[i].source_start == edits[i - 1].source_end);
            quoted = edits[i].quoted_end;
        }
        assert(quoted == tokens.n);
        free(edits);
    }
    for (size_t times = 3; compared && times; times--) {
        stretch.banded = 1;
        stretch.left = (int32_t)below(300) - 150;
        stretch.right = stretch.left + (int32_t)below(one_in(4) ? 300 : 12);
        if (!measure(compared, &stretch, &fit)) assert(fit.src_start <= fit.src_end && fit.src_end <= index->stream.n);
        stretch.low = (uint32_t)below(index->stream.n + 2), stretch.high = stretch.low + (uint32_t)below(100);
    }
    compared_free(compared);
    tokens_free(&tokens);
}

static void trace(const Index *index, const uint8_t *data, size_t size) {
    Tokens tokens;
    if (read_words(index, data, size, 1, &tokens)) return;
    keep_arabic(&tokens);
    uint32_t stated[8];
    size_t n_stated = below(9), n;
    for (size_t i = 0; i < n_stated; i++) stated[i] = one_in(8) ? (uint32_t)next() : (uint32_t)below(250);
    Traced *rows;
    if (!trace_verses(index, &tokens, stated, n_stated, &rows, &n))
        for (size_t i = 0; i < n; i++) assert(rows[i].src_start < rows[i].src_end && rows[i].src_end <= index->stream.n);
    free(rows);
    size_t left = 0;
    if (!trace_hadiths(index, &tokens, (int)below(3), &rows, &n, &left))
        for (size_t i = 0; i < n; i++) assert(rows[i].src_start < rows[i].src_end && rows[i].src_end <= index->stream.n);
    free(rows);
    tokens_free(&tokens);
}

static void call_all(const Index *index, const Bytes *corpus) {
    size_t size;
    uint8_t *data = document(corpus, index, &size);
    if (one_in(16)) allocations_left = (long)below(40);
    scan_document(index, data, size);
    look_up(index, data, size);
    size_t some = size < 1500 ? size : 1500; /* a quotation, not a document */
    uint8_t *quotation = own(some);
    memcpy(quotation, data, some);
    compare(index, quotation, some);
    trace(index, quotation, some);
    allocations_left = -1;
    check_room(index);
    free(quotation);
    free(data);
}

/* --- rounds */

/* A file with a damaged header or another length; opened when index_open lets it pass. */
static void damaged_file(const Bytes *file, const Bytes *corpus) {
    size_t size = one_in(3) ? below(file->n + 1) : file->n, header = 64 + 64 * 40;
    uint8_t *data = own(size);
    memcpy(data, file->at, size);
    if (size >= 24 && !one_in(4)) {
        uint64_t stated = size;
        memcpy(data + 16, &stated, 8);
    }
    for (size_t n = below(6); n && size; n--) {
        size_t at = below(size < header ? size : header), k = 1 + below(8);
        uint64_t number = one_in(2) ? next() : one_in(2) ? below(size) & ~(size_t)7 : below(64);
        if (!one_in(3) && at >= 64) at = 64 + (at - 64) / 40 * 40 + 16 + 8 * below(2), k = 8; /* an offset or a length */
        memcpy(data + at, &number, at + k <= size ? k : size - at);
    }
    Index index;
    if (!index_open(&index, data, size)) {
        Index copy = isolated(&index);
        call_all(&copy, corpus);
        index_free(&copy);
        index_close(&index);
    }
    free(data);
}

static uint64_t seed, round_now;

static void tell_round(int signal_number) {
    (void)signal_number;
    fprintf(stderr, "in round %llu of seed %llu\n", (unsigned long long)round_now, (unsigned long long)seed);
}

static double now(void) {
    struct timespec at;
    clock_gettime(CLOCK_MONOTONIC, &at);
    return (double)at.tv_sec + (double)at.tv_nsec / 1e9;
}

static void run_round(uint64_t round, const Bytes *file, const Bytes *corpus, Index *sound, Index *worn) {
    round_now = round;
    state = seed * 0x2545f4914f6cdd1du + round;
    if (one_in(10)) {
        damaged_file(file, corpus);
    } else if (one_in(3)) {
        call_all(sound, corpus);
    } else {
        damage(worn);
        for (size_t n = 1 + below(3); n; n--) call_all(worn, corpus);
        index_free(worn);
        *worn = isolated(sound);
    }
}

static Bytes read_file(const char *path) {
    Bytes bytes = {NULL, 0, 0};
    FILE *file = fopen(path, "rb");
    char buffer[65536];
    if (!file) {
        perror(path);
        exit(2);
    }
    for (size_t n; (n = fread(buffer, 1, sizeof buffer, file));) put(&bytes, buffer, n);
    fclose(file);
    return bytes;
}

int main(int argc, char **argv) {
    if (argc < 5) {
        fprintf(stderr, "usage: fuzz SECONDS SEED INDEX CORPUS [ROUND]\n");
        return 2;
    }
    double limit = atof(argv[1]), start = now(), slowest = 0;
    seed = strtoull(argv[2], NULL, 10);
    Bytes file = read_file(argv[3]), corpus = read_file(argv[4]);
    uint8_t *data = own(file.n);
    memcpy(data, file.at, file.n);
    Index index;
    const char *problem = index_open(&index, data, file.n);
    if (problem) {
        fprintf(stderr, "%s: %s\n", argv[3], problem);
        return 2;
    }
    signal(SIGABRT, tell_round); /* the sanitizers and assert abort */
    Index sound = isolated(&index), worn = isolated(&index);
    uint64_t round = argc > 5 ? strtoull(argv[5], NULL, 10) : 0, first = round;
    uint64_t slowest_round = first;
    int failed = 0;
    do {
        double before = now();
        run_round(round++, &file, &corpus, &sound, &worn);
        double took = now() - before;
        if (took > slowest) slowest = took, slowest_round = round - 1;
        if (took > LONGEST_ROUND) {
            fprintf(stderr, "a round took %.1f s: ", took);
            tell_round(0);
            failed = 1;
        }
    } while (argc <= 5 && !failed && now() - start < limit);
    printf("%llu rounds of seed %llu; the slowest, %llu, took %.2f s\n", (unsigned long long)(round - first),
           (unsigned long long)seed, (unsigned long long)slowest_round, slowest);
    index_free(&sound), index_free(&worn);
    index_close(&index);
    free(data), free(file.at), free(corpus.at);
    return failed;
}
