/* Runs on neighbouring diagonals are chained into regions; then each place of the document gets its best regions. */
#include "kernel.h"

#include <stdlib.h>
#include <string.h>

/* Words that may stand between two runs of a chain: of the document, of the source, and more of the document than of the
   source. A verse is quoted exactly, and a remark of two words parts two quotations of it; a hadith is retold. */
typedef struct { uint32_t doc, src, excess; } Gaps;
static const Gaps quran_gaps = {QURAN_DOCUMENT_GAP, QURAN_SOURCE_GAP, 1}, hadith_gaps = {12, 16, 6};
#define GAP_COST 3       /* quarter bits a word of either gap */
#define BANDS 16384      /* rows of the table of open chains at most */
#define ROWS_A_RUN 4
#define BAND 4           /* a band is 16 diagonals */
#define FEW 64           /* that are sorted by insertion */
#define AHEAD 8          /* regions whose letters are asked for before they are compared */
#define LISTED 24        /* regions kept for one place */
#define NONE 0xffffffffu

static int by_place(const void *left, const void *right) {
    const Run *a = left, *b = right;
    if (a->src != b->src) return a->src < b->src ? -1 : 1;
    return a->words < b->words ? -1 : a->words > b->words;
}

/* Sorts the runs that begin at one token. They are few, and most stand in order: those of one seed do. */
static void sort_bucket(Run *at, size_t n) {
    if (n > FEW) {
        qsort(at, n, sizeof *at, by_place);
        return;
    }
    for (size_t i = 1; i < n; i++) {
        Run run = at[i];
        size_t place = i;
        for (; place && by_place(&at[place - 1], &run) > 0; place--) at[place] = at[place - 1];
        at[place] = run;
    }
}

/* Sorts runs by place: those of each token are gathered first. */
static int sort_by_place(Runs *runs, size_t n_tokens) {
    Run *sorted = malloc(runs->n * sizeof *sorted);
    uint32_t *next = calloc(n_tokens + 1, sizeof *next);
    if (!sorted || !next) {
        free(sorted), free(next);
        return -1;
    }
    for (size_t i = 0; i < runs->n; i++) next[runs->at[i].doc + 1]++;
    for (size_t t = 0; t < n_tokens; t++) next[t + 1] += next[t];
    for (size_t i = 0; i < runs->n; i++) sorted[next[runs->at[i].doc]++] = runs->at[i];
    for (size_t from = 0, to; from < runs->n; from = to) {
        for (to = from + 1; to < runs->n && sorted[to].doc == sorted[from].doc;) to++;
        sort_bucket(sorted + from, to - from);
    }
    free(runs->at), free(next);
    runs->at = sorted;
    runs->room = runs->n;
    return 0;
}

typedef struct { uint32_t band, chain; } Open;

typedef struct { Open *at; size_t rows; } Bands;

static Open *open_at(const Bands *open, uint32_t band) { return &open->at[(band * 0x9e3779b1u) >> 18 & (open->rows - 1)]; }

/* The source boundary is kept by the 0 between segments: no chain may step over one. */
static int same_segment(const Index *index, uint32_t from, uint32_t to) {
    for (uint32_t i = from; i < to; i++)
        if (!u32_at(index->stream, i)) return 0;
    return 1;
}

typedef struct { uint32_t doc_start, doc_end, src_start, src_end, weight, words; } Chain;
typedef struct { Chain *at; size_t n, room; } Chains;

static uint32_t gap_cost(const Chain *chain, const Run *run) {
    uint32_t doc = run->doc > chain->doc_end ? run->doc - chain->doc_end : 0;
    uint32_t src = run->src > chain->src_end ? run->src - chain->src_end : 0;
    return GAP_COST * (doc > src ? doc : src);
}

static int follows(const Index *index, const Chain *chain, const Run *run) {
    if (run->doc < chain->doc_end || run->src < chain->src_end) return 0;
    uint32_t doc = run->doc - chain->doc_end, src = run->src - chain->src_end;
    const Gaps *most = run->src < u32_at(index->quran, 1) ? &quran_gaps : &hadith_gaps;
    if (doc > most->doc || src > most->src || doc > src + most->excess) return 0;
    return same_segment(index, chain->src_end, run->src);
}

/* A run that overlaps the end of a chain is cut to what lies beyond it, at the price of an even share of its weight. */
static Run trimmed(const Chain *chain, Run run) {
    uint32_t doc = run.doc < chain->doc_end ? chain->doc_end - run.doc : 0;
    uint32_t src = run.src < chain->src_end ? chain->src_end - run.src : 0;
    uint32_t cut = doc > src ? doc : src;
    if (!cut || cut >= run.words) return run;
    uint32_t left = run.words - cut;
    run.doc += cut;
    run.src += cut;
    run.weight = (uint32_t)((uint64_t)run.weight * left / run.words);
    run.words = left;
    return run;
}

