/* The calls, and what holds of their answers whatever the index. */
#include "fuzz.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

static Known *known; /* what the calls of one document remember of its words */

static void keep_arabic(Tokens *tokens) {
    size_t kept = 0;
    for (size_t i = 0; i < tokens->n; i++)
        if (tokens->tokens[i].kind == ARABIC) tokens->tokens[kept++] = tokens->tokens[i];
    tokens->n = kept;
}

static int read_words(const Index *index, const uint32_t *text, size_t size, int keep_codes, Tokens *tokens) {
    memset(tokens, 0, sizeof *tokens);
    tokens->keep_codes = keep_codes;
    tokens->known = known;
    if (tokenise(index, text, size, tokens)) {
        tokens_free(tokens);
        return -1;
    }
    uint32_t at = 0;
    for (size_t i = 0; i < tokens->n; i++) {
        const Token *token = &tokens->tokens[i];
        assert(at <= token->start && token->start < token->end && token->end <= size);
        assert(token->length <= MAX_WORD && (!keep_codes || token->codes + token->length <= tokens->n_codes));
        at = token->end;
    }
    for (size_t i = 0; i < tokens->n_quotes; i++) assert(tokens->quotes[i].at < size);
    return 0;
}

static void check_regions(const Scan *scan) {
    size_t n_tokens = scan->tokens.n;
    for (size_t i = 0; i < scan->regions.n; i++) {
        const Region *region = &scan->regions.at[i];
        assert(region->doc_start < region->doc_end && region->doc_end <= n_tokens);
        assert(region->src_start < region->src_end && region->src_end <= scan->index->stream.n);
        assert(region->words && region->folded <= region->words && region->lettered <= region->words);
        assert(region->slot);
    }
    for (size_t i = 0; i < scan->n_slots; i++) {
        assert(scan->slots[i].n && scan->slots[i].first + scan->slots[i].n <= scan->regions.n);
        assert(!i || scan->slots[i - 1].start <= scan->slots[i].start);
    }
    for (size_t i = 0; i < scan->n_cues; i++) {
        const Cue *cue = &scan->cues[i];
        assert(cue->count && cue->token + cue->count <= n_tokens);
    }
}

static void weigh(Scan *scan, Claim *claim, const Weights *weights) {
    Features features;
    weigh_claim(scan, claim, weights, &features);
    assert(features.n && features.n <= MOST_FEATURES);
    for (size_t i = 0; i < features.n; i++) assert(features.codes[i] >> 8 < F_MATCH);
    assert(claim->lead_start <= claim->first);
    is_hopeful(claim, weights);
}

/* Pairs of marks as they were found, or any that lie in the text: what takes them from Python lets no others pass. */
static void claim_all(Scan *scan, const Weights *weights) {
    Pairs pairs = {NULL, 0, 0};
    uint32_t most = (uint32_t)scan->tokens.n_characters;
    if (pair_marks(scan, &pairs)) {
        free(pairs.at);
        return;
    }
    for (size_t i = 0; i < pairs.n; i++) {
        Pair *pair = &pairs.at[i];
        assert(pair->start < pair->inner_start && pair->inner_start <= pair->inner_end);
        assert(pair->inner_end < pair->end && pair->end <= most);
        assert(!i || pairs.at[i - 1].start <= pair->start);
    }
    for (size_t i = one_in(3) ? 0 : pairs.n; i < pairs.n; i++)
        if (one_in(2)) {
            Pair *pair = &pairs.at[i];
            uint32_t *places[] = {&pair->start, &pair->inner_start, &pair->inner_end, &pair->end};
            for (size_t k = 0; k < 4; k++) *places[k] = (uint32_t)below((size_t)most + 1);
            pair->name = (uint32_t)next();
            pair->use = (uint32_t)below(4);
        }
    Claim *claims;
    size_t n;
    if (!find_claims(scan, pairs.at, pairs.n, &claims, &n)) {
        for (size_t i = 0; i < n; i++) {
            assert(claims[i].start < claims[i].end && claims[i].end <= most && claims[i].slot <= scan->n_slots);
            assert(claims[i].first <= claims[i].last && claims[i].last <= scan->tokens.n);
            weigh(scan, &claims[i], weights);
        }
        free(claims);
    }
    free(pairs.at);
}

