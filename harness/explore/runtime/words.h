// SPDX-License-Identifier: MIT

// What the C library's objects are made of here: words of 4 bytes in the object's own memory, each
// access to one a step at the line of the caller (pc). So a mutex is to a search what a lock of a
// student's own is, and no search knows of any.
//
// Who has to wait goes round a loop whose turn changes nothing, and stands where it stood: that is
// how a search tells a wait. So nothing may tell one turn from the next, nor the first from the
// second, be it what a compiler leaves in registers. Hence a turn is a function of its own, entered
// with a clean stack, from which nothing is left when it returns; and a loop asks at its end
// whether there is another: where it asks in the beginning, compilers make two calls of one.
//
// A turn begins with a guess at what is there as a rule: one step where nobody contends.

#ifndef RACELAB_EXPLORE_WORDS_H
#define RACELAB_EXPLORE_WORDS_H

#include <stdbool.h>
#include <stdint.h>

#include "harness/explore/runtime/entry.h"
#include "harness/explore/runtime/runtime.h"
#include "harness/explore/step.h"

#define TURN(type, name, ...)                                                                      \
	type name(__VA_ARGS__);                                                                    \
	ENTERED(type, name, __VA_ARGS__)

// What came of a turn: done, an error of errno.h, or
enum {
	TURN_DONE = 0,
	TURN_WAIT = -1,	 /* not before somebody else does something */
	TURN_AGAIN = -2, /* the guess was wrong; the next is better */
};

// Whether there is another turn, for who waits or does not wait.
static inline bool turn_again(int turn, bool waits, void *pc)
{
	return turn == TURN_AGAIN || (turn == TURN_WAIT && waits && racelab_wait(pc));
}

static inline uint32_t word_load(uint32_t *word, enum step_order order, void *pc)
{
	return (uint32_t)racelab_step(STEP_READ, OPERATION_EXCHANGE, word, sizeof *word, 0, 0,
				      order, order, pc);
}

static inline void word_store(uint32_t *word, uint32_t value, enum step_order order, void *pc)
{
	racelab_step(STEP_WRITE, OPERATION_EXCHANGE, word, sizeof *word, value, 0, order, order,
		     pc);
}

// Returns what was there before.
static inline uint32_t word_add(uint32_t *word, uint32_t value, enum step_order order, void *pc)
{
	return (uint32_t)racelab_step(STEP_MODIFY, OPERATION_ADD, word, sizeof *word, value, 0,
				      order, order, pc);
}

static inline uint32_t word_or(uint32_t *word, uint32_t bits, enum step_order order, void *pc)
{
	return (uint32_t)racelab_step(STEP_MODIFY, OPERATION_OR, word, sizeof *word, bits, 0, order,
				      order, pc);
}

// Returns what was there; it was exchanged if that is `expected`. A failure is relaxed.
static inline uint32_t word_compare(uint32_t *word, uint32_t expected, uint32_t desired,
				    enum step_order order, void *pc)
{
	return (uint32_t)racelab_step(STEP_COMPARE, OPERATION_EXCHANGE, word, sizeof *word, desired,
				      expected, order, ORDER_RELAXED, pc);
}

// An object is initialised. Not atomic: who does so while others use it, races.
static inline void word_init(void *word, uint32_t value, void *pc)
{
	word_store(word, value, ORDER_PLAIN, pc);
}

#endif
