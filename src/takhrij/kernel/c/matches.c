/* Verses that stand in the text without marks: regions shared with the Qur'an, and the few words after an introducer.

   What is shared is certain; whether it is a quotation or a common turn of phrase is weighed, from its length and rarity,
   the words around it, and whether it goes on where the verse before it stopped, as in a commentary. */
#include "scan.h"

#include <stdlib.h>
#include <string.h>

#define CERTAIN 60      /* a region of this weight, in quarter bits, is weighed wherever it stands; a lighter one near a cue or in a run */
#define LOOKED_AT 4     /* words after an introducer that are looked up when no region is there */
#define PLACES 16       /* of as many words, from how many places they are followed */
#define NEAR_CUE 3      /* words between an introducer and the verse */
#define RUN_DOC 120     /* a verse goes on from another within so many words of the document */
#define RUN_SOURCE 24   /* and of the source */
#define FOLLOWED 60     /* words of the document within which the same verse may go on */
#define LEAST_GOING_ON 28 /* seven bits: what goes on from a verse must say at least so much */
#define HEAVY 120       /* a region of this weight is a verse wherever it stands: how many are around tells how much the text quotes */
#define AROUND 500      /* words to both sides within which they are counted */
#define PIECES 64       /* of one region at most */
#define NO_SIGN 255
enum { NO_RUN, NEXT, SOON, BACK };

typedef struct { Match *at; size_t n, room; } Matches;

static int add_match(Matches *out, const Region *region, uint32_t slot) {
    if (grow((void **)&out->at, &out->room, out->n + 1, sizeof *out->at)) return -1;
    Match match = {*region, slot, NO_KIND, 0};
    out->at[out->n++] = match;
    return 0;
}

static uint32_t weight_of(const Scan *scan, uint32_t first, uint32_t words) {
    uint32_t sum = 0;
    for (uint32_t i = 0; i < words; i++) sum += u8_at(scan->index->weight, scan->tokens.tokens[first + i].word);
    return sum;
}

/* Words of the document that are those of the source from a position on. The words' letters are compared as in a region. */
static Region exactly(const Scan *scan, uint32_t first, uint32_t position, uint32_t words) {
    Region region = {first, first + words, position, position + words, weight_of(scan, first, words), words, words, words, 0};
    return region;
}

static int add_regions(const Scan *scan, Matches *out) {
    uint32_t quran = u32_at(scan->index->quran, 1);
    for (size_t i = 0; i < scan->n_slots; i++) {
        const Slot *slot = &scan->slots[i];
        uint32_t k = 0;
        while (k < slot->n && scan->regions.at[slot->first + k].src_start >= quran) k++;
        if (k == slot->n) continue;
        Region pieces[PIECES];
        size_t n = pieces_of(scan, &scan->regions.at[slot->first + k], pieces, PIECES);
        for (size_t piece = 0; piece < n; piece++)
            if (add_match(out, &pieces[piece], (uint32_t)i + 1)) return -1;
    }
    return 0;
}

static int by_first(const void *left, const void *right) {
    const Region *a = &((const Match *)left)->region, *b = &((const Match *)right)->region;
    if (a->doc_start != b->doc_start) return a->doc_start < b->doc_start ? -1 : 1;
    if (a->doc_end != b->doc_end) return a->doc_end < b->doc_end ? -1 : 1;
    if (a->src_start != b->src_start) return a->src_start < b->src_start ? -1 : 1;
    uint32_t one = ((const Match *)left)->slot, other = ((const Match *)right)->slot;
    return one > other ? -1 : one < other;
}

/* The first of the regions (in order) that begins at a token or later. */
static size_t match_from(const Match *matches, size_t n, uint32_t token) {
    size_t low = 0, high = n;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (matches[middle].region.doc_start < token) low = middle + 1;
        else high = middle;
    }
    return low;
}

