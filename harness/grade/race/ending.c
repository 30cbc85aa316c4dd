// SPDX-License-Identifier: MIT

#include "harness/grade/race/ending.h"

#include <stdio.h>
#include <string.h>

#include "harness/confine/confine.h"

struct ending ending_refused(int call, const char *when)
{
	struct ending ending = {.kind = ENDED_REFUSED};
	char text[40];
	const char *name = call < 0 ? "" : confine_call_name(call, text, sizeof text);

	if (name[0])
		snprintf(ending.what, sizeof ending.what, "it called %s, which is not allowed, %s",
			 name, when);
	else
		snprintf(ending.what, sizeof ending.what,
			 "it called something that is not allowed, %s", when);
	return ending;
}

struct ending ending_crashed(int signal, const char *when)
{
	struct ending ending = {.kind = ENDED_CRASHED};
	const char *name = sigabbrev_np(signal);

	if (signal)
		snprintf(ending.what, sizeof ending.what, "signal %d (SIG%s), %s", signal,
			 name ? name : "?", when);
	else
		snprintf(ending.what, sizeof ending.what, "it ended before it was done, %s", when);
	return ending;
}

struct ending ending_hung(uint64_t patience_ns, const char *when)
{
	struct ending ending = {.kind = ENDED_HUNG};

	snprintf(ending.what, sizeof ending.what, "not done after %.3g s: it hung, %s",
		 (double)patience_ns / 1e9, when);
	return ending;
}
