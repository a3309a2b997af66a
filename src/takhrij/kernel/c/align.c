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
#define RESEMBLANCE 7 /* tenths that a word counts as the one it resembles */
#define STRANGE 200   /* rarity of a word that stands in no source, fortieths of a bit */
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
    uint64_t unlike = a->mask ^ b->mask;
    for (uint32_t i = 0; unlike; i++, unlike &= unlike - 1)
        if (i == 2 * most) return 0;
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

/* The cheapest way to a cell: what it costs, where in the source it began, and what it found. */
typedef struct {
    uint32_t cost, start;
    uint32_t common, other; /* rarity in common and not, fortieths of a bit */
    uint32_t kept, spelt;   /* words that are the same letter for letter, and in another spelling */
} Cell;

typedef struct {
    size_t n, m;
    uint8_t *from; /* the way to each cell, when it is asked for */
    Cell *rows;    /* of words i, i - 1 and i - 2 */
    Letters *source;
} Table;

static void table_free(Table *table) { free(table->from), free(table->rows), free(table->source); }

static uint32_t weight_at(const Index *index, uint32_t place) { return 10u * u8_at(index->weight, u32_at(index->stream, place)); }

/* What a pair of words is: KEEP, SPELL, RESEMBLE or REPLACE. */
static int pair_kind(const Index *index, const Token *token, const Letters *word, const Letters *source, uint32_t place) {
    if (token->word ? token->word == index->stream.at[place] : same(word, source))
        return token->letters_check == u16_at(index->stream_letters, place) ? KEEP : SPELL;
    return near(word, source) ? RESEMBLE : REPLACE;
}

static uint32_t pair_cost(const Index *index, int kind, const Token *token, uint32_t place) {
    switch (kind) {
    case KEEP: return 0;
    case SPELL:
        return (uint16_t)(token->fold_hash ^ token->fold_hash >> 16) == u16_at(index->stream_fold, place) ? 0 : COST_FOLD;
    case RESEMBLE: return COST_NEAR;
    default: return COST_REPLACE;
    }
}

static void count_pair(const Index *index, Cell *cell, int kind, uint32_t place) {
    uint32_t weight = weight_at(index, place);
    switch (kind) {
    case KEEP: cell->kept++; cell->common += weight; break;
    case SPELL: cell->spelt++; cell->common += weight; break;
    case RESEMBLE:
        cell->common += weight / 10 * RESEMBLANCE;
        cell->other += weight / 10 * (10 - RESEMBLANCE);
        break;
    default: cell->other += weight > STRANGE ? weight : STRANGE;
    }
}

/* Fills the table row by row; the last row ends up in *last. */
static void forward(const Index *index, const Tokens *quoted, uint32_t low, int whole, Table *table, Cell **last) {
    size_t n = table->n, m = table->m, width = m + 1;
    Cell *now = table->rows, *before = now + width, *two_before = before + width;
    static const Cell far = {FAR, 0, 0, 0, 0, 0};
    for (size_t j = 0; j <= m; j++) {
        Cell cell = {whole ? (uint32_t)j * COST_DELETE : 0, whole ? low : low + (uint32_t)j, 0, 0, 0, 0};
        if (whole && j) cell.other = now[j - 1].other + weight_at(index, low + (uint32_t)j - 1) / 2;
        now[j] = cell;
        if (table->from) table->from[j] = whole && j ? FROM_DELETE : FROM_NONE;
        before[j] = two_before[j] = far;
    }
    Letters previous = {NULL, 0, 0};
    for (size_t i = 1; i <= n; i++) {
        Cell *spare = two_before;
        two_before = before;
        before = now;
        now = spare;
        const Token *token = &quoted->tokens[i - 1];
        Letters word = letters_of(quoted->codes + token->codes, token->length);
        now[0] = before[0];
        now[0].cost += COST_INSERT;
        now[0].other += STRANGE;
        if (table->from) table->from[i * width] = FROM_INSERT;
        for (size_t j = 1; j <= m; j++) {
            uint32_t place = low + (uint32_t)j - 1;
            int kind = pair_kind(index, token, &word, &table->source[j - 1], place);
            uint32_t cost = before[j - 1].cost + pair_cost(index, kind, token, place);
            uint8_t way = FROM_PAIR;
            if (j > 1 && before[j - 2].cost + COST_JOIN < cost && joined(&word, &table->source[j - 2], &table->source[j - 1]))
                cost = before[j - 2].cost + COST_JOIN, way = FROM_JOIN;
            if (i > 1 && two_before[j - 1].cost + COST_JOIN < cost && joined(&table->source[j - 1], &previous, &word))
                cost = two_before[j - 1].cost + COST_JOIN, way = FROM_SPLIT;
            if (now[j - 1].cost + COST_DELETE < cost) cost = now[j - 1].cost + COST_DELETE, way = FROM_DELETE;
            if (before[j].cost + COST_INSERT < cost) cost = before[j].cost + COST_INSERT, way = FROM_INSERT;
            Cell best;
            switch (way) {
            case FROM_PAIR:
                best = before[j - 1];
                count_pair(index, &best, kind, place);
                break;
            case FROM_JOIN:
                best = before[j - 2];
                best.common += weight_at(index, place) + weight_at(index, place - 1);
                best.spelt++;
                break;
            case FROM_SPLIT:
                best = two_before[j - 1];
                best.common += weight_at(index, place);
                best.spelt++;
                break;
            case FROM_DELETE:
                best = now[j - 1];
                best.other += weight_at(index, place) / 2;
                break;
            default:
                best = before[j];
                best.other += STRANGE;
            }
            best.cost = cost;
            now[j] = best;
            if (table->from) table->from[i * width + j] = way;
        }
        previous = word;
    }
    *last = now;
}

