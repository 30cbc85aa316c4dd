// SPDX-License-Identifier: MIT

// The share of wall time inside windows, of a run like the default one.

#include "harness/bench/share.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "harness/cli/measure.h"
#include "harness/data/directory.h"
#include "harness/data/manifest.h"
#include "harness/machine/counters.h"
#include "harness/machine/host.h"
#include "harness/machine/probe.h"
#include "harness/plan/axes.h"
#include "harness/plan/plan.h"
#include "harness/terminal/live.h"
#include "harness/trial/trial.h"

static int measure_into(const char *path, const struct spec *spec, const struct plan *plan,
			const struct topology *topology, struct measured *measured,
			struct complaint *c)
{
	const struct bench bench = {
	    .topology = topology,
	    .measuring = &plan->measuring,
	    .counters = counters_available(),
	    .turns_per_ns = probe_turns_per_ns(),
	};
	const struct measuring *m = &plan->measuring;
	static struct host host;	 /* large, as are manifests */
	static struct manifest manifest; /* of the stages */
	uint32_t *schedule = schedule_create(plan->nr_cases, m->blocks, m->seed);
	bool *done = calloc(plan_nr_trials(plan), sizeof *done);
	struct directory directory;
	int result = directory_create(&directory, path, c);

	host_load(&host, topology);
	manifest_now(manifest.start);
	if (!result)
		result = manifest_write(path, &manifest, spec, plan, &host, c);
	if (!result)
		result = measure(&bench, NULL, NULL, plan, schedule, done, SHOWING_LINE, &directory,
				 measured, c);
	directory_close(&directory);
	free(schedule);
	free(done);
	return result;
}

static void remove_file(const char *path, const char *name)
{
	char *file = directory_file(path, name);

	unlink(file);
	free(file);
}

static void remove_directory(const char *path)
{
	remove_file(path, "trials.csv");
	remove_file(path, "run.json");
	rmdir(path);
}

int bench_share(const struct topology *topology, struct complaint *c)
{
	char path[] = "/tmp/racelab-bench-XXXXXX";
	struct measured measured;
	struct spec spec;
	struct plan plan;
	int result;

	spec_init(&spec);
	given_set(&spec.setting[SETTING_BLOCKS], "3", "bench");
	if (!mkdtemp(path))
		return complain_machine(c, "cannot make a directory in /tmp");
	if (plan_build(&plan, &spec, topology, c))
		return -1;
	result = measure_into(path, &spec, &plan, topology, &measured, c);
	remove_directory(path);
	if (!result)
		printf("%.1f %% of a default run's wall time is inside windows (%lu trials, %.1f "
		       "s)\n\n",
		       100 * (double)measured.window_ns / (double)measured.wall_ns,
		       measured.nr_trials, (double)measured.wall_ns / 1e9);
	plan_fini(&plan);
	spec_fini(&spec);
	return result;
}
