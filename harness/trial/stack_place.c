// SPDX-License-Identifier: MIT

#include "harness/trial/stack_place.h"

enum {
	PAGE = 4096, /* what addresses are randomized by beyond; larger pages have it, too */
	PLACE = 2048,
};

// What is taken of the stack is never used, which the compiler must not know.
static void keep(const char *taken)
{
	__asm__ volatile("" : : "r"(taken) : "memory");
}

// Not inlined: its frame is where the distance is counted from.
__attribute__((noinline)) uint64_t stack_place_call(kernel_fn *kernel, const struct work *work)
{
	uintptr_t here = (uintptr_t)__builtin_frame_address(0);
	char taken[(here - PLACE) % PAGE + 1];
	uint64_t ops;

	keep(taken);
	ops = kernel(work);
	keep(taken);
	return ops;
}
