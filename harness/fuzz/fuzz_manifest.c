// SPDX-License-Identifier: MIT

// run.json: what is read is what a plan can be made from, or refused by one line.

#include <jansson.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "harness/complaint.h"
#include "harness/data/manifest.h"
#include "harness/fuzz/target.h"
#include "harness/plan/axes.h"
#include "harness/plan/shard.h"
#include "harness/trial/plugin.h"

static char directory[64];

static void remove_directory(void)
{
	char link[80];

	snprintf(link, sizeof link, "%s/run.json", directory);
	unlink(link);
	rmdir(directory);
}

// A directory whose run.json is the file in memory.
static const char *directory_of(const char *file)
{
	const char *parent = getenv("TMPDIR");
	char link[80];

	if (directory[0])
		return directory;
	snprintf(directory, sizeof directory, "%.40s/fuzz-XXXXXX", parent ? parent : "/tmp");
	MUST(mkdtemp(directory));
	atexit(remove_directory);
	snprintf(link, sizeof link, "%s/run.json", directory);
	MUST(symlink(file, link) == 0);
	return directory;
}

static void check_given(const struct given *given, size_t nr)
{
	for (size_t i = 0; i < nr; i++)
		MUST(!given[i].text == !given[i].where);
}

static void check_manifest(const struct manifest *manifest, const struct spec *spec, char **cases,
			   size_t nr_cases)
{
	MUST(memchr(manifest->command, '\0', sizeof manifest->command));
	MUST(memchr(manifest->start, '\0', sizeof manifest->start));
	MUST(memchr(manifest->end, '\0', sizeof manifest->end));
	MUST(manifest->shard.index >= 1 && manifest->shard.index <= manifest->shard.count);
	MUST(manifest->plugins.nr <= MAX_PLUGINS);
	for (size_t i = 0; i < manifest->plugins.nr; i++)
		MUST(memchr(manifest->plugins.plugin[i].file, '\0', sizeof(struct plugin)));
	for (size_t i = 0; i < nr_cases; i++)
		MUST(cases[i]);
	check_given(spec->setting, NR_SETTINGS);
	MUST(spec->setting[SETTING_SEED].text);
	for (size_t i = 0; i < spec->nr_matrices; i++)
		check_given(spec->matrices[i].axis, NR_AXES);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *path = directory_of(target_file(data, size));
	struct manifest manifest;
	struct complaint c;
	struct spec spec;
	size_t nr_cases;
	char **cases;

	if (manifest_read(path, &manifest, &spec, &cases, &nr_cases, &c)) {
		target_check_complaint(&c);
		return 0;
	}
	check_manifest(&manifest, &spec, cases, nr_cases);
	json_decref(manifest.hosts);
	manifest_free_cases(cases, nr_cases);
	spec_fini(&spec);
	return 0;
}
