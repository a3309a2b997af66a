/* The compiled kernel: shared types.

   Nothing here touches Python; module.c is the only file that does. Every number that comes out of the index file is
   checked against the length of the section it points into before it is used, so that a damaged index gives wrong
   results at worst and never a read outside the mapping. */
#ifndef TAKHRIJ_KERNEL_H
#define TAKHRIJ_KERNEL_H

#include <stddef.h>
#include <stdint.h>

/* What is declared between these is seen by the kernel alone: its calls go through no table, and may be inlined. */
#if defined __GNUC__ && !defined _WIN32
#define BEGIN_INTERNAL _Pragma("GCC visibility push(hidden)")
#define END_INTERNAL _Pragma("GCC visibility pop")
#else
#define BEGIN_INTERNAL
#define END_INTERNAL
#endif

BEGIN_INTERNAL

/* What the tokeniser does with a character; the order is that of takhrij.text.letters. */
enum {
    SEPARATOR, MARK, INVISIBLE, QUOTE, DAGGER, MADDAH, HAMZA_ABOVE, HAMZA_BELOW,
    ARABIC, LATIN, DIGIT, ARABIC_LIGATURE, LATIN_LIGATURE, TATWEEL
};

#define MAX_TEXT 0x3fffffffu /* code points of one call */
#define MAX_WORD 64 /* letters of a word that count; the rest of a longer run is skipped, its end is not */

/* A section of the index: `n` items of its type. An absent section has no items. */
typedef struct { const uint8_t *at; size_t n; } U8s;
typedef struct { const uint16_t *at; size_t n; } U16s;
typedef struct { const uint32_t *at; size_t n; } U32s;

typedef struct {
    U16s letters;        /* class | code << 4, for each character of the basic plane */
    U8s ligatures;       /* rows of 8: count, codes */
    U8s fold;            /* letters level -> folded level; 0 drops the letter */
    U8s bare;            /* letters level -> skeleton; 0 drops the letter */
    U8s compose;         /* three rows of 256: letter and maddah, hamza above, hamza below */
    U8s codes;           /* codes of alef, waw, ya, lam, ha, ta, fa */
    U32s vocab_table;    /* pairs: hash, word + 1 */
    U32s vocab_start;    /* where each word's codes begin; one more than words */
    U8s vocab_codes;
    U8s weight;          /* rarity of each word, in quarter bits */
    U32s stream;         /* the words of all sources; 0 between two segments */
    U16s stream_fold;    /* check of each word at the folded level */
    U16s stream_letters; /* check of each word at the letters level */
    U32s passage_start;  /* first stream position of each passage; one more than passages */
    U32s passage_block;  /* passage that holds stream position 64 i */
    U32s quran;          /* {end of the first edition, end of the Qur'an, passages of one edition} */
    U32s seed_bitmap;
    U32s seed_table;     /* 0, or 1 + posting, or high bit and offset into seed_postings */
    U32s seed_postings;  /* count, then positions */
    U32s word_start;     /* where each word's passages begin */
    U32s word_passages;
    U32s quran_start;    /* where each word's positions in the Qur'an begin */
    U32s quran_positions;
    U32s cue_table;      /* rows of 3: node, hash of a folded word, next node; next 0 is an empty row */
    U32s cue_of_node;    /* cue + 1, or 0 */
    U8s cue_kinds;       /* of each cue, eight times its role and its value */
    U32s marks;          /* rows of 5: opening and closing mark, number of its name, its use, name of two in a row or 0 */
    U32s neighbours;     /* rows of 3, in order: set, hash of a folded word, its number */
    U32s signs;          /* punctuation marks, by number */
    U32s name_table;     /* rows as in cue_table: the names of companions, and, from their nodes' number on, their epithets */
    U32s name_nodes;     /* of each node, the companion whose name ends there, or 0, and what the words up to it are */
    U32s chain_words;    /* rows as in cue_table, of node 0: what a word is in a chain */
    U32s render_terms;   /* hashes of words and pairs of words of renderings, in order */
    U32s render_start;   /* where the postings of each begin; one more than terms */
    U32s render_postings; /* passage << 8 | what the term tells of it */
    U8s render_length;   /* of each passage, what the length of its rendering counts against it for each word */
    /* Room to count in, all zeros between two calls; one call at a time uses it. */
    uint32_t *by_passage;
    uint8_t *by_word;
    uint32_t *seen; /* room to note passages, each once */
    uint8_t plain[256]; /* what the places of the Arabic block are: note_letters */
    uint64_t *cue_steps; /* a bit for each row of the cue table that is in use, by the lower bits of its key */
} Index;

