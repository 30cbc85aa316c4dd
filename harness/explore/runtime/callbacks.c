// SPDX-License-Identifier: MIT

// What gcc's and clang's -fsanitize=thread call at each access of a program, instead of the
// sanitizer's own library: compiler-rt's tsan_interface.h and tsan_interface_atomic.h say what each
// is given. Also the few functions of the C library that a program under exploration may call.

#include <stddef.h>
#include <stdint.h>

#include "harness/explore/runtime/runtime.h"
#include "harness/explore/step.h"

#define CALLER __builtin_return_address(0)

#define PLAIN(size)                                                                                \
	void __tsan_read##size(void *p)                                                            \
	{                                                                                          \
		racelab_read(p, size, CALLER);                                                     \
	}                                                                                          \
	void __tsan_write##size(void *p)                                                           \
	{                                                                                          \
		racelab_announce(p, size, CALLER);                                                 \
	}                                                                                          \
	void __tsan_volatile_read##size(void *p)                                                   \
	{                                                                                          \
		racelab_read(p, size, CALLER);                                                     \
	}                                                                                          \
	void __tsan_volatile_write##size(void *p)                                                  \
	{                                                                                          \
		racelab_announce(p, size, CALLER);                                                 \
	}                                                                                          \
	void __tsan_unaligned_read##size(void *p)                                                  \
	{                                                                                          \
		racelab_read(p, size, CALLER);                                                     \
	}                                                                                          \
	void __tsan_unaligned_write##size(void *p)                                                 \
	{                                                                                          \
		racelab_announce(p, size, CALLER);                                                 \
	}

PLAIN(1)
PLAIN(2)
PLAIN(4)
PLAIN(8)

static void read_range(char *p, size_t size, void *pc)
{
	for (; size >= 8; p += 8, size -= 8)
		racelab_read(p, 8, pc);
	for (; size; p++, size--)
		racelab_read(p, 1, pc);
}

void __tsan_read16(void *p)
{
	read_range(p, 16, CALLER);
}

void __tsan_unaligned_read16(void *p)
{
	read_range(p, 16, CALLER);
}

void __tsan_read_range(void *p, size_t size)
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

void __tsan_write16(void *p)
{
	write_range(p, CALLER);
}

void __tsan_unaligned_write16(void *p)
{
	write_range(p, CALLER);
}

void __tsan_write_range(void *p, size_t size)
{
	(void)size;
	write_range(p, CALLER);
}

void __tsan_init(void)
{
}

void __tsan_func_entry(void *pc)
{
	(void)pc;
}

void __tsan_func_exit(void)
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

#define MODIFY(bits, name, what)                                                                   \
	uint##bits##_t __tsan_atomic##bits##_##name(volatile uint##bits##_t *p,                    \
						    uint##bits##_t operand, int order)             \
	{                                                                                          \
		return (uint##bits##_t)racelab_step(STEP_MODIFY, what, p, bits / 8, operand, 0,    \
						    order_of(order), order_of(order), CALLER);     \
	}

#define COMPARE(bits, name)                                                                        \
	int __tsan_atomic##bits##_##name(volatile uint##bits##_t *p, uint##bits##_t *expected,     \
					 uint##bits##_t desired, int order, int failure)           \
	{                                                                                          \
		uint##bits##_t wanted = *expected, seen;                                           \
                                                                                                   \
		seen = (uint##bits##_t)racelab_step(STEP_COMPARE, OPERATION_EXCHANGE, p, bits / 8, \
						    desired, wanted, order_of(order),              \
						    order_of(failure), CALLER);                    \
		*expected = seen;                                                                  \
		return seen == wanted;                                                             \
	}

#define ATOMIC(bits)                                                                               \
	uint##bits##_t __tsan_atomic##bits##_load(const volatile uint##bits##_t *p, int order)     \
	{                                                                                          \
		return (uint##bits##_t)racelab_step(STEP_READ, OPERATION_EXCHANGE,                 \
						    (volatile void *)(uintptr_t)p, bits / 8, 0, 0, \
						    order_of(order), order_of(order), CALLER);     \
	}                                                                                          \
	void __tsan_atomic##bits##_store(volatile uint##bits##_t *p, uint##bits##_t value,         \
					 int order)                                                \
	{                                                                                          \
		racelab_step(STEP_WRITE, OPERATION_EXCHANGE, p, bits / 8, value, 0,                \
			     order_of(order), order_of(order), CALLER);                            \
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
	uint##bits##_t __tsan_atomic##bits##_compare_exchange_val(                                 \
	    volatile uint##bits##_t *p, uint##bits##_t wanted, uint##bits##_t desired, int order,  \
	    int failure)                                                                           \
	{                                                                                          \
		return (uint##bits##_t)racelab_step(STEP_COMPARE, OPERATION_EXCHANGE, p, bits / 8, \
						    desired, wanted, order_of(order),              \
						    order_of(failure), CALLER);                    \
	}

ATOMIC(8)
ATOMIC(16)
ATOMIC(32)
ATOMIC(64)

void __tsan_atomic_thread_fence(int order)
{
	if (order_of(order) != ORDER_RELAXED)
		racelab_step(STEP_FENCE, OPERATION_EXCHANGE, NULL, 8, 0, 0, order_of(order),
			     order_of(order), CALLER);
}

// Orders a task and its own signal handlers, of which there are none.
void __tsan_atomic_signal_fence(int order)
{
	(void)order;
}
