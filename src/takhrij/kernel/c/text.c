/* From code points to words: their offsets, three strengths of folding, the word's id. Mirrors takhrij.text. */
#include "kernel.h"

#include <stdlib.h>
#include <string.h>

#define KNOWN 32768u /* rows: with more of them than there is cache for, nothing is won */
#define WAITING 64 /* words are looked up so many at a time, so that their cache misses overlap */
#define FNV_START 2166136261u
#define FNV_STEP 16777619u

static inline uint32_t fnv_step(uint32_t hash, uint8_t code) { return (hash ^ code) * FNV_STEP; }

uint32_t fnv(const uint8_t *codes, size_t n) {
    uint32_t hash = FNV_START;
    for (size_t i = 0; i < n; i++) hash = fnv_step(hash, codes[i]);
    return hash;
}

static uint16_t check_of(uint32_t hash) { return (uint16_t)(hash ^ hash >> 16); }

/* The row of the vocabulary, which has one, that a word's look-up begins with. */
static const uint32_t *first_row(const Index *index, uint32_t hash) {
    return &index->vocab_table.at[(hash & (index->vocab_table.n / 2 - 1)) * 2];
}

/* Whether two words have the same letters; eight can be read at the second, and at the first where there is so much room. */
static int same_codes(const uint8_t *one, size_t room, const uint8_t *other, size_t n) {
    uint64_t a, b;
    if (n > sizeof a || room < sizeof a) return memcmp(one, other, n) == 0;
    memcpy(&a, one, sizeof a);
    memcpy(&b, other, sizeof b);
    return (a ^ b) << (64 - 8 * n) == 0; /* little-endian, as the index is */
}

static uint32_t find_word(const Index *index, const uint8_t *codes, size_t n, uint32_t hash) {
    size_t rows = index->vocab_table.n / 2;
    if (!rows || !n) return 0;
    for (size_t slot = hash & (rows - 1), tried = 0; tried < rows; slot = (slot + 1) & (rows - 1), tried++) {
        uint32_t word = index->vocab_table.at[slot * 2 + 1];
        if (!word) return 0;
        if (index->vocab_table.at[slot * 2] != hash) continue;
        size_t start = u32_at(index->vocab_start, word), end = u32_at(index->vocab_start, (size_t)word + 1);
        if (end - start != n || end > index->vocab_codes.n || start > end) continue;
        if (same_codes(index->vocab_codes.at + start, index->vocab_codes.n - start, codes, n)) return word;
    }
    return 0;
}

typedef struct {
    uint8_t letters[MAX_WORD], folded[MAX_WORD], skeleton[MAX_WORD];
    size_t n_letters, n_folded, n_skeleton;
    uint32_t letters_hash, folded_hash, skeleton_hash;
    uint32_t start, end;
    uint8_t kind;
    uint8_t seat;    /* the last letter when it is a waw or ya with no mark, else 0 */
    uint8_t pending; /* a dagger alef stands on it: it reads alef if a letter follows */
    uint8_t repeats; /* that waw or ya was not put into the skeleton again */
    uint8_t changed; /* a letter was changed after it was put: the hashes are not the word's */
} Word;

static void begin(Word *word) {
    word->n_letters = word->n_folded = word->n_skeleton = 0;
    word->letters_hash = word->folded_hash = word->skeleton_hash = FNV_START;
    word->seat = word->pending = word->repeats = word->changed = 0;
}

static void put_letter(const Index *index, Word *word, uint8_t code) {
    uint8_t alef = index->codes.at[0], waw = index->codes.at[1], ya = index->codes.at[2];
    if (word->pending) {
        if (word->n_folded) word->folded[word->n_folded - 1] = alef;
        if (word->n_skeleton && !word->repeats) word->n_skeleton--;
        word->pending = 0;
        word->changed = 1;
    }
    if (word->n_letters < MAX_WORD) {
        word->letters[word->n_letters++] = code;
        word->letters_hash = fnv_step(word->letters_hash, code);
    }
    uint8_t folded = index->fold.at[code], bare = index->bare.at[code];
    if (folded && word->n_folded < MAX_WORD) {
        word->folded[word->n_folded++] = folded;
        word->folded_hash = fnv_step(word->folded_hash, folded);
    }
    uint8_t weak = bare == waw || bare == ya;
    word->repeats = weak && word->n_skeleton && word->skeleton[word->n_skeleton - 1] == bare;
    if (bare && !word->repeats && word->n_skeleton < MAX_WORD) {
        word->skeleton[word->n_skeleton++] = bare;
        word->skeleton_hash = fnv_step(word->skeleton_hash, bare);
    }
    word->seat = weak ? code : 0;
}

