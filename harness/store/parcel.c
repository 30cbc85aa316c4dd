// SPDX-License-Identifier: MIT

// Reading a directory that others made.
//
// What a run is recognized by must be the same for as long as it grows, in each version of racelab,
// and with and without its host's name. So it is when it was started, its seed, and its first row;
// not the name, which --anonymous forgets and nobody should find out by trying names.

#include "harness/store/parcel.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <nettle/sha2.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "harness/data/directory.h"
#include "harness/data/manifest.h"
#include "harness/store/limits.h"

// Whether a file is one that can be opened without harm. Symbolic links are not followed: they
// would bring in what their maker may not read, but we may.
static int check_path(const char *path, int64_t most, struct complaint *c)
{
	struct stat status;

	if (lstat(path, &status))
		return complain(c, "%s: %s", path, strerror(errno));
	if (S_ISLNK(status.st_mode))
		return complain(c, "%s is a symbolic link; a run's own files are wanted", path);
	if (!S_ISREG(status.st_mode))
		return complain(c, "%s is no regular file", path);
	if (status.st_size > most)
		return complain(c, "%s is larger than %lld MiB", path, (long long)(most >> 20));
	return 0;
}

static int check_file(const char *directory, enum run_file which, struct complaint *c)
{
	char *path = directory_file(directory, run_files[which].name);
	int result = check_path(path, run_files[which].most, c);

	free(path);
	return result;
}

static int check_directory(const char *directory, struct complaint *c)
{
	struct stat status;

	if (stat(directory, &status))
		return complain(c, "'%s': %s", directory, strerror(errno));
	if (!S_ISDIR(status.st_mode))
		return complain(c, "'%s' is neither a result directory nor a .racelab file",
				directory);
	return check_file(directory, RUN_MANIFEST, c) || check_file(directory, RUN_TRIALS, c) ? -1
											      : 0;
}

// A whole file as text; NULL if it cannot be read, or is no text.
static char *read_text(const char *path, size_t most)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOFOLLOW);
	char *text = fd < 0 ? NULL : malloc(most + 1);
	size_t length = 0;
	ssize_t got = 0;

	while (text && length < most && (got = read(fd, text + length, most - length)) > 0)
		length += (size_t)got;
	if (fd >= 0)
		close(fd);
	if (!text || got < 0 || memchr(text, '\0', length)) {
		free(text);
		return NULL;
	}
	text[length] = '\0';
	return text;
}

// The picture of the machine is worth having, and a run without it is no worse.
static void load_topology(struct parcel *parcel, const char *directory)
{
	char *path = directory_file(directory, run_files[RUN_TOPOLOGY].name);
	struct stat status;
	struct complaint c;

	if (check_file(directory, RUN_TOPOLOGY, &c) == 0 && stat(path, &status) == 0)
		parcel->topology = read_text(path, (size_t)status.st_size);
	free(path);
}

static int check_types(const struct parcel *parcel, const char *directory, struct complaint *c)
{
	const char *const objects[] = {"host", "plan", "racelab", "asked"};

	for (size_t i = 0; i < sizeof objects / sizeof objects[0]; i++)
		if (!json_is_object(json_object_get(parcel->about, objects[i])))
			return complain(c, "%s/run.json: '%s' is no object; is it one of racelab?",
					directory, objects[i]);
	if (!json_is_string(json_object_get(parcel->about, "start")))
		return complain(c, "%s/run.json does not say when the run was started", directory);
	return 0;
}

static int check_rows(const struct parcel *parcel, struct complaint *c)
{
	const struct rows *rows = &parcel->rows;

	if (!rows->nr_rows)
		return complain(c, "%s has no rows yet", parcel->trials);
	for (size_t i = 0; i < rows->nr_rows; i++)
		if (rows->row[i].block == COUNT_EMPTY || rows->row[i].position == COUNT_EMPTY)
			return complain(c, "%s: row %zu has no block or no position",
					parcel->trials, i + 1);
	return 0;
}

static const char *host_text(const struct parcel *parcel, const char *key)
{
	return json_string_value(json_object_get(json_object_get(parcel->about, "host"), key));
}

static void enter_number(struct sha256_ctx *of, json_int_t number)
{
	char text[32];

	snprintf(text, sizeof text, "%" JSON_INTEGER_FORMAT, number);
	digest_enter(of, text);
}

// These columns for ever: another list would make all runs new ones.
static void enter_row(struct sha256_ctx *of, const struct row *row)
{
	const int64_t counts[] = {row->block, row->position, row->count,      row->ops,
				  row->lost,  row->cpu_ns,   row->elapsed_ns, row->observed};
	const char *const words[] = {row->structure, row->sync, row->task,
				     row->place,     row->cpus, row->outcome};

	for (size_t i = 0; i < sizeof counts / sizeof counts[0]; i++)
		enter_number(of, counts[i]);
	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
		digest_enter(of, words[i]);
}

static void find_keys(struct parcel *parcel)
{
	const json_t *plan = json_object_get(parcel->about, "plan");
	struct sha256_ctx run, machine;

	sha256_init(&run);
	digest_enter(&run, json_string_value(json_object_get(parcel->about, "start")));
	enter_number(&run, json_integer_value(json_object_get(plan, "seed")));
	enter_row(&run, &parcel->rows.row[0]);
	digest_text(&run, parcel->run_key);
	sha256_init(&machine);
	digest_enter(&machine, host_text(parcel, "name"));
	digest_enter(&machine, host_text(parcel, "cpu_model"));
	digest_enter(&machine, host_text(parcel, "arch"));
	digest_enter(&machine, host_text(parcel, "topology"));
	digest_text(&machine, parcel->machine_key);
}

int parcel_load(struct parcel *parcel, const char *directory, struct complaint *c)
{
	*parcel = (struct parcel){0};
	if (check_directory(directory, c))
		return -1;
	parcel->trials = directory_file(directory, "trials.csv");
	parcel->about = manifest_json(directory, c);
	if (!parcel->about || check_types(parcel, directory, c) ||
	    rows_load(&parcel->rows, parcel->trials, c) || check_rows(parcel, c))
		return -1;
	load_topology(parcel, directory);
	find_keys(parcel);
	return 0;
}

void parcel_fini(struct parcel *parcel)
{
	rows_fini(&parcel->rows);
	json_decref(parcel->about);
	free(parcel->topology);
	free(parcel->trials);
	*parcel = (struct parcel){0};
}
