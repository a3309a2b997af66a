/* From UTF-8 to words: offsets in code points, three strengths of folding, the word's id. Mirrors takhrij.text. */
#include "kernel.h"

#include <stdlib.h>
#include <string.h>

int grow(void **items, size_t *room, size_t want, size_t size) {
    if (want <= *room) return 0;
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
    free(tokens->characters);
    memset(tokens, 0, sizeof *tokens);
}

/* Decodes one code point; a byte that begins none counts as one of its own. Surrogates pass (Python's surrogatepass). */
static inline uint32_t decode(const uint8_t *data, size_t size, size_t *at) {
    size_t i = *at;
    uint32_t c = data[i];
    if (c < 0x80) { *at = i + 1; return c; }
    int more = c >= 0xf0 && c < 0xf8 ? 3 : c >= 0xe0 ? 2 : c >= 0xc0 ? 1 : 0;
    if (!more || c >= 0xf8 || (size_t)more >= size - i) { *at = i + 1; return 0xfffd; }
    uint32_t value = c & (0x3fu >> more);
    for (int k = 1; k <= more; k++) {
        uint32_t next = data[i + (size_t)k];
        if ((next & 0xc0) != 0x80) { *at = i + 1; return 0xfffd; }
        value = value << 6 | (next & 0x3f);
    }
    *at = i + (size_t)more + 1;
    return value;
}

#define WAITING 64 /* words are looked up so many at a time, so that their cache misses overlap */
#define FNV_START 2166136261u
#define FNV_STEP 16777619u

uint32_t fnv(const uint8_t *codes, size_t n) {
    uint32_t hash = FNV_START;
    for (size_t i = 0; i < n; i++) hash = (hash ^ codes[i]) * FNV_STEP;
    return hash;
}

static uint16_t check_of(uint32_t hash) { return (uint16_t)(hash ^ hash >> 16); }

static uint32_t find_word(const Index *index, const uint8_t *codes, size_t n, uint32_t hash) {
    size_t rows = index->vocab_table.n / 2;
    if (!rows || !n) return 0;
    for (size_t slot = hash & (rows - 1), tried = 0; tried < rows; slot = (slot + 1) & (rows - 1), tried++) {
        uint32_t word = index->vocab_table.at[slot * 2 + 1];
        if (!word) return 0;
        if (index->vocab_table.at[slot * 2] != hash) continue;
        size_t start = u32_at(index->vocab_start, word), end = u32_at(index->vocab_start, (size_t)word + 1);
        if (end - start == n && end <= index->vocab_codes.n && start <= end &&
            memcmp(index->vocab_codes.at + start, codes, n) == 0)
            return word;
    }
    return 0;
}

/* Looks up the words of the tokens that wait: each has the hash of its skeleton in place of its word. */
static void look_up_waiting(const Index *index, Tokens *out) {
    for (size_t i = out->n - out->waiting; i < out->n; i++) {
        Token *token = &out->tokens[i];
        token->word = token->kind == ARABIC ? find_word(index, out->codes + token->codes, token->length, token->word) : 0;
    }
    out->waiting = 0;
    if (!out->keep_codes) out->n_codes = 0;
}

typedef struct {
    uint8_t letters[MAX_WORD], folded[MAX_WORD], skeleton[MAX_WORD];
    size_t n_letters, n_folded, n_skeleton;
    uint32_t start, end;
    uint8_t kind;
    uint8_t seat;    /* the last letter when it is a waw or ya with no mark, else 0 */
    uint8_t pending; /* a dagger alef stands on it: it reads alef if a letter follows */
    uint8_t repeats; /* that waw or ya was not put into the skeleton again */
} Word;

static void put_letter(const Index *index, Word *word, uint8_t code) {
    uint8_t alef = index->codes.at[0], waw = index->codes.at[1], ya = index->codes.at[2];
    if (word->pending) {
        if (word->n_folded) word->folded[word->n_folded - 1] = alef;
        if (word->n_skeleton && !word->repeats) word->n_skeleton--;
        word->pending = 0;
    }
    if (word->n_letters < MAX_WORD) word->letters[word->n_letters++] = code;
    uint8_t folded = index->fold.at[code], bare = index->bare.at[code];
    if (folded && word->n_folded < MAX_WORD) word->folded[word->n_folded++] = folded;
    uint8_t weak = bare == waw || bare == ya;
    word->repeats = weak && word->n_skeleton && word->skeleton[word->n_skeleton - 1] == bare;
    if (bare && !word->repeats && word->n_skeleton < MAX_WORD) word->skeleton[word->n_skeleton++] = bare;
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
        if (made) *last = made;
    }
    if (class != TATWEEL) word->seat = 0;
}

/* The letters, at the folded level, of a stretch that is a word or part of one: at most MAX_WORD. */
size_t fold_part(const Index *index, const uint32_t *characters, size_t n, uint8_t *folded) {
    Word word;
    word.n_letters = word.n_folded = word.n_skeleton = 0;
    word.seat = word.pending = word.repeats = 0;
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
    if (!word->n_skeleton && word->n_folded) word->skeleton[word->n_skeleton++] = word->folded[0];
    size_t n = word->n_skeleton;
    Token *token = &out->tokens[out->n++];
    token->start = word->start;
    token->end = word->end;
    token->kind = word->kind;
    token->fold_hash = fnv(word->folded, word->n_folded);
    token->letters_check = check_of(fnv(word->letters, word->n_letters));
    token->word = fnv(word->skeleton, n);
    token->length = (uint8_t)n;
    token->codes = (uint32_t)out->n_codes;
    if (grow((void **)&out->codes, &out->codes_room, out->n_codes + n + 1, 1)) return -1;
    memcpy(out->codes + out->n_codes, word->skeleton, n);
    out->n_codes += n;
    word->kind = 0;
    if (index->vocab_table.n)
        __builtin_prefetch(&index->vocab_table.at[(token->word & (index->vocab_table.n / 2 - 1)) * 2]);
    if (++out->waiting == WAITING) look_up_waiting(index, out);
    return 0;
}

/* Letters with which a word ends, unless a hamza follows (شىء): what stands behind them is a word that no space parts off. */
enum { ALEF_MAQSURA = 0x649, TA_MARBUTA = 0x629, HAMZA = 0x621, HAMZA_ALONE = 0xfe80 };

static int is_apostrophe(uint32_t c) { return c == '\'' || c == 0x2019 || c == 0x2018 || c == '`'; }

int tokenise(const Index *index, const uint8_t *data, size_t size, Tokens *out) {
    Word word;
    memset(&word, 0, sizeof word);
    uint32_t at = 0; /* code points read */
    int ended = 0; /* the word's last letter is one that ends words, with nothing on it but vowels */
    int after_latin = 0, held = 0; /* an apostrophe between two Latin letters is no quotation mark */
    for (size_t i = 0; i < size; at++) {
        uint32_t character = decode(data, size, &i);
        if (out->keep_characters) {
            if (grow((void **)&out->characters, &out->characters_room, out->n_characters + 1, sizeof *out->characters)) return -1;
            out->characters[out->n_characters++] = character;
        }
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
                word.seat = word.pending = 0;
            }
            put_letters(index, &word, class, code);
            word.end = at + 1;
            ended = character == ALEF_MAQSURA || character == TA_MARBUTA;
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
