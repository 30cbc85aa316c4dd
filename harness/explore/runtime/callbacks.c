// SPDX-License-Identifier: MIT

// What gcc's and clang's -fsanitize=thread call at each access of a program, instead of the
// sanitizer's own library: compiler-rt's tsan_interface.h and tsan_interface_atomic.h say what each
// is given. Also the few functions of the C library that a program under exploration may call.

#include <stddef.h>
#include <stdint.h>

#include "harness/explore/runtime/entry.h"
#include "harness/explore/runtime/runtime.h"
#include "harness/explore/step.h"

#define CALLER __builtin_return_address(0)

#define PLAIN(size)                                                                                \
	ENTERED(void, __tsan_read##size, void *p)                                                  \
	{                                                                                          \
		racelab_read(p, size, CALLER);                                                     \
	}                                                                                          \
	ENTERED(void, __tsan_write##size, void *p)                                                 \
	{                                                                                          \
		racelab_announce(p, size, CALLER);                                                 \
	}                                                                                          \
	ENTERED(void, __tsan_volatile_read##size, void *p)                                         \
	{                                                                                          \
		racelab_read(p, size, CALLER);                                                     \
	}                                                                                          \
	ENTERED(void, __tsan_volatile_write##size, void *p)                                        \
	{                                                                                          \
		racelab_announce(p, size, CALLER);                                                 \
	}                                                                                          \
	ENTERED(void, __tsan_unaligned_read##size, void *p)                                        \
	{                                                                                          \
		racelab_read(p, size, CALLER);                                                     \
	}                                                                                          \
	ENTERED(void, __tsan_unaligned_write##size, void *p)                                       \
	{                                                                                          \
		racelab_announce(p, size, CALLER);                                                 \
	}

PLAIN(1)
PLAIN(2)
PLAIN(4)
PLAIN(8)

enum {
	MOST_WORDS = 16, /* of 8 bytes, that one access of a struct is made of */
};

// Several steps, and then one instruction or more that read it all: others may have been here in
// between, so what was read is put back where it was read.
static void read_range(uint64_t *p, size_t size, void *pc)
{
	uint64_t words[MOST_WORDS];
	size_t nr = size / 8;

	if (!racelab_is_shared(p))
		return;
	if (size % 8 || nr > MOST_WORDS)
		racelab_end(STEP_CRASH, "reads a struct of a size that is not explored", pc);
	for (size_t i = 0; i < nr; i++) {
		racelab_read(&p[i], 8, pc);
		words[i] = *(volatile uint64_t *)&p[i];
	}
	for (size_t i = 0; i < nr; i++)
		*(volatile uint64_t *)&p[i] = words[i];
}

ENTERED(void, __tsan_read16, void *p)
{
	read_range(p, 16, CALLER);
}

ENTERED(void, __tsan_unaligned_read16, void *p)
{
	read_range(p, 16, CALLER);
}

ENTERED(void, __tsan_read_range, void *p, size_t size)
{
	read_range(p, size, CALLER);
}

// What is written in one go is more than one step can say.
static void write_range(volatile void *p, void *pc)
{
	if (racelab_is_shared(p))
		racelab_end(STEP_CRASH, "writes more than 8 bytes at once, which is not explored",
			    pc);
}

ENTERED(void, __tsan_write16, void *p)
{
	write_range(p, CALLER);
}

ENTERED(void, __tsan_unaligned_write16, void *p)
{
	write_range(p, CALLER);
}

ENTERED(void, __tsan_write_range, void *p, size_t size)
{
	(void)size;
	write_range(p, CALLER);
}

ENTERED(void, __tsan_init, void)
{
}

ENTERED(void, __tsan_func_entry, void *pc)
{
	(void)pc;
}

ENTERED(void, __tsan_func_exit, void)
{
}

static enum step_order order_of(int order)
{
	switch (order & 0x7fff) {
	case __ATOMIC_RELAXED:
		return ORDER_RELAXED;
	case __ATOMIC_CONSUME:
	case __ATOMIC_ACQUIRE:
		return ORDER_ACQUIRE;
	case __ATOMIC_RELEASE:
		return ORDER_RELEASE;
	case __ATOMIC_ACQ_REL:
		return ORDER_ACQ_REL;
	default:
		return ORDER_SEQ_CST;
	}
}

#define VALUE(bits) uint##bits##_t
#define STEP(bits, kind, operation, p, operand, wanted, order, failure)                            \
	(VALUE(bits))                                                                              \
	    racelab_step(kind, operation, (volatile void *)(uintptr_t)(p), bits / 8, operand,      \
			 wanted, order_of(order) | ORDER_AS_WRITTEN, order_of(failure), CALLER)

#define MODIFY(bits, name, what)                                                                   \
	ENTERED(VALUE(bits), __tsan_atomic##bits##_##name, volatile VALUE(bits) * p,               \
		VALUE(bits) operand, int order)                                                    \
	{                                                                                          \
		return STEP(bits, STEP_MODIFY, what, p, operand, 0, order, order);                 \
	}

#define COMPARE(bits, name)                                                                        \
	ENTERED(int, __tsan_atomic##bits##_##name, volatile VALUE(bits) * p,                       \
		VALUE(bits) * expected, VALUE(bits) desired, int order, int failure)               \
	{                                                                                          \
		VALUE(bits) wanted = *expected, seen;                                              \
                                                                                                   \
		seen = STEP(bits, STEP_COMPARE, OPERATION_EXCHANGE, p, desired, wanted, order,     \
			    failure);                                                              \
		*expected = seen;                                                                  \
		return seen == wanted;                                                             \
	}

#define ATOMIC(bits)                                                                               \
	ENTERED(VALUE(bits), __tsan_atomic##bits##_load, const volatile VALUE(bits) * p,           \
		int order)                                                                         \
	{                                                                                          \
		return STEP(bits, STEP_READ, OPERATION_EXCHANGE, p, 0, 0, order, order);           \
	}                                                                                          \
	ENTERED(void, __tsan_atomic##bits##_store, volatile VALUE(bits) * p, VALUE(bits) value,    \
		int order)                                                                         \
	{                                                                                          \
		(void)STEP(bits, STEP_WRITE, OPERATION_EXCHANGE, p, value, 0, order, order);       \
	}                                                                                          \
	MODIFY(bits, exchange, OPERATION_EXCHANGE)                                                 \
	MODIFY(bits, fetch_add, OPERATION_ADD)                                                     \
	MODIFY(bits, fetch_sub, OPERATION_SUB)                                                     \
	MODIFY(bits, fetch_and, OPERATION_AND)                                                     \
	MODIFY(bits, fetch_or, OPERATION_OR)                                                       \
	MODIFY(bits, fetch_xor, OPERATION_XOR)                                                     \
	MODIFY(bits, fetch_nand, OPERATION_NAND)                                                   \
	COMPARE(bits, compare_exchange_strong)                                                     \
	COMPARE(bits, compare_exchange_weak)                                                       \
	ENTERED(VALUE(bits), __tsan_atomic##bits##_compare_exchange_val, volatile VALUE(bits) * p, \
		VALUE(bits) wanted, VALUE(bits) desired, int order, int failure)                   \
	{                                                                                          \
		return STEP(bits, STEP_COMPARE, OPERATION_EXCHANGE, p, desired, wanted, order,     \
			    failure);                                                              \
	}

ATOMIC(8)
ATOMIC(16)
ATOMIC(32)
ATOMIC(64)

ENTERED(void, __tsan_atomic_thread_fence, int order)
{
	if (order_of(order) != ORDER_RELAXED)
		racelab_step(STEP_FENCE, OPERATION_EXCHANGE, NULL, 8, 0, 0,
			     order_of(order) | ORDER_AS_WRITTEN, order_of(order), CALLER);
}

// Orders a task and its own signal handlers, of which there are none.
ENTERED(void, __tsan_atomic_signal_fence, int order)
{
	(void)order;
}
