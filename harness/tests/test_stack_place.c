// SPDX-License-Identifier: MIT

// A loop's stack is at the same place of a page, however deep its caller is in its own.

#include <criterion/criterion.h>
#include <stddef.h>
#include <stdint.h>

#include "benches/structure/loop.h"
#include "harness/trial/stack_place.h"

static const struct work no_work;

static uint64_t tell_place(const struct work *work)
{
	(void)work;
	return (uintptr_t)__builtin_frame_address(0) % 4096;
}

static uint64_t place_below(size_t bytes)
{
	volatile char above[bytes];
	uint64_t place;

	above[0] = 1;
	place = stack_place_call(tell_place, &no_work);
	return place + above[0] - 1;
}

Test(stack_place, is_the_same_wherever_the_caller_is)
{
	uint64_t place = stack_place_call(tell_place, &no_work);

	for (size_t bytes = 1; bytes < 10000; bytes += 16)
		cr_assert_eq(place_below(bytes), place, "%zu bytes deeper", bytes);
}
