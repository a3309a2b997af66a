/* What a document presents as a quotation: stretches between marks, what follows an introducer, what stands in a fence. */
#include "scan.h"

#include <stdlib.h>

#define BEFORE_BRACKET 12 /* code points between an introducer and a bracket */
#define TO_COLON 90       /* code points after a noun or a name in which a colon may introduce a quotation */
#define SHORTEST 2        /* words before who reports it */
#define LONGEST 2000      /* code points of a quotation that no mark encloses */
#define SEVERAL 3         /* marks with so many words, and so many of these: the document uses marks much */

static const uint32_t trimmed[] = {' ', '\t', '\r', '\n', 0xa0, '*', '_', '~', '"', '\'', 0xab, 0xbb, 0x201c, 0x201d, 0x201e, 0x2018,
    0x2019, 0xfd3e, 0xfd3f, '{', '}', '(', ')', '[', ']', '<', '>', '|', '`', '.', 0x2026, 0x60c, ',', ':', ';', 0x61b, '-', 0x2013, 0x2014, 0xfdfa, 0xfdfb, 0};
static const uint32_t ends[] = {0x60c, ',', ':', ';', 0x61b, '-', 0x2013, 0x2014, '\n', '\r', 0};
static const uint32_t opens[] = {' ', '\t', '*', '_', 0x60c, ',', '-', 0x2013, 0x2014, 0xfdfa, 0xfdfb, 0};
static const uint32_t stops[] = {'\n', 0xab, 0x201c, 0xfd3f, '{', '"', '(', '[', '<', '`', 0};

typedef struct { Claim *at; size_t n, room; } Claims;
typedef struct { uint32_t start, end; } Range;
typedef struct { Range *at; size_t n; } Taken; /* what stands between marks that are no brackets, in order of place */

static int add_claim(const Scan *scan, Claims *out, uint32_t start, uint32_t end, const Pair *pair, uint32_t cue) {
    uint32_t first, last;
    start = stripped_start(scan, start, end, trimmed);
    end = stripped_end(scan, start, end, trimmed);
    if (start >= end) return 0;
    tokens_in(scan, start, end, &first, &last);
    if (last <= first) return 0;
    if (grow((void **)&out->at, &out->room, out->n + 1, sizeof *out->at)) return -1;
    Claim claim = {start, end, first, last, pair ? pair->start : start, pair ? pair->end : end, pair ? pair->name : 0, cue,
                   slot_of_words(scan, first, last), first, 0, 0, 0};
    out->at[out->n++] = claim;
    return 1;
}

/* A bracket is a candidate only where something speaks for it: a colon or an introducer before it, another bracket right
   behind it that could hold its reference, or shared words inside. `said` is where the last introducer before it ends. */
static int speaks_for(const Scan *scan, const Pair *pair, int64_t said) {
    uint32_t before = pair->start, after = pair->end;
    if (before > 0 && is_space(char_at(scan, before - 1))) before--;
    if (before > 0 && char_at(scan, before - 1) == ':') return 1;
    if (is_space(char_at(scan, after))) after++;
    if (char_at(scan, after) == '(' || char_at(scan, after) == '[') return 1;
    if (said >= 0 && (int64_t)pair->start - said <= BEFORE_BRACKET) return 1;
    return slot_begins(scan, pair->start, pair->end);
}

static int add_marked(const Scan *scan, const Pair *pairs, size_t n, Claims *out) {
    size_t cue = 0;
    int64_t said = -1;
    for (size_t i = 0; i < n; i++) {
        const Pair *pair = &pairs[i];
        for (; cue < scan->n_cues && cue_end(scan, cue) <= pair->start; cue++)
            if ((cue_kind(scan, cue) & 7) == SAID && ROLE(cue_kind(scan, cue)) <= HADITH) said = cue_end(scan, cue);
        if (pair->use == BRACKET && !speaks_for(scan, pair, said)) continue;
        if (add_claim(scan, out, pair->inner_start, pair->inner_end, pair, NO_KIND) < 0) return -1;
    }
    return 0;
}

