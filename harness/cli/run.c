// SPDX-License-Identifier: MIT

// racelab run: options and spec file to a plan, the plan to rows in a result directory.

#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "harness/cli/asked.h"
#include "harness/cli/cli.h"
#include "harness/cli/closing.h"
#include "harness/cli/dry_run.h"
#include "harness/interrupt.h"
#include "harness/cli/measure.h"
#include "harness/cli/resume.h"
#include "harness/cli/run_options.h"
#include "harness/cli/warn.h"
#include "harness/complaint.h"
#include "harness/data/directory.h"
#include "harness/data/manifest.h"
#include "harness/machine/counters.h"
#include "harness/machine/host.h"
#include "harness/machine/probe.h"
#include "harness/machine/topology.h"
#include "harness/plan/axes.h"
#include "harness/plan/plan.h"
#include "harness/rank/launch.h"
#include "harness/rank/ranks.h"
#include "harness/terminal/live.h"
#include "harness/trial/handicap.h"
#include "harness/trial/trial.h"

// Everything a run is made of, from the options to the open directory.
struct run {
	struct run_options options;
	struct spec spec;
	struct topology topology;
	struct plan plan;
	struct host host;
	struct manifest manifest;
	struct directory directory;
	struct ranks ranks;
	bool by_ranks;	 /* they race, and no stages are needed */
	double handicap; /* see harness/trial/handicap.h */
	uint32_t *schedule;
	bool *done; /* trials that are there already */
};

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

static int begin_new(struct run *run, struct complaint *c)
{
	const char *path = run->options.directory ? run->options.directory : default_directory();
	char *topology_xml;
	int result;

	manifest_now(run->manifest.start);
	run->manifest.mpi = run->ranks.facts;
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
		"racelab: go on with: ",
		stopping(interrupt_signal), nr_there, nr_trials, run->directory.path);
	if (run->by_ranks)
		fprintf(stderr, "mpiexec -n %u ", run->ranks.launch.nr);
	fprintf(stderr, "racelab run --resume %s\n", run->directory.path);
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
	    .quota = &run->host.quota,
	    .interrupted = &interrupt_signal,
	};
	struct measured measured;
	int result;

	if (run->options.showing != SHOWING_NOTHING)
		warn_before(&run->plan, &run->topology, &run->host);
	result =
	    measure(&bench, run->by_ranks ? &run->ranks : NULL, &run->manifest.plugins, &run->plan,
		    run->schedule, run->done, run->options.showing, &run->directory, &measured, c);
	if (result == 0 && ranks_end(&run->ranks))
		fputs("racelab: MPI did not come to its end in time; all rows were there before\n",
		      stderr);
	if (result < 0)
		return cli_complain(c);
	if (result > 0)
		return report_interrupted(run, &measured);
	return finish(run, &measured, c);
}

// From the options to a plan: what is asked for, or what was asked for when the run began.
static int make_plan(struct run *run, struct complaint *c)
{
	struct run_options *options = &run->options;

	if (options->resume && options->directory)
		return complain(c,
				"-o and --resume exclude each other: --resume goes on in its DIR");
	if (asked_spec(&options->asked, options->spec_file, &run->spec, c))
		return -1;
	run->spec.nr_ranks = ranks_racing(&run->ranks);
	if (options->resume)
		return resume_plan(options->resume, &run->spec, &run->topology, &run->plan,
				   &run->manifest, c);
	run->manifest.plugins = options->asked.plugins;
	return plan_build(&run->plan, &run->spec, &run->topology, c);
}

// Whether ranks race, and if so, whether they are there.
static int gather_ranks(struct run *run, struct complaint *c)
{
	run->ranks.interrupted = &interrupt_signal;
	run->ranks.directory = run->options.resume ? run->options.resume : "";
	if (!run->by_ranks)
		return 0;
	return ranks_open(&run->ranks, c);
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
	if (gather_ranks(run, c))
		return -1;
	run->manifest.counters = counters_available();
	run->manifest.turns_per_ns = probe_turns_per_ns();
	run->manifest.clock_ns = probe_clock_ns();
	if (run->options.resume)
		return resume_directory(run->options.resume, plan, run->schedule, run->done,
					&run->directory, c);
	if (begin_new(run, c))
		return -1;
	run->ranks.directory = run->directory.path;
	return 0;
}

static void run_fini(struct run *run)
{
	directory_close(&run->directory);
	ranks_fini(&run->ranks);
	free(run->schedule);
	free(run->done);
}

// True if ranks are asked for on the command line itself.
static bool asks_for_ranks(int argc, char **argv)
{
	for (int i = 1; i < argc; i++)
		if (strcmp(argv[i], "--task=rank") == 0 ||
		    (strcmp(argv[i], "--task") == 0 && i + 1 < argc &&
		     strcmp(argv[i + 1], "rank") == 0))
			return true;
	return false;
}

int run_main(int argc, char **argv)
{
	static struct run run; /* large: a manifest and a host */
	struct complaint c;
	int status;

	if (!ranks_begin(&run.ranks, asks_for_ranks(argc, argv), &status))
		return status;
	status = run_options_parse(&run.options, argc, argv);
	if (status)
		return status;
	spec_init(&run.spec);
	join_command(argc, argv, run.manifest.command, sizeof run.manifest.command);
	if (handicap_read(&run.handicap, &c) || topology_load(&run.topology, &c) ||
	    make_plan(&run, &c) || ranks_check(&run.ranks, &run.plan, &run.by_ranks, &c))
		return cli_complain(&c);
	if (run.options.dry_run)
		return dry_run_print(&run.plan);
	status = prepare(&run, &c) ? cli_complain(&c) : carry_out(&run, &c);
	run_fini(&run);
	plan_fini(&run.plan);
	spec_fini(&run.spec);
	topology_fini(&run.topology);
	return status;
}
