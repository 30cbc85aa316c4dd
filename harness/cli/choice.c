// SPDX-License-Identifier: MIT

#include "harness/cli/choice.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "harness/data/source.h"
#include "harness/store/store.h"
#include "harness/store/store_source.h"

enum { /* long only */
	KEY_MACHINE = 0x600,
	KEY_RUN,
	KEY_LAST,
};

struct argp_option *choice_add(struct argp_option *option, int group)
{
	static const struct argp_option known[CHOICE_OPTIONS] = {
	    {.doc = "Of a store (racelab merge):"},
	    {.name = "machine", .key = KEY_MACHINE, .arg = "NAME", .doc = "Only this one's runs"},
	    {.name = "run",
	     .key = KEY_RUN,
	     .arg = "NUMBER",
	     .doc = "Only this run (racelab show lists them)"},
	    {.name = "last", .key = KEY_LAST, .doc = "Only the last run of each machine"},
	};

	for (size_t i = 0; i < CHOICE_OPTIONS; i++) {
		*option = known[i];
		option++->group = group;
	}
	return option;
}

error_t choice_parse(struct choice *choice, int key, const char *argument)
{
	switch (key) {
	case KEY_MACHINE:
		choice->machine = argument;
		return 0;
	case KEY_RUN:
		choice->run = argument;
		return 0;
	case KEY_LAST:
		choice->last = true;
		return 0;
	default:
		return ARGP_ERR_UNKNOWN;
	}
}

static int keep_path(struct chosen *chosen, char *path, struct complaint *c)
{
	chosen->paths[chosen->nr_paths] = path;
	if (!path)
		return complain_machine(c, "no memory");
	chosen->nr_paths++;
	return 0;
}

// The path of the runs of one machine, from the i-th on. Returns how many those are; 0 with a
// complaint.
static size_t add_machine(struct chosen *chosen, size_t i, struct complaint *c)
{
	const struct runs *runs = &chosen->runs;
	int64_t ids[STORE_SOURCE_RUNS];
	size_t nr = 0;

	while (i + nr < runs->nr && runs->run[i + nr].machine == runs->run[i].machine &&
	       nr < STORE_SOURCE_RUNS) {
		ids[nr] = runs->run[i + nr].id;
		nr++;
	}
	return keep_path(chosen, store_source_path(chosen->path, ids, nr), c) ? 0 : nr;
}

static int add_machines(struct chosen *chosen, struct complaint *c)
{
	size_t nr = 0;

	chosen->paths = calloc(chosen->runs.nr + 1, sizeof *chosen->paths);
	if (!chosen->paths)
		return complain_machine(c, "no memory");
	for (size_t i = 0; i < chosen->runs.nr; i += nr)
		if (!(nr = add_machine(chosen, i, c)))
			return -1;
	return 0;
}

static int choose(struct chosen *chosen, const struct choice *choice, struct complaint *c)
{
	struct store store;
	int result =
	    store_open(&store, chosen->path, c) || runs_load(&chosen->all, &store, choice, c) ||
	    runs_load(&chosen->runs, &store, choice, c) || runs_reduce(&chosen->runs, &store, c);

	store_close(&store);
	return result ? -1 : add_machines(chosen, c);
}

int chosen_load(struct chosen *chosen, const char *path, const struct choice *choice,
		struct complaint *c)
{
	source_add(&store_source);
	*chosen = (struct chosen){.path = path, .is_store = store_is(path)};
	if (chosen->is_store)
		return choose(chosen, choice, c);
	if (choice_is_made(choice) && !source_of(path))
		return complain(c, "--%s chooses among the runs of a store, and '%s' is none",
				choice->machine ? "machine"
				: choice->run	? "run"
						: "last",
				path);
	chosen->paths = calloc(1, sizeof *chosen->paths);
	if (!chosen->paths)
		return complain_machine(c, "no memory");
	return keep_path(chosen, strdup(path), c);
}

int chosen_one(struct chosen *chosen, const char *path, const struct choice *choice,
	       struct complaint *c)
{
	if (chosen_load(chosen, path, choice, c))
		return -1;
	if (chosen->nr_paths == 1)
		return 0;
	return complain(c,
			"%s has runs of %zu machines; choose one with --machine or --run, or "
			"name it: %s#%lld",
			path, chosen->nr_paths, path, (long long)chosen->runs.run[0].id);
}

void chosen_fini(struct chosen *chosen)
{
	for (size_t i = 0; i < chosen->nr_paths; i++)
		free(chosen->paths[i]);
	free(chosen->paths);
	runs_fini(&chosen->runs);
	runs_fini(&chosen->all);
	*chosen = (struct chosen){0};
}

void chosen_tell(const struct chosen *chosen)
{
	const struct runs *runs = &chosen->runs;
	size_t nr_left = chosen->all.nr - runs->nr;

	if (!chosen->is_store || (!nr_left && chosen->nr_paths > 1))
		return;
	if (chosen->nr_paths > 1)
		fprintf(stderr,
			"racelab: %s: of each of %zu machines its last run, of %zu runs in "
			"all\n",
			chosen->path, chosen->nr_paths, chosen->all.nr);
	else if (runs->nr > 1)
		fprintf(stderr,
			"racelab: %s: runs %lld to %lld of %s, which are parts of one plan\n",
			chosen->path, (long long)runs->run[0].id,
			(long long)runs->run[runs->nr - 1].id, runs->run[0].label);
	else if (nr_left)
		fprintf(stderr,
			"racelab: %s: run %lld, the last one of %s; --run chooses another\n",
			chosen->path, (long long)runs->run[0].id, runs->run[0].label);
}
