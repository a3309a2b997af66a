/* The evidence for and against a claim: its marks, its words, what leads up to it, and what of it the sources have. */
#include "scan.h"

#define LEAD 16      /* words before a quotation that can introduce it */
#define FAR 60       /* words before those within which the text last spoke of the Qur'an or of hadith */
#define REFERENCE_WORDS 24 /* of the longest reference that may stand between marks */
#define FOLLOW 12    /* words behind it within which the text may say what it is */
#define SKIPPED 24   /* code points between a quotation and what may be its reference */
#define BEFORE 170   /* code points before it in which a reference may lead up to it */
#define SOON 6       /* words after it within which its reference begins */
#define NUMBERED 40  /* code points before it in which a number may belong to a reference */
#define COVERED 7    /* tenths of the words that formulas cover when it is nothing but a formula */
#define WITHIN_SAID 45 /* words within which "he said" may end a chain that stands inside the marks */
#define TO_COLON 40    /* code points from "he said" to the colon behind it */
#define HEADING_LINES 8
#define DECORATED 64 /* marks and spaces at the beginning of a line that are looked through */
#define HEADING_REACH 400
#define NEVER (-(1 << 28)) /* evidence that nothing outweighs */
#define INSIDE_SAID 4 /* values of features */
#define TELLING 2
#define SENTENCE 40 /* words */
#define MOST 3
#define ALL 4
#define NUMBER_BEFORE 254
#define ONE ((uint64_t)1)
#define OTHER_WORD 255

static const uint32_t emphasis[] = {' ', '*', '_', '\n', '\t', '>', 0};
static const uint32_t line_marks[] = {' ', '*', '_', '\t', 0};
static const uint32_t heading_marks[] = {' ', '\t', '-', '>', '*', 0x2022, 0};
static const uint32_t decoration[] = {' ', '\t', '\r', '\n', '*', '_', '>', '#', '-', 0x2022, 0};
static const uint32_t after_marks[] = {' ', '.', 0x60c, '*', 0};
static const uint32_t leading[] = {' ', ':', '/', '(', '[', '-', 0x60c, ',', 0};
static const uint32_t between[] = {' ', '\t', '\r', '\n', '*', '_', '"', '\'', 0xab, 0xbb, 0x201c, 0x201d, 0x201e, 0x2018, 0x2019,
    0xfd3e, 0xfd3f, ')', ']', '}', '>', '.', 0x60c, ',', ':', ';', 0x61b, '!', 0x61f, '?', 0x2026, '-', 0x2013, 0x2014, 0};

/* 0 after a colon, 1 after a word, 2 after anything else. */
static uint32_t sign_before(const Scan *scan, uint32_t start) {
    uint32_t low = start > 4 ? start - 4 : 0, end = stripped_end(scan, low, start, emphasis);
    if (end > low && char_at(scan, end - 1) == ':') return 0;
    return end > low && is_word_character(scan, char_at(scan, end - 1)) ? 1 : 2;
}

static void of_marks(const Scan *scan, const Claim *claim, Features *out) {
    uint32_t sign = sign_before(scan, claim->outer_start);
    feature(out, F_MARK, claim->mark);
    feature(out, F_BEFORE_MARK, sign);
    if (claim->cue != NO_KIND) {
        uint32_t after = stripped_start(scan, claim->end, claim->end + 3, after_marks), next = char_at(scan, after);
        int ends = after >= claim->end + 3 || !next || next == '\n';
        feature(out, F_CUE, claim->cue);
        feature(out, F_CUE_SIGN, claim->cue * 3 + sign);
        feature(out, F_CUE_END, claim->cue * 3 + (ends ? 0 : next == '(' || next == '[' ? 1 : 2));
    }
    uint32_t start = line_start(scan, claim->outer_start);
    uint32_t head_end = claim->outer_start - start > DECORATED ? start + DECORATED : claim->outer_start;
    uint32_t head = stripped_start(scan, start, head_end, line_marks);
    uint32_t end = stripped_end(scan, head, claim->outer_start, line_marks), first = char_at(scan, head);
    if (head == end) feature(out, F_LINE, 0);
    else if (end == head + 1 && (first == '>' || first == '-' || first == 0x2022)) feature(out, F_LINE, 1);
    else if (first == '#') feature(out, F_LINE, 2);
}

