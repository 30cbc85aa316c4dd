// SPDX-License-Identifier: MIT

// run.json, by jansson.

#include "harness/data/manifest.h"

#include <assert.h>
#include <errno.h>
#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include "harness/plan/case.h"
#include "harness/version.h"
#include "harness/data/directory.h"
#include "harness/data/hosts.h"
#include "harness/data/source.h"
#include "harness/machine/counters.h"
#include "harness/machine/host_json.h"

enum {
	MAX_BYTES = 256 << 20, /* of run.json: it is held in memory, several times as large */
};

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

static void read_matrix(struct spec *spec, json_t *matrix, const char *file)
{
	struct axes *axes =
	    spec_add(spec, json_string_value(json_object_get(matrix, "name")), file);

	for (int a = 0; a < NR_AXES; a++) {
		const char *text =
		    json_string_value(json_object_get(matrix, axis_keywords[a].name));

		if (text)
			given_set(&axes->axis[a], text, file);
	}
}

// The settings in run.json, with the unit that their values have there.
static const struct {
	const char *name, *unit;
} recorded[NR_SETTINGS] = {
    [SETTING_WINDOW] = {"window_ns", "ns"},   [SETTING_OPS] = {"ops", ""},
    [SETTING_BLOCKS] = {"blocks", ""},	      [SETTING_SEED] = {"seed", ""},
    [SETTING_TIMEOUT] = {"timeout_ns", "ns"}, [SETTING_LATENCY] = {"latency", ""},
};

static void read_setting(struct spec *spec, enum setting setting, json_t *plan, const char *file)
{
	json_int_t value = json_integer_value(json_object_get(plan, recorded[setting].name));
	char text[48];

	if (value == 0 && setting != SETTING_SEED)
		return;
	snprintf(text, sizeof text, "%lld%s", (long long)value, recorded[setting].unit);
	given_set(&spec->setting[setting], text, file);
}

static void read_cases(json_t *list, char ***cases, size_t *nr_cases)
{
	json_t *name;
	size_t i;

	*nr_cases = json_array_size(list);
	*cases = calloc(*nr_cases + 1, sizeof **cases);
	assert(*cases);
	json_array_foreach(list, i, name)
	{
		(*cases)[i] = strdup(json_string_value(name));
		assert((*cases)[i]);
	}
}

static int check_format(json_t *json, const char *file, struct complaint *c)
{
	json_int_t format = json_integer_value(json_object_get(json, "format"));

	if (format == MANIFEST_FORMAT && json_is_object(json_object_get(json, "plan")))
		return 0;
	if (format > MANIFEST_FORMAT)
		return complain(c, "%s was written by a newer racelab (format %lld, ours is %d)",
				file, (long long)format, MANIFEST_FORMAT);
	return complain(c, "%s is not a run.json of racelab", file);
}

static bool is_list_of(const json_t *list, json_type type)
{
	for (size_t i = 0; i < json_array_size(list); i++)
		if (json_typeof(json_array_get(list, i)) != type)
			return false;
	return json_is_array(list);
}

// Older files have none.
static bool is_shard(const json_t *shard)
{
	json_int_t index = json_integer_value(json_object_get(shard, "index"));
	json_int_t count = json_integer_value(json_object_get(shard, "count"));

	if (!shard || json_is_null(shard))
		return true;
	return index >= 1 && index <= count && count <= MAX_SHARDS;
}

// What is of another type must not be taken for what is not there: the run would go on as another
// one. Older files have no latency.
static int check_types(json_t *json, const char *file, struct complaint *c)
{
	json_t *asked = json_object_get(json, "asked"), *plan = json_object_get(json, "plan");

	for (enum setting setting = 0; setting < NR_SETTINGS; setting++) {
		const json_t *value = json_object_get(plan, recorded[setting].name);

		if (value ? !json_is_integer(value) : setting != SETTING_LATENCY)
			return complain(c, "%s: '%s' is no whole number", file,
					recorded[setting].name);
	}
	if (!is_list_of(json_object_get(plan, "cases"), JSON_STRING))
		return complain(c, "%s: 'cases' is no list of texts", file);
	if (!is_shard(json_object_get(json, "shard")))
		return complain(c, "%s: 'shard' is no part of a plan", file);
	if (!is_list_of(json_object_get(asked, "matrices"), JSON_OBJECT))
		return complain(c, "%s: 'matrices' is no list of objects", file);
	return 0;
}

