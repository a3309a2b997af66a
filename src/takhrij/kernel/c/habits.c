/* How a document introduces its verses: words that often lead up to verses in it, whatever they are.

   A grammar says "such as", a commentary "that is", a book of law "for His word"; no list has them all. A verse of many rare
   words is one wherever it stands, so what stands before such verses is learned from the document, and speaks for lighter
   ones behind the same word. */
#include "scan.h"

#include <stdlib.h>

#define TELLING 80   /* a region of this weight, in quarter bits, is a verse wherever it stands */
#define DOUBT 10     /* occurrences without a verse that are taken for granted */
static const uint32_t shares[] = {5, 20, 50, 100, 200, 350}; /* thousandths */

static Habit *row_of(const Habits *habits, uint32_t word) {
    size_t at = (word * 0x9e3779b1u) >> 8 & (habits->rows - 1);
    while (habits->at[at].telling && habits->at[at].word != word) at = (at + 1) & (habits->rows - 1);
    return &habits->at[at];
}

static int is_telling(const Match *match) { return match->region.weight >= TELLING && match->region.doc_start; }

int find_habits(const Scan *scan, const Match *matches, size_t n, Habits *out) {
    size_t telling = 0;
    const Token *tokens = scan->tokens.tokens;
    for (size_t i = 0; i < n; i++) telling += is_telling(&matches[i]);
    out->rows = table_rows(4 * telling, (size_t)1 << 30);
    out->at = calloc(out->rows, sizeof *out->at);
    if (!out->at) return -1;
    if (!telling) return 0;
    for (size_t i = 0; i < n; i++) {
        if (!is_telling(&matches[i])) continue;
        uint32_t word = tokens[matches[i].region.doc_start - 1].fold_hash;
        Habit *row = row_of(out, word);
        row->word = word;
        row->telling++;
    }
    for (size_t i = 0; i < scan->tokens.n; i++) {
        Habit *row = row_of(out, tokens[i].fold_hash);
        row->seen += row->telling != 0;
    }
    return 0;
}

/* How often a verse stands behind the word before a match, in steps from 0 to 6; the match itself does not count. */
uint32_t habit_before(const Scan *scan, const Habits *habits, const Match *match) {
    if (!match->region.doc_start) return 0;
    const Habit *row = row_of(habits, scan->tokens.tokens[match->region.doc_start - 1].fold_hash);
    uint32_t step = 0, own = (uint32_t)is_telling(match);
    if (row->telling <= own) return 0;
    uint64_t telling = row->telling - own, seen = (uint64_t)row->seen - own + DOUBT;
    while (step < sizeof shares / sizeof *shares && telling * 1000 >= shares[step] * seen) step++;
    return step;
}
