// SPDX-License-Identifier: MIT

// All the runtime that a program has which is not explored but really raced: the C library, but for
// failed assertions, which end one execution and not all of them.

#include <stdlib.h>

// Who races it sets this; it does not return.
void (*racelab_failed)(const char *assertion);

void racelab_inside(unsigned inside);
void __assert_fail(const char *assertion, const char *file, unsigned line, const char *function);

void racelab_inside(unsigned inside)
{
	(void)inside;
}

void __assert_fail(const char *assertion, const char *file, unsigned line, const char *function)
{
	(void)file;
	(void)line;
	(void)function;
	if (racelab_failed)
		racelab_failed(assertion);
	abort();
}
