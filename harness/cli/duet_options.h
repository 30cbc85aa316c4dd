// SPDX-License-Identifier: MIT

// What can be asked of racelab duet.

#ifndef RACELAB_CLI_DUET_OPTIONS_H
#define RACELAB_CLI_DUET_OPTIONS_H

#include <stdint.h>

#include "harness/cli/asked.h"
#include "harness/cli/verdict_options.h"

struct duet_asked {
	struct asked asked;
	struct verdict_options verdict;
	const char *side[2]; /* base, head: as they were given */
	const char *spec_file;
	uint64_t budget_ns;
	double precision;
	uint64_t seed; /* of all random choices */
};

// Reads them, or fills in what holds without them. Returns what cli_parse does.
int duet_options_parse(struct duet_asked *options, int argc, char **argv);

#endif
