/* A document as one pass over it found it: words, marks, cues, regions; and what may be a quotation in it. */
#ifndef TAKHRIJ_SCAN_H
#define TAKHRIJ_SCAN_H

#include "kernel.h"

BEGIN_INTERNAL

/* Kinds of cues: the role, eight times, and the value. The order is that of takhrij.library.layout. */
enum { QURAN, HADITH, HONORIFIC, FORMULA, OTHER, MARKED, REFERENCE };
#define ROLE(kind) ((kind) >> 3)
#define KIND(role, value) ((role) << 3 | (value))
enum { SAID, NOUN };
#define SPEAKER KIND(OTHER, 2)
#define MAXIM KIND(OTHER, 0)
#define SOURCE KIND(HADITH, 2)
#define CITED KIND(HADITH, 4) /* a verb that says who reports it: behind it, as a rule */
#define SURAH KIND(QURAN, 3)
#define READING KIND(QURAN, 4)
#define FENCE KIND(MARKED, 0)
#define NO_KIND 255

enum { VERSE_MARK, QUOTE_MARK, BRACKET };

/* A pair of marks: code points outside and inside them, half-open; the number of its name and what it is for. */
typedef struct { uint32_t start, inner_start, inner_end, end, name, use; } Pair;
typedef struct { Pair *at; size_t n, room; } Pairs;

/* The regions that compete for one place, best first: `n` of them from the one numbered `first`, which begins at a token. */
typedef struct { uint32_t first, n, start; } Slot;

typedef struct {
    const Index *index;
    Tokens tokens;
    Cue *cues;
    size_t n_cues;
    Regions regions;
    Slot *slots; /* in order of place */
    size_t n_slots;
    uint32_t *lines; /* where each line but the first begins */
    size_t n_lines;
    uint32_t *token_blocks; /* for every BLOCK code points the first token that begins there or later */
    uint32_t *cue_blocks;   /* for every BLOCK tokens the first cue that begins there or later */
    uint32_t heading_end, heading; /* the last heading looked for, and its role + 1 */
    uint8_t usage;                 /* how much the document uses marks: 0 not at all, 1 little, 2 much */
} Scan;

/* What may be a quotation. Places are code points, `first` to `last` tokens, all half-open. */
typedef struct {
    uint32_t start, end, first, last, outer_start, outer_end;
    uint32_t mark;       /* number of its marks' name, 0 for none */
    uint32_t cue;        /* kind of the cue that introduces it without marks, or NO_KIND */
    uint32_t slot;       /* 1 + the slot of its words, 0 for none */
    uint32_t lead_start; /* the first token of what leads up to it */
    uint32_t flags;
    int32_t ayah, matn;  /* what the evidence says, thousandths of the logarithm of the odds against none */
} Claim;
/* A reference may stand behind it; "said" and soon a colon are within; a reference to verses, or to hadith, may stand before it; a
   reading of the Qur'an is spoken of; it begins as a reference does and is no longer than one; nothing but its marks says that it
   is a quotation of the Qur'an or of hadith. From LEAD_KIND on, 1 + the kind of the cue that leads up to it, 0 where none is near. */
enum { MAY_FOLLOW = 1, HAS_SAID = 2, VERSE_BEFORE = 4, WORK_BEFORE = 8, OF_READING = 16, AS_REFERENCE = 32, UNSUPPORTED = 64, LEAD_KIND = 8 };

/* A verse that no mark encloses. */
typedef struct {
    Region region;
    uint32_t slot; /* 1 + its slot, 0 for none */
    uint32_t cue;  /* the introducer of verses right before: four times its value, and the words between; or NO_KIND */
    int32_t ayah;
} Match;

/* For the words that stand before verses that tell themselves: before how many, and how often the document has the word. */
typedef struct { uint32_t word, telling, seen; } Habit;
typedef struct { Habit *at; size_t rows; } Habits;

