// SPDX-License-Identifier: MIT

// racelab run: options and spec file to a plan, the plan to rows in a result directory.

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "harness/cli/asked.h"
#include "harness/cli/cli.h"
#include "harness/cli/closing.h"
#include "harness/cli/interrupt.h"
#include "harness/cli/measure.h"
#include "harness/cli/resume.h"
#include "harness/cli/specs.h"
#include "harness/cli/warn.h"
#include "harness/data/manifest.h"
#include "harness/machine/counters.h"
#include "harness/machine/probe.h"
#include "harness/plan/value.h"
#include "harness/trial/handicap.h"

enum {
	KEY_DRY_RUN = 0x300,
	KEY_RESUME,
	KEY_NO_LIVE,
	KEY_QUIET,
};

struct options {
	struct asked asked;
	const char *spec_file;
	const char *directory;
	const char *resume;
	bool dry_run;
	enum showing showing;
};

// Everything a run is made of, from the options to the open directory.
struct run {
	struct options options;
	struct spec spec;
	struct topology topology;
	struct plan plan;
	struct host host;
	struct manifest manifest;
	struct directory directory;
	double handicap; /* see harness/trial/handicap.h */
	uint32_t *schedule;
	bool *done; /* trials that are there already */
};

static error_t parse(int key, char *argument, struct argp_state *state)
{
	struct options *options = state->input;

	if (key == 'o')
		options->directory = argument;
	else if (key == KEY_RESUME)
		options->resume = argument;
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
	static struct argp_option options[NR_AXES + NR_SETTINGS + 11];
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
		"  racelab run lecture.ini --blocks 5 --dry-run\n",
		specs) > 0)
		argp.doc = doc;
	free(specs);
	return &argp;
}

static void join_command(int argc, char **argv, char *text, size_t size)
{
	size_t used = 0;

	text[0] = '\0';
	for (int i = 0; i < argc && used < size; i++)
		used += (size_t)snprintf(text + used, size - used, i ? " %s" : "%s", argv[i]);
}

static const char *default_directory(void)
{
	static char path[64];
	time_t now = time(NULL);
	struct tm local;

	strftime(path, sizeof path, "results/%Y%m%d-%H%M%S", localtime_r(&now, &local));
	return path;
}

static int print_plan(const struct plan *plan)
{
	double expected_s = (double)plan_expected_ns(plan) / 1e9;
	char name[8192];

	for (size_t i = 0; i < plan->nr_cases; i++)
		puts(case_format(&plan->cases[i], name, sizeof name));
	printf("%zu case%s x %lu block%s = %lu trials, ", plan->nr_cases,
	       plan->nr_cases == 1 ? "" : "s", plan->measuring.blocks,
	       plan->measuring.blocks == 1 ? "" : "s", plan_nr_trials(plan));
	if (plan->measuring.ops)
		printf("%lu increments a task each; seed %lu\n", plan->measuring.ops,
		       plan->measuring.seed);
	else
		printf("about %.3g s; seed %lu\n", expected_s, plan->measuring.seed);
	return 0;
}

static int begin_new(struct run *run, struct complaint *c)
{
	const char *path = run->options.directory ? run->options.directory : default_directory();
	char *topology_xml;
	int result;

	manifest_now(run->manifest.start);
	if (directory_create(&run->directory, path, c))
		return -1;
	topology_xml = directory_file(path, "topology.xml");
	result = topology_export(&run->topology, topology_xml, c);
	free(topology_xml);
	if (result)
		return -1;
	return manifest_write(path, &run->manifest, &run->spec, &run->plan, &run->host, c);
}

static const char *stopping(int signal)
{
	return signal == SIGINT ? "Ctrl-C" : signal == SIGTERM ? "SIGTERM" : "SIGHUP";
}

static int report_interrupted(const struct run *run, const struct measured *measured)
{
	uint64_t nr_trials = plan_nr_trials(&run->plan), nr_there = measured->nr_trials;

	for (uint64_t i = 0; i < nr_trials; i++)
		nr_there += run->done[i];
	fprintf(stderr,
		"racelab: stopped by %s; %lu of %lu trials are in %s\n"
		"racelab: go on with: racelab run --resume %s\n",
		stopping(interrupt_signal), nr_there, nr_trials, run->directory.path,
		run->directory.path);
	return EXIT_SIGNAL + interrupt_signal;
}

