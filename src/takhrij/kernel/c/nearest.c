/* Passages by the words they share with a quotation, whatever the order; and exact runs of words in the Qur'an. */
#include "kernel.h"

#include <stdlib.h>
#include <string.h>

#define LEAST_RARE 12 /* three bits: a word of less stands in an eighth of all passages and chooses none */
#define TELLING 75    /* hundredths of the rarity after which the commoner words choose no passage */
#define LEAST_WORDS 3
#define STRANGE 60    /* rarity of a word that stands in no source */

typedef struct { uint32_t word, weight; } Rare;

static int by_rarity(const void *left, const void *right) {
    const Rare *a = left, *b = right;
    if (a->weight != b->weight) return a->weight > b->weight ? -1 : 1;
    return a->word < b->word ? -1 : a->word > b->word;
}

/* The first of the passages [from, to) of the index, which are in order, that is not before one. */
static uint32_t passage_from(const Index *index, uint32_t from, uint32_t to, uint32_t passage) {
    while (from < to) {
        uint32_t middle = from + (to - from) / 2;
        if (index->word_passages.at[middle] < passage) from = middle + 1;
        else to = middle;
    }
    return from;
}

/* The passages of [low, high) that a word stands in, among those of the index. */
static U32s passages_of(const Index *index, uint32_t word, uint32_t low, uint32_t high) {
    uint32_t from = u32_at(index->word_start, word), to = u32_at(index->word_start, (size_t)word + 1);
    if (to > index->word_passages.n) to = (uint32_t)index->word_passages.n;
    from = passage_from(index, from, to, low);
    to = passage_from(index, from, to, high);
    U32s passages = {index->word_passages.at + from, to > from ? to - from : 0};
    return passages;
}

/* The words that choose, the rarest first, each once: returns how many. `*total` is the rarity of all words. */
static size_t telling_words(const Index *index, const Tokens *tokens, Rare *words, uint32_t *total) {
    uint32_t telling = 0, told = 0;
    size_t n = 0, distinct = 0, used = 0;
    *total = 0;
    for (size_t i = 0; i < tokens->n; i++) {
        uint32_t word = tokens->tokens[i].word;
        if (word) words[n].word = word, words[n++].weight = u8_at(index->weight, word);
        else if (tokens->tokens[i].kind == ARABIC) *total += STRANGE;
    }
    qsort(words, n, sizeof *words, by_rarity);
    for (size_t i = 0; i < n; i++)
        if (!i || words[i].word != words[i - 1].word) telling += words[i].weight, words[distinct++] = words[i];
    *total += telling;
    while (used < distinct && words[used].weight >= LEAST_RARE && (used < LEAST_WORDS || told * 100 < telling * TELLING))
        told += words[used++].weight;
    return used;
}

/* Fills `best` (room for `*n_best`) with the passages of [low, high) that share most of the rarity of the words, the
   rarest of which choose and score them. A score is in thousandths of the rarity of all words, those in no source
   counting as the rarest. */
int nearest(const Index *index, const Tokens *tokens, uint32_t low, uint32_t high, Scored *best, size_t *n_best) {
    size_t want = *n_best, found = 0;
    uint32_t *shared = index->by_passage, *seen = index->seen, total;
    *n_best = 0;
    size_t passages = index->passage_start.n ? index->passage_start.n - 1 : 0;
    if (high > passages) high = (uint32_t)passages;
    if (low >= high || !tokens->n || !want) return 0;
    Rare *words = malloc(tokens->n * sizeof *words);
    if (!words) return -1;
    size_t n = telling_words(index, tokens, words, &total);
    size_t n_seen = 0;
    for (size_t i = 0; i < n; i++) {
        U32s holding = passages_of(index, words[i].word, low, high);
        for (size_t k = 0; k < holding.n; k++) {
            uint32_t passage = holding.at[k];
            if (passage >= passages) continue;
            seen[n_seen] = passage;
            n_seen += !shared[passage];
            shared[passage] += words[i].weight;
        }
    }
    uint32_t least = 0;
    for (size_t i = 0; i < n_seen; i++) {
        uint32_t passage = seen[i], score = shared[passage];
        shared[passage] = 0;
        if (score < least) continue;
        Scored entry = {passage, score};
        size_t place = found;
        while (place > 0 && (best[place - 1].score < score || (best[place - 1].score == score && best[place - 1].passage > passage)))
            place--;
        if (place == want) continue;
        if (found < want) found++;
        for (size_t at = found - 1; at > place; at--) best[at] = best[at - 1];
        best[place] = entry;
        least = found == want ? best[want - 1].score : 0;
    }
    for (size_t i = 0; i < found; i++) best[i].score = total ? (uint32_t)((uint64_t)best[i].score * 1000 / total) : 0;
    *n_best = found;
    free(words);
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
