/* The chain of narrators (isnad) that leads up to a quotation, as far as the document gives it: where the word stands that
   opens it, and the last companion whom it names before the Prophet.

   A name is found in the tree of all forms of companions' names, word by word; the longest form counts whose name does not
   go on in a way that makes it another's. Why it is read so stands in takhrij.library.companions, which reads the chains of
   the sources by the same rules. */
#include "scan.h"

/* What a word is in a chain, bits; the order is that of takhrij.library.layout. */
enum {
    NEEDS_NOTHING = 1, NEEDS_CLAUSE = 2, NEEDS_NAME = 4, /* it opens one: by itself, where a clause begins, where a name follows */
    ATTACHED = 8,                                        /* with a conjunction before it */
    OF_PROPHET = 16, FROM = 32, HONOUR = 64, NASAB = 128, IBN = 256, ABU = 512, ABD = 1024, THAT_IS = 2048, ANYONES = 4096, KIN = 8192
};
#define OPENS (NEEDS_NOTHING | NEEDS_CLAUSE | NEEDS_NAME)

/* A node of the tree of names: the companion, and bits. */
#define PERSON 0xffffu
enum { KUNYA_BEGINS = 1 << 16, HAS_NASAB = 1 << 17, AFTER_ALLAH = 1 << 18 };

enum {
    LONGEST = 420,  /* code points before a quotation in which its chain may begin */
    CLAUSE = 9,     /* words after a verb of narration within which it says from whom */
    FOLLOWING = 11, /* words behind an opener in which a name may stand */
    HONOURED = 8,   /* words behind an opener within which an honorific shows that a companion was named */
    NAME = 9        /* words looked at for a name, and for what follows it */
};

/* What may stand between a chain and the quotation. */
static const uint32_t decoration[] = {' ', '\t', '\r', '\n', '*', '_', '>', '#', '-', 0x2013, 0x2014, 0x2022, '"', '\'',
                                      0xab, 0x201c, '(', '{', '[', 0xfd3f, 0x2018, '`', 0};
/* Between two words, what begins a clause; and what ends the sentence before a chain, by itself or with a space behind. */
static const uint32_t clause_marks[] = {':', 0x60c, '-', 0x2013, '*', '\n', '.', 0};
static const uint32_t closing[] = {0xbb, 0xfd3e, 0x201d, 0};
static const uint32_t stops[] = {'.', 0x61f, '!', 0};

/* The words of a range of code points; of the first and the last, what lies within. */
typedef struct {
    const Scan *scan;
    uint32_t start, end, first, last, first_hash, last_hash;
} Words;

typedef struct { uint32_t person, size; } Named;

static uint32_t later_of(uint32_t one, uint32_t other) { return one > other ? one : other; }
static uint32_t earlier_of(uint32_t one, uint32_t other) { return one < other ? one : other; }

static size_t letters_of(const Words *words, uint32_t at, uint8_t *folded) {
    const Token *token = &words->scan->tokens.tokens[at];
    uint32_t start = later_of(token->start, words->start), end = earlier_of(token->end, words->end);
    return fold_part(words->scan->index, words->scan->tokens.characters + start, end - start, folded);
}

static uint32_t hash_of_part(const Words *words, uint32_t at) {
    const Token *token = &words->scan->tokens.tokens[at];
    if (token->start >= words->start && token->end <= words->end) return token->fold_hash;
    uint8_t folded[MAX_WORD];
    return fnv(folded, letters_of(words, at, folded));
}

static Words words_of(const Scan *scan, uint32_t start, uint32_t end) {
    Words words = {scan, start, end, 0, 0, 0, 0};
    const Token *at = scan->tokens.tokens;
    size_t low = 0, high = scan->tokens.n;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (at[middle].end <= start) low = middle + 1;
        else high = middle;
    }
    words.first = words.last = (uint32_t)low;
    while (words.last < scan->tokens.n && at[words.last].start < end) words.last++;
    if (words.first < words.last) {
        words.first_hash = hash_of_part(&words, words.first);
        words.last_hash = hash_of_part(&words, words.last - 1);
    }
    return words;
}