/* How many words of a region without gaps are alike at the folded level, and letter for letter. */
void count_alike(const Index *index, const Tokens *tokens, Region *region) {
    if (region->words != region->doc_end - region->doc_start || region->words != region->src_end - region->src_start) return;
    for (uint32_t i = 0; i < region->words; i++) {
        const Token *token = &tokens->tokens[region->doc_start + i];
        uint32_t place = region->src_start + i;
        region->folded += (uint16_t)(token->fold_hash ^ token->fold_hash >> 16) == u16_at(index->stream_fold, place);
        region->lettered += token->letters_check == u16_at(index->stream_letters, place);
    }
}

static int make_chains(const Index *index, const Runs *runs, Chains *out) {
    Bands open = {NULL, table_rows(ROWS_A_RUN * runs->n, BANDS)};
    open.at = malloc(open.rows * sizeof *open.at);
    if (!open.at) return -1;
    for (size_t i = 0; i < open.rows; i++) open.at[i].band = open.at[i].chain = NONE;
    for (size_t i = 0; i < runs->n; i++) {
        const Run *run = &runs->at[i];
        if (i && run->doc == run[-1].doc && run->src == run[-1].src) continue;
        uint32_t band = (run->src - run->doc) >> BAND, best = NONE, best_weight = 0;
        Run kept = *run;
        for (uint32_t near = band - 1; near != band + 2; near++) {
            const Open *row = open_at(&open, near);
            if (row->band != near || row->chain == NONE) continue;
            const Chain *chain = &out->at[row->chain];
            Run cut = trimmed(chain, *run);
            if (!follows(index, chain, &cut)) continue;
            uint32_t gain = chain->weight + cut.weight, cost = gap_cost(chain, &cut);
            if (gain <= cost + chain->weight || gain - cost <= best_weight) continue;
            best = row->chain;
            best_weight = gain - cost;
            kept = cut;
        }
        if (best == NONE) {
            best = (uint32_t)out->n;
            Chain chain = {run->doc, run->doc + run->words, run->src, run->src + run->words, run->weight, run->words};
            if (grow((void **)&out->at, &out->room, out->n + 1, sizeof chain)) {
                free(open.at);
                return -1;
            }
            out->at[out->n++] = chain;
        } else {
            Chain *chain = &out->at[best];
            chain->doc_end = kept.doc + kept.words;
            chain->src_end = kept.src + kept.words;
            chain->weight = best_weight;
            chain->words += kept.words;
        }
        Open *row = open_at(&open, (out->at[best].src_end - out->at[best].doc_end) >> BAND);
        row->band = (out->at[best].src_end - out->at[best].doc_end) >> BAND;
        row->chain = best;
    }
    free(open.at);
    return 0;
}

/* Regions of less weight than the least for their source are chance, and dropped. */
int chain_runs(const Index *index, const Tokens *tokens, Runs *runs, uint32_t least_quran, uint32_t least_hadith, Regions *out) {
    Chains chains = {NULL, 0, 0};
    if (!runs->n) return 0;
    int failed = sort_by_place(runs, tokens->n) || make_chains(index, runs, &chains);
    for (size_t i = 0; i < chains.n && !failed; i++) {
        const Chain *chain = &chains.at[i];
        if (chain->weight < (chain->src_start < u32_at(index->quran, 1) ? least_quran : least_hadith)) continue;
        Region region = {chain->doc_start, chain->doc_end, chain->src_start, chain->src_end, chain->weight, chain->words, 0, 0, 0};
        failed = grow((void **)&out->at, &out->room, out->n + 1, sizeof region);
        if (failed) break;
        out->at[out->n++] = region;
    }
    free(chains.at);
    for (size_t i = 0; i < out->n && !failed; i++) {
        size_t next = i + AHEAD < out->n ? out->at[i + AHEAD].src_start : 0;
        __builtin_prefetch(&index->stream_fold.at[next]);
        __builtin_prefetch(&index->stream_letters.at[next]);
        count_alike(index, tokens, &out->at[i]);
    }
    return failed ? -1 : 0;
}

/* The Qur'an goes first where a hadith has the verse with a word or two around it. */
static uint64_t standing(const Index *index, const Region *region) {
    uint32_t quran = u32_at(index->quran, 1);
    return (uint64_t)region->weight * (region->src_start < quran ? 3 : 2);
}