/* The letter, or the letters, that a character stands for. */
static inline void put_letters(const Index *index, Word *word, int class, uint32_t code) {
    if (class != ARABIC_LIGATURE && class != LATIN_LIGATURE) {
        put_letter(index, word, (uint8_t)code);
        return;
    }
    uint8_t n = u8_at(index->ligatures, (size_t)code * 8);
    for (uint8_t k = 1; k <= n && k < 8; k++) put_letter(index, word, u8_at(index->ligatures, (size_t)code * 8 + k));
}

/* What stands on the last letter. */
static inline void put_mark(const Index *index, Word *word, int class) {
    if (class == DAGGER) {
        word->pending = word->seat != 0;
    } else if (class >= MADDAH && class <= HAMZA_BELOW && word->n_letters) {
        uint8_t *last = &word->letters[word->n_letters - 1];
        uint8_t made = index->compose.at[(size_t)(class - MADDAH) * 256 + *last];
        if (made) *last = made, word->changed = 1;
    }
    if (class != TATWEEL) word->seat = 0;
}

/* The letters, at the folded level, of a stretch that is a word or part of one: at most MAX_WORD. */
size_t fold_part(const Index *index, const uint32_t *characters, size_t n, uint8_t *folded) {
    Word word;
    begin(&word);
    for (size_t i = 0; i < n; i++) {
        uint16_t entry = characters[i] < 65536 ? index->letters.at[characters[i]] : SEPARATOR;
        int class = entry & 15;
        if (class >= ARABIC && class <= LATIN_LIGATURE) put_letters(index, &word, class, entry >> 4);
        else if (class != INVISIBLE && class != SEPARATOR && class != QUOTE) put_mark(index, &word, class);
    }
    memcpy(folded, word.folded, word.n_folded);
    return word.n_folded;
}

/* A token of the word that was read, whose number is still to be looked up: the hash of its skeleton stands in its place. */
static void finish(Word *word, Token *token, uint8_t *codes) {
    if (word->changed) {
        word->letters_hash = fnv(word->letters, word->n_letters);
        word->folded_hash = fnv(word->folded, word->n_folded);
        word->skeleton_hash = fnv(word->skeleton, word->n_skeleton);
    }
    if (!word->n_skeleton && word->n_folded) {
        word->skeleton[word->n_skeleton++] = word->folded[0];
        word->skeleton_hash = fnv(word->skeleton, 1);
    }
    token->fold_hash = word->folded_hash;
    token->letters_check = check_of(word->letters_hash);
    token->word = word->skeleton_hash;
    token->length = (uint8_t)word->n_skeleton;
    memcpy(codes, word->skeleton, word->n_skeleton > 16 ? MAX_WORD : 16); /* more than there are: sizes known beforehand are fast */
}

/* Letters with which a word ends, unless a hamza follows (شىء): what stands behind them is a word that no space parts off. */
enum { ALEF_MAQSURA = 0x649, TA_MARBUTA = 0x629, HAMZA = 0x621, HAMZA_ALONE = 0xfe80 };

/* Puts the letters of the Arabic block that stand at a place of the text one right after the other, as put_letter would each,
   up to one that ends words. Returns how many. */
