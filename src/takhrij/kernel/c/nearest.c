/* Passages by the words they share with a quotation, whatever the order; and exact runs of words in the Qur'an. */
#include "kernel.h"

#include <stdlib.h>
#include <string.h>

#define LEAST_RARE 12 /* three bits: a word of less stands in an eighth of all passages and chooses none */
#define TELLING 75    /* hundredths of the rarity after which the commoner words choose no passage */
#define LEAST_WORDS 3

typedef struct { uint32_t word, weight; } Rare;

static int by_rarity(const void *left, const void *right) {
    const Rare *a = left, *b = right;
    if (a->weight != b->weight) return a->weight > b->weight ? -1 : 1;
    return a->word < b->word ? -1 : a->word > b->word;
}

/* Fills `best` (room for `*n_best`) with the passages of [low, high) that share most of the rarity of the words, the
   rarest of which choose and score them. A score is in thousandths of the rarity of all words, those in no source
   counting as the rarest. */
int nearest(const Index *index, const Tokens *tokens, uint32_t low, uint32_t high, Scored *best, size_t *n_best) {
    size_t want = *n_best, found = 0, n = 0;
    *n_best = 0;
    size_t passages = index->passage_start.n ? index->passage_start.n - 1 : 0;
    if (high > passages) high = (uint32_t)passages;
    if (low >= high || !tokens->n || !want) return 0;
    Rare *words = malloc(tokens->n * sizeof *words);
    uint32_t *shared = calloc(high - low, sizeof *shared);
    if (!words || !shared) {
        free(words), free(shared);
        return -1;
    }
    uint32_t total = 0, telling = 0, told = 0;
    for (size_t i = 0; i < tokens->n; i++) {
        uint32_t word = tokens->tokens[i].word;
        if (word) words[n].word = word, words[n++].weight = u8_at(index->weight, word);
        else if (tokens->tokens[i].kind == ARABIC) total += 60;
    }
    qsort(words, n, sizeof *words, by_rarity);
    for (size_t i = 0; i < n; i++)
        if (!i || words[i].word != words[i - 1].word) telling += words[i].weight;
    total += telling;
    for (size_t i = 0, used = 0; i < n; i++) {
        if (i && words[i].word == words[i - 1].word) continue;
        uint32_t weight = words[i].weight;
        if (weight < LEAST_RARE || (used >= LEAST_WORDS && told * 100 >= telling * TELLING)) break;
        told += weight;
        used++;
        uint32_t from = u32_at(index->word_start, words[i].word);
        uint32_t to = u32_at(index->word_start, (size_t)words[i].word + 1);
        if (to > index->word_passages.n) to = (uint32_t)index->word_passages.n;
        for (uint32_t k = from; k < to; k++) {
            uint32_t passage = index->word_passages.at[k];
            if (passage >= low && passage < high) shared[passage - low] += weight;
        }
    }
    uint32_t least = 0; /* the score of the last one kept, once there are enough */
    for (uint32_t p = 0; p < high - low && total; p++) {
        if (shared[p] <= least) continue;
        size_t place = found < want ? found++ : found - 1;
        while (place > 0 && best[place - 1].score < shared[p]) {
            best[place] = best[place - 1];
            place--;
        }
        best[place].passage = low + p;
        best[place].score = shared[p];
        if (found == want) least = best[found - 1].score;
    }
    for (size_t i = 0; i < found; i++) best[i].score = (uint32_t)((uint64_t)best[i].score * 1000 / total);
    *n_best = found;
    free(words), free(shared);
    return 0;
}

/* Fills `out` (room for `*n_out`) with the stream positions in the Qur'an at which exactly these words begin. */
int quran_exact(const Index *index, const Tokens *tokens, uint32_t *out, size_t *n_out) {
    size_t want = *n_out;
    *n_out = 0;
    if (!tokens->n) return 0;
    size_t rarest = 0;
    uint32_t fewest = 0xffffffffu;
    for (size_t i = 0; i < tokens->n; i++) {
        uint32_t word = tokens->tokens[i].word;
        if (!word) return 0;
        uint32_t count = u32_at(index->quran_start, (size_t)word + 1) - u32_at(index->quran_start, word);
        if (count < fewest) fewest = count, rarest = i;
    }
    uint32_t word = tokens->tokens[rarest].word;
    uint32_t from = u32_at(index->quran_start, word), to = u32_at(index->quran_start, (size_t)word + 1);
    if (to > index->quran_positions.n) to = (uint32_t)index->quran_positions.n;
    for (uint32_t k = from; k < to && *n_out < want; k++) {
        uint32_t position = index->quran_positions.at[k];
        if (position < rarest) continue;
        uint32_t start = position - (uint32_t)rarest;
        if ((size_t)start + tokens->n > index->stream.n) continue;
        size_t i = 0;
        while (i < tokens->n && tokens->tokens[i].word == index->stream.at[start + i]) i++;
        if (i == tokens->n) out[(*n_out)++] = start;
    }
    return 0;
}
