/* Word operations that turn a stretch of the source into a quotation, by dynamic programming over words.

   Costs are in tenths of a replaced word. Unless `whole`, source words before and after the quotation cost nothing.
   Ties go to the first of: keep or replace, two source words for one quoted, one for two, delete, insert. */
#include "compare.h"

#include <stdlib.h>
#include <string.h>

#define CELLS (1u << 22)
#define COST_REPLACE 10
#define COST_NEAR 5
#define COST_INSERT 8
#define COST_DELETE 8
#define COST_JOIN 2
#define EDGE 2           /* words at an end of a quotation that may stand for others of the passage */
#define COST_FOLD 1
#define RESEMBLANCE 7 /* tenths that a word counts as the one it resembles */
#define STRANGE 200   /* rarity of a word that stands in no source, fortieths of a bit */
#define FAR 0x3fffffffu
#define KIND_SHIFT 4
#define FROM_MASK 15

enum { FROM_NONE, FROM_PAIR, FROM_JOIN, FROM_SPLIT, FROM_DELETE, FROM_INSERT };

/* The table is filled column by column: one for each source word, whose cells are the words of the quotation. */
typedef struct {
    size_t n, m;
    uint32_t low;           /* stream position of the first source word */
    size_t left, right;     /* the band: of word i, the cells of source words i + left - n to i + right - n are filled */
    Compared *compared;
    uint8_t *from;          /* by column, the way to each cell: one of FROM_, and for a pair its kind above it */
    uint32_t *costs;        /* of columns j, j - 1 and j - 2 */
    uint32_t *last;         /* of each column, the cost of the last word's cell */
    uint32_t *rows;         /* of each source word */
} Table;

static uint32_t weight_at(const Index *index, uint32_t place) { return 10u * u8_at(index->weight, u32_at(index->stream, place)); }

typedef struct { uint32_t *now, *before, *two_before; } Columns;

/* Fills the cells of words [first, last] in the column of the j-th source word. Few columns have words that are two of the
   other text run together, and `joins` is 0 for the others. */
static inline void fill(const Table *table, size_t j, const Columns *columns, size_t first, size_t last, const uint8_t *kinds, int joins) {
    static const uint8_t costs[] = {[KEEP] = 0, [RESEMBLE] = COST_NEAR, [REPLACE] = COST_REPLACE};
    const Compared *compared = table->compared;
    const Index *index = compared->index;
    const Token *tokens = compared->quoted->tokens;
    const Letters *words = compared->letters, *source = &compared->source[table->rows[j - 1]].letters;
    const Letters *previous = joins && j > 1 ? &compared->source[table->rows[j - 2]].letters : NULL;
    const uint32_t *before = columns->before, *two_before = columns->two_before;
    uint32_t *now = columns->now, place = table->low + (uint32_t)j - 1, above = now[first - 1];
    uint8_t *from = table->from + j * (table->n + 1);
    for (size_t i = first; i <= last; i++) {
        uint32_t kind = kinds[i - 1], cost = before[i - 1] + costs[kind];
        if (kind == KEEP && tokens[i - 1].letters_check != u16_at(index->stream_letters, place)) {
            uint32_t hash = tokens[i - 1].fold_hash;
            kind = SPELL;
            if ((uint16_t)(hash ^ hash >> 16) != u16_at(index->stream_fold, place)) cost += COST_FOLD;
        }
        uint32_t way = FROM_PAIR | kind << KIND_SHIFT;
        if (joins) {
            if (previous && two_before[i - 1] + COST_JOIN < cost && joined(&words[i - 1], previous, source))
                cost = two_before[i - 1] + COST_JOIN, way = FROM_JOIN;
            if (i > 1 && before[i - 2] + COST_JOIN < cost && joined(source, &words[i - 2], &words[i - 1]))
                cost = before[i - 2] + COST_JOIN, way = FROM_SPLIT;
        }
        uint32_t deleted = before[i] + COST_DELETE, inserted = above + COST_INSERT;
        way = deleted < cost ? FROM_DELETE : way;
        cost = deleted < cost ? deleted : cost;
        way = inserted < cost ? FROM_INSERT : way;
        cost = inserted < cost ? inserted : cost;
        now[i] = above = cost;
        from[i] = (uint8_t)way;
    }
}

