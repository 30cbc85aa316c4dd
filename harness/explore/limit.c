// SPDX-License-Identifier: MIT

#include "harness/explore/limit.h"

#include <stddef.h>

#include "harness/interrupt.h"
#include "harness/machine/probe.h"

enum {
	ASKED_OFTEN = 1024, /* times between two looks at the clock: some 10 to 100 us of search */
};

uint64_t limit_soon(const struct limit *limit, uint64_t ns)
{
	uint64_t soon = probe_now_ns() + ns;

	return limit->end_ns && limit->end_ns < soon ? limit->end_ns : soon;
}

bool limit_reached(struct limit *limit, uint64_t bytes, const char *what, uint64_t nr)
{
	if (limit->why)
		return true;
	if (limit->memory_bytes && bytes > limit->memory_bytes)
		limit->why = "its memory was full";
	if (++limit->asked % ASKED_OFTEN != 0)
		return limit->why != NULL;
	if (limit->end_ns && probe_now_ns() >= limit->end_ns)
		limit->why = "its time was up";
	if (interrupt_waits())
		limit->why = "it was interrupted";
	if (limit->tell)
		limit->tell(limit->context, what, nr);
	return limit->why != NULL;
}
