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
#define EDGE 2           /* words at an end of a quotation that may stand for others of the passage */
#define COST_FOLD 1
#define RESEMBLANCE 7 /* tenths that a word counts as the one it resembles */
#define STRANGE 200   /* rarity of a word that stands in no source, fortieths of a bit */
#define FAR 0x3fffffffu
#define BEYOND 2 /* cells beyond a row's band that the next rows look at */
#define KIND_SHIFT 4
#define FROM_MASK 15

#define UNKNOWN 255 /* two words that were not compared yet */

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

static uint32_t bits_in(uint64_t mask) {
    mask -= mask >> 1 & 0x5555555555555555u;
    mask = (mask & 0x3333333333333333u) + (mask >> 2 & 0x3333333333333333u);
    return (uint32_t)(((mask + (mask >> 4)) & 0x0f0f0f0f0f0f0f0fu) * 0x0101010101010101u >> 56);
}

/* Letters to change to make one word of the other. */
static uint32_t distance(const Letters *a, const Letters *b) {
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
    return row[b->length];
}

/* Whether one word is the other with at most a third of its letters changed. */
static int near(const Letters *a, const Letters *b) {
    uint32_t longer = a->length > b->length ? a->length : b->length;
    uint32_t shorter = a->length < b->length ? a->length : b->length;
    uint32_t most = longer / 3;
    return most && longer - shorter <= most && bits_in(a->mask ^ b->mask) <= 2 * most && distance(a, b) <= most;
}

static inline int joined(const Letters *one, const Letters *first, const Letters *second) {
    return one->length == first->length + second->length && first->length && second->length &&
           one->codes[0] == first->codes[0] && memcmp(one->codes, first->codes, first->length) == 0 &&
           memcmp(one->codes + first->length, second->codes, second->length) == 0;
}

static int same(const Letters *a, const Letters *b) {
    return a->length == b->length && a->length && memcmp(a->codes, b->codes, a->length) == 0;
}

/* Every word of a source against the words of one quotation, compared once. */
struct Compared {
    const Index *index;
    const Tokens *quoted;
    Letters *letters;  /* of the quotation's words */
    uint32_t *word;    /* hash table of source words */
    uint32_t *row;     /* 1 + the row of each */
    size_t rows, room; /* rows in use, and places in the table: a power of two, at least twice the rows */
    Letters *source;   /* of the source words, by row */
    uint8_t *kinds;    /* by row, of each word of the quotation: KEEP for the same word, RESEMBLE, REPLACE or UNKNOWN */
};

Compared *compare_with(const Index *index, const Tokens *quoted) {
    Compared *compared = calloc(1, sizeof *compared);
    if (!compared) return NULL;
    compared->index = index;
    compared->quoted = quoted;
    compared->letters = malloc((quoted->n + 1) * sizeof *compared->letters);
    if (!compared->letters) {
        compared_free(compared);
        return NULL;
    }
    for (size_t i = 0; i < quoted->n; i++)
        compared->letters[i] = letters_of(quoted->codes + quoted->tokens[i].codes, quoted->tokens[i].length);
    return compared;
}

void compared_free(Compared *compared) {
    if (!compared) return;
    free(compared->letters), free(compared->word), free(compared->row), free(compared->source), free(compared->kinds);
    free(compared);
}

static size_t place_of(const Compared *compared, uint32_t word) {
    size_t place = (word * 0x9e3779b1u) & (compared->room - 1);
    while (compared->row[place] && compared->word[place] != word) place = (place + 1) & (compared->room - 1);
    return place;
}