static int is_digit(const Scan *scan, uint32_t at) {
    uint32_t character = char_at(scan, at);
    return character < 65536 && (scan->index->letters.at[character] & 15) == DIGIT;
}

/* Whether a colon stands soon after a place, before `end`. */
static int has_colon(const Scan *scan, uint32_t at, uint32_t end) {
    uint32_t most = end - at < TO_COLON ? end : at + TO_COLON;
    while (at < most && char_at(scan, at) != ':') at++;
    return at < most;
}

static void of_words(const Scan *scan, Claim *claim, Features *out) {
    static const uint32_t sizes[] = {2, 3, 4, 6, 10, 20, 40};
    uint32_t words = claim->last - claim->first, size = 0, length = claim->end - claim->start, vowels = 0, latin = 0, digit = 0;
    while (size < 7 && words >= sizes[size]) size++;
    feature(out, F_WORDS, size);
    const uint32_t *text = scan->tokens.characters + claim->start;
    for (uint32_t at = 0; at < length; at++) { /* several at once: nothing is looked up */
        vowels += text[at] - 0x64b <= 0x652 - 0x64b;
        latin += (text[at] | 32) - 'a' <= 'z' - 'a';
    }
    for (uint32_t at = claim->start; at < claim->end && !digit; at++) digit = is_digit(scan, at);
    feature(out, F_VOWELS, vowels * 4 > length ? 2 : vowels * 12 > length ? 1 : 0);
    uint32_t last = claim->end > claim->start ? char_at(scan, claim->end - 1) : 0;
    if (latin * 2 > length) feature(out, F_CONTENT, 0);
    if (digit) feature(out, F_CONTENT, 1);
    if (last == '?' || last == 0x61f) feature(out, F_CONTENT, 2);
    uint32_t covered = 0, seen = 0;
    int said = 0, started = 0;
    for (size_t cue = cue_from(scan, claim->first); cue < scan->n_cues && scan->cues[cue].token < claim->last; cue++) {
        const Cue *here = &scan->cues[cue];
        uint32_t kind = cue_kind(scan, cue);
        if (here->token + here->count > claim->last) continue;
        if (ROLE(kind) == FORMULA) covered += here->count;
        else if (seen < 3 && !started && here->token - claim->first <= 3) started = 1, feature(out, F_STARTS, kind);
        if ((kind == SURAH || kind == SOURCE || kind == CITED) && here->token == claim->first && words <= REFERENCE_WORDS) claim->flags |= AS_REFERENCE;
        if (kind == KIND(HADITH, SAID)) {
            said = 1;
            if (here->token < claim->first + WITHIN_SAID && has_colon(scan, cue_end(scan, cue), claim->end)) claim->flags |= HAS_SAID;
        }
        seen++;
    }
    if (covered && covered * 10 >= words * COVERED) feature(out, F_CONTENT, 3);
    if (said) feature(out, F_CONTENT, 4);
}

static uint32_t words_between(const Scan *scan, uint32_t start, uint32_t end) {
    uint32_t first, last;
    tokens_in(scan, start, end, &first, &last);
    return last - first;
}

/* The code point at which the lead begins. It stays in its line; where that has nothing but marks and a word or two, the
   line above belongs to it, and one that ends in a colon above an empty line. */
