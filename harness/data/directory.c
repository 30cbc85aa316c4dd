// SPDX-License-Identifier: MIT

// Writing a result directory.

#include "harness/data/directory.h"

#include <assert.h>
#include <errno.h>
#include <stdbool.h>
#include <stdio_ext.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "harness/data/source.h"

char *directory_file(const char *path, const char *name)
{
	const struct source *source = source_of(path);
	char *folder = source ? source->folder(path) : NULL, *file;
	int length = asprintf(&file, "%s/%s", folder ? folder : path, name);

	assert(length >= 0);
	free(folder);
	return file;
}

bool directory_holds(const char *path, const char *name)
{
	char *file = directory_file(path, name);
	bool holds = access(file, F_OK) == 0;

	free(file);
	return holds;
}

bool directory_has_manifest(const char *path)
{
	return source_of(path) || directory_holds(path, "run.json");
}

int directory_load(struct rows *rows, const char *path, struct complaint *c)
{
	const struct source *source = source_of(path);
	char *file;
	int result;

	if (source)
		return source->rows(rows, path, c);
	file = directory_file(path, "trials.csv");

	if (access(file, F_OK) != 0 && (errno == ENOENT || errno == ENOTDIR))
		result =
		    complain(c,
			     "'%s' is no result directory; name one that racelab run wrote (it "
			     "holds trials.csv)",
			     path);
	else
		result = rows_load(rows, file, c);
	free(file);
	return result;
}

// mkdir -p. Returns 0, or an errno value.
static int make_path(const char *path)
{
	char *copy = strdup(path);
	int error = 0;

	assert(copy);
	for (char *slash = strchr(copy + 1, '/'); slash && !error; slash = strchr(slash + 1, '/')) {
		*slash = '\0';
		error = mkdir(copy, 0777) != 0 && errno != EEXIST ? errno : 0;
		*slash = '/';
	}
	if (!error && mkdir(copy, 0777) != 0 && errno != EEXIST)
		error = errno;
	free(copy);
	return error;
}

int directory_make(const char *path, struct complaint *c)
{
	struct stat file;
	int error = make_path(path);

	if (!error && stat(path, &file) == 0 && !S_ISDIR(file.st_mode))
		error = ENOTDIR;
	return error ? complain_machine(c, "-o: '%s': %s", path, strerror(error)) : 0;
}

static int open_trials(struct directory *directory, const char *path, const char *mode,
		       struct complaint *c)
{
	char *file = directory_file(path, "trials.csv");

	directory->trials = fopen(file, mode);
	if (!directory->trials && errno == EEXIST)
		complain(c,
			 "-o: '%s' holds a run already; go on with --resume %s, or choose another",
			 path, path);
	else if (!directory->trials)
		complain_machine(c, "cannot write %s: %s", file, strerror(errno));
	free(file);
	if (!directory->trials)
		return -1;
	directory->path = strdup(path);
	assert(directory->path);
	return 0;
}

// True if the file holds our header or a part of it, and nothing else.
static bool holds_no_row(const char *file)
{
	char header[2048], found[sizeof header];
	FILE *memory = fmemopen(header, sizeof header, "w"), *trials = fopen(file, "re");
	size_t length, nr;
	int error;

	assert(memory);
	error = row_write_header(memory);
	assert(!error);
	length = (size_t)ftell(memory);
	fclose(memory);
	if (!trials)
		return false;
	nr = fread(found, 1, sizeof found, trials);
	fclose(trials);
	return nr <= length && memcmp(found, header, nr) == 0;
}

// A run that was killed before it began, or found the disk full, leaves no run.json, and not even
// one row: cleared away, so that the same command can be given again.
static void clear_false_start(const char *path)
{
	char *manifest = directory_file(path, "run.json");
	char *file = directory_file(path, "trials.csv");

	if (access(manifest, F_OK) != 0 && holds_no_row(file))
		remove(file);
	free(manifest);
	free(file);
}

// Remembers the end of a whole row, or cuts back to the last one after a failed write.
static int settle(struct directory *directory, int error, struct complaint *c)
{
	if (!error) {
		directory->whole_bytes = ftell(directory->trials);
		return 0;
	}
	__fpurge(directory->trials); /* or closing would try to write the rest once more */
	if (ftruncate(fileno(directory->trials), directory->whole_bytes) != 0)
		return complain_machine(c, "cannot write %s/trials.csv: %s; its last row is torn",
					directory->path, strerror(error));
	return complain_machine(c, "cannot write %s/trials.csv: %s; the rows before it are whole",
				directory->path, strerror(error));
}

int directory_create(struct directory *directory, const char *path, struct complaint *c)
{
	struct stat status;
	int error;

	*directory = (struct directory){0};
	if (!path[0])
		return complain(c, "-o: the name is empty; name a directory");
	if (stat(path, &status) == 0 && !S_ISDIR(status.st_mode))
		return complain(c, "-o: '%s' is a file; name a directory", path);
	error = make_path(path);
	if (error == ENOTDIR)
		return complain(c, "-o: '%s' lies inside a file; name a directory", path);
	if (error)
		return complain_machine(c, "cannot make the directory '%s': %s", path,
					strerror(error));
	clear_false_start(path);
	if (open_trials(directory, path, "wxe", c))
		return -1;
	error = row_write_header(directory->trials);
	if (settle(directory, error, c)) {
		directory_close(directory);
		return -1;
	}
	return 0;
}

int directory_reopen(struct directory *directory, const char *path, const struct rows *rows,
		     struct complaint *c)
{
	*directory = (struct directory){.whole_bytes = (long)rows->whole_bytes};
	if (open_trials(directory, path, "r+e", c))
		return -1;
	if (ftruncate(fileno(directory->trials), directory->whole_bytes) != 0 ||
	    fseek(directory->trials, 0, SEEK_END) != 0) {
		complain_machine(c, "cannot write %s/trials.csv: %s", path, strerror(errno));
		directory_close(directory);
		return -1;
	}
	return 0;
}

int directory_append(struct directory *directory, const struct row *row, struct complaint *c)
{
	return settle(directory, row_write(directory->trials, row), c);
}

void directory_close(struct directory *directory)
{
	if (directory->trials)
		fclose(directory->trials);
	free(directory->path);
	*directory = (struct directory){0};
}
