// SPDX-License-Identifier: MIT

// Who is beside a shard, from the run.json that each of them has.

#include "harness/data/shards.h"

#include <assert.h>
#include <dirent.h>
#include <inttypes.h>
#include <jansson.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "harness/data/directory.h"
#include "harness/data/manifest.h"

enum {
	NAME_BYTES = 64, /* of "shard-1-of-1000000" */
};

static const char *name_of(const struct shard *shard, char name[NAME_BYTES])
{
	snprintf(name, NAME_BYTES, "shard-%" PRIu64 "-of-%" PRIu64, shard->index, shard->count);
	return name;
}

char *shards_path(const char *folder, const struct shard *shard)
{
	char name[NAME_BYTES], *path;

	if (shard->count > 1)
		return directory_file(folder, name_of(shard, name));
	path = strdup(folder);
	assert(path);
	return path;
}

// Whether that is the name of a shard's directory, and of which.
static bool read_name(struct shard *shard, const char *name)
{
	char again[NAME_BYTES];

	if (sscanf(name, "shard-%" SCNu64 "-of-%" SCNu64, &shard->index, &shard->count) != 2)
		return false;
	return strcmp(name_of(shard, again), name) == 0;
}

static int complain_other(struct complaint *c, const char *folder, const struct shard *theirs,
			  const char *how)
{
	return complain(c, "-o: '%.150s' holds shard %" PRIu64 " of %" PRIu64 "%s", folder,
			theirs->index, theirs->count, how);
}

// The settings and cases of both, one by one. `how` is the end of a sentence on the first that
// differs; "" if none does.
static void compare_plans(const json_t *ours, const json_t *theirs, char *how, size_t size)
{
	const char *key;
	json_t *value;

	how[0] = '\0';
	json_object_foreach((json_t *)ours, key, value)
	{
		const json_t *other = json_object_get(theirs, key);

		if (json_equal(value, other))
			continue;
		if (json_is_array(value))
			snprintf(
			    how, size,
			    " of a plan with other cases (%zu, here %zu); where --count has max, "
			    "ask for nodes that are alike, or for numbers",
			    json_array_size(other), json_array_size(value));
		else
			snprintf(how, size,
				 " of another plan: its %s is %" JSON_INTEGER_FORMAT
				 ", here %" JSON_INTEGER_FORMAT "; give the same, or another -o",
				 key, json_integer_value(other), json_integer_value(value));
		return;
	}
}

static int compare_with(const char *folder, const struct shard *theirs, const json_t *about,
			const struct plan *plan, struct complaint *c)
{
	json_t *ours;
	char how[256];

	if (plan->shard.count == 1)
		return complain_other(c, folder, theirs,
				      "; give --shard to add one, or another -o for a whole run");
	if (theirs->count != plan->shard.count) {
		snprintf(how, sizeof how,
			 ", and this is %" PRIu64 " of %" PRIu64 "; give --shard I/%" PRIu64
			 ", or another -o",
			 plan->shard.index, plan->shard.count, theirs->count);
		return complain_other(c, folder, theirs, how);
	}
	ours = manifest_plan(plan);
	compare_plans(ours, json_object_get(about, "plan"), how, sizeof how);
	json_decref(ours);
	return how[0] ? complain_other(c, folder, theirs, how) : 0;
}

static bool is_there(const char *path)
{
	char *file = directory_file(path, "run.json");
	bool is = access(file, R_OK) == 0;

	free(file);
	return is;
}

// The run.json of the shard whose directory has that name, or NULL.
static json_t *load(struct shard *shard, const char *folder, const char *name)
{
	char *path = directory_file(folder, name);
	struct complaint of_it;
	json_t *about = NULL;

	if (read_name(shard, name) && is_there(path))
		about = manifest_json(path, &of_it);
	free(path);
	return about;
}

static int compare_entry(const char *folder, const char *name, const struct plan *plan,
			 struct complaint *c)
{
	struct shard theirs;
	json_t *about = load(&theirs, folder, name);
	int result = about ? compare_with(folder, &theirs, about, plan, c) : 0;

	json_decref(about);
	return result;
}

static bool read_seed(const char *folder, const char *name, uint64_t *seed)
{
	struct shard shard;
	json_t *about = load(&shard, folder, name);
	const json_t *value = json_object_get(json_object_get(about, "plan"), "seed");
	bool has = json_is_integer(value) && json_integer_value(value) >= 0;

	if (has)
		*seed = (uint64_t)json_integer_value(value);
	json_decref(about);
	return has;
}

bool shards_seed(const char *folder, uint64_t *seed)
{
	DIR *entries = opendir(folder);
	const struct dirent *entry;
	bool has = false;

	while (entries && !has && (entry = readdir(entries)))
		has = read_seed(folder, entry->d_name, seed);
	if (entries)
		closedir(entries);
	return has;
}

int shards_agree(const char *folder, const struct plan *plan, struct complaint *c)
{
	DIR *entries = opendir(folder);
	const struct dirent *entry;
	int result = 0;

	if (plan->shard.count > 1 && is_there(folder))
		result = complain(
		    c, "-o: '%.150s' holds a whole run already; choose another for shards", folder);
	while (entries && !result && (entry = readdir(entries)))
		result = compare_entry(folder, entry->d_name, plan, c);
	if (entries)
		closedir(entries);
	return result;
}
