// SPDX-License-Identifier: MIT

// Reading run.json, by jansson: as it is, for whoever wants to know of a run; and what of it is
// needed to go on.

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

#include "harness/complaint.h"
#include "harness/data/directory.h"
#include "harness/data/hosts.h"
#include "harness/data/source.h"
#include "harness/plan/axes.h"
#include "harness/plan/shard.h"
#include "harness/trial/plugin.h"

enum {
	MAX_BYTES = 256 << 20, /* of run.json: it is held in memory, several times as large */
};

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

	if (json_integer_value(json_object_get(json, "format")) != MANIFEST_FORMAT ||
	    !json_is_object(plan))
		return complain(c, "%s is not a run.json of racelab", file);
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

static int check_file(const char *path, const char *file, struct complaint *c)
{
	struct stat status;

	if (stat(file, &status) != 0 && (errno == ENOENT || errno == ENOTDIR))
		return complain(
		    c, "'%s' holds no run.json; name a directory that racelab run wrote", path);
	if (stat(file, &status) != 0)
		return complain_machine(c, "%s: %s", file, strerror(errno));
	if (!S_ISREG(status.st_mode)) /* a FIFO would block us */
		return complain(c, "%s is no regular file; a run.json of racelab is one", file);
	if (status.st_size > MAX_BYTES)
		return complain(c, "%s is larger than %d MiB; is it a run.json of racelab?", file,
				MAX_BYTES >> 20);
	return 0;
}

static int check_format(const json_t *json, const char *file, struct complaint *c)
{
	json_int_t format = json_integer_value(json_object_get(json, "format"));

	if (!json_is_object(json))
		return complain(c, "%s is not a run.json of racelab: it is no object", file);
	if (format > MANIFEST_FORMAT)
		return complain(c, "%s was written by a newer racelab (format %lld, ours is %d)",
				file, (long long)format, MANIFEST_FORMAT);
	return 0;
}

static json_t *load(const char *path, const char *file, struct complaint *c)
{
	json_error_t error;
	json_t *json;

	if (check_file(path, file, c))
		return NULL;
	json = json_load_file(file, JSON_REJECT_DUPLICATES, &error);
	if (!json && error.line < 0)
		complain_machine(c, "%s", error.text); /* it names the file */
	else if (!json)
		complain(c, "%s:%d:%d: not JSON: %s", file, error.line, error.column, error.text);
	else if (check_format(json, file, c) == 0)
		return json;
	json_decref(json);
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
	json = load(path, file, c);
	free(file);
	return json;
}

int manifest_read(const char *path, struct manifest *manifest, struct spec *spec, char ***cases,
		  size_t *nr_cases, struct complaint *c)
{
	char *file = directory_file(path, "run.json");
	json_t *json = load(path, file, c);
	struct plugins plugins;
	int result = -1;

	if (json && check_types(json, file, c) == 0 && read_plugins(&plugins, json, file, c) == 0) {
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