/* Whether any word of [first, last] is source words j - 1 and j run together, or the source word it and the one before it. */
static int has_joined(const Table *table, size_t j, size_t first, size_t last) {
    const Compared *compared = table->compared;
    const Letters *words = compared->letters, *source = &compared->source[table->rows[j - 1]].letters;
    const Letters *previous = j > 1 ? &compared->source[table->rows[j - 2]].letters : NULL;
    uint32_t pair = previous ? joined_head(previous, source) : NO_HEAD, one = head_of(source);
    const uint16_t *heads = compared->heads, *pair_heads = compared->pair_heads;
    int found = 0;
    for (size_t i = first - 1; i < last; i++) found |= (heads[i] == pair) | (pair_heads[i] == one);
    for (size_t i = first - 1; found && i < last; i++) {
        if (heads[i] == pair && previous && joined(&words[i], previous, source)) return 1;
        if (pair_heads[i] == one && i && joined(source, &words[i - 1], &words[i])) return 1;
    }
    return 0;
}

/* Fills the table. Beyond the band of a column, the cells that the next ones look at are FAR. */
static void forward(const Table *table, int whole) {
    size_t n = table->n, m = table->m, height = n + 1;
    Columns columns = {table->costs, table->costs + height + 1, table->costs + 2 * (height + 1)};
    /* Before the first source word all words are inserted, as far as the band goes. */
    size_t inserted = table->left <= 1 ? n : table->left <= n + 1 ? n + 1 - table->left : 0;
    for (size_t i = 0; i <= height; i++) {
        columns.now[i] = i <= inserted ? (uint32_t)i * COST_INSERT : FAR;
        if (i <= inserted) table->from[i] = i ? FROM_INSERT : FROM_NONE;
        columns.before[i] = columns.two_before[i] = FAR;
    }
    table->last[0] = columns.now[n];
    for (size_t j = 1; j <= m && j <= table->right; j++) {
        size_t first = j + n > table->right + 1 ? j + n - table->right : 1, last = j + n > table->left ? j + n - table->left : 0;
        if (last > n) last = n;
        Columns next = {columns.two_before, columns.now, columns.before};
        columns = next;
        columns.now[0] = whole ? (uint32_t)j * COST_DELETE : 0;
        table->from[j * height] = whole ? FROM_DELETE : FROM_NONE;
        if (first > 1) columns.now[first - 1] = FAR;
        if (first <= last) {
            const uint8_t *kinds = kinds_of(table->compared, table->rows[j - 1], (uint32_t)first - 1, (uint32_t)last);
            if (has_joined(table, j, first, last)) fill(table, j, &columns, first, last, kinds, 1);
            else fill(table, j, &columns, first, last, kinds, 0);
        }
        columns.now[last + 1] = FAR;
        table->last[j] = columns.now[n];
    }
}

static int make_room(Room *room, size_t bytes) { return grow(&room->at, &room->room, bytes, 1); }

/* 0, or -1 without memory, or -2 when there are too many words. A table has its room until the next is opened. */
static int table_open(Compared *compared, const Stretch *stretch, Table *table) {
    const Index *index = compared->index;
    uint32_t high = stretch->high, low = stretch->low;
    memset(table, 0, sizeof *table);
    if (high > index->stream.n) high = (uint32_t)index->stream.n;
    if (low > high) low = high;
    table->compared = compared;
    table->n = compared->quoted->n;
    table->m = high - low;
    table->low = low;
    if (table->n + 1 > CELLS / (table->m + 1)) return -2;
    table->right = table->n + table->m;
    if (stretch->banded) {
        int64_t n = (int64_t)table->n, left = n + stretch->left, right = n + stretch->right;
        table->left = left < 0 ? 0 : left < (int64_t)table->m ? (size_t)left : table->m;
        table->right = right < (int64_t)table->left ? table->left : right < n + (int64_t)table->m ? (size_t)right : table->right;
    }
    size_t width = table->m + 1, height = table->n + 1;
    if (make_room(&compared->columns, 2 * width * sizeof(uint32_t)) || make_room(&compared->costs, 3 * (height + 1) * sizeof(uint32_t)) ||
        make_room(&compared->from, height * width) || expect(compared, table->m))
        return -1;
    table->rows = compared->columns.at;
    table->last = table->rows + width;
    table->costs = compared->costs.at;
    table->from = compared->from.at;
    for (size_t j = 0; j < table->m; j++) table->rows[j] = row_of(compared, index->stream.at[low + j]);
    return 0;
}

