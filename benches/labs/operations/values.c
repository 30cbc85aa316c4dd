// SPDX-License-Identifier: MIT

// One task replaces a value, the other reads it. A value holds the same number twice, so a reader
// sees by the value alone if it is half of one and half of another.
//
// Each race here is meant, and defined: it goes through the relaxed atomics of racy.h. Two accesses
// that C cannot express as an atomic, of a word across two cache lines and of 16 bytes by one
// instruction, are made in assembly language: for the compiler they are no accesses of the program,
// so there is nothing that it may assume of them, split, or leave out.

#include <stdbool.h>
#include <stdint.h>

#include "benches/labs/operations/acts.h"
#include "harness/trial/racy.h"

#define INLINE static inline __attribute__((always_inline))
#define STEPS  OPERATION_STEPS
#define TWICE  0x100000001 /* times a number of 32 bits: that number in both halves */

INLINE bool differ(uint64_t value)
{
	return (uint32_t)value != value >> 32;
}

INLINE void replace_and_read(void *value, unsigned task, struct seen *seen,
			     void (*replace)(void *value, uint64_t n), bool (*is_torn)(void *value))
{
	for (uint64_t i = 1; i <= STEPS; i++)
		if (task == 0)
			replace(value, i);
		else
			seen->wrong += is_torn(value);
	seen->ops += task == 0 ? 0 : STEPS;
}

INLINE void replace_word(void *word, uint64_t n)
{
	racy_store(word, n * TWICE);
}

INLINE bool word_is_torn(void *word)
{
	return differ(racy_load(word));
}

static void act_on_word(struct place *place, unsigned task, struct seen *seen)
{
	replace_and_read(&place->word, task, seen, replace_word, word_is_torn);
}

INLINE void replace_two_words(void *words, uint64_t n)
{
	racy_store(words, n);
	racy_store((uint64_t *)words + 1, n);
}

INLINE bool two_words_are_torn(void *words)
{
	return racy_load(words) != racy_load((uint64_t *)words + 1);
}

static void act_on_two_words(struct place *place, unsigned task, struct seen *seen)
{
	replace_and_read(place->two_words, task, seen, replace_two_words, two_words_are_torn);
}

#if defined(__x86_64__) || defined(__aarch64__)

typedef uint64_t pair __attribute__((vector_size(16)));

// A word anywhere, for an operand in memory.
struct anywhere {
	uint64_t word;
} __attribute__((packed));

INLINE void replace_across(void *where, uint64_t n)
{
#ifdef __x86_64__
	__asm__ volatile("movq %1, %0" : "=m"(*(struct anywhere *)where) : "r"(n * TWICE));
#else
	__asm__ volatile("str %1, %0" : "=Q"(*(struct anywhere *)where) : "r"(n * TWICE));
#endif
}

INLINE bool across_is_torn(void *where)
{
	uint64_t word;

#ifdef __x86_64__
	__asm__ volatile("movq %1, %0" : "=r"(word) : "m"(*(struct anywhere *)where));
#else
	__asm__ volatile("ldr %0, %1" : "=r"(word) : "Q"(*(struct anywhere *)where));
#endif
	return differ(word);
}

static void act_across(struct place *place, unsigned task, struct seen *seen)
{
	/* 4 bytes on either side of what is the end of a cache line of 32 to 128 bytes */
	replace_and_read(place->lines + 128 - 4, task, seen, replace_across, across_is_torn);
}

INLINE void replace_at_once(void *words, uint64_t n)
{
	pair both = {n, n};

#ifdef __x86_64__
	__asm__ volatile("movdqa %1, %0" : "=m"(*(pair *)words) : "x"(both));
#else
	__asm__ volatile("str %q1, %0" : "=Q"(*(pair *)words) : "w"(both));
#endif
}

INLINE bool is_torn_at_once(void *words)
{
	pair both;

#ifdef __x86_64__
	__asm__ volatile("movdqa %1, %0" : "=x"(both) : "m"(*(pair *)words));
#else
	__asm__ volatile("ldr %q0, %1" : "=w"(both) : "Q"(*(pair *)words));
#endif
	return both[0] != both[1];
}

static void act_at_once(struct place *place, unsigned task, struct seen *seen)
{
	replace_and_read(place->two_words, task, seen, replace_at_once, is_torn_at_once);
}

#else
#define act_across  NULL
#define act_at_once NULL
#endif

#define REPLACED .deck = "replace: atomic", .wrong = "torn reads"

const struct operation operation_word = {.name = "aligned word", REPLACED, .act = act_on_word};
const struct operation operation_across = {
    .name = "word across cache lines", REPLACED, .act = act_across};
const struct operation operation_two_moves = {
    .name = "16 bytes in two moves", REPLACED, .act = act_on_two_words};
const struct operation operation_one_move = {
    .name = "16 bytes in one move", REPLACED, .act = act_at_once, .may_be_whole = true};
