/* The index file: its header and sections. See docs/index-format.md for the layout. */
#include "kernel.h"

#include <stdlib.h>
#include <string.h>

#define HEADER 64
#define ROW 40 /* 16 bytes of name, u64 offset, u64 bytes, u32 check, u32 zero */

static uint64_t read_u64(const uint8_t *at) {
    uint64_t value;
    memcpy(&value, at, sizeof value);
    return value;
}

static uint32_t read_u32(const uint8_t *at) {
    uint32_t value;
    memcpy(&value, at, sizeof value);
    return value;
}

typedef struct { const char *name; size_t item; size_t field; } Wanted;

#define SECTION(name, type) {#name, sizeof(*((type *)0)->at), offsetof(Index, name)}
static const Wanted wanted[] = {
    SECTION(letters, U16s), SECTION(ligatures, U8s), SECTION(fold, U8s), SECTION(bare, U8s), SECTION(compose, U8s), SECTION(codes, U8s),
    SECTION(vocab_table, U32s), SECTION(vocab_start, U32s), SECTION(vocab_codes, U8s), SECTION(weight, U8s),
    SECTION(stream, U32s), SECTION(stream_fold, U16s), SECTION(stream_letters, U16s), SECTION(passage_start, U32s),
    SECTION(passage_block, U32s), SECTION(quran, U32s), SECTION(seed_bitmap, U32s), SECTION(seed_table, U32s),
    SECTION(seed_postings, U32s), SECTION(word_start, U32s), SECTION(word_passages, U32s), SECTION(quran_start, U32s),
    SECTION(quran_positions, U32s), SECTION(cue_table, U32s), SECTION(cue_of_node, U32s),
    SECTION(cue_kinds, U8s), SECTION(marks, U32s), SECTION(neighbours, U32s), SECTION(signs, U32s),
    SECTION(name_table, U32s), SECTION(name_nodes, U32s), SECTION(chain_words, U32s),
    SECTION(render_terms, U32s), SECTION(render_start, U32s), SECTION(render_postings, U32s), SECTION(render_length, U8s),
};

static int power_of_two(size_t n) { return n && !(n & (n - 1)); }

const char *index_open(Index *index, const uint8_t *data, size_t size) {
    memset(index, 0, sizeof *index);
    if (size < HEADER || memcmp(data, "TAKHRIJ1", 8) != 0) return "not an index file";
    if (read_u64(data + 16) != size) return "the index file is cut short";
    uint32_t sections = read_u32(data + 12);
    if (sections > 64 || HEADER + (size_t)sections * ROW > size) return "the index file's header is damaged";
    for (uint32_t i = 0; i < sections; i++) {
        const uint8_t *row = data + HEADER + (size_t)i * ROW;
        uint64_t offset = read_u64(row + 16), bytes = read_u64(row + 24);
        if (offset > size || bytes > size - offset || offset % 8) return "the index file's header is damaged";
        for (size_t w = 0; w < sizeof wanted / sizeof *wanted; w++) {
            if (strncmp((const char *)row, wanted[w].name, 16) != 0) continue;
            /* U8s, U16s and U32s have one layout: a pointer and a count. */
            const uint8_t *at = data + offset;
            size_t n = (size_t)bytes / wanted[w].item;
            memcpy((char *)index + wanted[w].field + offsetof(U8s, at), &at, sizeof at);
            memcpy((char *)index + wanted[w].field + offsetof(U8s, n), &n, sizeof n);
        }
    }
    if (index->letters.n != 65536 || index->fold.n != 256 || index->bare.n != 256 || index->compose.n != 768 || index->codes.n < 7)
        return "the index file lacks its letters";
    size_t rows = index->vocab_table.n / 2;
    if (rows && !power_of_two(rows)) return "the index file's vocabulary is damaged";
    if (index->seed_table.n && !power_of_two(index->seed_table.n)) return "the index file's seeds are damaged";
    if (index->seed_bitmap.n && !power_of_two(index->seed_bitmap.n)) return "the index file's seeds are damaged";
    if (index->cue_table.n && !power_of_two(index->cue_table.n / 3)) return "the index file's cues are damaged";
    if ((index->name_table.n && !power_of_two(index->name_table.n / 3)) ||
        (index->chain_words.n && !power_of_two(index->chain_words.n / 3)))
        return "the index file's names are damaged";
    if (index->stream.n > 0x3fffffff || index->stream_fold.n != index->stream.n ||
        index->stream_letters.n != index->stream.n)
        return "the index file's words are damaged";
    note_letters(index);
    index->by_passage = calloc(index->passage_start.n + 1, sizeof *index->by_passage);
    index->by_word = calloc(index->weight.n + 1, sizeof *index->by_word);
    index->seen = malloc((index->passage_start.n + 1) * sizeof *index->seen);
    if (!index->by_passage || !index->by_word || !index->seen || note_steps(index)) {
        index_close(index);
        return "no memory is left";
    }
    return NULL;
}

void index_close(Index *index) {
    free(index->by_passage), free(index->by_word), free(index->seen), free(index->cue_steps);
    index->by_passage = index->seen = NULL;
    index->by_word = NULL;
    index->cue_steps = NULL;
}

/* The passage that holds a stream position. A damaged table gives some passage or other, never a read outside. */
uint32_t passage_at(const Index *index, uint32_t position) {
    uint32_t passage = u32_at(index->passage_block, position >> 6);
    while ((size_t)passage + 2 < index->passage_start.n && index->passage_start.at[passage + 1] <= position) passage++;
    return passage;
}