static uint32_t lead_from(const Scan *scan, uint32_t start, uint32_t end) {
    uint32_t line = end;
    for (;;) {
        while (line > start && char_at(scan, line - 1) != '\n') line--;
        if (line <= start) return start;
        line--; /* the line end itself */
        if (words_between(scan, line, end) > 2) return line;
        uint32_t before = stripped_end(scan, start, line, decoration), lines = 0;
        for (uint32_t at = before; at <= line; at++) lines += char_at(scan, at) == '\n';
        uint32_t sign = before > start ? char_at(scan, before - 1) : 0;
        if (lines > 1 && sign != ':' && sign != 0xff1a) return line;
        line = before;
    }
}

#define NEAR 2 /* a distance up to which a cue says whose the words are */
static uint32_t distance(uint32_t words) { return words == 0 ? 0 : words <= 2 ? 1 : words <= 6 ? 2 : 3; }

static void of_lead(const Scan *scan, Claim *claim, Features *out) {
    uint32_t first = claim->first > LEAD ? claim->first - LEAD : 0;
    if (first < scan->tokens.n) {
        uint32_t start = scan->tokens.tokens[first].start, from = start < claim->outer_start ? lead_from(scan, start, claim->outer_start) : start;
        if (from > start) {
            uint32_t last;
            tokens_in(scan, from, claim->outer_start, &first, &last);
        }
    }
    claim->lead_start = first < claim->first ? first : claim->first;
    uint8_t nearest[64];
    uint64_t kinds = 0;
    uint32_t last = NO_KIND;
    for (size_t cue = cue_from(scan, claim->lead_start); cue < scan->n_cues && scan->cues[cue].token < claim->first; cue++) {
        const Cue *here = &scan->cues[cue];
        uint32_t kind = cue_kind(scan, cue) & 63;
        if (here->token + here->count > claim->first) continue;
        kinds |= (uint64_t)1 << kind;
        nearest[kind] = (uint8_t)distance(claim->first - here->token - here->count);
        if (ROLE(kind) != HONORIFIC && ROLE(kind) != FORMULA) last = kind;
    }
    for (uint32_t kind = 0; kind < 64; kind++)
        if (kinds >> kind & 1) feature(out, F_LEAD, kind * 4 + nearest[kind]);
    feature(out, F_LEAD_LAST, last == NO_KIND ? 255 : last * 4 + nearest[last]);
    if (kinds >> READING & 1) claim->flags |= OF_READING;
    if (last != NO_KIND && nearest[last] <= NEAR) claim->flags |= (last + 1) << LEAD_KIND;
}

/* What the text calls it behind it: "this hadith shows". Of each kind of cue the first counts. */
static void of_follow(const Scan *scan, const Claim *claim, Features *out) {
    uint64_t seen = 0;
    for (size_t cue = cue_from(scan, claim->last); cue < scan->n_cues && scan->cues[cue].token < claim->last + FOLLOW; cue++) {
        uint32_t kind = cue_kind(scan, cue) & 63;
        if (ROLE(kind) > HADITH || (kind & 7) != NOUN || seen >> kind & 1) continue;
        seen |= ONE << kind;
        feature(out, F_FOLLOW, kind * 4 + distance(scan->cues[cue].token - claim->last));
    }
}

/* 1 + the role that the nearest heading above speaks of, 0 for none. A heading begins with #, or ends in a colon. */
static uint32_t heading_above(Scan *scan, uint32_t end) {
    if (scan->heading_end == end) return scan->heading;
    uint32_t line_end = end, found = 0;
    for (int lines = 0; lines < HEADING_LINES && line_end > 0 && !found; lines++) {
        uint32_t start = line_start(scan, line_end);
        if (line_end - start > HEADING_REACH) start = line_end - HEADING_REACH;
        uint32_t from = stripped_start(scan, start, line_end, heading_marks), to = stripped_end(scan, from, line_end, heading_marks);
        uint32_t last = to > from ? char_at(scan, to - 1) : 0, first, after;
        if (last && (char_at(scan, from) == '#' || last == ':' || last == 0xff1a)) {
            tokens_in(scan, start, line_end, &first, &after);
            for (size_t cue = cue_from(scan, after); cue-- > 0 && scan->cues[cue].token >= first && !found;)
                if (ROLE(cue_kind(scan, cue)) <= HADITH && scan->cues[cue].token + scan->cues[cue].count <= after)
                    found = ROLE(cue_kind(scan, cue)) + 1;
        }
        line_end = start ? start - 1 : 0;
    }
    scan->heading_end = end;
    scan->heading = found;
    return found;
}

