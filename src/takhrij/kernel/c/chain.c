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
#define LISTED 24        /* regions kept for one place */
#define NONE 0xffffffffu

static int by_place(const void *left, const void *right) {
    const Region *a = left, *b = right;
    if (a->doc_start != b->doc_start) return a->doc_start < b->doc_start ? -1 : 1;
    if (a->src_start != b->src_start) return a->src_start < b->src_start ? -1 : 1;
    return a->doc_end < b->doc_end ? -1 : a->doc_end > b->doc_end;
}

/* Sorts runs by place: those of each token are gathered first. */
static int sort_by_place(Regions *runs, size_t n_tokens) {
    Region *sorted = malloc(runs->n * sizeof *sorted);
    uint32_t *next = calloc(n_tokens + 1, sizeof *next);
    if (!sorted || !next) {
        free(sorted), free(next);
        return -1;
    }
    for (size_t i = 0; i < runs->n; i++) next[runs->at[i].doc_start + 1]++;
    for (size_t t = 0; t < n_tokens; t++) next[t + 1] += next[t];
    for (size_t i = 0; i < runs->n; i++) sorted[next[runs->at[i].doc_start]++] = runs->at[i];
    for (size_t from = 0, to; from < runs->n; from = to) {
        for (to = from + 1; to < runs->n && sorted[to].doc_start == sorted[from].doc_start;) to++;
        if (to > from + 1) qsort(sorted + from, to - from, sizeof *sorted, by_place);
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

static uint32_t gap_cost(const Region *chain, const Region *run) {
    uint32_t doc = run->doc_start > chain->doc_end ? run->doc_start - chain->doc_end : 0;
    uint32_t src = run->src_start > chain->src_end ? run->src_start - chain->src_end : 0;
    return GAP_COST * (doc > src ? doc : src);
}

static int follows(const Index *index, const Region *chain, const Region *run) {
    if (run->doc_start < chain->doc_end || run->src_start < chain->src_end) return 0;
    uint32_t doc = run->doc_start - chain->doc_end, src = run->src_start - chain->src_end;
    const Gaps *most = run->src_start < u32_at(index->quran, 1) ? &quran_gaps : &hadith_gaps;
    if (doc > most->doc || src > most->src || doc > src + most->excess) return 0;
    return same_segment(index, chain->src_end, run->src_start);
}

/* A run that overlaps the end of a chain is cut to what lies beyond it, at the price of an even share of its weight. */
static Region trimmed(const Region *chain, Region run) {
    uint32_t doc = run.doc_start < chain->doc_end ? chain->doc_end - run.doc_start : 0;
    uint32_t src = run.src_start < chain->src_end ? chain->src_end - run.src_start : 0;
    uint32_t cut = doc > src ? doc : src;
    if (!cut || cut >= run.words) return run;
    uint32_t left = run.words - cut;
    run.doc_start += cut;
    run.src_start += cut;
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

/* Regions of less weight than the least for their source are chance, and dropped. */
int chain_runs(const Index *index, const Tokens *tokens, Regions *runs, uint32_t least_quran, uint32_t least_hadith, Regions *out) {
    if (!runs->n) return 0;
    if (sort_by_place(runs, tokens->n)) return -1;
    Bands open = {NULL, table_rows(ROWS_A_RUN * runs->n, BANDS)};
    open.at = malloc(open.rows * sizeof *open.at);
    if (!open.at) return -1;
    for (size_t i = 0; i < open.rows; i++) open.at[i].band = open.at[i].chain = NONE;
    for (size_t i = 0; i < runs->n; i++) {
        const Region *run = &runs->at[i];
        if (i && run->doc_start == run[-1].doc_start && run->src_start == run[-1].src_start) continue;
        uint32_t band = (run->src_start - run->doc_start) >> BAND, best = NONE, best_weight = 0;
        Region kept = *run;
        for (uint32_t near = band - 1; near != band + 2; near++) {
            const Open *row = open_at(&open, near);
            if (row->band != near || row->chain == NONE) continue;
            const Region *chain = &out->at[row->chain];
            Region cut = trimmed(chain, *run);
            if (!follows(index, chain, &cut)) continue;
            uint32_t gain = chain->weight + cut.weight, cost = gap_cost(chain, &cut);
            if (gain <= cost + chain->weight || gain - cost <= best_weight) continue;
            best = row->chain;
            best_weight = gain - cost;
            kept = cut;
        }
        if (best == NONE) {
            best = (uint32_t)out->n;
            if (regions_add(out, *run)) {
                free(open.at);
                return -1;
            }
        } else {
            Region *chain = &out->at[best];
            chain->doc_end = kept.doc_end;
            chain->src_end = kept.src_end;
            chain->weight = best_weight;
            chain->words += kept.words;
        }
        Open *row = open_at(&open, (out->at[best].src_end - out->at[best].doc_end) >> BAND);
        row->band = (out->at[best].src_end - out->at[best].doc_end) >> BAND;
        row->chain = best;
    }
    free(open.at);
    size_t kept = 0;
    for (size_t i = 0; i < out->n; i++) {
        if (out->at[i].weight < (out->at[i].src_start < u32_at(index->quran, 1) ? least_quran : least_hadith)) continue;
        out->at[kept] = out->at[i];
        count_alike(index, tokens, &out->at[kept++]);
    }
    out->n = kept;
    return 0;
}

/* The Qur'an goes first where a hadith has the verse with a word or two around it. */
static uint64_t standing(const Index *index, const Region *region) {
    uint32_t quran = u32_at(index->quran, 1);
    return (uint64_t)region->weight * (region->src_start < quran ? 3 : 2);
}

typedef struct { uint64_t standing; Region region; } Ranked;

static int by_standing(const void *left, const void *right) {
    const Ranked *a = left, *b = right;
    if (a->standing != b->standing) return a->standing > b->standing ? -1 : 1;
    if (a->region.lettered != b->region.lettered) return a->region.lettered > b->region.lettered ? -1 : 1;
    if (a->region.folded != b->region.folded) return a->region.folded > b->region.folded ? -1 : 1;
    return by_place(&a->region, &b->region);
}

static int by_slot(const void *left, const void *right) {
    const Ranked *a = left, *b = right;
    if (a->region.slot != b->region.slot) return a->region.slot < b->region.slot ? -1 : 1;
    return by_standing(left, right);
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
    Ranked *ranked = malloc(n * sizeof *ranked);
    uint32_t *owner = calloc(n_tokens + 1, sizeof *owner);
    uint32_t *listed = calloc(n + 1, sizeof *listed);
    uint64_t *top = calloc(n + 1, sizeof *top);
    if (!ranked || !owner || !listed || !top) {
        free(ranked), free(owner), free(listed), free(top);
        return -1;
    }
    for (size_t i = 0; i < n; i++) {
        ranked[i].standing = standing(index, &regions->at[i]);
        ranked[i].region = regions->at[i];
    }
    qsort(ranked, n, sizeof *ranked, by_standing);
    size_t kept = 0;
    uint32_t slots = 0;
    for (size_t i = 0; i < n; i++) {
        Region region = ranked[i].region;
        uint32_t most, owned, length = region.doc_end - region.doc_start;
        uint32_t slot = main_owner(owner, &region, &most, &owned);
        if (owned * 2 < length) {
            slot = ++slots;
            top[slot] = ranked[i].standing;
            for (uint32_t k = region.doc_start; k < region.doc_end; k++)
                if (!owner[k]) owner[k] = slot;
        } else if (ranked[i].standing * 3 < top[slot] || listed[slot] >= LISTED) {
            continue;
        }
        listed[slot]++;
        ranked[kept].standing = ranked[i].standing;
        ranked[kept].region = region;
        ranked[kept++].region.slot = slot;
    }
    qsort(ranked, kept, sizeof *ranked, by_slot);
    for (size_t i = 0; i < kept; i++) regions->at[i] = ranked[i].region;
    regions->n = kept;
    free(ranked), free(owner), free(listed), free(top);
    return 0;
}