static size_t put_plain(const Index *index, const uint32_t *characters, size_t most, Word *word, int *ended) {
    const uint16_t *block = index->letters.at + 0x600;
    const uint8_t *fold = index->fold.at, *bare = index->bare.at, waw = index->codes.at[1], ya = index->codes.at[2];
    uint32_t letters_hash = word->letters_hash, folded_hash = word->folded_hash, skeleton_hash = word->skeleton_hash;
    size_t n = 0, n_letters = word->n_letters, n_folded = word->n_folded, n_skeleton = word->n_skeleton;
    uint8_t last = n_skeleton ? word->skeleton[n_skeleton - 1] : 0, repeats = word->repeats, seat = word->seat;
    for (; n_letters < MAX_WORD && n < most && !*ended; n++) {
        uint32_t place = characters[n] - 0x600;
        uint16_t entry = block[place & 255];
        if (place > 255 || (entry & 15) != ARABIC) break;
        uint8_t code = (uint8_t)(entry >> 4), folded = fold[code], own = bare[code], weak = own == waw || own == ya;
        word->letters[n_letters++] = code;
        letters_hash = fnv_step(letters_hash, code);
        word->folded[n_folded] = folded;
        n_folded += folded != 0;
        folded_hash = folded ? fnv_step(folded_hash, folded) : folded_hash;
        repeats = weak && last == own;
        seat = weak ? code : 0;
        if (own && !repeats) {
            word->skeleton[n_skeleton++] = last = own;
            skeleton_hash = fnv_step(skeleton_hash, own);
        }
        *ended = place == (ALEF_MAQSURA & 0xff) || place == (TA_MARBUTA & 0xff);
    }
    word->letters_hash = letters_hash, word->folded_hash = folded_hash, word->skeleton_hash = skeleton_hash;
    word->n_letters = n_letters, word->n_folded = n_folded, word->n_skeleton = n_skeleton;
    word->repeats = repeats, word->seat = seat;
    return n;
}

/* What was read of a word of the sources. Its spelling are its letters, up to eight, as they stand in the Arabic block, a byte each. */
typedef struct {
    uint64_t spelling;
    uint32_t word, fold_hash;
    uint16_t letters_check;
    uint8_t length, begins;
} Reading;

/* Few words make most of a text: they are read once. Of the words of one row the last is kept. */
struct Known { Reading rows[KNOWN]; };

Known *known_new(void) { return calloc(1, sizeof(Known)); }

static Reading *reading_of(Known *known, uint64_t spelling) { return &known->rows[spelling * 0x9e3779b97f4a7c15u >> 32 & (KNOWN - 1)]; }

/* The last tokens, which are still to be read or looked up: those that have a spelling are to be read. */
typedef struct { uint64_t spelling; uint8_t codes[MAX_WORD]; } Waiting;
typedef struct { Waiting at[WAITING]; size_t n; } Queue;

/* Reads the words that have a spelling, unless they are known. Returns how many are to be looked up, and their numbers. */
static size_t read_spelt(const Index *index, const Tokens *out, Token *tokens, Queue *queue, uint8_t *strange) {
    size_t n = 0;
    for (size_t i = 0; i < queue->n; i++) {
        Waiting *waiting = &queue->at[i];
        Token *token = &tokens[i];
        if (waiting->spelling) {
            const Reading *known = reading_of(out->known, waiting->spelling);
            if (known->spelling == waiting->spelling) {
                token->word = known->word;
                token->fold_hash = known->fold_hash;
                token->letters_check = known->letters_check;
                token->length = known->length;
                token->begins = known->begins & 1;
                if (out->keep_codes) memcpy(waiting->codes, index->vocab_codes.at + index->vocab_start.at[known->word], known->length);
                continue;
            }
            Word word;
            int ended = 0;
            begin(&word);
            put_plain(index, out->characters + token->start, token->end - token->start, &word, &ended);
            finish(&word, token, waiting->codes);
        }
        if (index->vocab_table.n > 1) __builtin_prefetch(first_row(index, token->word));
        strange[n++] = (uint8_t)i;
    }
    return n;
}

static void remember(Known *known, const Token *token, const Waiting *waiting) {
    Reading *reading = reading_of(known, waiting->spelling);
    reading->spelling = waiting->spelling;
    reading->word = token->word;
    reading->fold_hash = token->fold_hash;
    reading->letters_check = token->letters_check;
    reading->length = token->length;
    reading->begins = token->begins;
}

