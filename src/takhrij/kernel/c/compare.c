/* How the words of a source stand to the words of a quotation: the same, alike, or others. Each pair is compared once. */
#include "compare.h"

#include <stdlib.h>
#include <string.h>

#define UNSURE 255 /* two words that may be alike */

static Letters source_letters(const Index *index, uint32_t word) {
    uint32_t start = u32_at(index->vocab_start, word), end = u32_at(index->vocab_start, (size_t)word + 1);
    Letters letters = {NULL, 0};
    if (!word || end > index->vocab_codes.n || end < start || end - start > MAX_WORD) return letters;
    letters.codes = index->vocab_codes.at + start;
    letters.length = end - start;
    return letters;
}

/* A bit for each letter that a word has; letters 32 apart share one. */
static uint32_t mask_of(const Letters *letters) {
    uint32_t mask = 0;
    for (uint32_t i = 0; i < letters->length; i++) mask |= (uint32_t)1 << (letters->codes[i] & 31);
    return mask;
}

/* Letters to change to make one word of the other. */
static uint32_t distance(const uint8_t *a, uint32_t a_length, const uint8_t *b, uint32_t b_length) {
    uint8_t row[MAX_WORD + 1];
    for (uint32_t j = 0; j <= b_length; j++) row[j] = (uint8_t)j;
    for (uint32_t i = 1; i <= a_length; i++) {
        uint8_t diagonal = row[0];
        row[0] = (uint8_t)i;
        for (uint32_t j = 1; j <= b_length; j++) {
            uint8_t best = (uint8_t)(diagonal + (a[i - 1] != b[j - 1]));
            if (row[j] + 1 < best) best = (uint8_t)(row[j] + 1);
            if (row[j - 1] + 1 < best) best = (uint8_t)(row[j - 1] + 1);
            diagonal = row[j];
            row[j] = best;
        }
    }
    return row[b_length];
}

/* Whether one word is the other with at most a third of its letters changed. */
static int near(const Letters *one, const Letters *other) {
    const uint8_t *a = one->codes, *b = other->codes;
    uint32_t m = one->length, n = other->length, longer = m > n ? m : n, shorter = m < n ? m : n, most = longer / 3;
    if (!most || longer - shorter > most) return 0;
    while (m && n && a[0] == b[0]) a++, b++, m--, n--;
    while (m && n && a[m - 1] == b[n - 1]) m--, n--;
    longer = m > n ? m : n;
    /* One changed letter leaves no more than itself between what both begin with and what both end in. */
    return longer <= most || (most > 1 && m && n && distance(a, m, b, n) <= most);
}

static int same(const Letters *a, const Letters *b) {
    return a->length == b->length && a->length && memcmp(a->codes, b->codes, a->length) == 0;
}

int joined(const Letters *one, const Letters *first, const Letters *second) {
    return first->length && second->length && one->length == first->length + second->length &&
           memcmp(one->codes, first->codes, first->length) == 0 &&
           memcmp(one->codes + first->length, second->codes, second->length) == 0;
}

/* The number of the next letter that no spelling changes, from the one numbered `i` on: alef, waw and ya may stand for one another
   or be left out. At the end the length. */
static uint32_t steady(const Letters *word, uint32_t i, U8s codes) {
    while (i < word->length && (word->codes[i] == codes.at[0] || word->codes[i] == codes.at[1] || word->codes[i] == codes.at[2])) i++;
    return i;
}

/* Whether two words have the same letters from the ones numbered i and j on, but for those and for a ta that is written as ha. */
static int same_steady(const Letters *quoted, uint32_t i, const Letters *source, uint32_t j, U8s codes) {
    uint8_t ha = codes.at[4], ta = codes.at[5];
    for (;; i++, j++) {
        i = steady(quoted, i, codes);
        j = steady(source, j, codes);
        if (i == quoted->length || j == source->length) return i == quoted->length && j == source->length;
        uint8_t one = quoted->codes[i], other = source->codes[j];
        if ((one == ha ? ta : one) != (other == ha ? ta : other)) return 0;
    }
}

/* A waw before one of them is among those; a fa is not. */
int may_be_one(const Index *index, const Letters *quoted, const Letters *source) {
    U8s codes = index->codes;
    uint8_t fa = codes.at[6];
    return same_steady(quoted, 0, source, 0, codes) ||
           (quoted->length && quoted->codes[0] == fa && same_steady(quoted, 1, source, 0, codes)) ||
           (source->length && source->codes[0] == fa && same_steady(quoted, 0, source, 1, codes));
}