typedef struct {
    uint32_t start, end; /* code points, half-open */
    uint32_t word;       /* id in the vocabulary, 0 when it has none */
    uint32_t fold_hash;
    uint16_t letters_check;
    uint8_t kind : 7;    /* ARABIC, LATIN or DIGIT */
    uint8_t begins : 1;  /* whether a phrase of the cue table begins with it */
    uint8_t length;      /* codes of the skeleton */
    uint32_t codes;      /* where the skeleton's codes begin in Tokens.codes */
} Token;

typedef struct { uint32_t at, character; } QuoteMark;
typedef struct { uint32_t token, count, cue; } Cue;
typedef struct Known Known;

typedef struct {
    Token *tokens; size_t n, room;
    uint8_t *codes; size_t n_codes, codes_room;
    QuoteMark *quotes; size_t n_quotes, quotes_room;
    int keep_codes;
    const uint32_t *characters; size_t n_characters; /* the text, which is its owner's: at most MAX_TEXT */
    Known *known; /* words that were read before, or none: its owner's, which reads one text at a time with it */
} Tokens;

/* A run of words that the document shares with the stream: its first token, the stream position of that, and how many. */
typedef struct { uint32_t doc, src, words, weight; } Run;
typedef struct { Run *at; size_t n, room; } Runs;

/* A run, or a chain of runs. */
typedef struct {
    uint32_t doc_start, doc_end; /* tokens, half-open */
    uint32_t src_start, src_end; /* stream positions, half-open */
    uint32_t weight;             /* rarity of the shared words, quarter bits, less the cost of gaps */
    uint32_t words;              /* shared words */
    uint32_t folded, lettered;   /* without gaps, of these: alike at the folded level, and at the letters level */
    uint32_t slot;               /* after selection: 1 + the place it competes for */
} Region;

typedef struct { Region *at; size_t n, room; } Regions;
typedef struct { uint32_t passage, score; } Scored;
/* How a stretch of the source fits a quotation. */
typedef struct {
    uint32_t src_start, src_end; /* stream positions that the quotation covers */
    uint32_t cost;               /* tenths of a replaced word */
    uint32_t common, other;      /* rarity of the words in common and of the others, fortieths of a bit */
    uint32_t kept, spelt;        /* words the same letter for letter, and in another spelling */
} Traced;
typedef struct { uint32_t kind, quoted_start, quoted_end, source_start, source_end; } Edit;
enum { KEEP, SPELL, REPLACE, INSERT, DELETE, RESEMBLE };
#define DOUBTFUL 8 /* with the kind of an edit: the letters decide whether these are one word in two spellings */

/* index.c: 0 on success, else a message. */
const char *index_open(Index *index, const uint8_t *data, size_t size);
void index_close(Index *index);
uint32_t passage_at(const Index *index, uint32_t position);

/* text.c */
void note_letters(Index *index);
size_t fold_part(const Index *index, const uint32_t *characters, size_t n, uint8_t *folded);
uint32_t fnv(const uint8_t *codes, size_t n);
Known *known_new(void); /* to be freed; NULL without memory */
int tokenise(const Index *index, const uint32_t *characters, size_t n, Tokens *out); /* the text has to stay where it is; -1 without memory */

/* memory.c */
void tokens_free(Tokens *tokens);
Tokens tokens_take(Tokens *spare); /* without words, in the memory that others left, if any */
void tokens_leave(Tokens *tokens, Tokens *spare);
int enlarge(void **items, size_t *room, size_t want, size_t size);

