// SPDX-License-Identifier: MIT

// The options of racelab run as argp has them, and its help.

#include "harness/cli/run_options.h"

#include <argp.h>
#include <stdio.h>
#include <stdlib.h>

#include "harness/cli/cli.h"
#include "harness/cli/specs.h"
#include "harness/plan/axes.h"

enum {
	KEY_DRY_RUN = 0x300,
	KEY_RESUME,
	KEY_GO_ON,
	KEY_SHARD,
	KEY_NO_LIVE,
	KEY_QUIET,
};

static error_t parse(int key, char *argument, struct argp_state *state)
{
	struct run_options *options = state->input;

	if (key == 'o')
		options->directory = argument;
	else if (key == KEY_RESUME)
		options->resume = argument;
	else if (key == KEY_GO_ON)
		options->go_on = true;
	else if (key == KEY_SHARD)
		options->shard = argument;
	else if (key == KEY_DRY_RUN)
		options->dry_run = true;
	else if (key == KEY_NO_LIVE && options->showing == SHOWING_TABLE)
		options->showing = SHOWING_LINE;
	else if (key == KEY_NO_LIVE)
		;
	else if (key == KEY_QUIET)
		options->showing = SHOWING_NOTHING;
	else if (key == ARGP_KEY_ARG && !options->spec_file)
		options->spec_file = argument;
	else
		return asked_parse(&options->asked, key, argument);
	return 0;
}

static const struct argp *run_argp(void)
{
	static struct argp_option options[NR_AXES + NR_SETTINGS + 13];
	static struct argp argp = {.options = options, .parser = parse, .args_doc = "[SPEC.ini]"};
	static char *doc;
	char *specs = specs_help();
	struct argp_option *o = options;

	o = asked_axes_options(o, 1);
	*o++ = (struct argp_option){.doc = "Measuring:", .group = 2};
	for (int setting = 0; setting < NR_SETTINGS; setting++)
		*o++ = asked_setting_option(setting, NULL, 2);
	*o++ = (struct argp_option){.doc = "Results:", .group = 3};
	*o++ = (struct argp_option){
	    "output", 'o', "DIR", 0, "Directory to write [results/DATE-TIME]", 3};
	*o++ = (struct argp_option){
	    "resume", KEY_RESUME, "DIR", 0, "Go on with the run in DIR where it stopped", 3};
	*o++ = (struct argp_option){
	    "go-on",
	    KEY_GO_ON,
	    NULL,
	    0,
	    "With -o: go on with the run in DIR if there is one, else begin it",
	    3};
	*o++ = (struct argp_option){"shard",
				    KEY_SHARD,
				    "I/N",
				    0,
				    "Only the I-th of N parts of the plan, in DIR/shard-I-of-N "
				    "[as a Slurm array or step says, else none]",
				    3};
	*o++ = (struct argp_option){"dry-run",
				    KEY_DRY_RUN,
				    NULL,
				    0,
				    "Print the plan and how long it takes; measure nothing",
				    3};
	*o++ = (struct argp_option){.doc = "On the terminal:", .group = 4};
	*o++ = (struct argp_option){
	    "no-live", KEY_NO_LIVE, NULL, 0, "One line of progress instead of the live table", 4};
	*o++ = (struct argp_option){
	    "quiet", KEY_QUIET, NULL, 0, "Nothing but the results, and what went wrong", 4};
	if (asprintf(
		&doc,
		"Measures a matrix of cases and counts what was lost in each trial. Without "
		"a spec file and axes it measures the lecture's matrix."
		"\vLists are separated by commas; numbers take ranges (1-8, 1-max, 1-max/2), "
		"times units (ns, us, ms, s, min).\n\n%s\n"
		"Examples:\n"
		"  racelab run -o mine\n"
		"  racelab run --structure variable --sync none,atomic,mutex --count 1-max\n"
		"  racelab run --structure array --pattern own,own:64 --sync atomic --count 2\n"
		"  racelab run --load ./my_lock.so --sync my_lock,mutex --count 1-max\n"
		"  racelab run lecture.ini --blocks 5 --dry-run\n"
		"  racelab run lecture.ini --shard 2/8 -o fleet\n",
		specs) > 0)
		argp.doc = doc;
	free(specs);
	return &argp;
}

int run_options_parse(struct run_options *options, int argc, char **argv)
{
	return cli_parse(run_argp(), argc, argv, options);
}
