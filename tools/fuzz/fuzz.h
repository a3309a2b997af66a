/* What the parts of the fuzzer share. */
#ifndef TAKHRIJ_FUZZ_H
#define TAKHRIJ_FUZZ_H

#include "scan.h"

extern uint64_t random_state;  /* set at the beginning of a round */
extern long allocations_left;  /* before the kernel is refused memory; -1: as many as there are */

uint64_t next(void);
size_t below(size_t n); /* 0 for 0 */
int one_in(size_t n);
void *own(size_t size); /* memory that is never refused */

Index isolated(Index *index); /* a copy whose sections have memory of exactly their size */
void index_free(Index *index);
void damage(Index *index);
uint32_t bad_number(Index *index);
void check_room(const Index *index); /* the room to count in was left as it was */

typedef struct { uint8_t *at; size_t n; } Bytes;

typedef struct { uint32_t *at; size_t n, room; } Text;

void put(Text *out, const uint32_t *characters, size_t n);
uint32_t *document(const Text *corpus, const Index *index, size_t *size); /* in memory of exactly its size */

void call_all(const Index *index, const Text *corpus); /* every call of the kernel, on a document */

#endif
