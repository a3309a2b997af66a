/* The words of sources against the words of one quotation. */
#ifndef TAKHRIJ_COMPARE_H
#define TAKHRIJ_COMPARE_H

#include "kernel.h"

BEGIN_INTERNAL

typedef struct { const uint8_t *codes; uint32_t length; } Letters;

/* A source word, which letters it has, and of which words of the quotation, half-open, it is known how they stand to it. */
typedef struct { uint32_t word, from, to, mask; Letters letters; } SourceWord;

/* Room that the tables of align.c have in turn. */
typedef struct { void *at; size_t room; } Room;

struct Compared {
    const Index *index;
    const Tokens *quoted;
    Letters *letters;  /* of the quotation's words; what follows is the same in other shapes, to be looked through fast */
    uint32_t *words, *masks, *lengths;
    uint16_t *heads, *pair_heads; /* length and first letter: of each word, and of each with the one before it */
    uint32_t *row;     /* hash table of source words: 1 + the row of each */
    size_t rows, room; /* rows in use, and places in the table: a power of two, at least twice the rows */
    SourceWord *source;
    uint8_t *kinds;    /* by row, of each word of the quotation: KEEP for the same word, RESEMBLE or REPLACE */
    Room columns, costs, from;
};

/* Makes room for so many source words more; 0, or -1 without memory. */
int expect(Compared *compared, size_t more);
/* The row of a source word, for which there is room. */
uint32_t row_of(Compared *compared, uint32_t word);
/* How the words [from, to) of the quotation stand to the source word of a row: the kinds of all, of which these are known. */
const uint8_t *kinds_of(Compared *compared, uint32_t row, uint32_t from, uint32_t to);
/* Whether a word is two others run together. */
int joined(const Letters *one, const Letters *first, const Letters *second);
/* Whether two words that are not the same here may be one in two spellings, or with a conjunction. */
int may_be_one(const Index *index, const Letters *quoted, const Letters *source);

/* Of two words that are the same it is the same: made of their length, their first letter and their last; NO_HEAD where there is
   no letter. */
#define NO_HEAD 0xffffu
static inline uint32_t head(uint32_t length, uint8_t first, uint8_t last) { return (length << 11 ^ (uint32_t)first << 5 ^ last) & 0x7fff; }
static inline uint32_t head_of(const Letters *word) {
    return word->length ? head(word->length, word->codes[0], word->codes[word->length - 1]) : NO_HEAD;
}
static inline uint32_t joined_head(const Letters *first, const Letters *second) {
    if (!first->length || !second->length) return NO_HEAD;
    return head(first->length + second->length, first->codes[0], second->codes[second->length - 1]);
}

END_INTERNAL

#endif
