/* Pairs the marks of quotation: what each encloses, nested pairs included.

   Marks that differ are paired by kind, the inner first. Marks that open and close alike are paired left to right within a
   paragraph, by what stands beside them. One pass, whatever the number of marks. */
#include "scan.h"

#include <stdlib.h>
#include <string.h>

#define LONGEST 4000 /* code points that a pair encloses at most; an opening mark with no partner so near is none */
#define NAMES 32

/* A row of the table: opening and closing mark, the number of its name, its use, and the name that two in a row have. */
typedef struct { uint32_t opening, closing, name, use, doubled; } Mark;
typedef struct { uint32_t *at; size_t n, room; } Stack;

static const uint32_t spaces[] = {' ', '\t', '\n', '\r', 0xa0, 0x202f, 0x2009, 0};
static const uint32_t before_opening[] = {'(', '[', '{', 0xab, 0x201c, ':', 0x60c, 0x61b, ',', ';', '-', 0x2013, 0x2014, '*', '_', '>', '|', 0};
static const uint32_t after_closing[] = {')', ']', '}', 0xbb, 0x201d, ':', 0x60c, 0x61b, ',', ';', '.', '!', '?', 0x61f, 0x2026, '-', 0x2013, 0x2014, '*', '_', '<', '|', 0};

static const Mark *marks_of(const Index *index, size_t *n) {
    *n = index->marks.n / 5;
    return (const Mark *)(const void *)index->marks.at;
}

static int add_pair(Pairs *out, uint32_t start, uint32_t end, const Mark *mark) {
    if (grow((void **)&out->at, &out->room, out->n + 1, sizeof *out->at)) return -1;
    Pair pair = {start, start + 1, end - 1, end, mark->name, mark->use};
    out->at[out->n++] = pair;
    return 0;
}

static int push(Stack *stack, uint32_t at) {
    if (grow((void **)&stack->at, &stack->room, stack->n + 1, sizeof *stack->at)) return -1;
    stack->at[stack->n++] = at;
    return 0;
}

/* Line ends between two places, two in a row counting as 2, others as 1. */
static int lines_between(const Scan *scan, uint32_t from, uint32_t to) {
    int lines = 0;
    for (uint32_t i = from; i < to; i++) {
        if (char_at(scan, i) != '\n') continue;
        if (i + 1 < to && char_at(scan, i + 1) == '\n') return 2;
        lines = 1;
    }
    return lines;
}

/* A mark that opens and closes alike. */
static int toggle(const Scan *scan, uint32_t at, const Mark *mark, Stack *waiting, Pairs *out) {
    uint32_t before = at ? char_at(scan, at - 1) : '\n';
    uint32_t after = at + 1 < scan->tokens.n_characters ? char_at(scan, at + 1) : '\n';
    int space_before = is_one_of(before, spaces), space_after = is_one_of(after, spaces);
    int opens = (space_before || is_one_of(before, before_opening)) && !space_after;
    int closes = (space_after || is_one_of(after, after_closing)) && !space_before;
    if (waiting->n) {
        uint32_t opened = waiting->at[--waiting->n];
        int near = at - opened <= LONGEST, lines = near ? lines_between(scan, opened, at) : 0;
        int apart = !near || (lines && (!closes || lines == 2));
        if (!apart && (closes || !opens)) return add_pair(out, opened, at + 1, mark);
    }
    return opens || !closes ? push(waiting, at) : 0;
}

/* Whether a mark closed one that waits: the pair is added when it is near enough. -1 without memory. */
static int close_pair(const Scan *scan, uint32_t at, uint32_t character, Stack *waiting, Pairs *out) {
    size_t n;
    const Mark *marks = marks_of(scan->index, &n);
    for (size_t i = 0; i < n; i++) {
        if (marks[i].closing != character || marks[i].name >= NAMES) continue;
        Stack *stack = &waiting[marks[i].name];
        if (!stack->n) continue;
        uint32_t opened = stack->at[stack->n - 1], opening = char_at(scan, opened);
        for (size_t k = 0; k < n; k++) {
            if (marks[k].opening != opening || marks[k].closing != character) continue;
            stack->n--;
            if (at - opened <= LONGEST && add_pair(out, opened, at + 1, &marks[k])) return -1;
            return 1;
        }
    }
    return 0;
}

static int by_start(const void *left, const void *right) {
    const Pair *a = left, *b = right;
    if (a->start != b->start) return a->start < b->start ? -1 : 1;
    return a->end > b->end ? -1 : a->end < b->end;
}

/* Two marks in a row on both sides are one, where the table has a name for that. */
static void join_doubled(const Scan *scan, Pairs *pairs) {
    size_t kept = 0, n;
    const Mark *marks = marks_of(scan->index, &n);
    for (size_t i = 0; i < pairs->n; i++) {
        const Pair pair = pairs->at[i];
        Pair *outer = kept ? &pairs->at[kept - 1] : NULL;
        uint32_t doubled = 0;
        for (size_t k = 0; k < n; k++)
            if (marks[k].name == pair.name && marks[k].doubled) doubled = marks[k].doubled;
        if (doubled && outer && outer->name == pair.name && outer->start + 1 == pair.start && pair.end + 1 == outer->end) {
            outer->inner_start = pair.inner_start;
            outer->inner_end = pair.inner_end;
            outer->name = doubled;
            outer->use = QUOTE_MARK;
            continue;
        }
        pairs->at[kept++] = pair;
    }
    pairs->n = kept;
}

int pair_marks(const Scan *scan, Pairs *out) {
    Stack waiting[NAMES];
    size_t n;
    const Mark *marks = marks_of(scan->index, &n);
    int failed = 0;
    memset(waiting, 0, sizeof waiting);
    out->n = 0;
    for (size_t i = 0; i < scan->tokens.n_quotes && !failed; i++) {
        uint32_t at = scan->tokens.quotes[i].at, character = scan->tokens.quotes[i].character;
        const Mark *opener = NULL;
        for (size_t k = 0; k < n; k++) /* of several marks that open alike, the last says what it is */
            if (marks[k].opening == character && marks[k].name < NAMES) opener = &marks[k];
        if (opener && opener->closing == character) {
            failed = toggle(scan, at, opener, &waiting[opener->name], out);
            continue;
        }
        int closed = close_pair(scan, at, character, waiting, out);
        failed = closed < 0 || (!closed && opener && push(&waiting[opener->name], at));
    }
    for (size_t i = 0; i < NAMES; i++) free(waiting[i].at);
    if (failed) return -1;
    if (out->n) qsort(out->at, out->n, sizeof *out->at, by_start);
    join_doubled(scan, out);
    return 0;
}