/* Any stretch that has words, as scan_weigh makes claims of them. */
static void weigh_any(Scan *scan, const Weights *weights) {
    uint32_t most = (uint32_t)scan->tokens.n_characters;
    Claim claim = {.mark = (uint32_t)below(256), .cue = one_in(2) ? NO_KIND : (uint32_t)below(64)};
    claim.start = (uint32_t)below((size_t)most + 1);
    claim.end = claim.start + (uint32_t)below(most - claim.start + 1);
    if (claim.end - claim.start > 60 && one_in(2)) claim.end = claim.start + 60;
    claim.outer_start = (uint32_t)below((size_t)claim.start + 1);
    claim.outer_end = claim.end + (uint32_t)below(most - claim.end + 1);
    tokens_in(scan, claim.start, claim.end, &claim.first, &claim.last);
    if (claim.last <= claim.first) return;
    claim.slot = slot_of_words(scan, claim.first, claim.last);
    weigh(scan, &claim, weights);
}

static void match_all(const Scan *scan, const Weights *weights) {
    Match *matches;
    Features *features;
    size_t n;
    int all = one_in(2);
    if (find_matches(scan, weights, all, &matches, &features, &n)) return;
    for (size_t i = 0; i < n; i++) {
        const Region *region = &matches[i].region;
        assert(region->doc_start < region->doc_end && region->doc_end <= scan->tokens.n);
        assert(region->src_start < region->src_end && region->src_end <= scan->index->stream.n);
        assert(matches[i].slot <= scan->n_slots && (all || matches[i].ayah > 0));
        assert(!i || matches[i - 1].region.doc_start <= region->doc_start);
        for (size_t k = 0; all && k < features[i].n; k++) {
            uint32_t field = features[i].codes[k] >> 8;
            assert(field >= F_MATCH && field < FIELDS);
        }
    }
    free(matches), free(features);
}

/* Chains of narrators in stretches of the text, and of what lies outside it. */
static void read_chains(const Scan *scan) {
    uint32_t most = (uint32_t)scan->tokens.n_characters;
    for (size_t times = 1 + below(20); times; times--) {
        uint32_t start = one_in(20) ? (uint32_t)next() : (uint32_t)below((size_t)most + 2), end = start + (uint32_t)below(one_in(4) ? 2000 : 200);
        Isnad found;
        if (read_isnad(scan, start, end, &found)) assert(start <= found.start && found.start <= found.end && found.end <= most);
        if (read_isnad_before(scan, start, end, &found)) assert(start <= found.start && found.start <= found.end && found.end <= most);
    }
}

/* Weights for all features, or for some; in memory of exactly their size. */
static Weights any_weights(void) {
    size_t n = one_in(2) ? (size_t)FIELDS * 512 : below((size_t)FIELDS * 512);
    int32_t *at = own(n * sizeof *at);
    int wild = one_in(8);
    for (size_t i = 0; i < n; i++) at[i] = wild ? (int32_t)(uint32_t)next() : (int32_t)below(2001) - 1000;
    Weights weights = {at, n};
    return weights;
}

static void scan_document(const Index *index, const uint32_t *text, size_t size, Tokens *spare) {
    Scan scan;
    uint32_t least_quran = (uint32_t)below(80), least_hadith = (uint32_t)below(160);
    Tokens tokens = tokens_take(spare);
    tokens.known = known;
    if (scan_open(&scan, tokens, index, text, size, least_quran, least_hadith)) return;
    check_regions(&scan);
    Weights weights = any_weights();
    claim_all(&scan, &weights);
    for (size_t times = below(4); times; times--) weigh_any(&scan, &weights);
    match_all(&scan, &weights);
    read_chains(&scan);
    free((void *)(uintptr_t)weights.at);
    tokens_leave(&scan.tokens, spare);
    scan_free(&scan);
}

static void look_up(const Index *index, const uint32_t *text, size_t size) {
    Tokens tokens;
    if (read_words(index, text, size, 0, &tokens)) return;
    keep_arabic(&tokens);
    Scored best[64];
    size_t n = below(65);
    uint32_t low = one_in(2) ? 0 : (uint32_t)below(60), high = one_in(2) ? (uint32_t)next() : (uint32_t)below(60);
    if (!nearest(index, &tokens, low, high, best, &n))
        for (size_t i = 0; i < n; i++) assert(best[i].passage + 1 < index->passage_start.n);
    uint32_t found[256];
    n = below(257);
    quran_exact(index, &tokens, found, &n);
    for (size_t i = 0; i < n; i++) assert(found[i] + tokens.n <= index->stream.n);
    tokens_free(&tokens);
}