static void of_above(Scan *scan, const Claim *claim, Features *out) {
    uint32_t far = 2, low = claim->lead_start > FAR ? claim->lead_start - FAR : 0;
    for (size_t cue = cue_from(scan, claim->lead_start); cue-- > 0 && scan->cues[cue].token >= low && far == 2;)
        if (ROLE(cue_kind(scan, cue)) <= HADITH) far = ROLE(cue_kind(scan, cue));
    feature(out, F_FAR, far);
    uint32_t start = line_start(scan, claim->outer_start), heading = start ? heading_above(scan, start - 1) : 0;
    if (heading) feature(out, F_HEADING, heading - 1);
    if (claim->first) {
        uint32_t number = neighbour(scan, NEIGHBOUR_CLAIM, claim->first - 1);
        int digits = scan->tokens.tokens[claim->first - 1].kind == DIGIT;
        feature(out, F_WORD_BEFORE, digits ? NUMBER_BEFORE : number && number < NUMBER_BEFORE ? number : OTHER_WORD);
    }
}

/* How much of the words the best region of the Qur'an covers, and of hadith. */
static void of_sources(const Scan *scan, const Claim *claim, Features *out) {
    uint32_t quran = u32_at(scan->index->quran, 1), words = claim->last - claim->first;
    int seen[2] = {0, 0};
    const Slot *slot = claim->slot && claim->slot <= scan->n_slots ? &scan->slots[claim->slot - 1] : NULL;
    for (uint32_t i = 0; slot && i < slot->n; i++) {
        const Region *region = &scan->regions.at[slot->first + i];
        int hadith = region->src_start >= quran;
        if (seen[hadith]) continue;
        seen[hadith] = 1;
        uint32_t from = region->doc_start > claim->first ? region->doc_start : claim->first;
        uint32_t to = region->doc_end < claim->last ? region->doc_end : claim->last;
        if (to <= from || !words) continue;
        uint64_t part = (uint64_t)(to - from) * 100;
        feature(out, hadith ? F_HADITH : F_QURAN, part > 95 * (uint64_t)words ? 4 : part > 60 * (uint64_t)words ? 3 : part > 30 * (uint64_t)words ? 2 : 1);
        feature(out, hadith ? F_HADITH_WEIGHT : F_QURAN_WEIGHT, region->weight / 40 < 6 ? region->weight / 40 : 6);
        if (region->doc_start + 1 < claim->first || region->doc_end > claim->last + 1) feature(out, hadith ? F_HADITH : F_QURAN, 5);
    }
    for (int hadith = 0; hadith < 2; hadith++)
        if (!seen[hadith]) feature(out, hadith ? F_HADITH : F_QURAN, 0);
}

/* Whether digits alone, at most four of them, stand in the bracket that opens at a place: the number of a footnote. */
static int is_footnote(const Scan *scan, uint32_t at) {
    uint32_t digits = 0;
    for (at++; is_space(char_at(scan, at)); at++) {}
    while (digits <= 4 && char_at(scan, at) < 65536 && (scan->index->letters.at[char_at(scan, at)] & 15) == DIGIT) at++, digits++;
    while (is_space(char_at(scan, at))) at++;
    uint32_t closing = char_at(scan, at);
    return digits >= 1 && digits <= 4 && (closing == ')' || closing == ']' || closing == '}');
}