static uint32_t hash_at(const Words *words, uint32_t at) {
    return at == words->first ? words->first_hash : at + 1 == words->last ? words->last_hash : words->scan->tokens.tokens[at].fold_hash;
}

/* What a word is in a chain; nothing from `end` on. */
static uint32_t role_at(const Words *words, uint32_t at, uint32_t end) {
    return at < end ? next_node(words->scan->index->chain_words, 0, hash_at(words, at)) : 0;
}

/* Whether a word says where someone is from or belongs: al-Ash'ari, al-Ansariyyah. */
static int is_nisba(const Words *words, uint32_t at) {
    U8s codes = words->scan->index->codes;
    uint8_t folded[MAX_WORD], alef = codes.at[0], ya = codes.at[2], lam = codes.at[3], ha = codes.at[4];
    size_t n = letters_of(words, at, folded);
    return n > 4 && folded[0] == alef && folded[1] == lam && (folded[n - 1] == ya || (folded[n - 2] == ya && folded[n - 1] == ha));
}

/* Whether the name goes on after `size` words in a way that makes it another's. */
static int continues(const Words *words, uint32_t at, uint32_t size, uint32_t end, uint32_t first, uint32_t node) {
    const Index *index = words->scan->index;
    uint32_t behind = at + size, after = role_at(words, behind, end);
    if (behind >= end) return 0;
    if (after & NASAB) return !(node & (HAS_NASAB | AFTER_ALLAH));
    if (after & THAT_IS && role_at(words, behind + 1, end) & NASAB) return !(node & HAS_NASAB);
    if (size == 1 && after & ABU) return 1;
    if (after & ANYONES || !(size == 1 || (size == 2 && first & KUNYA_BEGINS)) || !is_nisba(words, behind)) return 0;
    return !next_node(index->name_table, (uint32_t)index->name_nodes.n + (node & PERSON), hash_at(words, behind));
}

static Named name_at(const Words *words, uint32_t at, uint32_t end);

/* The person whose full name follows the kunya that begins at a word and has so many. */
static Named behind_kunya(const Words *words, uint32_t at, uint32_t size, uint32_t end) {
    Named none = {0, 0}, found;
    uint32_t behind = at + size;
    if (behind >= end || role_at(words, behind, end) & IBN) return none;
    found = name_at(words, behind, end);
    for (uint32_t i = 0; i < found.size; i++) {
        if (!(role_at(words, behind + i, end) & NASAB)) continue;
        found.size += size;
        return found;
    }
    return none;
}

/* The person whose name begins at a word, and how many words the longest form of it takes. */
static Named name_at(const Words *words, uint32_t at, uint32_t end) {
    const Index *index = words->scan->index;
    Named named = {0, 0};
    uint32_t nodes[FOLLOWING], n = 0, node = 0;
    while (n < FOLLOWING && at + n < end && (node = next_node(index->name_table, node, hash_at(words, at + n))))
        nodes[n++] = u32_at(index->name_nodes, node);
    if (!n) return named;
    uint32_t kunya = !(nodes[0] & KUNYA_BEGINS) ? 0 : role_at(words, at + 1, end) & ABD ? 3 : 2;
    for (uint32_t size = n; size; size--) {
        uint32_t person = nodes[size - 1] & PERSON;
        if (!person || continues(words, at, size, end, nodes[0], nodes[size - 1])) continue;
        if (size == kunya && (named = behind_kunya(words, at, kunya, end)).size) return named;
        named.person = person;
        named.size = size;
        return named;
    }
    return kunya ? behind_kunya(words, at, kunya, end) : named;
}

/* Whether a companion is named from a word on, or someone whom words honour as one. */
static int names_someone(const Words *words, uint32_t from) {
    uint32_t end = earlier_of(words->last, from + FOLLOWING);
    if (from >= end || role_at(words, from, end) & OF_PROPHET) return 0;
    if (name_at(words, from, end).size) return 1;
    for (uint32_t at = from; at < end && at < from + HONOURED; at++) {
        uint32_t role = role_at(words, at, end);
        if (role & FROM) return 0;
        if (role & HONOUR) return at > from;
    }
    return 0;
}