static int is_inserted(const Table *table, size_t i, size_t j) { return (table->from[j * (table->n + 1) + i] & FROM_MASK) == FROM_INSERT; }

/* The last source word of the fit: of the cells of the last word that were filled, the first that costs least; sooner one that has
   the last word for a source word, others left out before it, than one that inserts it. */
static size_t best_end(const Table *table, int whole) {
    size_t m = table->m, end = m;
    const uint32_t *last = table->last;
    if (whole) return m;
    size_t from = table->left > 1 ? table->left : 0, to = table->right < m ? table->right : m;
    for (size_t j = end = from; j <= to; j++)
        if (last[j] < last[end] || (last[j] == last[end] && is_inserted(table, table->n, end) && !is_inserted(table, table->n, j))) end = j;
    return end;
}

/* The edit that leads to the cell of word i and source word j, by its way; `low` is the place of the first source word. */
static Edit edit_to(uint8_t way, size_t i, size_t j, uint32_t low) {
    uint32_t from_i = 1, from_j = 1, kind = way >> KIND_SHIFT;
    switch (way & FROM_MASK) {
    case FROM_PAIR: break;
    case FROM_JOIN: from_j = 2; kind = SPELL; break;
    case FROM_SPLIT: from_i = 2; kind = SPELL; break;
    case FROM_DELETE: from_i = 0; kind = DELETE; break;
    default: from_j = 0; kind = INSERT; break;
    }
    Edit edit = {kind, (uint32_t)i - from_i, (uint32_t)i, low + (uint32_t)j - from_j, low + (uint32_t)j};
    return edit;
}

/* Adds to a fit what an edit has in common with the source and what not. */
static void count(const Index *index, Traced *fit, const Edit *edit) {
    uint32_t weight = 0;
    for (uint32_t place = edit->source_start; place < edit->source_end; place++) weight += weight_at(index, place);
    switch (edit->kind) {
    case KEEP: fit->kept++; fit->common += weight; break;
    case SPELL: fit->spelt++; fit->common += weight; break;
    case RESEMBLE:
        fit->common += weight / 10 * RESEMBLANCE;
        fit->other += weight / 10 * (10 - RESEMBLANCE);
        break;
    case DELETE: fit->other += weight / 2; break;
    case INSERT: fit->other += STRANGE; break;
    default: fit->other += weight > STRANGE ? weight : STRANGE;
    }
}

/* Whether [low, high) of a table's source words is of one passage, no place between passages among them. */
static int one_passage(const Table *table, size_t low, size_t high) {
    const Index *index = table->compared->index;
    if (high > table->m || low >= high) return 0;
    for (size_t j = low; j < high; j++)
        if (!u32_at(index->stream, table->low + (uint32_t)j)) return 0;
    return passage_at(index, table->low + (uint32_t)low) == passage_at(index, table->low + (uint32_t)high - 1);
}

/* How many words up to the i-th, in the column of j source words, are inserted one after the other. */
static size_t inserted(const Table *table, size_t i, size_t j) {
    size_t words = 0;
    while (i > words && is_inserted(table, i - words, j)) words++;
    return words;
}

/* The fit, and in *edits (room for every word of both, or none) its edits from the last to the first. The path costs least but
   for a word or two at the ends: where the passage goes on they stand for its words, which were replaced by them. */
