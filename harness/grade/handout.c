// SPDX-License-Identifier: MIT

#include "harness/grade/handout.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
	README,
	HEADER,
	STUB,
	MAKEFILE,
};

void handout_names(const struct exercise *exercise, char names[HANDOUT_FILES][HANDOUT_NAME])
{
	snprintf(names[README], sizeof *names, "README.md");
	snprintf(names[HEADER], sizeof *names, "%s.h", exercise->name);
	snprintf(names[STUB], sizeof *names, "%s.c", exercise->name);
	snprintf(names[MAKEFILE], sizeof *names, "Makefile");
}

// Below the folder; false if that is too long.
static bool path_of(char path[PATH_MAX], const char *folder, const char *name)
{
	return snprintf(path, PATH_MAX, "%s/%s", folder, name) < PATH_MAX;
}

static int complain_folder(const char *folder, int error, struct complaint *c)
{
	if (error == ENOENT)
		return complain(c, "%s: the folder above it is not there; mkdir -p it first",
				folder);
	if (error == ENOTDIR || error == ENAMETOOLONG)
		return complain(c, "%s: %s; name a folder", folder, strerror(error));
	return complain_machine(c, "%s: %s", folder, strerror(error));
}

static int make_folder(const char *folder, bool *made, struct complaint *c)
{
	struct stat is;

	*made = mkdir(folder, 0777) == 0;
	if (*made)
		return 0;
	if (errno != EEXIST)
		return complain_folder(folder, errno, c);
	if (stat(folder, &is))
		return complain_folder(folder, errno, c);
	return S_ISDIR(is.st_mode) ? 0 : complain_folder(folder, ENOTDIR, c);
}

// All are looked for before the first is written.
static int look_for(const char names[HANDOUT_FILES][HANDOUT_NAME], const char *folder,
		    struct complaint *c)
{
	char path[PATH_MAX];
	struct stat is;

	for (size_t i = 0; i < HANDOUT_FILES; i++) {
		if (!path_of(path, folder, names[i]))
			return complain_folder(folder, ENAMETOOLONG, c);
		if (lstat(path, &is) == 0)
			return complain(c,
					"%s is there already, and may be somebody's work; name "
					"another folder, or move it away",
					path);
	}
	return 0;
}

// A file that is not there yet, or NULL.
static FILE *create(const char *path)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);

	return fd < 0 ? NULL : fdopen(fd, "w");
}

static void copy(FILE *out, FILE *in)
{
	char buffer[4096];
	size_t nr;

	while ((nr = fread(buffer, 1, sizeof buffer, in)) > 0)
		fwrite(buffer, 1, nr, out);
}

static void write_makefile(FILE *out, const char *name)
{
	fprintf(out,
		"# make        compiles %1$s.c, with all warnings\n"
		"# make try    says how far it is, in points, and why; that is counted nowhere\n"
		"#\n"
		"# Where racelab is not on the PATH: make try RACELAB=/where/it/is/racelab\n"
		"\n"
		"RACELAB ?= racelab\n"
		"CFLAGS   = -std=gnu11 -D_GNU_SOURCE -O2 -g -pthread -fexceptions \\\n"
		"           -Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes\n"
		"\n"
		"%1$s.o: %1$s.c %1$s.h\n"
		"	$(CC) $(CFLAGS) -c -o $@ $<\n"
		"\n"
		"try:\n"
		"	@$(RACELAB) grade %1$s.c --exercise %1$s || test $$? = 1\n"
		"\n"
		"clean:\n"
		"	rm -f %1$s.o\n"
		"\n"
		".PHONY: try clean\n",
		name);
}

static FILE *open_from(const struct exercise *exercise, const char *name, struct complaint *c)
{
	char from[PATH_MAX + 256];
	FILE *in;

	snprintf(from, sizeof from, "%s/%s", exercise->folder, name);
	in = fopen(from, "re");
	if (!in)
		complain_machine(c, "%s: %m", from);
	return in;
}

static int fill(FILE *out, const struct exercise *exercise, const char *name, struct complaint *c)
{
	FILE *in;

	if (strcmp(name, "Makefile") == 0) {
		write_makefile(out, exercise->name);
		return 0;
	}
	in = open_from(exercise, name, c);
	if (!in)
		return -1;
	copy(out, in);
	fclose(in);
	return 0;
}

// Whole, or not there.
static int write_one(const struct exercise *exercise, const char *name, const char *path,
		     struct complaint *c)
{
	FILE *out = create(path);
	int error;

	if (!out)
		return complain_machine(c, "%s: %m", path);
	error = fill(out, exercise, name, c);
	if (!error && (fflush(out) || ferror(out)))
		error = complain_machine(c, "%s: %m", path);
	if (fclose(out) && !error)
		error = complain_machine(c, "%s: %m", path);
	if (error)
		unlink(path);
	return error;
}

static void take_back(const char names[HANDOUT_FILES][HANDOUT_NAME], size_t nr, const char *folder,
		      bool made)
{
	char path[PATH_MAX];

	for (size_t i = 0; i < nr; i++)
		if (path_of(path, folder, names[i]))
			unlink(path);
	if (made)
		rmdir(folder);
}

int handout_make(const struct exercise *exercise, const char *folder, struct complaint *c)
{
	char names[HANDOUT_FILES][HANDOUT_NAME], path[PATH_MAX];
	bool made;
	int error;

	handout_names(exercise, names);
	if (make_folder(folder, &made, c))
		return -1;
	error = look_for(names, folder, c);
	for (size_t i = 0; i < HANDOUT_FILES && !error; i++) {
		path_of(path, folder, names[i]);
		error = write_one(exercise, names[i], path, c);
		if (error)
			take_back(names, i, folder, made);
	}
	return error;
}
