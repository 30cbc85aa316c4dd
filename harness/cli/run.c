// SPDX-License-Identifier: MIT

// racelab run: options and spec file to a plan, the plan to rows in a result directory.

#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "harness/cli/asked.h"
#include "harness/cli/cli.h"
#include "harness/cli/closing.h"
#include "harness/cli/dry_run.h"
#include "harness/interrupt.h"
#include "harness/cli/measure.h"
#include "harness/cli/resume.h"
#include "harness/cli/run_options.h"
#include "harness/cli/sharding.h"
#include "harness/cli/warn.h"
#include "harness/complaint.h"
#include "harness/data/directory.h"
#include "harness/data/hosts.h"
#include "harness/data/manifest.h"
#include "harness/data/shards.h"
#include "harness/machine/counters.h"
#include "harness/machine/host.h"
#include "harness/machine/probe.h"
#include "harness/machine/topology.h"
#include "harness/plan/axes.h"
#include "harness/plan/plan.h"
#include "harness/plan/shard.h"
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
	struct sharding sharding;
	const char *resume; /* the directory that is gone on in; NULL: a new one */
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

static int begin_new(struct run *run, struct complaint *c)
{
	const char *path = run->sharding.path;
	char *topology_xml;
	int result;

	if (shards_agree(run->sharding.folder, &run->plan, c))
		return -1;
	manifest_now(run->manifest.start);
	run->manifest.mpi = run->ranks.facts;
	if (directory_create(&run->directory, path, c))
		return -1;
	topology_xml = directory_file(path, "topology.xml");
	result = topology_export(&run->topology, topology_xml, c);
	free(topology_xml);
	if (result || manifest_write(path, &run->manifest, &run->spec, &run->plan, &run->host, c))
		return -1;
	/* once more: of two shards that begin together, one at least sees the other now */
	return shards_agree(run->sharding.folder, &run->plan, c);
}

// What is there stays; who measures the rest is noted before.
static int go_on(struct run *run, struct complaint *c)
{
	const struct plan *plan = &run->plan;
	size_t nr_rows = 0, nr_planned = shard_end_trial(plan) - shard_first_trial(plan);
	char where[512];

	/* one that was refused when it began has left its directory */
	if (run->options.go_on && shards_agree(run->sharding.folder, plan, c))
		return -1;
	if (resume_directory(run->resume, plan, run->schedule, run->done, &run->directory, c))
		return -1;
	for (uint64_t trial = 0; trial < plan_nr_trials(plan); trial++)
		nr_rows += run->done[trial];
	if (nr_rows == nr_planned || !hosts_go_on(run->manifest.hosts, &run->host, nr_rows))
		return 0;
	fprintf(stderr, "racelab: the rows in %s are of %s\n", run->resume,
		hosts_format(run->manifest.hosts, where, sizeof where));
	return manifest_write(run->resume, &run->manifest, &run->spec, plan, &run->host, c);
}

static const char *stopping(int signal)
{
	return signal == SIGINT ? "Ctrl-C" : signal == SIGTERM ? "SIGTERM" : "SIGHUP";
}

static int report_interrupted(const struct run *run, const struct measured *measured)
{
	uint64_t first = shard_first_trial(&run->plan), end = shard_end_trial(&run->plan);
	uint64_t nr_there = measured->nr_trials;

	for (uint64_t i = first; i < end; i++)
		nr_there += run->done[i];
	fprintf(stderr,
		"racelab: stopped by %s; %lu of %lu trials are in %s\n"
		"racelab: go on with: ",
		stopping(interrupt_signal), nr_there, end - first, run->directory.path);
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

	if (run->options.showing != SHOWING_NOTHING) {
		sharding_say(&run->sharding, &run->plan, run->directory.path);
		warn_before(&run->plan, &run->topology, &run->host);
	}
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

// Which part of the plan, in which directory, and whether that has begun.
static int choose_directory(struct run *run, struct complaint *c)
{
	const struct run_options *options = &run->options;

	if (options->resume && options->directory)
		return complain(c,
				"-o and --resume exclude each other: --resume goes on in its DIR");
	if (options->resume && options->go_on)
		return complain(c, "--go-on and --resume exclude each other: --go-on is for -o");
	/* ranks of one run are tasks of one step, and not each of them a part of the plan */
	if (sharding_choose(&run->sharding, options->shard, options->directory,
			    !ranks_racing(&run->ranks), c))
		return -1;
	if (options->go_on && !options->directory && !run->sharding.by_job)
		return complain(c, "--go-on needs -o DIR: which run is it to go on with?");
	run->resume = options->resume;
	if (options->go_on && directory_has_manifest(run->sharding.path))
		run->resume = run->sharding.path;
	return 0;
}

// What was asked for when the run began.
static int make_plan_again(struct run *run, struct complaint *c)
{
	if (resume_plan(run->resume, &run->spec, &run->topology, &run->plan, &run->manifest, c))
		return -1;
	return sharding_check(&run->sharding, run->resume, &run->plan.shard, c);
}

// From the options to a plan.
static int make_plan(struct run *run, struct complaint *c)
{
	struct run_options *options = &run->options;
	bool seed_given;

	if (asked_spec(&options->asked, options->spec_file, &run->spec, c) ||
	    choose_directory(run, c))
		return -1;
	run->spec.nr_ranks = ranks_racing(&run->ranks);
	if (run->resume)
		return make_plan_again(run, c);
	run->manifest.plugins = options->asked.plugins;
	seed_given = run->spec.setting[SETTING_SEED].text != NULL;
	if (plan_build(&run->plan, &run->spec, &run->topology, c))
		return -1;
	return sharding_apply(&run->sharding, seed_given, &run->plan, c);
}

// Whether ranks race, and if so, whether they are there.
static int gather_ranks(struct run *run, struct complaint *c)
{
	run->ranks.interrupted = &interrupt_signal;
	run->ranks.directory = run->resume ? run->resume : "";
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
	run->manifest.job = run->sharding.job;
	if (run->resume)
		return go_on(run, c);
	if (begin_new(run, c))
		return -1;
	run->ranks.directory = run->directory.path;
	return 0;
}

static void run_fini(struct run *run)
{
	directory_close(&run->directory);
	sharding_fini(&run->sharding);
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
