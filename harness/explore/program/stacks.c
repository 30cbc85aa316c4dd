// SPDX-License-Identifier: MIT

#include "harness/explore/program/stacks.h"

#include <stddef.h>
#include <string.h>
#include <sys/mman.h>

#include "harness/explore/program/runner.h"
#include "harness/explore/step.h"

enum {
	STACK_BYTES = EXPLORED_STACK_BYTES,
	GUARD_BYTES = 16 << 10, /* of these */
	SETTLED_BYTES = 8 << 10,
};

#define ALL_BYTES ((size_t)MOST_EXPLORED_TASKS * STACK_BYTES)

int stacks_map(struct stacks *stacks)
{
	stacks->memory =
	    mmap(NULL, ALL_BYTES, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (stacks->memory == MAP_FAILED)
		return -1;
	for (size_t low = 0; low < ALL_BYTES; low += STACK_BYTES)
		mprotect(stacks->memory + low, GUARD_BYTES, PROT_NONE);
	return 0;
}

static unsigned char *bottom(const struct stacks *stacks, unsigned task)
{
	return stacks->memory + (stacks->apart ? (size_t)task * STACK_BYTES : 0) + GUARD_BYTES;
}

unsigned char *stacks_top(const struct stacks *stacks, unsigned task)
{
	return bottom(stacks, task) + STACK_BYTES - GUARD_BYTES;
}

struct seam_range stacks_room(const struct stacks *stacks, unsigned task)
{
	return (struct seam_range){(uintptr_t)bottom(stacks, task),
				   (uintptr_t)stacks_top(stacks, task)};
}

bool stacks_have(const struct stacks *stacks, uint64_t address)
{
	return address - (uintptr_t)stacks->memory < ALL_BYTES;
}

void stacks_clear(const struct stacks *stacks, unsigned task)
{
	memset(bottom(stacks, task), 0, STACK_BYTES - GUARD_BYTES);
}

void stacks_settle(const struct stacks *stacks, unsigned task, unsigned char *stack)
{
	size_t room = (size_t)(stack - bottom(stacks, task));
	size_t bytes = room < SETTLED_BYTES ? room : SETTLED_BYTES;

	memset(stack - bytes, 0, bytes);
}
