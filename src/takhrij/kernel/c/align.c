/* Word operations that turn a stretch of the source into a quotation, by dynamic programming over words.

   Costs are in tenths of a replaced word. Unless `whole`, source words before and after the quotation cost nothing.
   Ties go to the first of: keep or replace, two source words for one quoted, one for two, delete, insert. */
#include "kernel.h"

#include <stdlib.h>
#include <string.h>

#define CELLS (1u << 22)
#define COST_REPLACE 10
#define COST_NEAR 5
#define COST_INSERT 8
#define COST_DELETE 8
#define COST_JOIN 2
#define COST_FOLD 1
#define FAR 0x3fffffffu

enum { FROM_NONE, FROM_PAIR, FROM_JOIN, FROM_SPLIT, FROM_DELETE, FROM_INSERT };

typedef struct { const uint8_t *codes; uint32_t length; uint64_t mask; } Letters;

static Letters letters_of(const uint8_t *codes, uint32_t length) {
    Letters letters = {codes, length, 0};
    for (uint32_t i = 0; i < length; i++) letters.mask |= (uint64_t)1 << (codes[i] & 63);
    return letters;
}

static Letters source_letters(const Index *index, uint32_t word) {
    uint32_t start = u32_at(index->vocab_start, word), end = u32_at(index->vocab_start, (size_t)word + 1);
    if (!word || end > index->vocab_codes.n || end < start || end - start > MAX_WORD) return letters_of(NULL, 0);
    return letters_of(index->vocab_codes.at + start, end - start);
}

/* Whether one word is the other with at most a third of its letters changed. */
static int near(const Letters *a, const Letters *b) {
    uint32_t longer = a->length > b->length ? a->length : b->length;
    uint32_t shorter = a->length < b->length ? a->length : b->length;
    uint32_t most = longer / 3;
    if (!most || longer - shorter > most) return 0;
    if ((uint32_t)__builtin_popcountll(a->mask ^ b->mask) > 2 * most) return 0;
    uint8_t row[MAX_WORD + 1];
    for (uint32_t j = 0; j <= b->length; j++) row[j] = (uint8_t)j;
    for (uint32_t i = 1; i <= a->length; i++) {
        uint8_t diagonal = row[0];
        row[0] = (uint8_t)i;
        for (uint32_t j = 1; j <= b->length; j++) {
            uint8_t best = (uint8_t)(diagonal + (a->codes[i - 1] != b->codes[j - 1]));
            if (row[j] + 1 < best) best = (uint8_t)(row[j] + 1);
            if (row[j - 1] + 1 < best) best = (uint8_t)(row[j - 1] + 1);
            diagonal = row[j];
            row[j] = best;
        }
    }
    return row[b->length] <= most;
}

static int joined(const Letters *one, const Letters *first, const Letters *second) {
    return one->length && first->length && second->length && one->length == first->length + second->length &&
           memcmp(one->codes, first->codes, first->length) == 0 &&
           memcmp(one->codes + first->length, second->codes, second->length) == 0;
}

static int same(const Letters *a, const Letters *b) {
    return a->length == b->length && a->length && memcmp(a->codes, b->codes, a->length) == 0;
}