static int line_between(const Scan *scan, uint32_t first, uint32_t last) {
    const Token *at = scan->tokens.tokens;
    return line_start(scan, at[last].start) > at[first].start;
}

/* The most words from a token on that stand in the Qur'an; as many as `LOOKED_AT` go on as far as the source does. */
static Region longest_from(const Scan *scan, uint32_t first) {
    uint32_t left = (uint32_t)scan->tokens.n - first, words = left < LOOKED_AT ? left : LOOKED_AT;
    Region best = exactly(scan, first, 0, 0);
    for (; words && !best.words; words--) {
        if (line_between(scan, first, first + words - 1)) continue;
        uint32_t positions[PLACES];
        size_t found = words < LOOKED_AT ? 1 : PLACES;
        Tokens part = scan->tokens;
        part.tokens += first;
        part.n = words;
        quran_exact(scan->index, &part, positions, &found);
        for (size_t i = 0; i < found; i++) {
            uint32_t size = words;
            while (words == LOOKED_AT && size < left && scan->tokens.tokens[first + size].word &&
                   scan->tokens.tokens[first + size].word == u32_at(scan->index->stream, (size_t)positions[i] + size) &&
                   !line_between(scan, first, first + size))
                size++;
            if (size > best.words) best = exactly(scan, first, positions[i], size);
        }
    }
    return best;
}

/* After an introducer where there is no region: the next words that the Qur'an has. */
static int add_short(const Scan *scan, Matches *out, size_t regions) {
    for (size_t cue = 0; cue < scan->n_cues; cue++) {
        if (cue_kind(scan, cue) != KIND(QURAN, SAID)) continue;
        uint32_t first = scan->cues[cue].token + scan->cues[cue].count;
        size_t place = match_from(out->at, regions, first);
        if (place < regions && out->at[place].region.doc_start - first <= 1) continue;
        if (place && out->at[place - 1].region.doc_end > first) continue;
        Region region = longest_from(scan, first);
        if (region.words && add_match(out, &region, 0)) return -1;
    }
    return 0;
}

/* Words that go on where a verse stopped shortly before, as in a commentary. */
static int add_going_on(const Scan *scan, Matches *out, size_t known) {
    uint32_t quran = u32_at(scan->index->quran, 1);
    for (size_t i = 0; i < known; i++) {
        Region region = out->at[i].region;
        if (region.weight < CERTAIN) continue;
        uint32_t limit = i + 1 < known ? out->at[i + 1].region.doc_start : (uint32_t)scan->tokens.n;
        uint32_t most = region.src_end + RUN_SOURCE < quran ? region.src_end + RUN_SOURCE : quran;
        if (limit > region.doc_end + FOLLOWED) limit = region.doc_end + FOLLOWED;
        for (uint32_t token = region.doc_end; token < limit;) {
            uint32_t word = scan->tokens.tokens[token].word, position = region.src_end, size = 1;
            while (word && position < most && u32_at(scan->index->stream, position) != word) position++;
            if (!word || position >= most) {
                token++;
                continue;
            }
            while (token + size < limit && scan->tokens.tokens[token + size].word &&
                   scan->tokens.tokens[token + size].word == u32_at(scan->index->stream, position + size))
                size++;
            Region more = exactly(scan, token, position, size);
            if (more.weight >= LEAST_GOING_ON && add_match(out, &more, 0)) return -1;
            token += size;
        }
    }
    return 0;
}

/* Whether a verse goes on from another, near in the document and near in the source. */
static uint32_t goes_on(const Region *before, const Region *region) {
    if (!before || region->doc_start < before->doc_end || region->doc_start - before->doc_end > RUN_DOC) return NO_RUN;
    int64_t step = (int64_t)region->src_start - before->src_end;
    if (step >= 0 && step <= 2) return NEXT;
    if (step >= 0 && step <= RUN_SOURCE) return SOON;
    return step < 0 && step >= -RUN_SOURCE ? BACK : NO_RUN;
}

