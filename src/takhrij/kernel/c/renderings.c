/* Passages by the words of their renderings into other languages. The terms of a rendering, its words and the pairs of them
   that stand side by side, come hashed from Python; what each tells lies in the index. */
#include "kernel.h"

#include <stdlib.h>

/* The row of a term, or that after the last. */
static size_t term_row(const Index *index, uint32_t term) {
    size_t low = 0, high = index->render_terms.n;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (index->render_terms.at[middle] < term) low = middle + 1;
        else high = middle;
    }
    return low < index->render_terms.n && index->render_terms.at[low] == term ? low : index->render_terms.n;
}

/* The first of the postings [from, to), which are in order, of a passage that is not before one. */
static uint32_t posting_from(const Index *index, uint32_t from, uint32_t to, uint32_t passage) {
    while (from < to) {
        uint32_t middle = from + (to - from) / 2;
        if (index->render_postings.at[middle] >> 8 < passage) from = middle + 1;
        else to = middle;
    }
    return from;
}

/* Keeps an entry in `best`, which has room for `want`, the highest score first and then by passage. Returns how many it has. */
static size_t keep_best(Scored *best, size_t found, size_t want, Scored entry) {
    size_t place = found;
    while (place > 0 && (best[place - 1].score < entry.score ||
                         (best[place - 1].score == entry.score && best[place - 1].passage > entry.passage)))
        place--;
    if (place == want) return found;
    if (found < want) found++;
    for (size_t at = found - 1; at > place; at--) best[at] = best[at - 1];
    best[place] = entry;
    return found;
}

/* Fills `best` (room for `*n_best`) with the passages of [low, high) whose renderings most likely have the terms. Of these
   the first `counted` are words: for each that is known, the length of a rendering counts against it. */
void rank_renderings(const Index *index, const uint32_t *terms, size_t n, size_t counted, uint32_t low, uint32_t high, Scored *best,
                     size_t *n_best) {
    size_t want = *n_best, found = 0, n_seen = 0, known = 0;
    uint32_t *score = index->by_passage, *seen = index->seen;
    size_t passages = index->passage_start.n ? index->passage_start.n - 1 : 0;
    *n_best = 0;
    if (high > passages) high = (uint32_t)passages;
    if (low >= high || !want) return;
    for (size_t i = 0; i < n; i++) {
        size_t row = term_row(index, terms[i]);
        if (row == index->render_terms.n) continue;
        known += i < counted;
        uint32_t from = u32_at(index->render_start, row), to = u32_at(index->render_start, row + 1);
        if (to > index->render_postings.n) to = (uint32_t)index->render_postings.n;
        for (uint32_t k = posting_from(index, from, to, low); k < to; k++) {
            uint32_t passage = index->render_postings.at[k] >> 8;
            if (passage >= high) break;
            if (passage < low) continue; /* only where the index is damaged */
            if (!score[passage]) seen[n_seen++] = passage;
            score[passage] += (index->render_postings.at[k] & 0xff) + 1; /* more than nothing: it is noted once */
        }
    }
    for (size_t i = 0; i < n_seen; i++) {
        uint32_t passage = seen[i];
        uint64_t against = (uint64_t)known * u8_at(index->render_length, passage);
        if (score[passage] > against) {
            Scored entry = {passage, (uint32_t)(score[passage] - against)};
            found = keep_best(best, found, want, entry);
        }
        score[passage] = 0;
    }
    *n_best = found;
}
