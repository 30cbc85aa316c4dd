// SPDX-License-Identifier: MIT

// What racelab itself says, run as a user would run it.

#ifndef RACELAB_VERDICTS_H
#define RACELAB_VERDICTS_H

#include <jansson.h>

struct said {
	int status;	/* exit code of racelab; 0 or 1 is a verdict */
	double seconds; /* it took */
	json_t *json;	/* what it wrote, with --format json */
};

// Runs "racelab ARGUMENTS --format json", with a handicap for all that it measures itself (0:
// none). Ends this program with a message if that is no verdict. said_fini is due.
void said_run(struct said *said, double handicap, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
void said_fini(struct said *said);

// What one of the verdict's cases came to, as an object without levels: the ratio's median, low and
// high stand beside the rest.
json_t *said_comparison(const json_t *judged);

// The same for a command of racelab whose output nobody needs.
void said_only_run(double handicap, const char *format, ...) __attribute__((format(printf, 2, 3)));

// The racelab that is examined: the environment's RACELAB.
const char *said_racelab(void);

#endif