/* The sign right beside a place, as its number in the table, 0 for one that is not there; NO_SIGN for a word or nothing. */
static uint32_t sign_at(const Scan *scan, uint32_t from, uint32_t to, int last) {
    uint32_t sign = 0;
    for (uint32_t at = from; at < to; at++) {
        uint32_t character = char_at(scan, at);
        if (is_space(character) || !character) continue;
        sign = character;
        if (!last) break;
    }
    if (!sign || is_word_character(scan, sign)) return NO_SIGN;
    for (size_t i = 0; i < scan->index->signs.n && i < NO_SIGN - 1; i++)
        if (scan->index->signs.at[i] == sign) return (uint32_t)i + 1;
    return 0;
}

static void gather(const Scan *scan, const Match *match, uint32_t run, uint32_t dense, uint32_t habit, Features *out) {
    const Region *region = &match->region;
    uint32_t cue = match->cue;
    const Token *tokens = scan->tokens.tokens;
    uint32_t words = region->doc_end - region->doc_start, weight = region->weight / 20 < 8 ? region->weight / 20 : 8;
    uint32_t start = tokens[region->doc_start].start, end = tokens[region->doc_end - 1].end;
    feature(out, F_MATCH, 0);
    feature(out, F_WEIGHT, region->weight / 10 < 24 ? region->weight / 10 : 24);
    feature(out, F_MATCH_WORDS, words < 12 ? words : 12);
    feature(out, F_ALIKE, region->lettered == words ? 3 : region->folded == words ? 2 : region->words == words ? 1 : 0);
    if (cue != NO_KIND) feature(out, F_MATCH_CUE, cue);
    feature(out, F_RUN, run);
    feature(out, F_WEIGHT_CUE, weight * 16 + (cue != NO_KIND ? 4 + (cue >> 2) : run));
    feature(out, F_SIGN_BEFORE, sign_at(scan, start > 3 ? start - 3 : 0, start, 1));
    feature(out, F_SIGN_AFTER, sign_at(scan, end, end + 3, 0));
    if (region->doc_start) feature(out, F_NEIGHBOUR_BEFORE, neighbour(scan, NEIGHBOUR_BEFORE, region->doc_start - 1));
    if (region->doc_end < scan->tokens.n) feature(out, F_NEIGHBOUR_AFTER, neighbour(scan, NEIGHBOUR_AFTER, region->doc_end));
    uint32_t verse = passage_at(scan->index, region->src_start), through = passage_at(scan->index, region->src_end - 1);
    if (region->src_start == u32_at(scan->index->passage_start, verse)) feature(out, F_VERSE, 0);
    if (region->src_end == u32_at(scan->index->passage_start, (size_t)through + 1)) feature(out, F_VERSE, 1);
    const Slot *slot = match->slot ? &scan->slots[match->slot - 1] : NULL;
    uint32_t quran = u32_at(scan->index->quran, 1);
    for (uint32_t i = 0; slot && i < slot->n; i++) {
        const Region *other = &scan->regions.at[slot->first + i];
        if (other->src_start < quran) continue;
        feature(out, F_RIVAL, other->weight * 10 > region->weight * 15 ? 2 : other->weight * 10 > region->weight * 9 ? 1 : 0);
        break;
    }
    for (size_t i = cue_from(scan, region->doc_start); i < scan->n_cues && scan->cues[i].token < region->doc_end; i++)
        if (ROLE(cue_kind(scan, i)) == FORMULA && scan->cues[i].token + scan->cues[i].count <= region->doc_end) {
            feature(out, F_VERSE, 2);
            break;
        }
    feature(out, F_DENSE, dense);
    feature(out, F_WEIGHT_DENSE, weight * 5 + dense);
    feature(out, F_HABIT, habit);
}