static Traced trace_back(const Table *table, int whole, Edit *edits, size_t *n_edits) {
    size_t i = table->n, j = best_end(table, whole), first = 0;
    uint32_t cost = table->last[j], after = KEEP;
    size_t more = whole ? 0 : inserted(table, i, j);
    if (more && more <= EDGE && more < i && j && one_passage(table, j - 1, j + more)) {
        cost += (uint32_t)more * (COST_REPLACE - COST_INSERT);
        j += more;
    } else {
        more = 0;
    }
    Traced fit = {0, table->low + (uint32_t)j, cost, 0, 0, 0, 0};
    while (i || (whole && j)) {
        if (!whole && !more && !first && after != INSERT && i <= EDGE && inserted(table, i, j) == i && j >= i && one_passage(table, j - i, j + 1)) {
            first = i;
            fit.cost += (uint32_t)i * (COST_REPLACE - COST_INSERT);
        }
        uint8_t way = more || first ? FROM_PAIR | REPLACE << KIND_SHIFT : table->from[j * (table->n + 1) + i];
        more -= more > 0;
        Edit edit = edit_to(way, i, j, table->low);
        count(table->compared->index, &fit, &edit);
        i = edit.quoted_start;
        j = edit.source_start - table->low;
        after = edit.kind;
        if (edits) edits[(*n_edits)++] = edit;
    }
    fit.src_start = table->low + (uint32_t)j;
    return fit;
}

int measure(Compared *compared, const Stretch *stretch, Traced *out) {
    Table table;
    int failed = table_open(compared, stretch, &table);
    if (failed) return failed;
    forward(&table, 0);
    *out = trace_back(&table, 0, NULL, NULL);
    return 0;
}

/* Whether only the letters tell if the words of an edit, which is of single words, are the same in another spelling. */
static int is_doubtful(const Table *table, const Edit *edit) {
    const Compared *compared = table->compared;
    const Index *index = compared->index;
    uint32_t place = edit->source_start;
    if (edit->kind == SPELL) {
        uint32_t hash = compared->quoted->tokens[edit->quoted_start].fold_hash;
        int single = edit->quoted_end - edit->quoted_start == 1 && edit->source_end - place == 1;
        return !single || (uint16_t)(hash ^ hash >> 16) != u16_at(index->stream_fold, place);
    }
    return (edit->kind == REPLACE || edit->kind == RESEMBLE) &&
           may_be_one(index, &compared->letters[edit->quoted_start], &compared->source[table->rows[place - table->low]].letters);
}

/* Puts edits in order and makes one of neighbours of a kind, doubtful if one of them is; replaced words stay single. Returns
   how many are left. */
static size_t in_order(Edit *edits, size_t n) {
    for (size_t a = 0, b = n; a + 1 < b; a++, b--) {
        Edit swap = edits[a];
        edits[a] = edits[b - 1];
        edits[b - 1] = swap;
    }
    size_t kept = 0;
    for (size_t i = 0; i < n; i++) {
        uint32_t kind = edits[i].kind & ~(uint32_t)DOUBTFUL;
        if (kept && (edits[kept - 1].kind & ~(uint32_t)DOUBTFUL) == kind && kind != REPLACE && kind != RESEMBLE) {
            edits[kept - 1].kind |= edits[i].kind;
            edits[kept - 1].quoted_end = edits[i].quoted_end;
            edits[kept - 1].source_end = edits[i].source_end;
        } else {
            edits[kept++] = edits[i];
        }
    }
    return kept;
}

int align(Compared *compared, const Stretch *stretch, int whole, Edit **edits, size_t *n_edits, Traced *fit) {
    Table table;
    *edits = NULL;
    *n_edits = 0;
    int failed = table_open(compared, stretch, &table);
    if (failed) return failed;
    Edit *out = malloc((table.n + table.m + 1) * sizeof *out);
    if (out) {
        forward(&table, whole);
        *fit = trace_back(&table, whole, out, n_edits);
        for (size_t i = 0; i < *n_edits; i++)
            if (is_doubtful(&table, &out[i])) out[i].kind |= DOUBTFUL;
        *n_edits = in_order(out, *n_edits);
        *edits = out;
    }
    return out ? 0 : -1;
}
