/* Where a quotation comes from: gathers the stretches of the sources that it may be of, and measures how each fits.

   The measure is that of align.c: what the cheapest path costs, and what the two have in common along it. */
#include "kernel.h"

#include <stdlib.h>
#include <string.h>

#define LIGHTEST 16      /* regions of this weight, in quarter bits, are compared */
#define BAND 8           /* words and an eighth of the quotation's, by which it may stray from where its region lies */
#define MARGIN 6         /* words of the source beyond those that the quotation leaves over beside a region */
#define SHORT 5          /* up to so many words, every place of exactly these words in the Qur'an is compared */
#define PLACES 80
#define NEAREST 10
#define NEAREST_SHORT 32
#define SHORT_HADITH 4
#define LONG 60          /* words of a quotation that would share a run with its source */
#define MOST_BAND 24
#define CLOSEST_FEW 3    /* hadiths measured where the closest is asked for */
#define COMPARED 24      /* hadiths compared for their regions */
#define STRANGE 20       /* rarity of a word that stands in no source */
#define COMES_NEAR 45    /* hundredths of what the stretch with most of the quotation's words has of them, by rarity */
#define NEAR_THOROUGH 35
#define FAIR_THOROUGH 25
#define FEW 6
#define FAIR 40          /* hundredths of the quotation's rarity: where no stretch has so much, the one with most is measured */
#define MOST_CELLS (1u << 20) /* filled for one quotation */
#define PIECE 256        /* words of the stream that are looked through at once */
#define UNLIKE 450       /* thousandths of likeness under which verses are looked for by their words alone */

typedef struct { Stretch *at; size_t n, room; } Ranges;

static int add(Ranges *ranges, Stretch stretch) {
    for (size_t i = 0; i < ranges->n; i++)
        if (ranges->at[i].low == stretch.low && ranges->at[i].high == stretch.high) return 0;
    if (grow((void **)&ranges->at, &ranges->room, ranges->n + 1, sizeof *ranges->at)) return -1;
    ranges->at[ranges->n++] = stretch;
    return 0;
}

static int add_range(Ranges *ranges, uint32_t low, uint32_t high) {
    Stretch stretch = {low, high, 0, 0, 0};
    return add(ranges, stretch);
}

uint32_t likeness(uint32_t common, uint32_t other) {
    return common + other ? (uint32_t)((uint64_t)common * 1000 / ((uint64_t)common + other)) : 0;
}

/* Words of the source that a quotation leaves over on both sides of a region, and some more; the quotation lies along the
   region. */
static int add_around(Ranges *ranges, const Region *region, uint32_t words, uint32_t floor, uint32_t ceiling) {
    uint32_t before = region->doc_start + MARGIN, after = (words > region->doc_end ? words - region->doc_end : 0) + MARGIN;
    uint32_t low = region->src_start > floor + before ? region->src_start - before : floor;
    uint32_t high = region->src_end + after < ceiling ? region->src_end + after : ceiling;
    if (low > region->src_start) low = region->src_start; /* a damaged floor */
    int32_t start = (int32_t)(region->src_start - low) - (int32_t)region->doc_start;
    int32_t end = (int32_t)(region->src_end - low) - (int32_t)region->doc_end, band = BAND + (int32_t)words / 8;
    if (band > MOST_BAND) band = MOST_BAND;
    Stretch stretch = {low, high, 1, (start < end ? start : end) - band, (start > end ? start : end) + band};
    return add(ranges, stretch);
}

/* What a quotation alone shares with the stream's [low, high). */
static int quoted_regions(const Index *index, const Tokens *quoted, uint32_t low, uint32_t high, Regions *regions) {
    Runs runs = {NULL, 0, 0};
    int failed = find_runs(index, quoted, low, high, &runs) || chain_runs(index, quoted, &runs, LIGHTEST, LIGHTEST, regions) ||
                 select_regions(index, regions, quoted->n);
    free(runs.at);
    return failed ? -1 : 0;
}

/* Marks the words of a quotation with how often it has them, or takes the marks away. */
static void mark_words(const Index *index, const Tokens *quoted, int mark) {
    for (size_t i = 0; i < quoted->n; i++)
        if (quoted->tokens[i].word < index->weight.n) index->by_word[quoted->tokens[i].word] = 0;
    for (size_t i = 0; mark && i < quoted->n; i++) {
        uint32_t word = quoted->tokens[i].word;
        if (word && word < index->weight.n && index->by_word[word] < 255) index->by_word[word]++;
    }
}

/* A place of the stream that has a word of the quotation, and the word's rarity. */
typedef struct { uint32_t at, weight; } Hit;
typedef struct { Hit *at; size_t n, room; } Hits;

/* Of the next places of the stream, from one on and before another, those that have a word of the quotation: returns how many. To
   tell them apart takes no branch, for none could be foreseen. */