/* The introducer of verses that ends at most NEAR_CUE words before a token, as four times its value and the words between. */
static uint32_t cue_near(const Scan *scan, uint32_t first) {
    for (size_t cue = cue_from(scan, first); cue-- > 0;) {
        uint32_t end = scan->cues[cue].token + scan->cues[cue].count;
        if (end + NEAR_CUE < first) return NO_KIND;
        if (end <= first && ROLE(cue_kind(scan, cue)) == QURAN) return (cue_kind(scan, cue) & 7) << 2 | (first - end);
    }
    return NO_KIND;
}

/* Whether formulas have the words of a match, but for one at most: whoever says them quotes nothing. */
static int is_formula(const Scan *scan, const Region *region) {
    uint32_t covered = 0;
    for (size_t i = cue_from(scan, region->doc_start); i < scan->n_cues && scan->cues[i].token < region->doc_end; i++)
        if (ROLE(cue_kind(scan, i)) == FORMULA && scan->cues[i].token + scan->cues[i].count <= region->doc_end) covered += scan->cues[i].count;
    return covered && covered + 1 >= region->doc_end - region->doc_start;
}

static uint32_t how_dense(const uint32_t *heavy, size_t n, uint32_t first, size_t *low, size_t *high) {
    while (*low < n && heavy[*low] + AROUND < first) ++*low;
    while (*high < n && heavy[*high] < first + AROUND) ++*high;
    size_t around = *high - *low;
    return around <= 1 ? 0 : around <= 3 ? 1 : around <= 7 ? 2 : around <= 15 ? 3 : 4;
}

int find_matches(const Scan *scan, const Weights *weights, int all, Match **out, Features **features, size_t *n) {
    Matches found = {NULL, 0, 0};
    Habits habits = {NULL, 0};
    *out = NULL;
    *features = NULL;
    *n = 0;
    if (add_regions(scan, &found)) goto failed;
    if (found.n) qsort(found.at, found.n, sizeof *found.at, by_first);
    if (add_short(scan, &found, found.n)) goto failed;
    if (found.n) qsort(found.at, found.n, sizeof *found.at, by_first);
    if (add_going_on(scan, &found, found.n)) goto failed;
    if (!found.n) return 0;
    qsort(found.at, found.n, sizeof *found.at, by_first);
    uint32_t *heavy = malloc(found.n * sizeof *heavy);
    if (heavy && all) *features = malloc(found.n * sizeof **features);
    if (!heavy || (all && !*features) || find_habits(scan, found.at, found.n, &habits)) {
        free(heavy);
        goto failed;
    }
    size_t n_heavy = 0, low = 0, high = 0, kept = 0;
    for (size_t i = 0; i < found.n; i++)
        if (found.at[i].region.weight >= HEAVY) heavy[n_heavy++] = found.at[i].region.doc_start;
    Region before;
    int have_before = 0;
    for (size_t i = 0; i < found.n; i++) {
        Match match = found.at[i];
        uint32_t cue = cue_near(scan, match.region.doc_start), run = goes_on(have_before ? &before : NULL, &match.region);
        if (match.region.weight < CERTAIN && cue == NO_KIND && run == NO_RUN) continue;
        if (cue == NO_KIND && is_formula(scan, &match.region)) continue;
        Features own;
        own.n = 0;
        match.cue = cue;
        uint32_t dense = how_dense(heavy, n_heavy, match.region.doc_start, &low, &high);
        gather(scan, &match, run, dense, habit_before(scan, &habits, &match), &own);
        int32_t unused;
        sum_up(&own, weights, &match.ayah, &unused);
        if (match.region.weight >= CERTAIN || run != NO_RUN) before = match.region, have_before = 1;
        if (!all && match.ayah <= 0) continue;
        if (all) (*features)[kept] = own;
        found.at[kept++] = match;
    }
    free(heavy), free(habits.at);
    *out = found.at;
    *n = kept;
    return 0;
failed:
    free(found.at), free(*features);
    *features = NULL;
    return -1;
}