/* Reads and looks up the words of the tokens that wait. What each step reads was asked for in the step before. */
static int read_waiting(const Index *index, Tokens *out, Queue *queue) {
    uint8_t strange[WAITING];
    Token *tokens = out->tokens + (out->n - queue->n);
    size_t n = read_spelt(index, out, tokens, queue, strange);
    for (size_t i = 0; i < n && index->vocab_table.n > 1; i++) {
        uint32_t word = first_row(index, tokens[strange[i]].word)[1];
        if (word < index->vocab_start.n) __builtin_prefetch(&index->vocab_start.at[word]);
    }
    for (size_t i = 0; i < n && index->vocab_table.n > 1; i++) {
        uint32_t start = u32_at(index->vocab_start, first_row(index, tokens[strange[i]].word)[1]);
        if (start < index->vocab_codes.n) __builtin_prefetch(&index->vocab_codes.at[start]);
    }
    for (size_t i = 0; i < n; i++) {
        Token *token = &tokens[strange[i]];
        const Waiting *waiting = &queue->at[strange[i]];
        token->word = token->kind == ARABIC ? find_word(index, waiting->codes, token->length, token->word) : 0;
        token->begins = begins_cue(index, token->fold_hash) != 0;
        if (waiting->spelling && token->word) remember(out->known, token, waiting);
    }
    if (out->keep_codes && grow((void **)&out->codes, &out->codes_room, out->n_codes + queue->n * MAX_WORD, 1)) return -1;
    for (size_t i = 0; out->keep_codes && i < queue->n; i++) {
        tokens[i].codes = (uint32_t)out->n_codes;
        memcpy(out->codes + out->n_codes, queue->at[i].codes, tokens[i].length > 16 ? MAX_WORD : 16);
        out->n_codes += tokens[i].length;
    }
    queue->n = 0;
    return 0;
}

/* Adds a token that waits. */
static int put_token(const Index *index, Tokens *out, Queue *queue, uint8_t kind, uint32_t start, uint32_t end, uint64_t spelling) {
    if (queue->n == WAITING && read_waiting(index, out, queue)) return -1;
    if (grow((void **)&out->tokens, &out->room, out->n + 1, sizeof *out->tokens)) return -1;
    Token *token = &out->tokens[out->n++];
    token->start = start;
    token->end = end;
    token->kind = kind & 127;
    token->codes = 0;
    queue->at[queue->n++].spelling = spelling;
    return 0;
}

static int end_word(const Index *index, Word *word, Tokens *out, Queue *queue) {
    if (!word->kind) return 0;
    if (put_token(index, out, queue, word->kind, word->start, word->end, 0)) return -1;
    finish(word, &out->tokens[out->n - 1], queue->at[queue->n - 1].codes);
    word->kind = 0;
    return 0;
}

/* What goes on with a word: it is over before anything else. */
#define GOES_ON (1u << MARK | 1u << INVISIBLE | 1u << DAGGER | 1u << MADDAH | 1u << HAMZA_ABOVE | 1u << HAMZA_BELOW | \
                 1u << ARABIC | 1u << ARABIC_LIGATURE | 1u << TATWEEL)

/* The letters of a word that eight places of a text may have: how many, how they are spelt, and at which of them words end. */
typedef struct { uint32_t n, ends; uint64_t spelt; } Eight;

static inline Eight eight_of(const Index *index, const uint32_t *characters) {
    uint32_t letters = 0, ends = 0;
    uint64_t spelt = 0;
    for (size_t i = 0; i < 8; i++) {
        uint32_t character = characters[i], kind = index->plain[character & 255] & -(uint32_t)(character >> 8 == 6);
        letters |= (kind & 1) << i;
        ends |= kind >> 1 << i;
        spelt |= (uint64_t)(character & 255) << 8 * i;
    }
    uint32_t n = (uint32_t)__builtin_ctz(~letters | 256);
    if (ends & ((1u << n) - 1)) n = (uint32_t)__builtin_ctz(ends) + 1;
    Eight eight = {n, n ? ends >> (n - 1) & 1 : 0, n < 8 ? spelt & (((uint64_t)1 << 8 * n) - 1) : spelt};
    return eight;
}

/* How many letters a word has that begins at a place of the text, how it is spelt, and what stands behind it; 0 letters where it
   is more than letters of the Arabic block, or more than eight of them, or at the end of the text. */