/* Whether a place is inside marks. Only a few nest. */
static int inside(const Taken *taken, uint32_t at) {
    size_t low = 0, high = taken->n;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (taken->at[middle].start <= at) low = middle + 1;
        else high = middle;
    }
    for (size_t tried = 0; tried < 3 && tried < low; tried++) {
        const Range *range = &taken->at[low - 1 - tried];
        if (range->start < at && at < range->end) return 1;
    }
    return 0;
}

/* Where a quotation without marks ends: at a line end, a mark that opens, or the end of a sentence. */
static uint32_t stop_of(const Scan *scan, uint32_t start) {
    uint32_t most = (uint32_t)scan->tokens.n_characters;
    if (most - start > LONGEST) most = start + LONGEST;
    for (uint32_t at = start; at < most; at++) {
        uint32_t character = char_at(scan, at);
        if (is_one_of(character, stops)) return at;
        if ((character == '.' || character == 0x61f || character == '?' || character == '!') &&
            (at + 1 >= scan->tokens.n_characters || is_space(char_at(scan, at + 1))))
            return at;
    }
    return most;
}

/* Past marks, spaces, a colon, and behind that line ends. */
static uint32_t past_colon(const Scan *scan, uint32_t at) {
    for (int colon = 0;; at++) {
        uint32_t character = char_at(scan, at);
        colon |= character == ':';
        if (character != ':' && !is_one_of(character, opens) && (character != '\n' || !colon)) return at;
    }
}

/* The end of the honorific that begins at a place, or the place: the Prophet was named, and the words begin behind it. */
static uint32_t honorific_end(const Scan *scan, uint32_t at) {
    uint32_t first, last;
    tokens_in(scan, at, (uint32_t)scan->tokens.n_characters, &first, &last);
    if (first >= last || scan->tokens.tokens[first].start != at) return at;
    for (size_t cue = cue_from(scan, first); cue < scan->n_cues && scan->cues[cue].token == first; cue++)
        if (ROLE(cue_kind(scan, cue)) == HONORIFIC) return cue_end(scan, cue);
    return at;
}

/* Where a verb that says who reports it begins, before `stop` and behind a word or two. */
static uint32_t before_citation(const Scan *scan, uint32_t start, uint32_t stop) {
    uint32_t first, last;
    tokens_in(scan, start, stop, &first, &last);
    for (size_t cue = cue_from(scan, first + SHORTEST); cue < scan->n_cues && scan->cues[cue].token < last; cue++)
        if (cue_kind(scan, cue) == CITED) return scan->tokens.tokens[scan->cues[cue].token].start;
    return stop;
}

/* Where the verse ends that begins at a place, when a mark or a line end follows it before `stop`: there the author goes on. */
static uint32_t verse_end(const Scan *scan, uint32_t start, uint32_t stop) {
    uint32_t first, last;
    tokens_in(scan, start, stop, &first, &last);
    uint32_t slot = last > first ? slot_of_words(scan, first, last) : 0, quran = u32_at(scan->index->quran, 1);
    for (uint32_t k = 0; slot && k < scan->slots[slot - 1].n; k++) {
        const Region *region = &scan->regions.at[scan->slots[slot - 1].first + k];
        if (region->src_start >= quran || region->doc_start != first || region->doc_end >= last) continue;
        uint32_t passage = passage_at(scan->index, region->src_end - 1), end = scan->tokens.tokens[region->doc_end - 1].end;
        uint32_t next = u32_at(scan->index->passage_start, (size_t)passage + 1);
        int whole = region->src_end == next || (region->src_end + 1 == next && !u32_at(scan->index->stream, region->src_end));
        if (whole && is_one_of(char_at(scan, end), ends)) return end;
    }
    return stop;
}