static int begins_clause(const Words *words, uint32_t at) {
    const Token *tokens = words->scan->tokens.tokens;
    if (at == words->first) return 1;
    for (uint32_t place = tokens[at - 1].end; place < tokens[at].start; place++)
        if (is_one_of(char_at(words->scan, place), clause_marks)) return 1;
    return 0;
}

/* Whether a word of this role opens a chain where it stands. */
static int opens(const Words *words, uint32_t at, uint32_t role) {
    if (role & NEEDS_NOTHING) return 1;
    if (role & NEEDS_NAME) return names_someone(words, at + 1);
    if (!begins_clause(words, at)) return 0;
    if (name_at(words, at + 1, earlier_of(words->last, at + 1 + FOLLOWING)).size) return 1;
    for (uint32_t from = at; from < words->last && from < at + CLAUSE; from++)
        if (role_at(words, from, words->last) & FROM && names_someone(words, from + 1)) return 1;
    return 0;
}

/* The last companion named from a word on, before the Prophet is; nobody, where the chain goes on from the one named to a kinsman
   who is not ("from his father"). */
static uint32_t last_named(const Words *words, uint32_t at) {
    uint32_t person = 0, before = FROM;
    while (at < words->last) {
        uint32_t role = role_at(words, at, words->last);
        if (person && role & OF_PROPHET) break;
        Named named = name_at(words, at, earlier_of(words->last, at + NAME));
        if (named.size) person = named.person;
        else if (role & KIN && before & FROM) person = 0;
        at += named.size ? named.size : 1;
        before = role;
    }
    return person;
}

int read_isnad(const Scan *scan, uint32_t start, uint32_t end, Isnad *out) {
    end = earlier_of(end, (uint32_t)scan->tokens.n_characters);
    if (start >= end) return 0;
    Words words = words_of(scan, start, end);
    int latin = 0, opening = 0;
    for (uint32_t at = words.first; at < words.last; at++) {
        const Token *token = &scan->tokens.tokens[at];
        uint32_t role = role_at(&words, at, words.last);
        latin |= token->kind == LATIN;
        if (!(role & OPENS)) continue;
        opening = 1;
        if (!opens(&words, at, role)) continue;
        /* A mark may stand between the conjunction and the word: the word begins at its own first letter. */
        out->start = later_of(token->start, start) + (role & ATTACHED ? 1 : 0);
        out->end = end;
        out->person = last_named(&words, at + 1);
        return 1;
    }
    if (opening || !latin) return 0;
    out->start = start;
    out->end = end;
    out->person = IN_LATIN;
    return 1;
}

/* Where the last sentence, quotation, paragraph or emphasised title that ends in a range of code points does; its start when
   none does. */
static uint32_t after_break(const Scan *scan, uint32_t start, uint32_t end) {
    const uint32_t *text = scan->tokens.characters;
    for (uint32_t at = end; at-- > start;) {
        uint32_t character = text[at];
        if (character == ' ' || character - 0x620 < 0xe0) continue; /* a space, an Arabic letter or vowel: no need to compare */
        if (is_one_of(character, closing)) return at + 1;
        if (is_one_of(character, stops) && at + 1 < end && is_space(text[at + 1])) {
            /* "b." is no end: it stands for "ibn" */
            uint32_t before = at > 1 ? text[at - 2] : 0;
            if (!at || text[at - 1] != 'b' || before == '_' || is_word_character(scan, before)) return at + 1;
        }
        if (character != '\n') continue;
        uint32_t line = at;
        while (line > start && is_space(text[line - 1]))
            if (text[--line] == '\n') return at + 1;
        if (line > start && (text[line - 1] == '*' || text[line - 1] == '_')) return at + 1; /* of a title */
    }
    return start;
}

int read_isnad_before(const Scan *scan, uint32_t limit, uint32_t end, Isnad *out) {
    end = earlier_of(end, (uint32_t)scan->tokens.n_characters);
    uint32_t start = later_of(limit, end > LONGEST ? end - LONGEST : 0);
    if (start >= end) return 0;
    end = stripped_end(scan, start, end, decoration);
    return read_isnad(scan, after_break(scan, start, end), end, out);
}
