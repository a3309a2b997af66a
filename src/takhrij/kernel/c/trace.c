/* Where a quotation comes from: gathers the stretches of the sources that it may be of, and measures how each fits.

   The measure is that of align.c without its operations: three rows of cells, each of which carries along what its path has
   found in common and what not, so that nothing is traced back. */
#include "kernel.h"

#include <stdlib.h>
#include <string.h>

#define LIGHTEST 16      /* regions of this weight, in quarter bits, are compared */
#define MARGIN 6         /* words of the source beyond those that the quotation leaves over beside a region */
#define SHORT 5          /* up to so many words, every place of exactly these words in the Qur'an is compared */
#define PLACES 80
#define NEAREST 10
#define NEAREST_SHORT 32
#define SHORT_HADITH 4
#define COMPARED 24      /* hadiths compared for their regions */
#define STRANGE 20       /* rarity of a word that stands in no source */
#define HOPELESS 25      /* hundredths of the quotation's rarity: a stretch with less of it is measured only for want of others */
#define MOST_CELLS (1u << 24) /* filled for one quotation */
#define UNLIKE 450       /* thousandths of likeness under which verses are looked for by their words alone */

typedef struct { uint32_t low, high; } Range;
typedef struct { Range *at; size_t n, room; } Ranges;

static int add_range(Ranges *ranges, uint32_t low, uint32_t high) {
    for (size_t i = 0; i < ranges->n; i++)
        if (ranges->at[i].low == low && ranges->at[i].high == high) return 0;
    if (grow((void **)&ranges->at, &ranges->room, ranges->n + 1, sizeof *ranges->at)) return -1;
    ranges->at[ranges->n].low = low;
    ranges->at[ranges->n++].high = high;
    return 0;
}

uint32_t likeness(uint32_t common, uint32_t other) {
    return common + other ? (uint32_t)((uint64_t)common * 1000 / ((uint64_t)common + other)) : 0;
}

/* Words of the source that a quotation leaves over on both sides of a region, and some more. */
static int add_around(const Index *index, Ranges *ranges, const Region *region, uint32_t words, uint32_t floor,
                      uint32_t ceiling) {
    uint32_t before = region->doc_start + MARGIN, after = (words > region->doc_end ? words - region->doc_end : 0) + MARGIN;
    uint32_t low = region->src_start > floor + before ? region->src_start - before : floor;
    uint32_t high = region->src_end + after < ceiling ? region->src_end + after : ceiling;
    (void)index;
    return add_range(ranges, low, high);
}

static int quoted_regions(const Index *index, const Tokens *quoted, Regions *regions) {
    Regions runs = {NULL, 0, 0};
    int failed = find_runs(index, quoted, &runs) || chain_runs(index, &runs, LIGHTEST, LIGHTEST, regions) ||
                 select_regions(index, regions, quoted->n);
    free(runs.at);
    return failed ? -1 : 0;
}

/* The stretch of a passage, twice as long as the quotation, whose words are most of the quotation's. */
static Range densest(const Index *index, const uint8_t *quoted_words, uint32_t low, uint32_t high, uint32_t words) {
    if (high > index->stream.n) high = (uint32_t)index->stream.n;
    if (low > high) low = high;
    uint32_t width = 2 * words + MARGIN, sum = 0, best = 0;
    Range range = {low, low + width < high ? low + width : high};
    for (uint32_t at = low; at < high; at++) {
        uint32_t word = u32_at(index->stream, at);
        if (word < index->weight.n && quoted_words[word]) sum += index->weight.at[word];
        if (at >= low + width) {
            word = u32_at(index->stream, at - width);
            if (word < index->weight.n && quoted_words[word]) sum -= index->weight.at[word];
        }
        if (sum > best) {
            best = sum;
            range.high = at + 1 + MARGIN < high ? at + 1 + MARGIN : high;
            range.low = at + 1 > low + width ? at + 1 - width : low;
        }
    }
    return range;
}

static uint32_t shared_weight(const Index *index, const uint8_t *quoted_words, const Range *range) {
    uint32_t sum = 0;
    for (uint32_t at = range->low; at < range->high; at++) {
        uint32_t word = u32_at(index->stream, at);
        if (word < index->weight.n && quoted_words[word]) sum += index->weight.at[word];
    }
    return sum;
}