static void rank_any(const Index *index) {
    uint32_t *terms = own(32 * sizeof *terms);
    size_t n_terms = below(33), n = below(65);
    for (size_t i = 0; i < n_terms; i++)
        terms[i] = index->render_terms.n && !one_in(4) ? index->render_terms.at[below(index->render_terms.n)] : (uint32_t)next();
    uint32_t low = one_in(2) ? 0 : (uint32_t)below(60), high = one_in(2) ? (uint32_t)next() : (uint32_t)below(60);
    Scored best[64];
    rank_renderings(index, terms, n_terms, below(40), low, high, best, &n);
    for (size_t i = 0; i < n; i++) assert(best[i].passage >= low && best[i].passage < high && best[i].passage + 1 < index->passage_start.n);
    free(terms);
}

static void compare(const Index *index, const uint32_t *text, size_t size) {
    Tokens tokens;
    if (read_words(index, text, size, 1, &tokens)) return;
    keep_arabic(&tokens);
    uint32_t low = (uint32_t)below(index->stream.n + 2), high = low + (uint32_t)below(200);
    if (one_in(20)) low = bad_number((Index *)(uintptr_t)index), high = bad_number((Index *)(uintptr_t)index);
    Stretch stretch = {low, high, 0, 0, 0};
    Edit *edits;
    size_t n;
    Traced fit;
    Compared *compared = compare_with(index, &tokens);
    if (compared && !align(compared, &stretch, one_in(2), &edits, &n, &fit)) {
        uint32_t quoted = 0;
        for (size_t i = 0; i < n; i++) {
            assert(edits[i].quoted_start == quoted && edits[i].quoted_end >= quoted);
            assert(edits[i].source_start <= edits[i].source_end && edits[i].source_end <= index->stream.n);
            assert(!i || edits[i].source_start == edits[i - 1].source_end);
            quoted = edits[i].quoted_end;
        }
        assert(quoted == tokens.n);
        free(edits);
    }
    for (size_t times = 3; compared && times; times--) {
        stretch.banded = 1;
        stretch.left = (int32_t)below(300) - 150;
        stretch.right = stretch.left + (int32_t)below(one_in(4) ? 300 : 12);
        if (!measure(compared, &stretch, &fit)) assert(fit.src_start <= fit.src_end && fit.src_end <= index->stream.n);
        stretch.low = (uint32_t)below(index->stream.n + 2), stretch.high = stretch.low + (uint32_t)below(100);
    }
    compared_free(compared);
    tokens_free(&tokens);
}

static void trace(const Index *index, const uint32_t *text, size_t size) {
    Tokens tokens;
    if (read_words(index, text, size, 1, &tokens)) return;
    keep_arabic(&tokens);
    uint32_t stated[8];
    size_t n_stated = below(9), n;
    for (size_t i = 0; i < n_stated; i++) stated[i] = one_in(8) ? (uint32_t)next() : (uint32_t)below(250);
    Traced *rows;
    if (!trace_verses(index, &tokens, stated, n_stated, &rows, &n))
        for (size_t i = 0; i < n; i++) assert(rows[i].src_start < rows[i].src_end && rows[i].src_end <= index->stream.n);
    free(rows);
    size_t left = 0;
    if (!trace_hadiths(index, &tokens, (int)below(3), &rows, &n, &left))
        for (size_t i = 0; i < n; i++) assert(rows[i].src_start < rows[i].src_end && rows[i].src_end <= index->stream.n);
    free(rows);
    tokens_free(&tokens);
}

void call_all(const Index *index, const Text *corpus) {
    size_t size;
    uint32_t *text = document(corpus, index, &size);
    if (one_in(16)) allocations_left = (long)below(40);
    known = one_in(8) ? NULL : known_new(); /* or none, where there is no memory for it */
    Tokens spare;
    memset(&spare, 0, sizeof spare);
    scan_document(index, text, size, &spare);
    if (one_in(4)) scan_document(index, text, below(size + 1), &spare);
    tokens_free(&spare);
    look_up(index, text, size);
    size_t some = size < 800 ? size : 800; /* a quotation, not a document */
    uint32_t *quotation = own(some * sizeof *quotation);
    memcpy(quotation, text, some * sizeof *quotation);
    rank_any(index);
    compare(index, quotation, some);
    trace(index, quotation, some);
    allocations_left = -1;
    check_room(index);
    free(known);
    free(quotation);
    free(text);
}
