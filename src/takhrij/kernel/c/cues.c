/* Phrases of the cue table in the words of a document: the longest at each place, left to right, none inside another. */
#include "kernel.h"

#include <stdlib.h>

#define BLESSING 0xfdfa /* in place of a word's hash, too */
#define STEPS (1u << 19) /* bits: one in eight is set */

static uint32_t step_key(uint32_t node, uint32_t hash) { return hash ^ node * 0x9e3779b1u; }

static int may_step(const Index *index, uint32_t key) { return index->cue_steps[key % STEPS / 64] >> key % 64 & 1; }

/* Most words go on no phrase. To know that without a look into the table, which is far larger than the nearest cache, the rows
   that are in use are noted when the index is opened. */
int note_steps(Index *index) {
    index->cue_steps = calloc(STEPS / 64, sizeof *index->cue_steps);
    if (!index->cue_steps) return -1;
    for (size_t at = 0; at + 2 < index->cue_table.n; at += 3) {
        const uint32_t *row = index->cue_table.at + at;
        uint32_t key = step_key(row[0], row[1]);
        if (row[2]) index->cue_steps[key % STEPS / 64] |= (uint64_t)1 << key % 64;
    }
    return 0;
}

static uint32_t next_step(const Index *index, uint32_t node, uint32_t hash) {
    return may_step(index, step_key(node, hash)) ? next_node(index->cue_table, node, hash) : 0;
}

/* Whether the sign of the blessing stands behind a word, in brackets or not: it is no word, but part of phrases. */
static int is_blessed(const Tokens *tokens, size_t word) {
    size_t at = tokens->tokens[word].end;
    while (at < tokens->n_characters && (tokens->characters[at] == ' ' || tokens->characters[at] == '(')) at++;
    return at < tokens->n_characters && tokens->characters[at] == BLESSING;
}

/* Whether a phrase begins with a word. */
int begins_cue(const Index *index, uint32_t hash) { return next_step(index, 0, hash) != 0; }

int find_cues(const Index *index, const Tokens *tokens, Cue **out, size_t *n) {
    size_t room = 0;
    *out = NULL;
    *n = 0;
    if (index->cue_table.n < 3) return 0;
    for (size_t i = 0; i < tokens->n;) {
        if (!tokens->tokens[i].begins) {
            i++;
            continue;
        }
        uint32_t node = 0, blessed = 0, cue = 0, length = 0;
        for (size_t k = i; k < tokens->n; k++) {
            uint32_t hash = tokens->tokens[k].fold_hash, signed_on = blessed ? next_step(index, blessed, hash) : 0;
            node = signed_on ? signed_on : next_step(index, node, hash);
            if (!node) break;
            blessed = next_step(index, node, BLESSING);
            if (blessed && !is_blessed(tokens, k)) blessed = 0;
            uint32_t here = u32_at(index->cue_of_node, blessed ? blessed : node);
            if (!here) here = u32_at(index->cue_of_node, node);
            if (here) {
                cue = here;
                length = (uint32_t)(k - i + 1);
            }
        }
        if (!cue) {
            i++;
            continue;
        }
        if (grow((void **)out, &room, *n + 1, sizeof **out)) return -1;
        (*out)[*n].token = (uint32_t)i;
        (*out)[*n].count = length;
        (*out)[(*n)++].cue = cue - 1;
        i += length;
    }
    return 0;
}
