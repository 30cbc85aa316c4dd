// SPDX-License-Identifier: MIT

// What racelab explore --figures leaves beside a run. The first byte chooses the table, from 'a'
// on; the rest is the file. What is read holds what its columns say, and comes back when it is
// written.

#include <limits.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "harness/complaint.h"
#include "harness/data/explored.h"
#include "harness/data/row.h"
#include "harness/fuzz/target.h"

static char folder[] = "/tmp/racelab-fuzz-XXXXXX";

static void forget(void)
{
	char path[PATH_MAX];

	for (int file = 0; file < NR_EXPLORED; file++) {
		snprintf(path, sizeof path, "%s/%s", folder,
			 explored_name((enum explored_file)file));
		unlink(path);
	}
}

static void remove_folder(void)
{
	forget();
	rmdir(folder);
}

// A folder that holds the file; the same one each time.
static const char *folder_with(enum explored_file file, const void *data, size_t size)
{
	static bool made;
	char path[PATH_MAX];

	if (!made)
		MUST(mkdtemp(folder) && atexit(remove_folder) == 0);
	made = true;
	forget();
	snprintf(path, sizeof path, "%s/%s", folder, explored_name(file));
	MUST(symlink(target_file(data, size), path) == 0);
	return folder;
}

static void check_races(int64_t raced, int64_t seen)
{
	MUST((raced == COUNT_EMPTY) == (seen == COUNT_EMPTY));
	MUST(raced == COUNT_EMPTY || (raced > 0 && seen >= 0 && seen <= raced));
}

static void check_rows(const struct explored *explored)
{
	const struct explored_counter *counter = explored_counters(explored);
	const struct explored_program *program = explored_programs(explored);
	const struct explored_verdict *verdict = explored_verdicts(explored);

	for (size_t i = 0; i < explored->nr[EXPLORED_INTERLEAVINGS]; i++) {
		MUST(counter[i].value <= counter[i].tasks * counter[i].ops);
		MUST(counter[i].interleavings >= 0);
		MUST(i == 0 || counter[i].ops > counter[i - 1].ops ||
		     counter[i].value > counter[i - 1].value);
		check_races(counter[i].raced, counter[i].seen);
	}
	for (size_t i = 0; i < explored->nr[EXPLORED_MODELS]; i++) {
		MUST(program[i].program[0] && program[i].outcome >= 0);
		target_check_text(program[i].program, 0);
		check_races(program[i].raced, program[i].seen);
	}
	for (size_t i = 0; i < explored->nr[EXPLORED_VERDICTS]; i++) {
		MUST(verdict[i].strategy[0] && verdict[i].verdict[0]);
		target_check_text(verdict[i].detail, 0);
	}
}

// The caller frees it.
static char *write_table(const struct explored *explored, enum explored_file file, size_t *size)
{
	char *text = NULL;
	FILE *out = open_memstream(&text, size);

	MUST(out && explored_write(out, explored, file) == 0 && fclose(out) == 0);
	return text;
}

static void check_return(const struct explored *explored, enum explored_file file)
{
	size_t size, size_again;
	char *text = write_table(explored, file, &size), *text_again;
	struct explored again;
	struct complaint c;

	MUST(explored_load(&again, folder_with(file, text, size), &c) == 0);
	MUST(!again.bad[file][0] && again.nr[file] == explored->nr[file]);
	text_again = write_table(&again, file, &size_again);
	MUST(size_again == size && memcmp(text_again, text, size) == 0);
	explored_fini(&again);
	free(text_again);
	free(text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	enum explored_file file;
	struct explored explored;
	struct complaint c;

	if (!size)
		return 0;
	file = (enum explored_file)((data[0] - 'a' + 256u) % NR_EXPLORED);
	MUST(explored_load(&explored, folder_with(file, data + 1, size - 1), &c) == 0);
	if (explored.bad[file][0]) {
		MUST(!explored.nr[file] && !explored.rows[file]);
		target_check_text(explored.bad[file], 0);
	} else {
		check_rows(&explored);
		check_return(&explored, file);
	}
	explored_fini(&explored);
	return 0;
}
