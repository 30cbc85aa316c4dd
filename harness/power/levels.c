// SPDX-License-Identifier: MIT

// A duet without an end: as many instances and rounds as are asked for.

#include "harness/power/levels.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_rng.h>
#include <gsl/gsl_statistics_double.h>
#include <jansson.h>
#include <math.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/personality.h>
#include <unistd.h>

#include "harness/complaint.h"
#include "harness/data/row.h"
#include "harness/duet/awake.h"
#include "harness/duet/bout.h"
#include "harness/duet/contender.h"
#include "harness/duet/levels.h"
#include "harness/duet/tape.h"
#include "harness/machine/topology.h"
#include "harness/plan/axes.h"
#include "harness/plan/case.h"
#include "harness/plan/plan.h"
#include "harness/power/cases.h"
#include "harness/power/verdicts.h"
#include "harness/trial/plugin.h"
#include "harness/trial/record.h"

enum {
	NR_ROUNDS = 10,
};

const char *const power_level_parts[NR_WAYS] = {"levels, randomized", "levels, fixed",
						"levels, layouts"};

static const volatile sig_atomic_t never;
static const struct plugins no_plugins;

// All that one record is made of.
struct experiment {
	const struct row *axes;
	unsigned nr_instances, nr_layouts; /* 0: always the same executable */
	int ground_fd;
	gsl_rng *rng;
	struct levels levels;
	double deviations; /* of pairs within their round, summed up over rounds */
};

static _Noreturn void give_up(const struct complaint *c)
{
	fprintf(stderr, "power: %s\n", c->text);
	exit(EXIT_FAILURE);
}

// The pairs' deviation within a round, by the median of what they are off (GSL scales it to a
// normal one's standard deviation): one window that was held up may be off by a factor of a
// hundred.
static double deviation_of(const struct bout *bout)
{
	double logs[BOUT_PAIRS], room[BOUT_PAIRS];

	for (size_t i = 0; i < bout->nr_ratios; i++)
		logs[i] = log(bout->ratios[i]);
	return gsl_stats_mad(logs, 1, bout->nr_ratios, room);
}

static void race(struct experiment *e, struct bout *bout)
{
	double rounds[NR_ROUNDS], median;

	for (size_t i = 0; i < NR_ROUNDS; i++) {
		bout->nr_ratios = 0;
		if (bout_round(bout, &median) || !isfinite(median))
			give_up(bout->complaint);
		e->deviations += deviation_of(bout);
		rounds[i] = log(median);
	}
	levels_add(&e->levels, rounds, NR_ROUNDS);
}

static char *side_path(const struct experiment *e, unsigned number)
{
	char *path;

	if (asprintf(&path, e->nr_layouts ? "%s-layout-%u" : "%s", said_racelab(),
		     e->nr_layouts ? 1 + number % e->nr_layouts : 0) < 0)
		abort();
	return path;
}

// Two sides from their start to their end. Neighbouring layouts meet at first, then every other
// one.
static void race_instance(struct experiment *e, unsigned i)
{
	unsigned step = e->nr_layouts ? 1 + i / e->nr_layouts % (e->nr_layouts - 1) : 0;
	char *path[2] = {side_path(e, i), side_path(e, i + step)};
	struct complaint c = {.text = "a trial was not ok"};
	struct bout bout = {.window_ns = 500000,
			    .timeout_ns = UINT64_C(10000000000),
			    .seed = i * 1000u,
			    .rng = e->rng,
			    .complaint = &c,
			    .why = &c};
	static struct contender side[2]; /* large */
	struct tape tape[2];
	bool refused;

	for (unsigned k = 0, first = i % 2; k < 2; k++) {
		unsigned s = first ^ k;

		tape_init(&tape[s]);
		if (contender_start(&side[s], s ? "HEAD" : "BASE", path[s], &no_plugins,
				    e->ground_fd, &never, &c))
			give_up(&c);
		bout.corner[s] = (struct corner){&side[s], &tape[s], e->axes, false, &refused};
	}
	race(e, &bout);
	for (unsigned s = 0; s < 2; s++) {
		contender_stop(&side[s]);
		tape_fini(&tape[s]);
		free(path[s]);
	}
}

