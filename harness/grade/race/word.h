// SPDX-License-Identifier: MIT

// A word in shared memory that others sleep on (futex): for threads and processes alike.

#ifndef RACELAB_GRADE_WORD_H
#define RACELAB_GRADE_WORD_H

#include <stdint.h>

// acquire: what was written before the word was set is seen after it.
unsigned word_look(const unsigned *word);

// Sets it and wakes all who sleep on it; release: pairs with word_look. word_add adds 1, and is for
// words that several set.
void word_set(unsigned *word, unsigned value);
void word_add(unsigned *word);

// Sleeps while the word is `value`, for at most wait_ns (UINT64_MAX: any time). May return early.
void word_sleep(const unsigned *word, unsigned value, uint64_t wait_ns);

#endif