static int write_end(struct run *run, struct complaint *c)
{
	manifest_now(run->manifest.end);
	return manifest_write(run->directory.path, &run->manifest, &run->spec, &run->plan,
			      &run->host, c);
}

static int finish(struct run *run, const struct measured *measured, struct complaint *c)
{
	/* a resume that found nothing missing leaves what was said of the run as it was */
	if ((measured->nr_trials || !run->manifest.end[0]) && write_end(run, c))
		return cli_complain(c);
	if (closing_print(run->directory.path, measured, run->options.showing, c))
		return cli_complain(c);
	return EXIT_DONE;
}

static int carry_out(struct run *run, struct complaint *c)
{
	struct bench bench = {
	    .topology = &run->topology,
	    .measuring = &run->plan.measuring,
	    .counters = run->manifest.counters,
	    .turns_per_ns = run->manifest.turns_per_ns,
	    .clock_ns = run->manifest.clock_ns,
	    .handicap = run->handicap,
	    .interrupted = &interrupt_signal,
	};
	struct measured measured;
	int result;

	if (run->options.showing != SHOWING_NOTHING)
		warn_before(&run->plan, &run->topology, &run->host);
	result = measure(&bench, &run->plan, run->schedule, run->done, run->options.showing,
			 &run->directory, &measured, c);
	if (result < 0)
		return cli_complain(c);
	if (result > 0)
		return report_interrupted(run, &measured);
	return finish(run, &measured, c);
}

// From the options to a plan: what is asked for, or what was asked for when the run began.
static int make_plan(struct run *run, struct complaint *c)
{
	struct options *options = &run->options;

	if (options->resume && options->directory)
		return complain(c,
				"-o and --resume exclude each other: --resume goes on in its DIR");
	if (asked_spec(&options->asked, options->spec_file, &run->spec, c))
		return -1;
	if (options->resume)
		return resume_plan(options->resume, &run->spec, &run->topology, &run->plan,
				   &run->manifest, c);
	run->manifest.plugins = options->asked.plugins;
	return plan_build(&run->plan, &run->spec, &run->topology, c);
}

static int prepare(struct run *run, struct complaint *c)
{
	const struct plan *plan = &run->plan;

	run->schedule =
	    schedule_create(plan->nr_cases, plan->measuring.blocks, plan->measuring.seed);
	run->done = calloc(plan_nr_trials(plan), sizeof *run->done);
	if (!run->schedule || !run->done)
		return complain_machine(c, "no memory for %lu trials", plan_nr_trials(plan));
	host_load(&run->host, &run->topology);
	interrupt_catch(); /* from here on the directory is to be valid whenever we are stopped */
	run->manifest.counters = counters_available();
	run->manifest.turns_per_ns = probe_turns_per_ns();
	run->manifest.clock_ns = probe_clock_ns();
	if (run->options.resume)
		return resume_directory(run->options.resume, plan, run->schedule, run->done,
					&run->directory, c);
	return begin_new(run, c);
}

static void run_fini(struct run *run)
{
	directory_close(&run->directory);
	free(run->schedule);
	free(run->done);
}

int run_main(int argc, char **argv)
{
	static struct run run; /* large: a manifest and a host */
	struct complaint c;
	int status = cli_parse(run_argp(), argc, argv, &run.options);

	if (status)
		return status;
	spec_init(&run.spec);
	join_command(argc, argv, run.manifest.command, sizeof run.manifest.command);
	if (handicap_read(&run.handicap, &c) || topology_load(&run.topology, &c) ||
	    make_plan(&run, &c))
		return cli_complain(&c);
	if (run.options.dry_run)
		return print_plan(&run.plan);
	status = prepare(&run, &c) ? cli_complain(&c) : carry_out(&run, &c);
	run_fini(&run);
	plan_fini(&run.plan);
	spec_fini(&run.spec);
	topology_fini(&run.topology);
	return status;
}
