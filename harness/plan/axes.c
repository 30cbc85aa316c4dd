// SPDX-License-Identifier: MIT

// The table of axes and settings, and the texts that were given for them.

#include "harness/plan/axes.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

const struct keyword axis_keywords[NR_AXES] = {
    [AXIS_STRUCTURE] = {"structure", "LIST", "variable,array,hashtable", "where the counter is",
			NULL},
    [AXIS_SYNC] = {"sync", "LIST", "none,mutex,fetch_add",
		   "how an increment is protected: strategies, classes, or all", NULL},
    [AXIS_TASK] = {"task", "LIST", "thread,process",
		   "what does the increments: thread, process; or rank, by MPI", NULL},
    [AXIS_COUNT] = {"count", "LIST", "1-max", "how many tasks: 3, 1-8, 1-max, 1-max/2 (a step)",
		    NULL},
    [AXIS_PLACE] = {"place", "LIST", "compact",
		    "their PUs: compact, scatter, core, smt, none, cpus:0,2,4-7", NULL},
    [AXIS_PATTERN] = {"pattern", "LIST", "uniform",
		      "their cells: same, own, own:STRIDE, uniform, zipf:THETA", NULL},
    [AXIS_SLOTS] = {"slots", "LIST", "64", "how many cells or keys: 64, 4K, 1M", NULL},
    [AXIS_GRANULARITY] = {"granularity", "LIST", "global",
			  "how many locks: global, striped:K, each", NULL},
    [AXIS_HOLD] = {"hold", "LIST", "0", "time to stay in the critical section: 100ns", NULL},
    [AXIS_THINK] = {"think", "LIST", "0", "time between two increments: 100ns", NULL},
    [AXIS_READERS] = {"readers", "LIST", "0", "how many of the tasks only read: 1", NULL},
};

const struct keyword setting_keywords[NR_SETTINGS] = {
    [SETTING_WINDOW] = {"window", "TIME", "20ms", "how long the tasks of a trial run", NULL},
    [SETTING_OPS] = {"ops", "N", "", "increments each task does, instead of a window", NULL},
    [SETTING_BLOCKS] = {"blocks", "N", "20", "how often each case is run", NULL},
    [SETTING_SEED] = {"seed", "N", "", "where all random choices follow from; else drawn anew",
		      NULL},
    [SETTING_TIMEOUT] = {"timeout", "TIME", "10s", "when a trial counts as hung; with ranks 60s",
			 NULL},
    [SETTING_LATENCY] = {"latency", "K", "", "time one increment in K by itself; 64 without K",
			 "64"},
};

// A few words that do not fit into memory leave nothing sensible to do.
static void *or_abort(void *memory)
{
	if (!memory)
		abort();
	return memory;
}

static char *copy(const char *text)
{
	return text ? or_abort(strdup(text)) : NULL;
}

static void given_clear(struct given *given)
{
	free(given->text);
	free(given->where);
	*given = (struct given){0};
}

void given_set(struct given *given, const char *text, const char *where)
{
	struct given fresh = {copy(text), copy(where)}; /* first: they may be given's own */

	given_clear(given);
	*given = fresh;
}

void spec_init(struct spec *spec)
{
	*spec = (struct spec){0};
}

static void axes_fini(struct axes *axes)
{
	free(axes->name);
	free(axes->where);
	for (size_t i = 0; i < NR_AXES; i++)
		given_clear(&axes->axis[i]);
}

void spec_fini(struct spec *spec)
{
	for (size_t i = 0; i < spec->nr_matrices; i++)
		axes_fini(&spec->matrices[i]);
	free(spec->matrices);
	for (size_t i = 0; i < NR_SETTINGS; i++)
		given_clear(&spec->setting[i]);
	spec_init(spec);
}

struct axes *spec_add(struct spec *spec, const char *name, const char *where)
{
	size_t nr = spec->nr_matrices + 1;

	spec->matrices = or_abort(reallocarray(spec->matrices, nr, sizeof *spec->matrices));
	spec->nr_matrices = nr;
	spec->matrices[nr - 1] = (struct axes){.name = copy(name), .where = copy(where)};
	return &spec->matrices[nr - 1];
}

static bool any_given(const struct given *given, size_t nr)
{
	for (size_t i = 0; i < nr; i++)
		if (given[i].text)
			return true;
	return false;
}

static void lay_over(struct given *under, const struct given *over, size_t nr)
{
	for (size_t i = 0; i < nr; i++)
		if (over[i].text)
			given_set(&under[i], over[i].text, over[i].where);
}

// Window and ops exclude each other, so an option for one of them takes the place of the other,
// too.
static void make_way(struct given *under, const struct given *over)
{
	if (over[SETTING_OPS].text)
		given_clear(&under[SETTING_WINDOW]);
	if (over[SETTING_WINDOW].text)
		given_clear(&under[SETTING_OPS]);
}

void spec_override(struct spec *spec, const struct axes *options,
		   const struct given settings[NR_SETTINGS])
{
	if (!spec->nr_matrices && any_given(options->axis, NR_AXES))
		spec_add(spec, NULL, NULL);
	for (size_t i = 0; i < spec->nr_matrices; i++)
		lay_over(spec->matrices[i].axis, options->axis, NR_AXES);
	make_way(spec->setting, settings);
	lay_over(spec->setting, settings, NR_SETTINGS);
}
