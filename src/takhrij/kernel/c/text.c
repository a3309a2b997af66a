/* From code points to words: their offsets, three strengths of folding, the word's id. Mirrors takhrij.text. */
#include "kernel.h"

#include <stdlib.h>
#include <string.h>

#define MOST_SPARE (1u << 19) /* words */

int enlarge(void **items, size_t *room, size_t want, size_t size) {
    size_t more = *room ? *room * 2 : 64;
    if (more < want) more = want;
    if (more > SIZE_MAX / size) return -1;
    void *larger = realloc(*items, more * size);
    if (!larger) return -1;
    *items = larger;
    *room = more;
    return 0;
}

void tokens_free(Tokens *tokens) {
    free(tokens->tokens);
    free(tokens->codes);
    free(tokens->quotes);
    memset(tokens, 0, sizeof *tokens);
}

Tokens tokens_take(Tokens *spare) {
    Tokens tokens;
    memset(&tokens, 0, sizeof tokens);
    tokens.tokens = spare->tokens, tokens.room = spare->room;
    tokens.codes = spare->codes, tokens.codes_room = spare->codes_room;
    tokens.quotes = spare->quotes, tokens.quotes_room = spare->quotes_room;
    memset(spare, 0, sizeof *spare);
    return tokens;
}

/* Leaves memory to the next document, unless there is more already, or it is more than a window of a document needs: what is
   asked of the system anew for every window costs more than what is put into it. */
void tokens_leave(Tokens *tokens, Tokens *spare) {
    if (tokens->room > MOST_SPARE || tokens->room <= spare->room) return;
    tokens_free(spare);
    *spare = *tokens;
    memset(tokens, 0, sizeof *tokens);
}

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

/* Looks up the words of the tokens that wait: each has the hash of its skeleton in place of its word. What each step reads was
   asked for in the step before. */
static void look_up_waiting(const Index *index, Tokens *out) {
    Token *tokens = out->tokens + (out->n - out->waiting);
    for (size_t i = 0; i < out->waiting && index->vocab_table.n > 1; i++) {
        uint32_t word = first_row(index, tokens[i].word)[1];
        if (word < index->vocab_start.n) __builtin_prefetch(&index->vocab_start.at[word]);
    }
    for (size_t i = 0; i < out->waiting && index->vocab_table.n > 1; i++) {
        uint32_t start = u32_at(index->vocab_start, first_row(index, tokens[i].word)[1]);
        if (start < index->vocab_codes.n) __builtin_prefetch(&index->vocab_codes.at[start]);
    }
    for (size_t i = 0; i < out->waiting; i++) {
        Token *token = &tokens[i];
        token->word = token->kind == ARABIC ? find_word(index, out->codes + token->codes, token->length, token->word) : 0;
    }
    out->waiting = 0;
    if (!out->keep_codes) out->n_codes = 0;
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
    word.n_letters = word.n_folded = word.n_skeleton = 0;
    word.letters_hash = word.folded_hash = word.skeleton_hash = FNV_START;
    word.seat = word.pending = word.repeats = word.changed = 0;
    for (size_t i = 0; i < n; i++) {
        uint16_t entry = characters[i] < 65536 ? index->letters.at[characters[i]] : SEPARATOR;
        int class = entry & 15;
        if (class >= ARABIC && class <= LATIN_LIGATURE) put_letters(index, &word, class, entry >> 4);
        else if (class != INVISIBLE && class != SEPARATOR && class != QUOTE) put_mark(index, &word, class);
    }
    memcpy(folded, word.folded, word.n_folded);
    return word.n_folded;
}

static int end_word(const Index *index, Word *word, Tokens *out) {
    if (!word->kind) return 0;
    if (grow((void **)&out->tokens, &out->room, out->n + 1, sizeof *out->tokens)) return -1;
    if (grow((void **)&out->codes, &out->codes_room, out->n_codes + MAX_WORD, 1)) return -1;
    if (word->changed) {
        word->letters_hash = fnv(word->letters, word->n_letters);
        word->folded_hash = fnv(word->folded, word->n_folded);
        word->skeleton_hash = fnv(word->skeleton, word->n_skeleton);
    }
    if (!word->n_skeleton && word->n_folded) {
        word->skeleton[word->n_skeleton++] = word->folded[0];
        word->skeleton_hash = fnv(word->skeleton, 1);
    }
    size_t n = word->n_skeleton;
    Token *token = &out->tokens[out->n++];
    token->start = word->start;
    token->end = word->end;
    token->kind = word->kind;
    token->fold_hash = word->folded_hash;
    token->letters_check = check_of(word->letters_hash);
    token->word = word->skeleton_hash;
    token->length = (uint8_t)n;
    token->codes = (uint32_t)out->n_codes;
    memcpy(out->codes + out->n_codes, word->skeleton, n > 16 ? MAX_WORD : 16); /* more than there are: sizes known beforehand are fast */
    out->n_codes += n;
    word->kind = 0;
    if (index->vocab_table.n > 1) __builtin_prefetch(first_row(index, token->word));
    if (++out->waiting == WAITING) look_up_waiting(index, out);
    return 0;
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

static int is_apostrophe(uint32_t c) { return c == '\'' || c == 0x2019 || c == 0x2018 || c == '`'; }

int tokenise(const Index *index, const uint32_t *characters, size_t n, Tokens *out) {
    Word word;
    memset(&word, 0, sizeof word);
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
                if (end_word(index, &word, out)) return -1;
                word.kind = kind;
                word.start = at;
                word.n_letters = word.n_folded = word.n_skeleton = 0;
                word.letters_hash = word.folded_hash = word.skeleton_hash = FNV_START;
                word.seat = word.pending = word.changed = 0;
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
            if (end_word(index, &word, out)) return -1;
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
    if (end_word(index, &word, out)) return -1;
    look_up_waiting(index, out);
    return 0;
}
