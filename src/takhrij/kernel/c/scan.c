/* Reads a document once, and answers what is where in it. */
#include "scan.h"

#include <stdlib.h>
#include <string.h>

#define BLOCK 32

static int by_place(const void *left, const void *right) {
    const Slot *a = left, *b = right;
    if (a->start != b->start) return a->start < b->start ? -1 : 1;
    return a->first < b->first ? -1 : a->first > b->first;
}

static int make_slots(Scan *scan) {
    const Region *at = scan->regions.at;
    size_t n = scan->regions.n;
    scan->slots = malloc((n + 1) * sizeof *scan->slots);
    if (!scan->slots) return -1;
    for (size_t from = 0, to; from < n; from = to) {
        for (to = from + 1; to < n && at[to].slot == at[from].slot;) to++;
        Slot slot = {(uint32_t)from, (uint32_t)(to - from), at[from].doc_start};
        scan->slots[scan->n_slots++] = slot;
    }
    if (scan->n_slots) qsort(scan->slots, scan->n_slots, sizeof *scan->slots, by_place);
    return 0;
}

static int find_lines(Scan *scan) {
    size_t room = 0;
    for (size_t at = 0; at < scan->tokens.n_characters; at++) {
        if (scan->tokens.characters[at] != '\n') continue;
        if (grow((void **)&scan->lines, &room, scan->n_lines + 1, sizeof *scan->lines)) return -1;
        scan->lines[scan->n_lines++] = (uint32_t)at + 1;
    }
    return 0;
}

/* Where the line of a place begins. */
uint32_t line_start(const Scan *scan, uint32_t at) {
    size_t low = 0, high = scan->n_lines;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (scan->lines[middle] <= at) low = middle + 1;
        else high = middle;
    }
    return low ? scan->lines[low - 1] : 0;
}

/* Where to begin to look for a token or a cue: without this, each of many look-ups would be a search through all. */
static int make_blocks(Scan *scan) {
    const Tokens *tokens = &scan->tokens;
    size_t characters = tokens->n_characters / BLOCK + 1, words = tokens->n / BLOCK + 1;
    scan->token_blocks = malloc(characters * sizeof *scan->token_blocks);
    scan->cue_blocks = malloc(words * sizeof *scan->cue_blocks);
    if (!scan->token_blocks || !scan->cue_blocks) return -1;
    uint32_t at = 0;
    for (size_t block = 0; block < characters; block++) {
        while (at < tokens->n && tokens->tokens[at].start < block * BLOCK) at++;
        scan->token_blocks[block] = at;
    }
    at = 0;
    for (size_t block = 0; block < words; block++) {
        while (at < scan->n_cues && scan->cues[at].token < block * BLOCK) at++;
        scan->cue_blocks[block] = at;
    }
    return 0;
}

int scan_open(Scan *scan, Tokens tokens, const Index *index, const uint32_t *characters, size_t n, uint32_t least_quran, uint32_t least_hadith) {
    Runs runs = {NULL, 0, 0};
    memset(scan, 0, sizeof *scan);
    scan->tokens = tokens;
    scan->index = index;
    scan->heading_end = 0xffffffffu;
    int failed = tokenise(index, characters, n, &scan->tokens) || find_cues(index, &scan->tokens, &scan->cues, &scan->n_cues) ||
                 find_runs(index, &scan->tokens, 0, UINT32_MAX, &runs) ||
                 chain_runs(index, &scan->tokens, &runs, least_quran, least_hadith, &scan->regions) ||
                 select_regions(index, &scan->regions, scan->tokens.n) || make_slots(scan) || find_lines(scan) ||
                 make_blocks(scan);
    free(runs.at);
    if (failed) scan_free(scan);
    return failed ? -1 : 0;
}

void scan_free(Scan *scan) {
    tokens_free(&scan->tokens);
    free(scan->cues), free(scan->regions.at), free(scan->slots), free(scan->lines);
    free(scan->token_blocks), free(scan->cue_blocks);
    memset(scan, 0, sizeof *scan);
}

/* The first token that begins at a place or later, or a token shortly before it. */
static uint32_t token_near(const Scan *scan, uint32_t at) {
    return at < scan->tokens.n_characters ? scan->token_blocks[at / BLOCK] : (uint32_t)scan->tokens.n;
}

/* The words that lie wholly in [start, end). */
void tokens_in(const Scan *scan, uint32_t start, uint32_t end, uint32_t *first, uint32_t *last) {
    const Token *at = scan->tokens.tokens;
    uint32_t n = (uint32_t)scan->tokens.n, low = token_near(scan, start), high = token_near(scan, end);
    while (low < n && at[low].start < start) low++;
    high -= high > 0; /* it may begin before the block and end in it */
    if (high < low) high = low;
    while (high < n && at[high].end <= end) high++;
    *first = low;
    *last = high;
}