/* Whether a cue of some kinds stands wholly among some tokens. */
static int has_cue(const Scan *scan, uint32_t first, uint32_t last, uint64_t kinds) {
    for (size_t cue = cue_from(scan, first); cue < scan->n_cues && scan->cues[cue].token < last; cue++) {
        uint32_t kind = cue_kind(scan, cue);
        if (kind < 64 && scan->cues[cue].token + scan->cues[cue].count <= last && kinds >> kind & 1) return 1;
    }
    return 0;
}

/* Whether a reference may follow: a bracket opens, or a word that begins references is near. */
static int may_follow(const Scan *scan, const Claim *claim) {
    uint32_t at = stripped_start(scan, claim->outer_end, claim->outer_end + SKIPPED, between), next = char_at(scan, at);
    if (at < claim->outer_end + SKIPPED && (next == '(' || next == '[' || next == '{')) return !is_footnote(scan, at);
    if (at < claim->outer_end + SKIPPED && next < 128 && is_word_character(scan, next)) return 1;
    uint32_t first, last;
    tokens_in(scan, at, (uint32_t)scan->tokens.n_characters, &first, &last);
    return has_cue(scan, first, first + SOON, ONE << SURAH | ONE << KIND(QURAN, NOUN) | ONE << SOURCE | ONE << CITED);
}

/* Whether a number stands in [low, high) that may be a verse's: a word or a colon and another number lead up to it. */
static int has_verse_number(const Scan *scan, uint32_t low, uint32_t high) {
    for (uint32_t at = low; at < high; at++) {
        if (!is_digit(scan, at) || (at && is_digit(scan, at - 1))) continue;
        uint32_t back = stripped_end(scan, at > 3 ? at - 3 : 0, at, leading), colon = 0;
        for (uint32_t mark = back; mark < at; mark++) colon |= char_at(scan, mark) == ':';
        if (back && is_word_character(scan, char_at(scan, back - 1)) && (colon || !is_digit(scan, back - 1))) return 1;
    }
    return 0;
}

/* Whether references may lead up to it: to the Qur'an, to hadith. */
static uint32_t may_precede(const Scan *scan, const Claim *claim) {
    uint32_t first, last, low = claim->outer_start > NUMBERED ? claim->outer_start - NUMBERED : 0;
    tokens_in(scan, claim->outer_start > BEFORE ? claim->outer_start - BEFORE : 0, claim->outer_start, &first, &last);
    int verse = has_verse_number(scan, low, claim->outer_start) || has_cue(scan, first, last, ONE << SURAH);
    return (verse ? VERSE_BEFORE : 0) | (has_cue(scan, first, last, ONE << SOURCE | ONE << CITED) ? WORK_BEFORE : 0);
}

/* Whether any of some words is in Arabic letters: what is not, no source that is loaded can have. */
static int has_arabic(const Scan *scan, uint32_t first, uint32_t last) {
    for (; first < last; first++)
        if (scan->tokens.tokens[first].kind == ARABIC) return 1;
    return 0;
}

/* Whether more than its marks says that it is of the Qur'an or of hadith: what leads up to it, a heading, what the text calls it
   behind it, words shared with a source, "the Prophet said" within, or the brackets of verses. Someone else who speaks right
   before, or a maxim announced, leaves the shared words alone. */
static int is_supported(const Scan *scan, const Claim *claim, const Features *found) {
    int spoken = 0, shared = 0, hadith = 0;
    uint32_t lead = claim->flags >> LEAD_KIND, opening = char_at(scan, claim->outer_start);
    if (opening == 0xfd3f || opening == 0xfd3e || opening == '<') return 1;
    for (size_t i = 0; i < found->n; i++) {
        uint32_t field = found->codes[i] >> 8, value = found->codes[i] & 255, kind = value / 4;
        if (field == F_LEAD) {
            hadith |= kind == KIND(HADITH, NOUN);
            spoken |= ROLE(kind) == QURAN || (ROLE(kind) == HADITH && kind != SOURCE && kind != CITED) || kind == KIND(HONORIFIC, 0);
        }
        else if (field == F_HEADING || field == F_FOLLOW) spoken = 1;
        else if (field == F_CONTENT) spoken |= value == INSIDE_SAID;
        else if (field == F_QURAN || field == F_HADITH) shared |= value == MOST || value == ALL;
    }
    return shared || hadith || (spoken && lead != SPEAKER + 1 && lead != MAXIM + 1);
}