/* Keeps the stretches that have enough of the quotation's words in whatever order, or else the one that has most. */
static void drop_hopeless(const Index *index, const uint8_t *quoted_words, uint32_t total, Ranges *ranges) {
    uint32_t most = 0;
    Range best = {0, 0};
    size_t kept = 0;
    for (size_t i = 0; i < ranges->n; i++) {
        Range range = ranges->at[i];
        uint32_t shared = shared_weight(index, quoted_words, &range);
        if (shared >= most) most = shared, best = range;
        if ((uint64_t)shared * 100 >= (uint64_t)total * HOPELESS) ranges->at[kept++] = range;
    }
    if (!kept && ranges->n) ranges->at[kept++] = best;
    ranges->n = kept;
}

/* By place; of two fits of one place any order will do that is always the same. */
static int by_numbers(const Traced *a, const Traced *b) {
    const uint32_t left[] = {a->src_start, a->src_end, a->cost, a->common, a->other, a->kept, a->spelt};
    const uint32_t right[] = {b->src_start, b->src_end, b->cost, b->common, b->other, b->kept, b->spelt};
    for (size_t i = 0; i < sizeof left / sizeof *left; i++)
        if (left[i] != right[i]) return left[i] < right[i] ? -1 : 1;
    return 0;
}

static int by_fit(const void *left, const void *right) {
    const Traced *a = left, *b = right;
    if (a->cost != b->cost) return a->cost < b->cost ? -1 : 1;
    uint32_t like_a = likeness(a->common, a->other), like_b = likeness(b->common, b->other);
    if (like_a != like_b) return like_a > like_b ? -1 : 1;
    return by_numbers(a, b);
}

static int by_likeness(const void *left, const void *right) {
    const Traced *a = left, *b = right;
    uint32_t like_a = likeness(a->common, a->other), like_b = likeness(b->common, b->other);
    if (like_a != like_b) return like_a > like_b ? -1 : 1;
    if (a->cost != b->cost) return a->cost < b->cost ? -1 : 1;
    return by_numbers(a, b);
}

/* A long quotation of what stands in many places would be compared with all of them: no more than MOST_CELLS are filled,
   and the stretches that come first in the list, which are the best, are measured. */
static int measure_all(const Index *index, const Tokens *quoted, const Ranges *ranges, size_t from, Traced **out,
                       size_t *n, size_t *room) {
    uint64_t cells_left = MOST_CELLS;
    for (size_t i = from; i < ranges->n; i++) {
        Traced traced;
        uint32_t low = ranges->at[i].low, high = ranges->at[i].high;
        uint64_t cells = (uint64_t)(quoted->n + 1) * (high > low ? high - low + 1 : 1);
        if (cells > cells_left) continue;
        cells_left -= cells;
        int failed = measure(index, quoted, low, high, &traced);
        if (failed == -1) return -1;
        if (failed || traced.src_end <= traced.src_start) continue;
        if (grow((void **)out, room, *n + 1, sizeof **out)) return -1;
        (*out)[(*n)++] = traced;
    }
    return 0;
}

