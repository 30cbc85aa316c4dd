// SPDX-License-Identifier: MIT

// The options of racelab duet as argp has them, and its help.

#include "harness/cli/duet_options.h"

#include <argp.h>
#include <stdio.h>

#include "harness/cli/cli.h"
#include "harness/cli/score.h"
#include "harness/complaint.h"
#include "harness/plan/axes.h"
#include "harness/plan/percentage.h"
#include "harness/plan/value.h"

enum {
	KEY_BUDGET = 0x300,
	KEY_PRECISION,
	KEY_SEED,
};

#define MAX_SEED ((uint64_t)1 << 53) /* as racelab run takes it */

static error_t parse_argument(struct duet_asked *options, const char *argument)
{
	for (int i = 0; i < 2; i++)
		if (!options->side[i]) {
			options->side[i] = argument;
			return 0;
		}
	if (options->spec_file)
		return ARGP_ERR_UNKNOWN; /* cli_parse calls it superfluous */
	options->spec_file = argument;
	return 0;
}

static error_t parse(int key, char *argument, struct argp_state *state)
{
	struct duet_asked *options = state->input;
	struct complaint c;
	error_t error;

	switch (key) {
	case KEY_BUDGET:
		if (value_time(&options->budget_ns, argument, 10000000, 3600000000000, &c))
			return cli_refuse_at("--budget", &c);
		return 0;
	case KEY_PRECISION:
		if (percentage_read(&options->precision, argument, 0, 100, &c))
			return cli_refuse_at("--precision", &c);
		return 0;
	case KEY_SEED:
		if (value_number(&options->seed, argument, 0, MAX_SEED, &c))
			return cli_refuse_at("--seed", &c);
		return 0;
	case ARGP_KEY_ARG:
		return parse_argument(options, argument);
	case ARGP_KEY_END:
		if (!options->side[1])
			return cli_refuse_text("which two? give BASE and HEAD: two racelab "
					       "executables, or sync:NAME sync:NAME");
		return verdict_options_parse(&options->verdict, key, argument);
	default:
		error = verdict_options_parse(&options->verdict, key, argument);
		return error == ARGP_ERR_UNKNOWN ? asked_parse(&options->asked, key, argument)
						 : error;
	}
}

static const struct argp *duet_argp(void)
{
	static struct argp_option options[NR_AXES + 20];
	static struct argp argp = {
	    .options = options,
	    .parser = parse,
	    .args_doc = "BASE HEAD [SPEC.ini]",
	};
	static char *doc;
	struct argp_option *o = asked_axes_options(options, 1);

	*o++ = (struct argp_option){.doc = "Measuring:", .group = 2};
	*o++ = asked_setting_option(SETTING_WINDOW, SCORE_WINDOW, 2);
	*o++ = asked_setting_option(SETTING_TIMEOUT, NULL, 2);
	*o++ = (struct argp_option){
	    "budget", KEY_BUDGET, "TIME", 0, "Stop a case after that long [5s]", 2};
	*o++ = (struct argp_option){
	    "precision",
	    KEY_PRECISION,
	    "PCT",
	    0,
	    "Stop a case when the interval of its ratio is no wider than that: looked at after 20 "
	    "starts of both sides, and each time they have doubled [1%]",
	    2};
	*o++ = (struct argp_option){
	    "seed", KEY_SEED, "N", 0, "Of all random choices but where a start lies [1]", 2};
	verdict_options_add(o, 3);
	if (asprintf(
		&doc,
		"Races two racelab executables, or two strategies, against each other: the same "
		"case in neighbouring short windows, in random order within each pair. Both "
		"sides are executed anew again and again, because where a start places things "
		"in memory stays as long as it lives: each time is an instance, whose value is "
		"the median of its pairs' ratios. The verdict is the median of the instances, "
		"and its interval is over them. Ends with 0 (pass), 1 (HEAD is "
		"slower, or lost what it must not), 2 (the machine would not) or 64 (wrong "
		"usage)."
		"\vWithout a spec file and axes it races the lecture's matrix.\n\n%s\n"
		"Examples:\n"
		"  racelab duet sync:ticket sync:mcs --structure variable --count 1-max\n"
		"  racelab duet ./base/racelab ./head/racelab --sync mutex --count 2\n"
		"  racelab duet old/racelab new/racelab ci.ini --format junit -o duet.xml\n",
		verdict_options_formats) > 0)
		argp.doc = doc;
	return &argp;
}

int duet_options_parse(struct duet_asked *options, int argc, char **argv)
{
	*options = (struct duet_asked){
	    .verdict = VERDICT_OPTIONS_DEFAULTS,
	    .budget_ns = 5000000000,
	    .precision = 0.01,
	    .seed = 1,
	};
	return cli_parse(duet_argp(), argc, argv, options);
}
