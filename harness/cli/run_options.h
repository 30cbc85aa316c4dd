// SPDX-License-Identifier: MIT

// What can be asked of racelab run.

#ifndef RACELAB_RUN_OPTIONS_H
#define RACELAB_RUN_OPTIONS_H

#include <stdbool.h>

#include "harness/cli/asked.h"
#include "harness/terminal/live.h"

struct run_options {
	struct asked asked;
	const char *spec_file;
	const char *directory;
	const char *resume;
	const char *shard;
	bool go_on;
	bool dry_run;
	enum showing showing;
};

// Reads them; `options` begins zeroed. Returns what cli_parse does.
int run_options_parse(struct run_options *options, int argc, char **argv);

#endif
