/* Phrases of the cue table in the words of a document: the longest at each place, left to right, none inside another. */
#include "kernel.h"

#define AHEAD 8 /* tokens */

int find_cues(const Index *index, const Tokens *tokens, Cue **out, size_t *n) {
    size_t room = 0;
    *out = NULL;
    *n = 0;
    if (index->cue_table.n < 3) return 0;
    for (size_t i = 0; i < tokens->n;) {
        uint32_t node = 0, cue = 0, length = 0;
        if (i + AHEAD < tokens->n)
            __builtin_prefetch(&index->cue_table.at[slot_of(index->cue_table, 0, tokens->tokens[i + AHEAD].fold_hash) * 3]);
        for (size_t k = i; k < tokens->n; k++) {
            node = next_node(index->cue_table, node, tokens->tokens[k].fold_hash);
            if (!node) break;
            uint32_t here = u32_at(index->cue_of_node, node);
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
