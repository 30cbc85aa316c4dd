// SPDX-License-Identifier: MIT

// What frames may call, where real tasks race: nothing of it costs anything, or makes tasks wait
// for each other, as long as what is claimed holds. Who loads the object sets the two hooks
// (harness/grade/race/loaded.c) before it calls anything.

#include <stdbool.h>

#include "benches/exercises/frame.h"

void (*raced_unmet)(const char *what);
void (*raced_reached)(void);

const bool frame_explored = false;

void frame_claim(bool holds, const char *what)
{
	if (!holds)
		raced_unmet(what);
}

// That two are inside shows in what is lost. To count them would make them wait for each other.
void frame_inside(unsigned inside)
{
	(void)inside;
}

void frame_fault_reached(void)
{
	raced_reached();
}
