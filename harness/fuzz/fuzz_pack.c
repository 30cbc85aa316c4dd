// SPDX-License-Identifier: MIT

// A pack, and the run in it: what is read is three files of ours and nothing else, and what a store
// takes in of them is sound; or it is refused by one line.

#include <dirent.h>
#include <sqlite3.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "harness/complaint.h"
#include "harness/fuzz/target.h"
#include "harness/store/count.h"
#include "harness/store/intake.h"
#include "harness/store/limits.h"
#include "harness/store/pack.h"
#include "harness/store/store.h"

static char directory[64];
static struct store store;
static struct intake intake;

static void empty_directory(void)
{
	char path[128];

	for (int i = 0; i < NR_RUN_FILES; i++) {
		snprintf(path, sizeof path, "%s/%s", directory, run_files[i].name);
		unlink(path);
	}
}

static void end(void)
{
	empty_directory();
	rmdir(directory);
	intake_fini(&intake);
	store_close(&store);
}

static void begin(void)
{
	const char *parent = getenv("TMPDIR");
	struct complaint c;

	if (directory[0])
		return;
	snprintf(directory, sizeof directory, "%.40s/fuzz-XXXXXX", parent ? parent : "/tmp");
	MUST(mkdtemp(directory));
	MUST(store_edit(&store, ":memory:", &c) == 0);
	MUST(intake_init(&intake, &store, true, &c) == 0);
	atexit(end);
}

// Whether nothing but regular files of our names is there.
static void check_directory(void)
{
	DIR *listing = opendir(directory);
	struct dirent *entry;

	MUST(listing);
	while ((entry = readdir(listing))) {
		bool ours = entry->d_name[0] == '.';

		for (int i = 0; i < NR_RUN_FILES; i++)
			ours = ours || strcmp(entry->d_name, run_files[i].name) == 0;
		MUST(ours);
		MUST(entry->d_type == DT_REG || entry->d_name[0] == '.');
	}
	closedir(listing);
}

static void take_in(void)
{
	struct store_count before, after;
	struct intake_result result = {0};
	struct complaint c, other;

	MUST(store_count(&before, &store, &other) == 0);
	if (intake_directory(&intake, directory, &result, &c)) {
		target_check_complaint(&c);
		result.nr_rows = 0;
	}
	MUST(store_count(&after, &store, &other) == 0);
	MUST(after.trials == before.trials + result.nr_rows);
	MUST(sqlite3_get_autocommit(store.db));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *file = target_file(data, size);
	struct complaint c;

	begin();
	if (pack_read(file, directory, &c))
		target_check_complaint(&c);
	else
		take_in();
	check_directory();
	empty_directory();
	return 0;
}