static size_t spelt(const Index *index, const uint32_t *characters, size_t most, uint64_t *spelling, int *next_class) {
    if (most <= 8) return 0;
    Eight eight = eight_of(index, characters);
    *spelling = eight.spelt;
    size_t n = eight.n;
    uint32_t next = characters[n];
    int class = *next_class = next < 65536 ? index->letters.at[next] & 15 : SEPARATOR;
    int parted = eight.ends && (class == ARABIC || class == ARABIC_LIGATURE) && next != HAMZA && next != HAMZA_ALONE;
    return GOES_ON >> class & 1 && !parted ? 0 : n;
}

static int is_apostrophe(uint32_t c) { return c == '\'' || c == 0x2019 || c == 0x2018 || c == '`'; }

/* Of each place of the Arabic block: 1 for a letter, 3 for one with which words end; it has none at its first place. */
void note_letters(Index *index) {
    for (uint32_t place = 0; place < 256; place++) {
        int ends = place == (ALEF_MAQSURA & 255) || place == (TA_MARBUTA & 255);
        index->plain[place] = place && (index->letters.at[0x600 + place] & 15) == ARABIC ? ends ? 3 : 1 : 0;
    }
}

int tokenise(const Index *index, const uint32_t *characters, size_t n, Tokens *out) {
    Word word;
    Queue queue;
    memset(&word, 0, sizeof word);
    queue.n = 0;
    int ended = 0; /* the word's last letter is one that ends words, with nothing on it but vowels */
    int after_latin = 0, held = 0; /* an apostrophe between two Latin letters is no quotation mark */
    out->characters = characters;
    out->n_characters = n;
    for (uint32_t at = 0; at < n; at++) {
        uint32_t character = characters[at];
        uint16_t entry = character < 65536 ? index->letters.at[character] : SEPARATOR;
        int class = entry & 15;
        uint32_t code = entry >> 4;
        switch (class) {
        case ARABIC: case LATIN: case DIGIT: case ARABIC_LIGATURE: case LATIN_LIGATURE: {
            uint8_t kind = class == ARABIC_LIGATURE ? ARABIC : class == LATIN_LIGATURE ? LATIN : (uint8_t)class;
            if (kind == LATIN && held && out->n_quotes) out->n_quotes--;
            if (word.kind != kind || (ended && character != HAMZA && character != HAMZA_ALONE)) {
                if (end_word(index, &word, out, &queue)) return -1;
                uint64_t spelling;
                int next_class;
                uint32_t letters = class == ARABIC && out->known ? (uint32_t)spelt(index, characters + at, n - at, &spelling, &next_class) : 0;
                if (letters) {
                    __builtin_prefetch(reading_of(out->known, spelling));
                    if (put_token(index, out, &queue, ARABIC, at, at + letters, spelling)) return -1;
                    at += letters - (next_class != SEPARATOR); /* which would end the word and do no more */
                    break;
                }
                begin(&word);
                word.kind = kind;
                word.start = at;
            }
            put_letters(index, &word, class, code);
            ended = character == ALEF_MAQSURA || character == TA_MARBUTA;
            if (class == ARABIC && !ended) at += (uint32_t)put_plain(index, characters + at + 1, n - at - 1, &word, &ended);
            word.end = at + 1;
            break;
        }
        case MARK: case TATWEEL: case DAGGER: case MADDAH: case HAMZA_ABOVE: case HAMZA_BELOW:
            if (!word.kind) break;
            word.end = at + 1;
            put_mark(index, &word, class);
            if (class != MARK) ended = 0;
            break;
        case INVISIBLE:
            break;
        default:
            ended = 0;
            if (end_word(index, &word, out, &queue)) return -1;
            if (class == QUOTE) {
                if (grow((void **)&out->quotes, &out->quotes_room, out->n_quotes + 1, sizeof *out->quotes)) return -1;
                out->quotes[out->n_quotes].at = at;
                out->quotes[out->n_quotes++].character = character;
                held = after_latin && is_apostrophe(character);
                after_latin = 0;
                continue;
            }
        }
        held = 0;
        after_latin = class == LATIN || class == LATIN_LIGATURE || class == DIGIT;
    }
    if (end_word(index, &word, out, &queue)) return -1;
    return read_waiting(index, out, &queue);
}
