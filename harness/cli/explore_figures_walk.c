// SPDX-License-Identifier: MIT

// The racy counter's states, for the report's "Be the scheduler".

#include <errno.h>
#include <jansson.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "harness/cli/explore_figures.h"
#include "harness/complaint.h"
#include "harness/data/directory.h"
#include "harness/data/explored.h"
#include "harness/explore/found.h"
#include "harness/explore/limit.h"
#include "harness/explore/page/walks.h"
#include "harness/explore/program/compile.h"
#include "harness/explore/target.h"
#include "harness/explore/weaken.h"

enum {
	TASKS = 2,
	OPS = 2,
};

static int write_json(const struct figures *figures, const json_t *json, struct complaint *c)
{
	char *path = directory_file(figures->directory, EXPLORED_WALK);
	int error = json_dump_file(json, path, JSON_COMPACT);

	if (error)
		complain_machine(c, "%s: %s", path, strerror(errno));
	else
		puts(path);
	free(path);
	return error;
}

static int make_json(struct walks *walks, json_t **json, struct complaint *c)
{
	static const bool models[NR_MODELS] = {[MODEL_SC] = true, [MODEL_TSO] = true};

	for (int model = 0; model < NR_MODELS; model++) {
		struct limit limit = {0};

		if (models[model] && walks_explore(walks, (enum model)model, &limit, c))
			return -1;
	}
	return walks_json(walks, models, json, c);
}

int figures_walk(const struct figures *figures, struct complaint *c)
{
	struct target target;
	struct source source;
	struct bench bench;
	struct walks walks = {.bench = &bench,
			      .subject = {.name = target.name,
					  .ops = OPS,
					  .behaviour = &bench.behaviour,
					  .lines = &bench.lines}};
	json_t *json = NULL;
	int error;

	if (target_find(&target, "none", figures->root, c))
		return -1;
	source = target_source(&target, figures->root, TASKS, OPS);
	if (bench_open(&bench, &source, target.name, c))
		return -1;
	error = make_json(&walks, &json, c);
	if (!error)
		error = write_json(figures, json, c);
	json_decref(json);
	walks_fini(&walks);
	bench_close(&bench);
	return error;
}