/* Makes room for so many source words more; 0, or -1 without memory. */
static int expect(Compared *compared, size_t more) {
    size_t want = compared->rows + more, room = compared->room ? compared->room : 256, n = compared->quoted->n;
    while (room < 2 * want) room *= 2;
    if (room == compared->room) return 0;
    uint32_t *word = calloc(room, sizeof *word), *row = calloc(room, sizeof *row);
    Letters *source = realloc(compared->source, room / 2 * sizeof *source);
    if (source) compared->source = source;
    uint8_t *kinds = realloc(compared->kinds, room / 2 * n + 1);
    if (kinds) compared->kinds = kinds;
    if (!word || !row || !source || !kinds) {
        free(word), free(row);
        return -1;
    }
    uint32_t *old_word = compared->word, *old_row = compared->row;
    size_t old_room = compared->room;
    compared->word = word, compared->row = row, compared->room = room;
    for (size_t i = 0; i < old_room; i++) {
        if (!old_row[i]) continue;
        size_t place = place_of(compared, old_word[i]);
        word[place] = old_word[i];
        row[place] = old_row[i];
    }
    free(old_word), free(old_row);
    return 0;
}

/* The row of a source word; with what it is compared is seen to cell by cell. There is room. */
static uint32_t row_of(Compared *compared, uint32_t word) {
    size_t place = place_of(compared, word), n = compared->quoted->n;
    if (compared->row[place]) return compared->row[place] - 1;
    uint32_t row = (uint32_t)compared->rows++;
    compared->word[place] = word;
    compared->row[place] = row + 1;
    Letters source = source_letters(compared->index, word);
    compared->source[row] = source;
    memset(compared->kinds + row * n, UNKNOWN, n);
    return row;
}

/* How the i-th word of the quotation stands to a source word. */
static uint8_t kind_of(const Compared *compared, size_t i, uint32_t word, const Letters *source) {
    uint32_t own = compared->quoted->tokens[i].word;
    if (own ? own == word : same(&compared->letters[i], source)) return KEEP;
    return near(&compared->letters[i], source) ? RESEMBLE : REPLACE;
}

typedef struct {
    size_t n, m;
    uint32_t low;           /* stream position of the first source word */
    size_t left, right;     /* the band: of word i, the cells of source words i + left - n to i + right - n are filled */
    Compared *compared;
    uint8_t *from;          /* the way to each cell: one of FROM_, and for a pair its kind above it */
    uint32_t *costs;        /* of words i, i - 1 and i - 2 */
    uint8_t **kinds;        /* of each source word */
    const Letters **source;
} Table;

static void table_free(Table *table) { free(table->from), free(table->costs), free(table->kinds), free(table->source); }

static uint32_t weight_at(const Index *index, uint32_t place) { return 10u * u8_at(index->weight, u32_at(index->stream, place)); }

/* Fills the table row by row; returns the costs of the last one. Beyond its band, a row's costs are FAR. */
static const uint32_t *forward(const Table *table, int whole) {
    const Index *index = table->compared->index;
    const Letters *words = table->compared->letters;
    size_t n = table->n, m = table->m, width = m + 1, room = width + BEYOND;
    uint32_t *now = table->costs, *before = now + room, *two_before = before + room;
    for (size_t j = 0; j < room; j++) {
        now[j] = whole ? (uint32_t)j * COST_DELETE : 0;
        before[j] = two_before[j] = FAR;
        if (j <= m) table->from[j] = whole && j ? FROM_DELETE : FROM_NONE;
    }
    for (size_t i = 1; i <= n; i++) {
        uint32_t *spare = two_before;
        two_before = before;
        before = now;
        now = spare;
        const Token *token = &table->compared->quoted->tokens[i - 1];
        uint16_t fold = (uint16_t)(token->fold_hash ^ token->fold_hash >> 16);
        const Letters *word = &words[i - 1];
        uint8_t *from = table->from + i * width;
        size_t first = i + table->left > n + 1 ? i + table->left - n : 1, last = i + table->right > n ? i + table->right - n : 0;
        if (last > m) last = m;
        now[first - 1] = FAR;
        if (first == 1) {
            now[0] = before[0] + COST_INSERT;
            from[0] = FROM_INSERT;
        }
        for (size_t j = first; j <= last; j++) {
            int kind = table->kinds[j - 1][i - 1];
            uint32_t cost = before[j - 1], place = table->low + (uint32_t)j - 1;
            if (kind == UNKNOWN) kind = table->kinds[j - 1][i - 1] = kind_of(table->compared, i - 1, index->stream.at[place], table->source[j - 1]);
            if (kind == KEEP) {
                if (token->letters_check != u16_at(index->stream_letters, place)) {
                    kind = SPELL;
                    if (fold != u16_at(index->stream_fold, place)) cost += COST_FOLD;
                }
            } else {
                cost += kind == RESEMBLE ? COST_NEAR : COST_REPLACE;
            }
            uint8_t way = (uint8_t)(FROM_PAIR | kind << KIND_SHIFT);
            const Letters *source = table->source[j - 1];
            if (j > 1 && before[j - 2] + COST_JOIN < cost && joined(word, table->source[j - 2], source))
                cost = before[j - 2] + COST_JOIN, way = FROM_JOIN;
            if (i > 1 && two_before[j - 1] + COST_JOIN < cost && joined(source, word - 1, word))
                cost = two_before[j - 1] + COST_JOIN, way = FROM_SPLIT;
            if (now[j - 1] + COST_DELETE < cost) cost = now[j - 1] + COST_DELETE, way = FROM_DELETE;
            if (before[j] + COST_INSERT < cost) cost = before[j] + COST_INSERT, way = FROM_INSERT;
            now[j] = cost;
            from[j] = way;
        }
        for (size_t j = last + 1; j <= last + BEYOND; j++) now[j] = FAR;
    }
    return now;
}

