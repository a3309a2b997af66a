/* Memory that grows, and that of tokens, which one document leaves to the next. */
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