// The limits of the instances' standard deviation: exact for normal values (Searle, Casella and
// McCulloch, Variance Components, 1992, 3.6).
static double limit_of(const struct experiment *e, double probability)
{
	double groups = (double)e->levels.nr_instances, n = NR_ROUNDS;
	double between = e->levels.between / (groups - 1);
	double within = e->levels.within / (groups * (n - 1));
	double f = gsl_cdf_fdist_Pinv(probability, groups - 1, groups * (n - 1));

	return sqrt(fmax(0, within / n * (between / within / f - 1)));
}

static json_t *found_by(const struct experiment *e)
{
	struct components components = levels_components(&e->levels);

	return json_pack("{s:f, s:f, s:f, s:f, s:f, s:i}", "sd_pair",
			 e->deviations / (double)e->levels.nr_rounds, "sd_round",
			 sqrt(components.rounds), "sd_instance", sqrt(components.instances), "low",
			 limit_of(e, 0.975), "high", limit_of(e, 0.025), "instances",
			 (int)e->nr_instances);
}

static json_t *experiment(const struct row *axes, enum way way, unsigned nr, unsigned nr_layouts)
{
	struct experiment e = {.axes = axes,
			       .nr_instances = nr,
			       .nr_layouts = way == WAY_LAYOUTS ? nr_layouts : 0,
			       .ground_fd = memfd_create("power-ground", MFD_CLOEXEC),
			       .rng = gsl_rng_alloc(gsl_rng_mt19937)};
	json_t *found;

	/* what is executed from now on inherits it */
	personality(way == WAY_RANDOM ? 0 : ADDR_NO_RANDOMIZE);
	for (unsigned i = 0; i < nr; i++)
		race_instance(&e, i);
	personality(0);
	found = found_by(&e);
	gsl_rng_free(e.rng);
	close(e.ground_fd);
	return found;
}

static void try_case(struct records *records, const struct case_spec *spec, const char *name,
		     unsigned nr, unsigned nr_layouts)
{
	static struct record axes; /* large */

	record_init(&axes, spec);
	for (enum way way = 0; way < NR_WAYS; way++) {
		if (records_have(records, power_level_parts[way], name, 0))
			continue;
		fprintf(stderr, "power: %s, %s\n", power_level_parts[way], name);
		records_add(records, power_level_parts[way], name, 0,
			    experiment(&axes.row, way, nr, nr_layouts));
	}
}

static void try_all(struct records *records, const struct plan *plan,
		    const struct topology *topology, unsigned nr, unsigned nr_layouts)
{
	static const unsigned pus[] = {0, 1};
	struct awake *awake =
	    awake_create(topology, pus, topology->nr_pus < 2 ? topology->nr_pus : 2);

	for (size_t i = 0; i < plan->nr_cases; i++)
		try_case(records, &plan->cases[i], power_cases[i].name, nr, nr_layouts);
	awake_destroy(awake);
}

void power_levels(struct records *records, const char *directory, unsigned nr, unsigned nr_layouts)
{
	char *path = power_cases_write(directory);
	struct topology topology;
	struct complaint c;
	struct spec spec;
	struct plan plan;

	if (!nr)
		return;
	signal(SIGPIPE, SIG_IGN);
	spec_init(&spec);
	if (topology_load(&topology, &c) || spec_load(&spec, path, &c) ||
	    plan_build(&plan, &spec, &topology, &c))
		give_up(&c);
	try_all(records, &plan, &topology, nr, nr_layouts);
	plan_fini(&plan);
	spec_fini(&spec);
	topology_fini(&topology);
	free(path);
}