/* 0, or -1 without memory, or -2 when there are too many words. */
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
    table->costs = malloc(3 * (table->m + 1 + BEYOND) * sizeof *table->costs);
    table->kinds = malloc((table->m + 1) * sizeof *table->kinds);
    table->source = malloc((table->m + 1) * sizeof *table->source);
    table->from = malloc((table->n + 1) * (table->m + 1));
    if (!table->costs || !table->kinds || !table->source || !table->from || expect(compared, table->m)) {
        table_free(table);
        return -1;
    }
    for (size_t j = 0; j < table->m; j++) {
        uint32_t row = row_of(compared, index->stream.at[low + j]);
        table->kinds[j] = compared->kinds + row * table->n;
        table->source[j] = &compared->source[row];
    }
    return 0;
}

/* The last source word of the fit: of the cells of the last word that were filled, the first that costs least. */
static size_t best_end(const Table *table, const uint32_t *last, int whole) {
    size_t m = table->m, end = m;
    if (whole) return m;
    size_t from = table->left > 1 ? table->left : 0, to = table->right < m ? table->right : m;
    for (size_t j = end = from; j <= to; j++)
        if (last[j] < last[end]) end = j;
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
    while (i > words && (table->from[(i - words) * (table->m + 1) + j] & FROM_MASK) == FROM_INSERT) words++;
    return words;
}

/* The fit, and in *edits (room for every word of both, or none) its edits from the last to the first. The path costs least but
   for a word or two at the ends: where the passage goes on they stand for its words, which were replaced by them. */
static Traced trace_back(const Table *table, const uint32_t *last, int whole, Edit *edits, size_t *n_edits) {
    size_t i = table->n, j = best_end(table, last, whole), first = 0;
    uint32_t cost = last[j], after = KEEP;
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
        uint8_t way = more || first ? FROM_PAIR | REPLACE << KIND_SHIFT : table->from[i * (table->m + 1) + j];
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
    *out = trace_back(&table, forward(&table, 0), 0, NULL, NULL);
    table_free(&table);
    return 0;
}

/* Puts edits in order and makes one of neighbours of a kind; replaced words stay single. Returns how many are left. */
static size_t in_order(Edit *edits, size_t n) {
    for (size_t a = 0, b = n; a + 1 < b; a++, b--) {
        Edit swap = edits[a];
        edits[a] = edits[b - 1];
        edits[b - 1] = swap;
    }
    size_t kept = 0;
    for (size_t i = 0; i < n; i++) {
        if (kept && edits[kept - 1].kind == edits[i].kind && edits[i].kind != REPLACE && edits[i].kind != RESEMBLE) {
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
        *fit = trace_back(&table, forward(&table, whole), whole, out, n_edits);
        *n_edits = in_order(out, *n_edits);
        *edits = out;
    }
    table_free(&table);
    return out ? 0 : -1;
}
