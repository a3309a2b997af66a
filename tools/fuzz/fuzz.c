/* Fuzzes the kernel: random and mutated texts over a sound index and over damaged ones, until the time is up.

       fuzz SECONDS SEED INDEX CORPUS [ROUND]

   INDEX is an index file, CORPUS a text, as code points, of which pieces go into the documents. Every round draws its numbers from the
   seed and its own number alone; ROUND runs that one round and no other. Built with ASan and UBSan by tools/fuzz/run.

   Each section of the index is copied into memory of its own and of exactly its size, and so is every document: a read
   past the end of either is seen at once. In some rounds memory runs out. */
#include "fuzz.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define LONGEST_ROUND 10.0 /* seconds; more is a loop that a damaged number drives */

/* A file with a damaged header or another length; opened when index_open lets it pass. */
static void damaged_file(const Bytes *file, const Text *corpus) {
    size_t size = one_in(3) ? below(file->n + 1) : file->n, header = 64 + 64 * 40;
    uint8_t *data = own(size);
    memcpy(data, file->at, size);
    if (size >= 24 && !one_in(4)) {
        uint64_t stated = size;
        memcpy(data + 16, &stated, 8);
    }
    for (size_t n = below(6); n && size; n--) {
        size_t at = below(size < header ? size : header), k = 1 + below(8);
        uint64_t number = one_in(2) ? next() : one_in(2) ? below(size) & ~(size_t)7 : below(64);
        if (!one_in(3) && at >= 64) at = 64 + (at - 64) / 40 * 40 + 16 + 8 * below(2), k = 8; /* an offset or a length */
        memcpy(data + at, &number, at + k <= size ? k : size - at);
    }
    Index index;
    if (!index_open(&index, data, size)) {
        Index copy = isolated(&index);
        call_all(&copy, corpus);
        index_free(&copy);
        index_close(&index);
    }
    free(data);
}

static uint64_t seed, round_now;

static void tell_round(int signal_number) {
    (void)signal_number;
    fprintf(stderr, "in round %llu of seed %llu\n", (unsigned long long)round_now, (unsigned long long)seed);
}

static double now(void) {
    struct timespec at;
    clock_gettime(CLOCK_MONOTONIC, &at);
    return (double)at.tv_sec + (double)at.tv_nsec / 1e9;
}

static void run_round(uint64_t round, const Bytes *file, const Text *corpus, Index *sound, Index *worn) {
    round_now = round;
    random_state = seed * 0x2545f4914f6cdd1du + round;
    if (one_in(10)) {
        damaged_file(file, corpus);
    } else if (one_in(3)) {
        call_all(sound, corpus);
    } else {
        damage(worn);
        for (size_t n = 1 + below(3); n; n--) call_all(worn, corpus);
        index_free(worn);
        *worn = isolated(sound);
    }
}

static Bytes read_file(const char *path) {
    Bytes bytes = {own(0), 0};
    FILE *file = fopen(path, "rb");
    char buffer[65536];
    if (!file) {
        perror(path);
        exit(2);
    }
    for (size_t n; (n = fread(buffer, 1, sizeof buffer, file)); bytes.n += n) {
        bytes.at = realloc(bytes.at, bytes.n + n);
        if (!bytes.at) abort();
        memcpy(bytes.at + bytes.n, buffer, n);
    }
    fclose(file);
    return bytes;
}

int main(int argc, char **argv) {
    if (argc < 5) {
        fprintf(stderr, "usage: fuzz SECONDS SEED INDEX CORPUS [ROUND]\n");
        return 2;
    }
    double limit = atof(argv[1]), start = now(), slowest = 0;
    seed = strtoull(argv[2], NULL, 10);
    Bytes file = read_file(argv[3]), written = read_file(argv[4]);
    Text corpus = {NULL, 0, 0};
    put(&corpus, (const uint32_t *)(const void *)written.at, written.n / sizeof *corpus.at);
    uint8_t *data = own(file.n);
    memcpy(data, file.at, file.n);
    Index index;
    const char *problem = index_open(&index, data, file.n);
    if (problem) {
        fprintf(stderr, "%s: %s\n", argv[3], problem);
        return 2;
    }
    signal(SIGABRT, tell_round); /* the sanitizers and assert abort */
    Index sound = isolated(&index), worn = isolated(&index);
    uint64_t round = argc > 5 ? strtoull(argv[5], NULL, 10) : 0, first = round;
    uint64_t slowest_round = first;
    int failed = 0;
    do {
        double before = now();
        run_round(round++, &file, &corpus, &sound, &worn);
        double took = now() - before;
        if (took > slowest) slowest = took, slowest_round = round - 1;
        if (took > LONGEST_ROUND) {
            fprintf(stderr, "a round took %.1f s: ", took);
            tell_round(0);
            failed = 1;
        }
    } while (argc <= 5 && !failed && now() - start < limit);
    printf("%llu rounds of seed %llu; the slowest, %llu, took %.2f s\n", (unsigned long long)(round - first),
           (unsigned long long)seed, (unsigned long long)slowest_round, slowest);
    index_free(&sound), index_free(&worn);
    index_close(&index);
    free(data), free(file.at), free(written.at), free(corpus.at);
    return failed;
}