Compared *compare_with(const Index *index, const Tokens *quoted) {
    size_t n = quoted->n;
    /* One piece of memory for all that has a place for each word. */
    size_t each = sizeof(Letters) + 3 * sizeof(uint32_t) + 2 * sizeof(uint16_t);
    Compared *compared = calloc(1, sizeof *compared);
    Letters *letters = malloc((n + 1) * each);
    if (!compared || !letters) {
        free(compared), free(letters);
        return NULL;
    }
    compared->index = index;
    compared->quoted = quoted;
    compared->letters = letters;
    compared->words = (uint32_t *)(void *)(letters + n + 1);
    compared->masks = compared->words + n + 1;
    compared->lengths = compared->masks + n + 1;
    compared->heads = (uint16_t *)(void *)(compared->lengths + n + 1);
    compared->pair_heads = compared->heads + n + 1;
    for (size_t i = 0; i < n; i++) {
        letters[i].codes = quoted->codes + quoted->tokens[i].codes;
        letters[i].length = quoted->tokens[i].length;
        compared->words[i] = quoted->tokens[i].word;
        compared->masks[i] = mask_of(&letters[i]);
        compared->lengths[i] = letters[i].length;
        compared->heads[i] = (uint16_t)head_of(&letters[i]);
        compared->pair_heads[i] = (uint16_t)(i ? joined_head(&letters[i - 1], &letters[i]) : NO_HEAD);
    }
    return compared;
}

void compared_free(Compared *compared) {
    if (!compared) return;
    free(compared->letters), free(compared->row), free(compared->source), free(compared->kinds);
    free(compared->columns.at), free(compared->costs.at), free(compared->from.at);
    free(compared);
}

static size_t place_of(const Compared *compared, uint32_t word) {
    size_t place = (word * 0x9e3779b1u) & (compared->room - 1);
    while (compared->row[place] && compared->source[compared->row[place] - 1].word != word) place = (place + 1) & (compared->room - 1);
    return place;
}

int expect(Compared *compared, size_t more) {
    size_t want = compared->rows + more, room = compared->room ? compared->room : 256, n = compared->quoted->n;
    while (room < 2 * want) room *= 2;
    if (room == compared->room) return 0;
    uint32_t *row = calloc(room, sizeof *row);
    SourceWord *source = realloc(compared->source, room / 2 * sizeof *source);
    if (source) compared->source = source;
    uint8_t *kinds = realloc(compared->kinds, room / 2 * n + 1);
    if (kinds) compared->kinds = kinds;
    if (!row || !source || !kinds) {
        free(row);
        return -1;
    }
    free(compared->row);
    compared->row = row;
    compared->room = room;
    for (size_t i = 0; i < compared->rows; i++) row[place_of(compared, source[i].word)] = (uint32_t)i + 1;
    return 0;
}

uint32_t row_of(Compared *compared, uint32_t word) {
    size_t place = place_of(compared, word);
    if (compared->row[place]) return compared->row[place] - 1;
    uint32_t row = (uint32_t)compared->rows++;
    compared->row[place] = row + 1;
    SourceWord source = {word, 0, 0, 0, source_letters(compared->index, word)};
    source.mask = mask_of(&source.letters);
    compared->source[row] = source;
    return row;
}

/* How the i-th word of the quotation stands to a source word. */
static uint8_t kind_of(const Compared *compared, size_t i, const SourceWord *source) {
    uint32_t own = compared->words[i];
    if (own ? own == source->word : same(&compared->letters[i], &source->letters)) return KEEP;
    return near(&compared->letters[i], &source->letters) ? RESEMBLE : REPLACE;
}

/* Most words are told apart by their lengths and by the letters they have: each changed letter takes one from what they have in
   common and puts another in its place. Only of the rest the letters are compared. */
static void compare(const Compared *compared, const SourceWord *source, uint8_t *kinds, size_t from, size_t to) {
    const uint32_t *words = compared->words, *masks = compared->masks, *lengths = compared->lengths;
    uint32_t word = source->word ? source->word : 0xffffffffu, mask = source->mask, length = source->letters.length;
    uint32_t shortest = length - length / 3, longest = length * 3 / 2;
    int unsure = 0;
    for (size_t i = from; i < to; i++) {
        uint32_t longer = lengths[i] > length ? lengths[i] : length, one = masks[i] ^ mask;
        one &= one - 1, one &= one - 1; /* 0 where two letters or fewer are in one of the words alone */
        uint32_t two = one & (one - 1);
        two &= two - 1;
        int alike = (lengths[i] >= shortest) & (lengths[i] <= longest) & ((one == 0) | ((two == 0) & (longer >= 6)) | (longer >= 9));
        uint8_t kind = words[i] == word ? KEEP : alike ? UNSURE : REPLACE;
        kinds[i] = kind;
        unsure |= kind == UNSURE;
    }
    for (size_t i = from; unsure && i < to; i++)
        if (kinds[i] == UNSURE) kinds[i] = kind_of(compared, i, source);
}

const uint8_t *kinds_of(Compared *compared, uint32_t row, uint32_t from, uint32_t to) {
    SourceWord *source = &compared->source[row];
    uint8_t *kinds = compared->kinds + row * compared->quoted->n;
    if (from >= source->from && to <= source->to) return kinds;
    if (from > source->to || to < source->from || source->from == source->to) {
        /* Nothing of it is known, or only what is elsewhere, and a gap is not worth filling. */
        compare(compared, source, kinds, from, to);
        source->from = from;
        source->to = to;
        return kinds;
    }
    if (from < source->from) compare(compared, source, kinds, from, source->from), source->from = from;
    if (to > source->to) compare(compared, source, kinds, source->to, to), source->to = to;
    return kinds;
}