/* Features: field << 8 | value. The fields and the names of values are in takhrij.library.features, in the same order. */
enum {
    F_CLAIM, F_MARK, F_BEFORE_MARK, F_CUE, F_CUE_SIGN, F_CUE_END, F_LINE, F_WORDS, F_VOWELS, F_CONTENT, F_STARTS, F_LEAD,
    F_LEAD_LAST, F_FAR, F_HEADING, F_WORD_BEFORE, F_QURAN, F_QURAN_WEIGHT, F_HADITH, F_HADITH_WEIGHT, F_DOCUMENT_MARKS,
    F_AFTER, F_FOLLOW,
    F_MATCH, F_WEIGHT, F_MATCH_WORDS, F_ALIKE, F_MATCH_CUE, F_RUN, F_WEIGHT_CUE, F_SIGN_BEFORE, F_SIGN_AFTER,
    F_NEIGHBOUR_BEFORE, F_NEIGHBOUR_AFTER, F_VERSE, F_RIVAL, F_DENSE, F_WEIGHT_DENSE, F_HABIT, FIELDS
};
#define MOST_FEATURES 64
typedef struct { uint16_t codes[MOST_FEATURES]; size_t n; } Features;

/* Weights: for each feature code two numbers, for a verse and for a hadith, thousandths. */
typedef struct { const int32_t *at; size_t n; } Weights;

/* `tokens` has no words, and memory or none, which is the scan's from then on; the text has to outlive the scan. */
int scan_open(Scan *scan, Tokens tokens, const Index *index, const uint32_t *characters, size_t n, uint32_t least_quran, uint32_t least_hadith);
void scan_free(Scan *scan);
void tokens_in(const Scan *scan, uint32_t start, uint32_t end, uint32_t *first, uint32_t *last);
uint32_t line_start(const Scan *scan, uint32_t at);
size_t cue_from(const Scan *scan, uint32_t token); /* the first cue that begins at a token or later */
uint32_t cue_kind(const Scan *scan, size_t cue);
uint32_t cue_end(const Scan *scan, size_t cue); /* the code point at which its last word ends */
uint32_t slot_of_words(const Scan *scan, uint32_t first, uint32_t last);
int slot_begins(const Scan *scan, uint32_t start, uint32_t end);
uint32_t neighbour(const Scan *scan, uint32_t set, uint32_t token);
enum { NEIGHBOUR_CLAIM, NEIGHBOUR_BEFORE, NEIGHBOUR_AFTER };

static inline uint32_t char_at(const Scan *scan, uint32_t at) { return at < scan->tokens.n_characters ? scan->tokens.characters[at] : 0; }
int is_word_character(const Scan *scan, uint32_t character);
int is_space(uint32_t character);
/* Whether a character is in a set, which ends in 0. There are marks and spaces in a set, but no letters. */
static inline int is_one_of(uint32_t character, const uint32_t *set) {
    if (character >= 0x620 && character < 0x2000) return 0; /* as letters mostly are */
    for (; *set; set++)
        if (*set == character) return 1;
    return 0;
}
uint32_t stripped_end(const Scan *scan, uint32_t start, uint32_t end, const uint32_t *set);
uint32_t stripped_start(const Scan *scan, uint32_t start, uint32_t end, const uint32_t *set);

/* A chain of narrators: code points, half-open, and the number of the companion named, 0 for none; or IN_LATIN, where no
   Arabic word opens one and words in Latin letters stand in the range. */
typedef struct { uint32_t start, end, person; } Isnad;
#define IN_LATIN 0xffffffffu

/* isnad.c: whether one opens in a range and reaches to its end; and before a quotation, not before `limit`. */
int read_isnad(const Scan *scan, uint32_t start, uint32_t end, Isnad *out);
int read_isnad_before(const Scan *scan, uint32_t limit, uint32_t end, Isnad *out);

int pair_marks(const Scan *scan, Pairs *out);
int find_claims(Scan *scan, const Pair *pairs, size_t n_pairs, Claim **out, size_t *n);
int is_hopeful(const Claim *claim, const Weights *weights);
void weigh_claim(Scan *scan, Claim *claim, const Weights *weights, Features *features);
int find_habits(const Scan *scan, const Match *matches, size_t n, Habits *out); /* -1 without memory; `out->at` is allocated */
uint32_t habit_before(const Scan *scan, const Habits *habits, const Match *match);
size_t pieces_of(const Scan *scan, const Region *region, Region *out, size_t most);
int find_matches(const Scan *scan, const Weights *weights, int all, Match **out, Features **features, size_t *n);

static inline void feature(Features *features, uint32_t field, uint32_t value) {
    if (features->n < MOST_FEATURES) features->codes[features->n++] = (uint16_t)(field << 8 | (value & 255));
}
void sum_up(const Features *features, const Weights *weights, int32_t *ayah, int32_t *matn);

END_INTERNAL

#endif