/* What no evidence outweighs: the brackets of verses; and without marks what follows "the Prophet said:" at once, up to the end of
   a sentence of usual length, or a hadith's own words behind the Prophet's name. "His saying:" may be a poet's. */
static void settle_for_certain(const Scan *scan, Claim *claim, const Features *found) {
    uint32_t opening = char_at(scan, claim->outer_start), weight = 0, lead = NO_KIND, colon = 0;
    int shared = 0;
    if (claim->ayah > 0 || claim->matn > 0) return;
    for (size_t i = 0; i < found->n; i++) {
        uint32_t field = found->codes[i] >> 8, value = found->codes[i] & 255;
        if (field == F_HADITH) shared |= value == MOST || value == ALL;
        else if (field == F_HADITH_WEIGHT) weight = value;
        else if (field == F_BEFORE_MARK) colon = value == 0;
        else if (field == F_LEAD_LAST && value % 4 == 0) lead = value / 4;
    }
    if (opening == 0xfd3f || opening == 0xfd3e) {
        *(claim->ayah >= claim->matn ? &claim->ayah : &claim->matn) = 1;
    } else if (!claim->mark) {
        int said = colon && claim->last - claim->first <= SENTENCE;
        if (lead == KIND(HADITH, SAID) && (said || (shared && weight >= TELLING))) claim->matn = 1;
    }
}

void weigh_claim(Scan *scan, Claim *claim, const Weights *weights, Features *out) {
    out->n = 0;
    claim->flags = 0;
    feature(out, F_CLAIM, 0);
    feature(out, F_DOCUMENT_MARKS, scan->usage * 2u + (claim->mark != 0));
    of_marks(scan, claim, out);
    of_words(scan, claim, out);
    of_lead(scan, claim, out);
    of_above(scan, claim, out);
    of_sources(scan, claim, out);
    of_follow(scan, claim, out);
    if (may_follow(scan, claim)) claim->flags |= MAY_FOLLOW;
    claim->flags |= may_precede(scan, claim);
    if (!is_supported(scan, claim, out)) claim->flags |= UNSUPPORTED;
    sum_up(out, weights, &claim->ayah, &claim->matn);
    settle_for_certain(scan, claim, out);
    int alone = claim->flags & UNSUPPORTED && !(claim->flags & (MAY_FOLLOW | WORK_BEFORE));
    if (alone || !has_arabic(scan, claim->first, claim->last)) claim->ayah = claim->matn = NEVER;
}

static int32_t most_of(const Weights *weights, uint32_t field) {
    int32_t most = 0;
    for (uint32_t value = 0; value < 6; value++)
        for (size_t kind = 0; kind < 2; kind++) {
            size_t at = ((size_t)field << 8 | value) * 2 + kind;
            if (at < weights->n && weights->at[at] > most) most = weights->at[at];
        }
    return most;
}

/* Whether the evidence can speak for a quotation, with that of references that may stand beside it, or once a chain within
   the marks is set apart. */
int is_hopeful(const Claim *claim, const Weights *weights) {
    int64_t best = claim->ayah > claim->matn ? claim->ayah : claim->matn;
    if (claim->flags & MAY_FOLLOW) best += most_of(weights, F_AFTER);
    return best > 0 || claim->flags & HAS_SAID || (claim->mark && claim->flags & (MAY_FOLLOW | WORK_BEFORE));
}
