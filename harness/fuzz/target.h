// SPDX-License-Identifier: MIT

// What every fuzz target needs: its input as a file or as text, and a check that ends the run.

#ifndef RACELAB_FUZZ_TARGET_H
#define RACELAB_FUZZ_TARGET_H

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "harness/complaint.h"

// libFuzzer calls it with each input. Always 0.
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

// A property that every input must leave true: else it is said, and the run ends as by a crash.
#define MUST(property)                                                                             \
	do {                                                                                       \
		if (!(property)) {                                                                 \
			fprintf(stderr, "%s:%d: does not hold: %s\n", __FILE__, __LINE__,          \
				#property);                                                        \
			abort();                                                                   \
		}                                                                                  \
	} while (0)

// The path of a regular file in memory that holds these bytes until the next call.
const char *target_file(const void *data, size_t size);

// The bytes up to the first NUL, as text on the heap: what lies behind it would be noticed.
char *target_text(const uint8_t *data, size_t size);

// A machine that is the same everywhere: two packages of two cores of two PUs.
const struct topology *target_machine(void);

// A user's complaint that is one line which no terminal minds, and says something.
void target_check_complaint(const struct complaint *c);

// No control character in it; line ends are none if they may stand there.
void target_check_text(const char *text, int line_ends);

#endif
