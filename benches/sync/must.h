// SPDX-License-Identifier: MIT

// Checked calls for setting a lock up. Outside of the hot loops, every call that can fail is
// wrapped in must(): on failure it says file, line, call and error, and ends the process with the
// status by which the sandbox knows that the machine would not do it (the trial is then `broken`).

#ifndef RACELAB_MUST_H
#define RACELAB_MUST_H

#include <errno.h>

/* where it says nothing, but is seen to fail */
#if defined(RACELAB_EXPLORE) && !defined(RACELAB_EXPLORE_REAL)

#include <assert.h>

#define must(call)	 assert((call) == 0)
#define must_errno(call) assert((call) >= 0)

#else

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define MUST_STATUS	 71 /* EX_OSERR of sysexits.h */

// Which limit it is as a rule, of those that a shell or a container sets.
static inline const char *must_hint(int error)
{
	return error == EAGAIN	 ? ": are more processes allowed? (ulimit -u)"
	       : error == EMFILE ? ": are more open files allowed? (ulimit -n)"
				 : "";
}

static inline void must_be_0(int error, const char *file, int line, const char *call)
{
	if (error) {
		fprintf(stderr, "racelab: %s:%d: %s: %s%s\n", file, line, call, strerror(error),
			must_hint(error));
		_exit(MUST_STATUS);
	}
}

// For calls that return their error, as pthread functions do.
#define must(call)	 must_be_0((call), __FILE__, __LINE__, #call)

// For calls that return a negative number and set errno.
#define must_errno(call) must_be_0((call) < 0 ? errno : 0, __FILE__, __LINE__, #call)

#endif

#endif
