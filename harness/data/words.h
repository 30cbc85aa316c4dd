// SPDX-License-Identifier: MIT

// A set of words, each kept once: equal words are the same pointer, for as long as the set lives.

#ifndef RACELAB_WORDS_H
#define RACELAB_WORDS_H

#include <stddef.h>

struct words;

// On the heap; NULL without memory.
struct words *words_create(void);

// Puts the set's own copy of `word`, of `length` bytes and a terminator, in *own, with spaces for
// control characters. Returns 0; EILSEQ if the word is not text (a NUL in it, or not UTF-8), ENOMEM
// without memory.
int words_add(struct words *words, const char *word, size_t length, const char **own);

// Frees the set and all its words; NULL is fine.
void words_destroy(struct words *words);

#endif