/* The stretches of the Qur'an that a quotation may be of, the one that costs least first. */
int trace_verses(const Index *index, const Tokens *quoted, const uint32_t *stated, size_t n_stated, Traced **out,
                 size_t *n) {
    Ranges ranges = {NULL, 0, 0};
    Regions regions = {NULL, 0, 0};
    size_t room = 0;
    uint32_t words = (uint32_t)quoted->n, modern = u32_at(index->quran, 0), end = u32_at(index->quran, 1);
    int failed = 0;
    *out = NULL;
    *n = 0;
    if (end > index->stream.n) end = (uint32_t)index->stream.n;
    if (modern > end) modern = end;
    if (words && words <= SHORT) {
        uint32_t places[PLACES];
        size_t found = PLACES;
        quran_exact(index, quoted, places, &found);
        for (size_t i = 0; i < found && !failed; i++) failed = add_range(&ranges, places[i], places[i] + words);
    }
    if (!failed && words) failed = quoted_regions(index, quoted, &regions);
    for (size_t i = 0; i < regions.n && !failed; i++) {
        const Region *region = &regions.at[i];
        if (region->src_start >= end) continue;
        int first = region->src_start < modern;
        failed = add_around(index, &ranges, region, words, first ? 0 : modern, first ? modern : end);
    }
    for (size_t i = 0; i + 1 < n_stated && !failed; i += 2) failed = add_range(&ranges, stated[i], stated[i + 1]);
    if (!failed) failed = measure_all(index, quoted, &ranges, 0, out, n, &room);
    uint32_t best = 0;
    for (size_t i = 0; i < *n; i++) {
        uint32_t like = likeness((*out)[i].common, (*out)[i].other);
        if (like > best) best = like;
    }
    if (!failed && best < UNLIKE) {
        Scored near[NEAREST];
        size_t found = 8, before = ranges.n;
        failed = nearest(index, quoted, 0, passage_at(index, modern ? modern - 1 : 0) + 1, near, &found);
        for (size_t i = 0; i < found && !failed; i++) {
            uint32_t low = u32_at(index->passage_start, near[i].passage);
            uint32_t high = u32_at(index->passage_start, (size_t)near[i].passage + 1) + words;
            failed = add_range(&ranges, low > words ? low - words : 0, high < modern ? high : modern);
        }
        if (!failed) failed = measure_all(index, quoted, &ranges, before, out, n, &room);
    }
    free(ranges.at), free(regions.at);
    if (failed) return -1;
    if (*n) qsort(*out, *n, sizeof **out, by_fit);
    return 0;
}

/* The hadiths that a quotation may be of, the likeliest first, each once. */
int trace_hadiths(const Index *index, const Tokens *quoted, Traced **out, size_t *n) {
    Ranges ranges = {NULL, 0, 0};
    Regions regions = {NULL, 0, 0};
    size_t room = 0, compared = 0;
    uint32_t words = (uint32_t)quoted->n, quran = u32_at(index->quran, 1), first = u32_at(index->quran, 2);
    size_t passages = index->passage_start.n ? index->passage_start.n - 1 : 0;
    *out = NULL;
    *n = 0;
    if (!words) return 0;
    int failed = quoted_regions(index, quoted, &regions);
    uint32_t seen[COMPARED + NEAREST_SHORT];
    for (size_t i = 0; i < regions.n && !failed && compared < COMPARED; i++) {
        const Region *region = &regions.at[i];
        if (region->src_start < quran) continue;
        uint32_t passage = passage_at(index, region->src_start);
        size_t k = 0;
        while (k < compared && seen[k] != passage) k++;
        if (k < compared) continue;
        seen[compared++] = passage;
        failed = add_around(index, &ranges, region, words, u32_at(index->passage_start, passage),
                            u32_at(index->passage_start, (size_t)passage + 1));
    }
    uint8_t *quoted_words = calloc(index->weight.n + 1, 1);
    if (!quoted_words) failed = -1;
    uint32_t total = 0;
    for (uint32_t i = 0; i < words && !failed; i++) {
        uint32_t word = quoted->tokens[i].word;
        total += word ? u8_at(index->weight, word) : STRANGE;
        if (word && word < index->weight.n) quoted_words[word] = 1;
    }
    if (!failed) {
        Scored near[NEAREST_SHORT];
        size_t found = words <= SHORT_HADITH ? NEAREST_SHORT : NEAREST;
        failed = nearest(index, quoted, first, (uint32_t)passages, near, &found);
        for (size_t i = 0; i < found && !failed; i++) {
            size_t k = 0;
            while (k < compared && seen[k] != near[i].passage) k++;
            if (k < compared) continue;
            seen[compared++] = near[i].passage;
            Range range = densest(index, quoted_words, u32_at(index->passage_start, near[i].passage),
                                  u32_at(index->passage_start, (size_t)near[i].passage + 1), words);
            failed = add_range(&ranges, range.low, range.high);
        }
    }
    if (!failed) drop_hopeless(index, quoted_words, total, &ranges);
    free(quoted_words);
    if (!failed) failed = measure_all(index, quoted, &ranges, 0, out, n, &room);
    free(ranges.at), free(regions.at);
    if (failed) return -1;
    if (*n) qsort(*out, *n, sizeof **out, by_likeness);
    return 0;
}