int align(const Index *index, const Tokens *quoted, uint32_t low, uint32_t high, int whole, Edit **edits,
          size_t *n_edits, uint32_t *cost) {
    *edits = NULL;
    *n_edits = 0;
    *cost = 0;
    if (high > index->stream.n) high = (uint32_t)index->stream.n;
    if (low > high) low = high;
    size_t n = quoted->n, m = high - low;
    if (n + 1 > CELLS / (m + 1)) return -2;
    size_t width = m + 1;
    uint8_t *from = malloc((n + 1) * width);
    uint32_t *rows = malloc(3 * width * sizeof *rows); /* of words i, i - 1 and i - 2 */
    Letters *source = malloc((m + 1) * sizeof *source);
    Edit *out = malloc((n + m + 1) * sizeof *out);
    if (!from || !rows || !source || !out) {
        free(from), free(rows), free(source), free(out);
        return -1;
    }
    for (size_t j = 0; j < m; j++) source[j] = source_letters(index, index->stream.at[low + j]);
    uint32_t *now = rows, *before = rows + width, *two_before = rows + 2 * width;
    for (size_t j = 0; j <= m; j++) {
        now[j] = whole ? (uint32_t)j * COST_DELETE : 0;
        from[j] = whole && j ? FROM_DELETE : FROM_NONE;
        before[j] = two_before[j] = FAR;
    }
    Letters last = {NULL, 0, 0};
    for (size_t i = 1; i <= n; i++) {
        uint32_t *spare = two_before;
        two_before = before;
        before = now;
        now = spare;
        const Token *token = &quoted->tokens[i - 1];
        Letters word = letters_of(quoted->codes + token->codes, token->length);
        now[0] = before[0] + COST_INSERT;
        from[i * width] = FROM_INSERT;
        for (size_t j = 1; j <= m; j++) {
            size_t place = low + j - 1;
            uint32_t pair;
            if (token->word ? token->word == index->stream.at[place] : same(&word, &source[j - 1]))
                pair = (uint16_t)(token->fold_hash ^ token->fold_hash >> 16) == u16_at(index->stream_fold, place)
                           ? 0 : COST_FOLD;
            else
                pair = near(&word, &source[j - 1]) ? COST_NEAR : COST_REPLACE;
            uint32_t best = before[j - 1] + pair;
            uint8_t way = FROM_PAIR;
            if (j > 1 && before[j - 2] + COST_JOIN < best && joined(&word, &source[j - 2], &source[j - 1]))
                best = before[j - 2] + COST_JOIN, way = FROM_JOIN;
            if (i > 1 && two_before[j - 1] + COST_JOIN < best && joined(&source[j - 1], &last, &word))
                best = two_before[j - 1] + COST_JOIN, way = FROM_SPLIT;
            if (now[j - 1] + COST_DELETE < best) best = now[j - 1] + COST_DELETE, way = FROM_DELETE;
            if (before[j] + COST_INSERT < best) best = before[j] + COST_INSERT, way = FROM_INSERT;
            now[j] = best;
            from[i * width + j] = way;
        }
        last = word;
    }
    size_t end = m;
    if (!whole)
        for (size_t j = 0; j <= m; j++)
            if (now[j] < now[end] || (now[j] == now[end] && j < end)) end = j;
    *cost = now[end];
    size_t k = 0;
    for (size_t i = n, j = end; i || (whole && j);) {
        Edit *edit = &out[k++];
        size_t di = 1, dj = 1;
        edit->kind = REPLACE;
        switch (from[i * width + j]) {
        case FROM_PAIR: {
            const Token *token = &quoted->tokens[i - 1];
            Letters word = letters_of(quoted->codes + token->codes, token->length);
            size_t place = low + j - 1;
            if (token->word ? token->word == index->stream.at[place] : same(&word, &source[j - 1]))
                edit->kind = token->letters_check == u16_at(index->stream_letters, place) ? KEEP : SPELL;
            else if (near(&word, &source[j - 1]))
                edit->kind = RESEMBLE;
            break;
        }
        case FROM_JOIN: dj = 2; edit->kind = SPELL; break;
        case FROM_SPLIT: di = 2; edit->kind = SPELL; break;
        case FROM_DELETE: di = 0; edit->kind = DELETE; break;
        default: dj = 0; edit->kind = INSERT; break;
        }
        edit->quoted_end = (uint32_t)i;
        edit->source_end = (uint32_t)(low + j);
        i -= di;
        j -= dj;
        edit->quoted_start = (uint32_t)i;
        edit->source_start = (uint32_t)(low + j);
    }
    for (size_t a = 0, b = k; a + 1 < b; a++, b--) {
        Edit swap = out[a];
        out[a] = out[b - 1];
        out[b - 1] = swap;
    }
    free(from), free(rows), free(source);
    *edits = out;
    *n_edits = k;
    return 0;
}