static size_t next_hits(const Index *index, uint32_t *from, uint32_t high, uint32_t *places) {
    const uint32_t *stream = index->stream.at;
    uint32_t most = (uint32_t)index->weight.n, to = high - *from > PIECE ? *from + PIECE : high;
    size_t n = 0;
    for (uint32_t at = *from; at < to; at++) {
        uint32_t word = stream[at] < most ? stream[at] : most; /* for which there is room, and which none has */
        places[n] = at;
        n += index->by_word[word] != 0;
    }
    *from = to;
    return n;
}

/* The stretch of a passage, twice as long as the quotation, whose words are most of the quotation's, which are marked. */
static int densest(const Index *index, uint32_t low, uint32_t high, uint32_t words, Hits *hits, Stretch *range) {
    if (high > index->stream.n) high = (uint32_t)index->stream.n;
    if (low > high) low = high;
    uint32_t width = 2 * words + MARGIN, sum = 0, best = 0;
    Stretch whole = {low, low + width < high ? low + width : high, 0, 0, 0};
    *range = whole;
    hits->n = 0;
    size_t first = 0;
    for (uint32_t from = low; from < high;) {
        uint32_t places[PIECE];
        size_t n = next_hits(index, &from, high, places);
        if (grow((void **)&hits->at, &hits->room, hits->n + n, sizeof *hits->at)) return -1;
        for (size_t i = 0; i < n; i++) {
            uint32_t at = places[i];
            Hit hit = {at, index->weight.at[index->stream.at[at]]};
            hits->at[hits->n++] = hit;
            sum += hit.weight;
            for (; hits->at[first].at + width <= at; first++) sum -= hits->at[first].weight;
            if (sum > best) {
                best = sum;
                range->high = at + 1 + MARGIN < high ? at + 1 + MARGIN : high;
                range->low = at + 1 > low + width ? at + 1 - width : low;
            }
        }
    }
    return 0;
}

/* The rarity of the quotation's words that a stretch has, each as often as the quotation has it. */
static uint32_t shared_weight(const Index *index, const Stretch *range, uint32_t *taken) {
    uint32_t sum = 0, high = range->high < index->stream.n ? range->high : (uint32_t)index->stream.n;
    size_t n = 0;
    for (uint32_t from = range->low; from < high;) {
        uint32_t places[PIECE];
        size_t hits = next_hits(index, &from, high, places);
        for (size_t i = 0; i < hits; i++) {
            uint32_t word = index->stream.at[places[i]];
            if (!index->by_word[word]) continue; /* the quotation has it no more often */
            sum += index->weight.at[word];
            index->by_word[word]--;
            taken[n++] = word;
        }
    }
    while (n) index->by_word[taken[--n]]++;
    return sum;
}

/* Of the stretches from the one numbered `from` on, keeps those that have enough of the quotation's words in whatever order:
   those that come near the one that has most, or, where none has many, the one. The quotation's words are marked; the stretch with most of them goes first. */
static int drop_hopeless(const Index *index, const Tokens *quoted, Ranges *ranges, size_t from, int thorough) {
    uint32_t *shared = malloc((ranges->n + quoted->n + 1) * sizeof *shared), total = 0, most = 0;
    if (!shared) return -1;
    uint32_t *taken = shared + ranges->n; /* no more words than the quotation has */
    for (uint32_t i = 0; i < quoted->n; i++)
        total += quoted->tokens[i].word ? u8_at(index->weight, quoted->tokens[i].word) : STRANGE;
    for (size_t i = from; i < ranges->n; i++) {
        shared[i] = shared_weight(index, &ranges->at[i], taken);
        if (shared[i] > most) most = shared[i];
    }
    uint64_t fair = thorough ? FAIR_THOROUGH : FAIR, near = thorough ? NEAR_THOROUGH : COMES_NEAR;
    size_t kept = from, few = (uint64_t)most * 100 < (uint64_t)total * fair ? from + (thorough ? FEW : 1) : ranges->n;
    for (size_t i = from; i < ranges->n; i++) {
        if ((uint64_t)shared[i] * 100 < (uint64_t)most * near) continue;
        size_t place = kept++;
        Stretch range = ranges->at[i];
        uint32_t has = shared[i];
        while (place > from && shared[place - 1] < has) {
            ranges->at[place] = ranges->at[place - 1];
            shared[place] = shared[place - 1];
            place--;
        }
        ranges->at[place] = range;
        shared[place] = has;
        if (kept > few) kept = few;
    }
    ranges->n = kept;
    free(shared);
    return 0;
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
static int measure_all(Compared *compared, uint32_t words, const Ranges *ranges, size_t from, Traced **out, size_t *n,
                       size_t *room) {
    uint64_t cells_left = MOST_CELLS;
    for (size_t i = from; i < ranges->n; i++) {
        Traced traced;
        const Stretch *stretch = &ranges->at[i];
        uint64_t width = stretch->high > stretch->low ? stretch->high - stretch->low + 1 : 1;
        if (stretch->banded && width > (uint64_t)(stretch->right - stretch->left)) width = (uint64_t)(stretch->right - stretch->left);
        uint64_t cells = ((uint64_t)words + 1) * width;
        if (cells > cells_left && i > from) continue;
        cells_left -= cells < cells_left ? cells : cells_left;
        int failed = measure(compared, stretch, &traced);
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
    Hits hits = {NULL, 0, 0};
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
    if (!failed && words) failed = quoted_regions(index, quoted, 0, end, &regions);
    for (size_t i = 0; i < regions.n && !failed; i++) {
        const Region *region = &regions.at[i];
        int first = region->src_start < modern;
        failed = add_around(&ranges, region, words, first ? 0 : modern, first ? modern : end);
    }
    Compared *compared = compare_with(index, quoted);
    if (!compared) failed = -1;
    mark_words(index, quoted, 1);
    if (!failed) failed = drop_hopeless(index, quoted, &ranges, 0, 0);
    for (size_t i = 0; i + 1 < n_stated && !failed; i += 2) failed = add_range(&ranges, stated[i], stated[i + 1]);
    if (!failed) failed = measure_all(compared, words, &ranges, 0, out, n, &room);
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
            Stretch range;
            failed = densest(index, low > words ? low - words : 0, high < modern ? high : modern, words, &hits, &range) ||
                     add_range(&ranges, range.low, range.high);
        }
        if (!failed) failed = drop_hopeless(index, quoted, &ranges, before, 0);
        if (!failed) failed = measure_all(compared, words, &ranges, before, out, n, &room);
    }
    mark_words(index, quoted, 0);
    compared_free(compared);
    free(ranges.at), free(regions.at), free(hits.at);
    if (failed) return -1;
    if (*n) qsort(*out, *n, sizeof **out, by_fit);
    return 0;
}

