// SPDX-License-Identifier: MIT

// A step: one access to shared memory, a fence, or an end, by one task. This is all that a search
// ever learns of a program. The program under its runtime fills one in, the process that runs it
// passes it on, so this header is compiled into both and needs nothing else.

#ifndef RACELAB_EXPLORE_STEP_H
#define RACELAB_EXPLORE_STEP_H

#include <stdint.h>

enum step_kind {
	STEP_READ,
	STEP_WRITE,
	STEP_MODIFY,  /* read-modify-write: an exchange, a fetch-and-... */
	STEP_COMPARE, /* compare-and-swap: writes only if it reads what it expects */
	STEP_FENCE,
	STEP_END,     /* the task is done */
	STEP_ASSERT,  /* an assertion failed */
	STEP_CRASH,   /* a signal, or an address that is none of the program's */
	STEP_ENDLESS, /* no step for a long time: it computes for ever, or as good as */
};

// What a STEP_MODIFY writes, of what it read and its operand.
enum step_operation {
	OPERATION_EXCHANGE,
	OPERATION_ADD,
	OPERATION_SUB,
	OPERATION_AND,
	OPERATION_OR,
	OPERATION_XOR,
	OPERATION_NAND,
};

enum step_order {
	ORDER_PLAIN, /* no atomic access at all */
	ORDER_RELAXED,
	ORDER_ACQUIRE, /* consume, too, as all compilers have it */
	ORDER_RELEASE,
	ORDER_ACQ_REL,
	ORDER_SEQ_CST,
	ORDER_AS_WRITTEN = 0x40, /* or-ed to it on the way to struct step's `written` */
};

enum {
	MOST_EXPLORED_TASKS = 8,
	STEP_TEXT = 160, /* room for what is said of an end: the assertion, or what the crash was */
};

struct step {
	uint8_t kind, operation, order, failure; /* failure: the order of a compare that fails */
	uint8_t size;				 /* of the access in bytes: 1, 2, 4, 8 */
	uint8_t inside;				 /* within the critical section, if it says so */
	uint8_t written; /* an atomic access as somebody wrote it, not one of a mutex or the like */
	uint8_t nothing; /* 0, so that there is no padding: steps are compared as bytes */
	uint64_t address;
	uint64_t operand;  /* what is written, or the operand of a modify */
	uint64_t expected; /* of a compare */
	uint64_t pc;	   /* where in the program, from its beginning; 0: not known */
};

// What is left of a value in so many bytes.
static inline uint64_t step_truncated(uint64_t value, unsigned size)
{
	return size == 8 ? value : value & ((UINT64_C(1) << size * 8) - 1);
}

// What a STEP_MODIFY of that operation makes of what it read; it may be truncated still.
static inline uint64_t step_modified(enum step_operation operation, uint64_t old, uint64_t operand)
{
	switch (operation) {
	case OPERATION_ADD:
		return old + operand;
	case OPERATION_SUB:
		return old - operand;
	case OPERATION_AND:
		return old & operand;
	case OPERATION_OR:
		return old | operand;
	case OPERATION_XOR:
		return old ^ operand;
	case OPERATION_NAND:
		return ~(old & operand);
	default:
		return operand;
	}
}

#endif