/* cues.c */
int note_steps(Index *index);
int begins_cue(const Index *index, uint32_t hash);
int find_cues(const Index *index, const Tokens *tokens, Cue **out, size_t *n);

/* seeds.c, chain.c */
enum { QURAN_DOCUMENT_GAP = 3, QURAN_SOURCE_GAP = 8 }; /* words that may stand between two runs of a chain */
void count_alike(const Index *index, const Tokens *tokens, Region *region);
int find_runs(const Index *index, const Tokens *tokens, uint32_t low, uint32_t high, Runs *out); /* those of the stream's [low, high) */
int chain_runs(const Index *index, const Tokens *tokens, Runs *runs, uint32_t least_quran, uint32_t least_hadith, Regions *out);
int select_regions(const Index *index, Regions *regions, size_t n_tokens);
size_t table_rows(size_t want, size_t most);

/* renderings.c */
void rank_renderings(const Index *index, const uint32_t *terms, size_t n, size_t counted, uint32_t low, uint32_t high, Scored *best,
                     size_t *n_best);

/* nearest.c */
int nearest(const Index *index, const Tokens *tokens, uint32_t low, uint32_t high, Scored *best, size_t *n_best);
int quran_exact(const Index *index, const Tokens *tokens, uint32_t *out, size_t *n_out);

/* A stretch of the stream to look in, half-open. Where it is known how the quotation lies in it, only a band is looked at:
   the cells in which source words (from low on) are `left` to `right` more than words of the quotation. */
typedef struct {
    uint32_t low, high;
    int banded;
    int32_t left, right;
} Stretch;

/* align.c: `*edits` is allocated. Both return -1 without memory and -2 when the words to compare are too many. */
typedef struct Compared Compared;
Compared *compare_with(const Index *index, const Tokens *quoted);
void compared_free(Compared *compared);
int align(Compared *compared, const Stretch *stretch, int whole, Edit **edits, size_t *n_edits, Traced *fit);
int measure(Compared *compared, const Stretch *stretch, Traced *out);

/* trace.c: `*out` is allocated; `stated` are pairs of stream positions between which a verse is said to stand. */
int trace_verses(const Index *index, const Tokens *quoted, const uint32_t *stated, size_t n_stated, Traced **out,
                 size_t *n);
enum { CLOSEST, FITTING, THOROUGH }; /* how far hadiths are traced */
int trace_hadiths(const Index *index, const Tokens *quoted, int depth, Traced **out, size_t *n, size_t *left);
uint32_t likeness(uint32_t common, uint32_t other);

uint64_t seed_key(uint32_t a, uint32_t b, uint32_t c);

/* Makes room for so many items; 0, or -1 without memory. */
static inline int grow(void **items, size_t *room, size_t want, size_t size) {
    return want <= *room ? 0 : enlarge(items, room, want, size);
}

static inline uint8_t u8_at(U8s s, size_t i) { return i < s.n ? s.at[i] : 0; }
static inline uint16_t u16_at(U16s s, size_t i) { return i < s.n ? s.at[i] : 0; }
static inline uint32_t u32_at(U32s s, size_t i) { return i < s.n ? s.at[i] : 0; }

/* A tree of words as a table: rows of node, hash of a folded word, next node; next 0 is an empty row. */
static inline size_t slot_of(U32s table, uint32_t node, uint32_t hash) {
    return (hash ^ node * 0x9e3779b1u) & (table.n / 3 - 1);
}

static inline uint32_t next_node(U32s table, uint32_t node, uint32_t hash) {
    size_t rows = table.n / 3;
    for (size_t slot = slot_of(table, node, hash), tried = 0; tried < rows; slot = (slot + 1) & (rows - 1), tried++) {
        const uint32_t *row = table.at + slot * 3;
        if (!row[2]) return 0;
        if (row[0] == node && row[1] == hash) return row[2];
    }
    return 0;
}
END_INTERNAL

#endif