/* What regions are ranked by, the lowest first, and the number of one. No segment has so many words that their counts would
   not fit; of two that are alike the one that comes first in the document, and then in the stream, goes first, as they stand. */
typedef struct { uint64_t key; uint32_t number; } Ranked;
#define MOST_WORDS 0x7fffu

static Ranked ranked(const Index *index, const Region *regions, size_t number) {
    const Region *region = &regions[number];
    uint64_t lettered = region->lettered < MOST_WORDS ? region->lettered : MOST_WORDS;
    uint64_t folded = region->folded < MOST_WORDS ? region->folded : MOST_WORDS;
    uint64_t stands = standing(index, region);
    Ranked ranked = {~(stands << 30 | lettered << 15 | folded), (uint32_t)number};
    return ranked;
}

/* Sorts by the key, those of one key as they stand: digit by digit, or a few by insertion. `spare` has as much room. */
static void rank(Ranked *at, Ranked *spare, size_t n) {
    uint64_t differs = 0;
    for (size_t i = 1; i < n; i++) differs |= at[i].key ^ at[0].key;
    for (size_t i = 1; n <= FEW && i < n; i++) {
        Ranked one = at[i];
        size_t place = i;
        for (; place && at[place - 1].key > one.key; place--) at[place] = at[place - 1];
        at[place] = one;
    }
    for (int digit = 0; n > FEW && digit < 64; digit += 8) {
        size_t next[257] = {0};
        if (!(differs >> digit & 255)) continue;
        for (size_t i = 0; i < n; i++) next[(at[i].key >> digit & 255) + 1]++;
        for (size_t value = 0; value < 256; value++) next[value + 1] += next[value];
        for (size_t i = 0; i < n; i++) spare[next[at[i].key >> digit & 255]++] = at[i];
        memcpy(at, spare, n * sizeof *at);
    }
}

/* Which slot owns most of the region, and how much: slots own runs of tokens. */
static uint32_t main_owner(const uint32_t *owner, const Region *region, uint32_t *most, uint32_t *owned) {
    uint32_t best = 0;
    *most = *owned = 0;
    for (uint32_t i = region->doc_start; i < region->doc_end;) {
        uint32_t here = owner[i], from = i;
        while (i < region->doc_end && owner[i] == here) i++;
        if (!here) continue;
        *owned += i - from;
        if (i - from > *most) {
            *most = i - from;
            best = here;
        }
    }
    return best;
}

/* Gives each region the slot it competes for, best first within a slot; drops those that are under a third of the best,
   and all beyond LISTED. Slots are numbered from 1 in order of rank, not of place. */
int select_regions(const Index *index, Regions *regions, size_t n_tokens) {
    size_t n = regions->n;
    if (!n) return 0;
    Ranked *order = malloc(2 * n * sizeof *order);
    Region *sorted = malloc(n * sizeof *sorted);
    uint32_t *owner = calloc(n_tokens + 1, sizeof *owner);
    uint32_t *listed = calloc(n + 2, sizeof *listed);
    uint64_t *top = malloc((n + 1) * sizeof *top);
    if (!order || !sorted || !owner || !listed || !top) {
        free(order), free(sorted), free(owner), free(listed), free(top);
        return -1;
    }
    for (size_t i = 0; i < n; i++) order[i] = ranked(index, regions->at, i);
    rank(order, order + n, n);
    size_t kept = 0;
    uint32_t slots = 0;
    for (size_t i = 0; i < n; i++) {
        Region *region = &regions->at[order[i].number];
        uint32_t most, owned, length = region->doc_end - region->doc_start;
        uint32_t slot = main_owner(owner, region, &most, &owned);
        uint64_t stands = standing(index, region);
        if (owned * 2 < length) {
            slot = ++slots;
            top[slot] = stands;
            for (uint32_t k = region->doc_start; k < region->doc_end; k++)
                if (!owner[k]) owner[k] = slot;
        } else if (stands * 3 < top[slot] || listed[slot] >= LISTED) {
            continue;
        }
        listed[slot]++;
        region->slot = slot;
        order[kept++].number = order[i].number;
    }
    uint32_t first = 0; /* from here on, where the next region of each slot goes */
    for (uint32_t slot = 1; slot <= slots; slot++) {
        uint32_t here = listed[slot];
        listed[slot] = first;
        first += here;
    }
    for (size_t i = 0; i < kept; i++) {
        const Region *region = &regions->at[order[i].number];
        sorted[listed[region->slot]++] = *region;
    }
    free(order), free(owner), free(listed), free(top), free(regions->at);
    regions->at = sorted;
    regions->room = n;
    regions->n = kept;
    return 0;
}