/* What follows an introducer with no mark; after a noun or a name, only where a colon ends the words after it. */
static int add_introduced(const Scan *scan, const Taken *taken, Claims *out) {
    int64_t last_start = -1;
    uint32_t looked = 0; /* from the last noun or name to here no line ends, and no colon stands */
    for (size_t cue = 0; cue < scan->n_cues; cue++) {
        uint32_t kind = cue_kind(scan, cue), at = cue_end(scan, cue), from = at;
        if (ROLE(kind) > HONORIFIC || kind == SURAH) continue;
        if ((kind & 7) != SAID || ROLE(kind) > HADITH) {
            if (from < looked) from = looked;
            while (from < at + TO_COLON && char_at(scan, from) != ':' && char_at(scan, from) != '\n' && char_at(scan, from)) from++;
            looked = from;
            if (from >= at + TO_COLON || char_at(scan, from) != ':') continue;
        }
        uint32_t start = past_colon(scan, from), after = honorific_end(scan, start);
        if (after > start) start = past_colon(scan, after);
        if ((int64_t)start <= last_start || inside(taken, at)) continue;
        uint32_t stop = before_citation(scan, start, stop_of(scan, start));
        if (kind != KIND(HADITH, SAID)) stop = verse_end(scan, start, stop);
        int added = add_claim(scan, out, start, stop, NULL, kind);
        if (added < 0) return -1;
        if (added) last_start = out->at[out->n - 1].start;
    }
    return 0;
}

static uint32_t next_fence(const Scan *scan, uint32_t at) {
    uint32_t most = (uint32_t)scan->tokens.n_characters;
    while (at + 2 < most && !(char_at(scan, at) == '`' && char_at(scan, at + 1) == '`' && char_at(scan, at + 2) == '`')) at++;
    return at + 2 < most ? at : most;
}

static int add_fenced(const Scan *scan, Claims *out) {
    size_t ticks = 0;
    for (size_t i = 0; i < scan->tokens.n_quotes; i++) ticks += scan->tokens.quotes[i].character == '`';
    if (ticks < 6) return 0;
    uint32_t most = (uint32_t)scan->tokens.n_characters;
    for (uint32_t at = next_fence(scan, 0); at < most; ) {
        uint32_t end = next_fence(scan, at + 3), start = at + 3;
        if (end >= most) return 0;
        while (start < end && char_at(scan, start) != '\n') start++;
        if (end - at <= LONGEST && add_claim(scan, out, start < end ? start : at + 3, end, NULL, FENCE) < 0) return -1;
        at = next_fence(scan, end + 3);
    }
    return 0;
}

int find_claims(Scan *scan, const Pair *pairs, size_t n_pairs, Claim **out, size_t *n) {
    Claims claims = {NULL, 0, 0};
    Taken taken = {malloc((n_pairs + 1) * sizeof *taken.at), 0};
    *out = NULL;
    *n = 0;
    int failed = !taken.at || add_marked(scan, pairs, n_pairs, &claims);
    size_t several = 0;
    for (size_t i = 0; i < claims.n && !failed; i++) {
        const Claim *claim = &claims.at[i];
        int bracket = 0;
        for (size_t k = 0; k < scan->index->marks.n / 5; k++)
            bracket |= scan->index->marks.at[k * 5 + 2] == claim->mark && scan->index->marks.at[k * 5 + 3] == BRACKET;
        if (bracket) continue;
        several += claim->last - claim->first >= SEVERAL;
        Range range = {claim->outer_start, claim->outer_end};
        taken.at[taken.n++] = range;
    }
    scan->usage = several == 0 ? 0 : several < SEVERAL ? 1 : 2;
    if (!failed) failed = add_introduced(scan, &taken, &claims) || add_fenced(scan, &claims);
    free(taken.at);
    if (failed) {
        free(claims.at);
        return -1;
    }
    *out = claims.at;
    *n = claims.n;
    return 0;
}
