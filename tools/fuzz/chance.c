/* Random numbers, and memory that runs out: run compiles the kernel with malloc, calloc and realloc renamed to these. */
#include "fuzz.h"

#include <stdlib.h>

uint64_t random_state;

uint64_t next(void) { /* splitmix64 */
    uint64_t z = random_state += 0x9e3779b97f4a7c15u;
    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
    z = (z ^ z >> 27) * 0x94d049bb133111ebu;
    return z ^ z >> 31;
}

size_t below(size_t n) { return n ? (size_t)(next() % n) : 0; }
int one_in(size_t n) { return below(n) == 0; }

long allocations_left = -1;

static int refused(void) {
    if (allocations_left < 0) return 0;
    return allocations_left-- == 0 ? (allocations_left = 0, 1) : 0;
}

void *scarce_malloc(size_t size) { return refused() ? NULL : malloc(size); }
void *scarce_calloc(size_t n, size_t size) { return refused() ? NULL : calloc(n, size); }
void *scarce_realloc(void *old, size_t size) { return refused() ? NULL : realloc(old, size); }

void *own(size_t size) {
    void *made = malloc(size ? size : 1);
    if (!made) abort();
    return made;
}