size_t cue_from(const Scan *scan, uint32_t token) {
    if (token > scan->tokens.n) return scan->n_cues;
    size_t cue = scan->cue_blocks[token / BLOCK];
    while (cue < scan->n_cues && scan->cues[cue].token < token) cue++;
    return cue;
}

uint32_t cue_kind(const Scan *scan, size_t cue) { return u8_at(scan->index->cue_kinds, scan->cues[cue].cue); }

uint32_t cue_end(const Scan *scan, size_t cue) {
    return scan->tokens.tokens[scan->cues[cue].token + scan->cues[cue].count - 1].end;
}

/* 1 + the slot whose best region shares most words with [first, last); 0 when none does. Only a few may overlap. */
uint32_t slot_of_words(const Scan *scan, uint32_t first, uint32_t last) {
    size_t low = 0, high = scan->n_slots;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (scan->slots[middle].start < last) low = middle + 1;
        else high = middle;
    }
    uint32_t best = 0, most = 0;
    for (size_t tried = 0; tried < 5 && tried < low; tried++) {
        size_t place = low - 1 - tried;
        const Region *region = &scan->regions.at[scan->slots[place].first];
        uint32_t from = region->doc_start > first ? region->doc_start : first, to = region->doc_end < last ? region->doc_end : last;
        if (to > from && to - from > most) {
            most = to - from;
            best = (uint32_t)place + 1;
        }
    }
    return best;
}

/* Whether a region begins between two code points. */
int slot_begins(const Scan *scan, uint32_t start, uint32_t end) {
    size_t low = 0, high = scan->n_slots;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (scan->tokens.tokens[scan->slots[middle].start].start < start) low = middle + 1;
        else high = middle;
    }
    return low < scan->n_slots && scan->tokens.tokens[scan->slots[low].start].start < end;
}

/* The number of a word in a set of neighbours, or 0; rows of the table are set, hash, number, in order. */
uint32_t neighbour(const Scan *scan, uint32_t set, uint32_t token) {
    U32s rows = scan->index->neighbours;
    uint32_t hash = scan->tokens.tokens[token].fold_hash;
    size_t low = 0, high = rows.n / 3;
    while (low < high) {
        size_t middle = (low + high) / 2;
        const uint32_t *row = rows.at + middle * 3;
        if (row[0] < set || (row[0] == set && row[1] < hash)) low = middle + 1;
        else high = middle;
    }
    return low < rows.n / 3 && rows.at[low * 3] == set && rows.at[low * 3 + 1] == hash ? rows.at[low * 3 + 2] : 0;
}

int is_word_character(const Scan *scan, uint32_t character) {
    int class = character < 65536 ? scan->index->letters.at[character] & 15 : SEPARATOR;
    return class == ARABIC || class == LATIN || class == DIGIT || class == ARABIC_LIGATURE || class == LATIN_LIGATURE;
}

int is_space(uint32_t c) {
    return c == ' ' || (c >= 9 && c <= 13) || (c >= 0x1c && c <= 0x1f) || c == 0x85 || c == 0xa0 || c == 0x1680 ||
           (c >= 0x2000 && c <= 0x200a) || c == 0x2028 || c == 0x2029 || c == 0x202f || c == 0x205f || c == 0x3000;
}

uint32_t stripped_end(const Scan *scan, uint32_t start, uint32_t end, const uint32_t *set) {
    while (end > start && is_one_of(char_at(scan, end - 1), set)) end--;
    return end;
}

uint32_t stripped_start(const Scan *scan, uint32_t start, uint32_t end, const uint32_t *set) {
    while (start < end && is_one_of(char_at(scan, start), set)) start++;
    return start;
}

void sum_up(const Features *features, const Weights *weights, int32_t *ayah, int32_t *matn) {
    int64_t sums[2] = {0, 0};
    for (size_t i = 0; i < features->n; i++) {
        size_t at = (size_t)features->codes[i] * 2;
        if (at + 1 < weights->n) sums[0] += weights->at[at], sums[1] += weights->at[at + 1];
    }
    for (size_t k = 0; k < 2; k++) {
        if (sums[k] > 0x3fffffff) sums[k] = 0x3fffffff;
        if (sums[k] < -0x3fffffff) sums[k] = -0x3fffffff;
    }
    *ayah = (int32_t)sums[0];
    *matn = (int32_t)sums[1];
}