/* The hadiths that a quotation may be of, the likeliest first, each once. Of the closest few alone, `*left` is how many more
   would be measured; thoroughly, those are measured too that are less like it: where it is asked which collections have it. */
int trace_hadiths(const Index *index, const Tokens *quoted, int depth, Traced **out, size_t *n, size_t *left) {
    Ranges ranges = {NULL, 0, 0};
    Regions regions = {NULL, 0, 0};
    Hits hits = {NULL, 0, 0};
    size_t room = 0, passages_seen = 0;
    uint32_t words = (uint32_t)quoted->n, quran = u32_at(index->quran, 1), first = u32_at(index->quran, 2);
    size_t passages = index->passage_start.n ? index->passage_start.n - 1 : 0;
    *out = NULL;
    *n = *left = 0;
    if (!words) return 0;
    int failed = quoted_regions(index, quoted, quran, UINT32_MAX, &regions);
    uint32_t seen[COMPARED + NEAREST_SHORT];
    for (size_t i = 0; i < regions.n && !failed && passages_seen < COMPARED; i++) {
        const Region *region = &regions.at[i];
        uint32_t passage = passage_at(index, region->src_start);
        size_t k = 0;
        while (k < passages_seen && seen[k] != passage) k++;
        if (k < passages_seen) continue;
        seen[passages_seen++] = passage;
        failed = add_around(&ranges, region, words, u32_at(index->passage_start, passage),
                            u32_at(index->passage_start, (size_t)passage + 1));
    }
    Compared *compared = compare_with(index, quoted);
    if (!compared) failed = -1;
    mark_words(index, quoted, 1);
    if (!failed && (depth == THOROUGH || words <= LONG || !ranges.n)) {
        Scored near[NEAREST_SHORT];
        size_t found = words <= SHORT_HADITH ? NEAREST_SHORT : NEAREST;
        failed = nearest(index, quoted, first, (uint32_t)passages, near, &found);
        for (size_t i = 0; i < found && !failed; i++) {
            size_t k = 0;
            while (k < passages_seen && seen[k] != near[i].passage) k++;
            if (k < passages_seen) continue;
            seen[passages_seen++] = near[i].passage;
            Stretch range;
            uint32_t low = u32_at(index->passage_start, near[i].passage), high = u32_at(index->passage_start, (size_t)near[i].passage + 1);
            failed = densest(index, low, high, words, &hits, &range) || add_range(&ranges, range.low, range.high);
        }
    }
    if (!failed) failed = drop_hopeless(index, quoted, &ranges, 0, depth == THOROUGH);
    mark_words(index, quoted, 0);
    if (depth == CLOSEST && ranges.n > CLOSEST_FEW) {
        *left = ranges.n - CLOSEST_FEW;
        ranges.n = CLOSEST_FEW;
    }
    if (!failed) failed = measure_all(compared, words, &ranges, 0, out, n, &room);
    compared_free(compared);
    free(ranges.at), free(regions.at), free(hits.at);
    if (failed) return -1;
    if (*n) qsort(*out, *n, sizeof **out, by_likeness);
    return 0;
}
