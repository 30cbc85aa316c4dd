// SPDX-License-Identifier: MIT

// Writing run.json, by jansson.

#include "harness/data/manifest.h"

#include <errno.h>
#include <jansson.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "harness/plan/case.h"
#include "harness/version.h"
#include "harness/data/directory.h"
#include "harness/data/hosts.h"
#include "harness/machine/counters.h"
#include "harness/machine/host_json.h"

#ifndef RACELAB_COMMIT
#define RACELAB_COMMIT ""
#endif
#ifndef RACELAB_FLAGS
#define RACELAB_FLAGS ""
#endif

void manifest_now(char text[32])
{
	time_t now = time(NULL);
	struct tm utc;

	strftime(text, 32, "%Y-%m-%dT%H:%M:%SZ", gmtime_r(&now, &utc));
}

static json_t *json_counters(unsigned available)
{
	static const char *const names[NR_COUNTERS] = {
	    [COUNTER_MIGRATIONS] = "migrations",
	    [COUNTER_CYCLES] = "cycles",
	    [COUNTER_INSTRUCTIONS] = "instructions",
	    [COUNTER_CACHE_MISSES] = "cache_misses",
	};
	json_t *list = json_array();

	for (unsigned i = 0; i < NR_COUNTERS; i++)
		if (available & 1u << i)
			json_array_append_new(list, json_string(names[i]));
	return list;
}

// A matrix as it was given: only the axes that were.
static json_t *json_matrix(const struct axes *axes)
{
	json_t *matrix = json_object();

	json_object_set_new(matrix, "name", json_text_or_null(axes->name));
	for (int a = 0; a < NR_AXES; a++)
		if (axes->axis[a].text)
			json_object_set_new(matrix, axis_keywords[a].name,
					    json_string(axes->axis[a].text));
	return matrix;
}

static json_t *json_plugins(const struct plugins *plugins)
{
	json_t *list = json_array();

	for (size_t i = 0; i < plugins->nr; i++)
		/* JSON cannot hold a path that is not UTF-8: then it takes --load to go on */
		json_array_append_new(list, json_pack("{s:o, s:s}", "file",
						      json_text_or_null(plugins->plugin[i].file),
						      "strategy", plugins->plugin[i].strategy));
	return list;
}

static json_t *json_asked(const struct manifest *manifest, const struct spec *spec)
{
	json_t *matrices = json_array();

	for (size_t m = 0; m < spec->nr_matrices; m++)
		json_array_append_new(matrices, json_matrix(&spec->matrices[m]));
	return json_pack("{s:o, s:o, s:o}", "command", json_text_or_null(manifest->command),
			 "loaded", json_plugins(&manifest->plugins), "matrices", matrices);
}

json_t *manifest_plan(const struct plan *plan)
{
	const struct measuring *m = &plan->measuring;
	json_t *cases = json_array();
	char name[8192];

	for (size_t i = 0; i < plan->nr_cases; i++)
		json_array_append_new(cases,
				      json_string(case_format(&plan->cases[i], name, sizeof name)));
	return json_pack("{s:I, s:I, s:I, s:I, s:I, s:I, s:o}", "window_ns",
			 (json_int_t)m->window_ns, "ops", (json_int_t)m->ops, "blocks",
			 (json_int_t)m->blocks, "seed", (json_int_t)m->seed, "latency",
			 (json_int_t)m->latency, "timeout_ns", (json_int_t)m->timeout_ns, "cases",
			 cases);
}

// Which part of the plan is in the directory; null: all of it.
static json_t *json_shard(const struct plan *plan)
{
	const struct shard *shard = &plan->shard;
	uint64_t first = shard_first_block(shard, plan->measuring.blocks);
	uint64_t end = shard_end_block(shard, plan->measuring.blocks);

	if (shard->count == 1)
		return json_null();
	return json_pack("{s:I, s:I, s:I, s:I}", "index", (json_int_t)shard->index, "count",
			 (json_int_t)shard->count, "first_block", (json_int_t)first, "blocks",
			 (json_int_t)(end - first));
}

json_t *manifest_build(void)
{
	return json_pack("{s:s, s:o, s:s, s:o}", "version", RACELAB_VERSION, "commit",
			 json_text_or_null(RACELAB_COMMIT), "compiler", __VERSION__, "flags",
			 json_text_or_null(RACELAB_FLAGS));
}

// Puts `file` in the place of what was there, in one step. Returns 0, or an errno value.
static int replace(const char *file, const json_t *json)
{
	char temporary[4096];
	int error = 0;
	FILE *out;

	snprintf(temporary, sizeof temporary, "%s.new", file);
	out = fopen(temporary, "we");
	if (!out)
		return errno;
	errno = 0;
	if (json_dumpf(json, out, JSON_INDENT(2)) != 0 || fputc('\n', out) == EOF)
		error = errno ? errno : EIO;
	if (fclose(out) != 0 && !error)
		error = errno;
	if (!error && rename(temporary, file) != 0)
		error = errno;
	if (error)
		remove(temporary);
	return error;
}

int manifest_write(const char *path, const struct manifest *manifest, const struct spec *spec,
		   const struct plan *plan, const struct host *host, struct complaint *c)
{
	char *file = directory_file(path, "run.json");
	json_t *json =
	    json_pack("{s:i, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:f, s:f, s:o, s:o, s:o}", "format",
		      MANIFEST_FORMAT, "racelab", manifest_build(), "asked",
		      json_asked(manifest, spec), "plan", manifest_plan(plan), "shard",
		      json_shard(plan), "job", job_json(&manifest->job), "host", host_json(host),
		      "hosts", manifest->hosts ? json_incref(manifest->hosts) : hosts_begin(host),
		      "turns_per_ns", manifest->turns_per_ns, "clock_ns", manifest->clock_ns,
		      "counters", json_counters(manifest->counters), "start",
		      json_text_or_null(manifest->start), "end", json_text_or_null(manifest->end));
	int error;

	if (json && manifest->mpi)
		json_object_set(json, "mpi", manifest->mpi);
	error = json ? replace(file, json) : ENOMEM;

	json_decref(json);
	if (error)
		complain_machine(c, "cannot write %s: %s", file, strerror(error));
	free(file);
	return error ? -1 : 0;
}