static int read_plugins(struct plugins *plugins, json_t *json, const char *path,
			struct complaint *c)
{
	json_t *list = json_object_get(json_object_get(json, "asked"), "loaded"), *plugin;
	size_t i;

	*plugins = (struct plugins){0};
	json_array_foreach(list, i, plugin)
	{
		const char *file = json_string_value(json_object_get(plugin, "file"));
		const char *strategy = json_string_value(json_object_get(plugin, "strategy"));

		if (!strategy)
			return complain(c, "%s: what was loaded is not what racelab wrote", path);
		if (plugins_add(plugins, file ? file : "", strategy, c))
			return complain_at(c, path);
	}
	return 0;
}

static void read_all(json_t *json, const char *file, struct manifest *manifest, struct spec *spec,
		     char ***cases, size_t *nr_cases)
{
	json_t *asked = json_object_get(json, "asked"), *plan = json_object_get(json, "plan");
	json_t *shard = json_object_get(json, "shard");
	const char *start = json_string_value(json_object_get(json, "start"));
	const char *end = json_string_value(json_object_get(json, "end"));
	const char *command = json_string_value(json_object_get(asked, "command"));
	json_t *matrix;
	size_t i;

	*manifest = (struct manifest){0};
	snprintf(manifest->start, sizeof manifest->start, "%s", start ? start : "");
	snprintf(manifest->end, sizeof manifest->end, "%s", end ? end : "");
	snprintf(manifest->command, sizeof manifest->command, "%s", command ? command : "");
	manifest->hosts = hosts_of(json);
	manifest->shard = shard_whole;
	if (json_is_object(shard)) {
		manifest->shard.index =
		    (uint64_t)json_integer_value(json_object_get(shard, "index"));
		manifest->shard.count =
		    (uint64_t)json_integer_value(json_object_get(shard, "count"));
	}
	spec_init(spec);
	json_array_foreach(json_object_get(asked, "matrices"), i, matrix)
	    read_matrix(spec, matrix, file);
	for (enum setting setting = 0; setting < NR_SETTINGS; setting++)
		read_setting(spec, setting, plan, file);
	read_cases(json_object_get(plan, "cases"), cases, nr_cases);
}

static json_t *load_file(const char *path, const char *file, struct complaint *c)
{
	struct stat status;
	json_error_t error;
	json_t *json;

	if (stat(file, &status) != 0)
		complain(c, "'%s' holds no run.json; name a directory that racelab run wrote",
			 path);
	else if (!S_ISREG(status.st_mode)) /* a FIFO would block us */
		complain(c, "%s is no regular file; a run.json of racelab is one", file);
	else if (status.st_size > MAX_BYTES)
		complain(c, "%s is larger than %d MiB; is it a run.json of racelab?", file,
			 MAX_BYTES >> 20);
	else if ((json = json_load_file(file, JSON_REJECT_DUPLICATES, &error)))
		return json;
	else
		complain(c, "%s:%d: not JSON: %s", file, error.line, error.text);
	return NULL;
}

json_t *manifest_json(const char *path, struct complaint *c)
{
	const struct source *source = source_of(path);
	char *file;
	json_t *json;

	if (source)
		return source->about(path, c);
	file = directory_file(path, "run.json");
	json = load_file(path, file, c);
	free(file);
	return json;
}

int manifest_read(const char *path, struct manifest *manifest, struct spec *spec, char ***cases,
		  size_t *nr_cases, struct complaint *c)
{
	char *file = directory_file(path, "run.json");
	json_t *json = load_file(path, file, c);
	struct plugins plugins;
	int result = -1;

	if (json && check_format(json, file, c) == 0 && check_types(json, file, c) == 0 &&
	    read_plugins(&plugins, json, file, c) == 0) {
		read_all(json, file, manifest, spec, cases, nr_cases);
		manifest->plugins = plugins;
		result = 0;
	}
	json_decref(json);
	free(file);
	return result;
}

void manifest_free_cases(char **cases, size_t nr_cases)
{
	for (size_t i = 0; i < nr_cases; i++)
		free(cases[i]);
	free(cases);
}
