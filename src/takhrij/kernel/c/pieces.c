/* A region of the Qur'an that is more than one quotation, in its pieces.

   Regions go on over a few words that differ, since a verse may be quoted with a word changed or left out. Where what lies
   between is an introducer, or a sentence ends there, the author has begun anew: "... wise. His saying: O you who believe". And
   an author whose own sentence ends in the words that lead up to the verse has not quoted these. */
#include "scan.h"

#define STOP '.'

static uint32_t alike_from(const Scan *scan, const Region *region, uint32_t doc, uint32_t src) {
    uint32_t words = 0;
    for (; doc + words < region->doc_end && src + words < region->src_end; words++) {
        uint32_t word = scan->tokens.tokens[doc + words].word;
        if (!word || word != u32_at(scan->index->stream, (size_t)src + words)) break;
    }
    return words;
}

/* The longest run of shared words that a gap parts from two places; of those as long, with the least gap in the source. */
static Run next_run(const Scan *scan, const Region *region, uint32_t doc, uint32_t src) {
    Run best = {doc, src, 0, 0};
    for (uint32_t skipped = 0; skipped <= QURAN_SOURCE_GAP && src + skipped < region->src_end; skipped++)
        for (uint32_t inserted = 0; inserted <= QURAN_DOCUMENT_GAP && doc + inserted < region->doc_end; inserted++) {
            uint32_t words = alike_from(scan, region, doc + inserted, src + skipped);
            if (words <= best.words) continue;
            best.doc = doc + inserted;
            best.src = src + skipped;
            best.words = words;
        }
    return best;
}

/* Whether the author begins anew between two words: a sentence or a line ends, a colon leads up to the second, or verses are
   introduced. */
static int is_seam(const Scan *scan, uint32_t before, uint32_t after) {
    uint32_t start = scan->tokens.tokens[before].end, end = scan->tokens.tokens[after].start, last = 0;
    for (uint32_t at = start; at < end; at++) {
        uint32_t character = char_at(scan, at);
        if (character == STOP || character == '\n') return 1;
        if (!is_space(character)) last = character;
    }
    if (last == ':') return 1;
    for (size_t cue = cue_from(scan, before + 1); cue < scan->n_cues && scan->cues[cue].token < after; cue++)
        if (cue_kind(scan, cue) == KIND(QURAN, SAID)) return 1;
    return 0;
}

/* Whether a sentence ends between two words that follow one another within a verse: the first was the author's own. */
static int is_stopped(const Scan *scan, uint32_t before, uint32_t position) {
    uint32_t end = scan->tokens.tokens[before + 1].start;
    for (uint32_t at = scan->tokens.tokens[before].end; at < end; at++)
        if (char_at(scan, at) == STOP) return position != u32_at(scan->index->passage_start, passage_at(scan->index, position));
    return 0;
}

typedef struct { Region *at; size_t n, most; } Pieces;

static void end_piece(const Scan *scan, Pieces *out, Region *piece) {
    Region next = {piece->doc_end, piece->doc_end, piece->src_end, piece->src_end, 0, 0, 0, 0, 0};
    count_alike(scan->index, &scan->tokens, piece);
    out->at[out->n++] = *piece;
    *piece = next;
}

static void add_run(const Scan *scan, const Run *run, Pieces *out, Region *piece) {
    for (uint32_t i = 0; i < run->words; i++) {
        if (i && out->n + 1 < out->most && is_stopped(scan, run->doc + i - 1, run->src + i)) end_piece(scan, out, piece);
        piece->weight += u8_at(scan->index->weight, scan->tokens.tokens[run->doc + i].word);
        piece->words++;
        piece->doc_end = run->doc + i + 1;
        piece->src_end = run->src + i + 1;
    }
}

/* At most `most` pieces in order; one that has no seam is the region as it was. */
size_t pieces_of(const Scan *scan, const Region *region, Region *out, size_t most) {
    Run run = {region->doc_start, region->src_start, alike_from(scan, region, region->doc_start, region->src_start), 0};
    Region piece = {run.doc, run.doc, run.src, run.src, 0, 0, 0, 0, 0};
    Pieces pieces = {out, 0, most};
    if (!most) return 0;
    while (run.words) {
        add_run(scan, &run, &pieces, &piece);
        run = next_run(scan, region, piece.doc_end, piece.src_end);
        if (!run.words || pieces.n + 1 >= most || !is_seam(scan, piece.doc_end - 1, run.doc)) continue;
        end_piece(scan, &pieces, &piece);
        piece.doc_start = run.doc;
        piece.src_start = run.src;
    }
    if (pieces.n) end_piece(scan, &pieces, &piece);
    else out[pieces.n++] = *region;
    return pieces.n;
}