/* 0, or -1 without memory, or -2 when there are too many words. */
static int table_open(const Index *index, const Tokens *quoted, uint32_t low, uint32_t high, int with_ways, Table *table) {
    memset(table, 0, sizeof *table);
    table->n = quoted->n;
    table->m = high - low;
    if (table->n + 1 > CELLS / (table->m + 1)) return -2;
    table->rows = malloc(3 * (table->m + 1) * sizeof *table->rows);
    table->source = malloc((table->m + 1) * sizeof *table->source);
    if (with_ways) table->from = malloc((table->n + 1) * (table->m + 1));
    if (!table->rows || !table->source || (with_ways && !table->from)) {
        table_free(table);
        return -1;
    }
    for (size_t j = 0; j < table->m; j++) table->source[j] = source_letters(index, index->stream.at[low + j]);
    return 0;
}

static size_t best_end(const Cell *last, size_t m, int whole) {
    size_t end = m;
    if (!whole)
        for (size_t j = 0; j <= m; j++)
            if (last[j].cost < last[end].cost || (last[j].cost == last[end].cost && j < end)) end = j;
    return end;
}

static void bound(const Index *index, uint32_t *low, uint32_t *high) {
    if (*high > index->stream.n) *high = (uint32_t)index->stream.n;
    if (*low > *high) *low = *high;
}

int measure(const Index *index, const Tokens *quoted, uint32_t low, uint32_t high, Traced *out) {
    Table table;
    bound(index, &low, &high);
    int failed = table_open(index, quoted, low, high, 0, &table);
    if (failed) return failed;
    Cell *last;
    forward(index, quoted, low, 0, &table, &last);
    size_t end = best_end(last, table.m, 0);
    const Cell *cell = &last[end];
    Traced traced = {cell->start, low + (uint32_t)end, cell->cost, cell->common, cell->other, cell->kept, cell->spelt};
    *out = traced;
    table_free(&table);
    return 0;
}

int align(const Index *index, const Tokens *quoted, uint32_t low, uint32_t high, int whole, Edit **edits,
          size_t *n_edits, Traced *fit) {
    Table table;
    *edits = NULL;
    *n_edits = 0;
    bound(index, &low, &high);
    int failed = table_open(index, quoted, low, high, 1, &table);
    if (failed) return failed;
    size_t n = table.n, m = table.m, width = m + 1, k = 0;
    Edit *out = malloc((n + m + 1) * sizeof *out);
    if (!out) {
        table_free(&table);
        return -1;
    }
    Cell *last;
    forward(index, quoted, low, whole, &table, &last);
    size_t end = best_end(last, m, whole);
    Traced traced = {last[end].start, low + (uint32_t)end, last[end].cost, last[end].common, last[end].other,
                     last[end].kept, last[end].spelt};
    *fit = traced;
    for (size_t i = n, j = end; i || (whole && j);) {
        Edit edit = {REPLACE, 0, (uint32_t)i, 0, low + (uint32_t)j};
        size_t di = 1, dj = 1;
        switch (table.from[i * width + j]) {
        case FROM_PAIR: {
            const Token *token = &quoted->tokens[i - 1];
            Letters word = letters_of(quoted->codes + token->codes, token->length);
            edit.kind = (uint32_t)pair_kind(index, token, &word, &table.source[j - 1], low + (uint32_t)j - 1);
            break;
        }
        case FROM_JOIN: dj = 2; edit.kind = SPELL; break;
        case FROM_SPLIT: di = 2; edit.kind = SPELL; break;
        case FROM_DELETE: di = 0; edit.kind = DELETE; break;
        default: dj = 0; edit.kind = INSERT; break;
        }
        i -= di;
        j -= dj;
        edit.quoted_start = (uint32_t)i;
        edit.source_start = low + (uint32_t)j;
        /* Going backwards, an edit like the one behind it becomes one with it; replaced words stay single. */
        if (k && out[k - 1].kind == edit.kind && edit.kind != REPLACE && edit.kind != RESEMBLE) {
            out[k - 1].quoted_start = edit.quoted_start;
            out[k - 1].source_start = edit.source_start;
        } else {
            out[k++] = edit;
        }
    }
    for (size_t a = 0, b = k; a + 1 < b; a++, b--) {
        Edit swap = out[a];
        out[a] = out[b - 1];
        out[b - 1] = swap;
    }
    table_free(&table);
    *edits = out;
    *n_edits = k;
    return 0;
}
