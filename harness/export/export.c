// SPDX-License-Identifier: MIT

// The table of formats, and one way to write them all.

#include "harness/export/export.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const struct format formats[] = {
#define FORMAT(id, name, meaning) {name, meaning, export_##id},
#include "harness/export/formats.def"
#undef FORMAT
};

enum {
	NR_FORMATS = sizeof formats / sizeof formats[0],
};

size_t export_nr_formats(void)
{
	return NR_FORMATS;
}

const struct format *export_format(size_t i)
{
	return &formats[i];
}

static int complain_format(const char *name, struct complaint *c)
{
	const char *names[NR_FORMATS], *guess;
	char all[256] = "";

	for (size_t i = 0; i < NR_FORMATS; i++) {
		size_t used = strlen(all);

		names[i] = formats[i].name;
		snprintf(all + used, sizeof all - used, "%s%s", i ? ", " : "", names[i]);
	}
	guess = nearest_name(name, names, NR_FORMATS);
	if (guess)
		return complain(c, "'%.100s' is no format; did you mean '%s'? there are %s", name,
				guess, all);
	return complain(c, "'%.100s' is no format; there are %s", name, all);
}

const struct format *export_find(const char *name, struct complaint *c)
{
	for (size_t i = 0; i < NR_FORMATS; i++)
		if (strcmp(formats[i].name, name) == 0)
			return &formats[i];
	complain_format(name, c);
	return NULL;
}

static int write_to(FILE *out, const struct format *format, const struct verdict *verdict)
{
	errno = 0; /* a stream remembers that it failed, but not why */
	return format->write(verdict, out);
}

static int write_directly(const char *path, const struct format *format,
			  const struct verdict *verdict)
{
	FILE *out = fopen(path, "we");
	int error;

	if (!out)
		return errno;
	error = write_to(out, format, verdict);
	if (fclose(out) && !error)
		error = errno;
	return error;
}

// A new file in the place of what was there, in one step. Its name has our process in it: two that
// write the same file must not write into each other's.
static int replace(const char *path, const struct format *format, const struct verdict *verdict)
{
	char *temporary;
	int error;

	if (asprintf(&temporary, "%s.%ld.new", path, (long)getpid()) < 0)
		return ENOMEM;
	error = write_directly(temporary, format, verdict);
	if (!error && rename(temporary, path))
		error = errno;
	if (error)
		unlink(temporary);
	free(temporary);
	return error;
}

// A device or a pipe is written into, never replaced; of a symbolic link, what it points to is.
static int write_file(const char *path, const struct format *format, const struct verdict *verdict)
{
	struct stat there;
	char *file;
	int error;

	if (stat(path, &there))
		return replace(path, format, verdict);
	if (S_ISDIR(there.st_mode))
		return EISDIR;
	if (!S_ISREG(there.st_mode))
		return write_directly(path, format, verdict);
	file = realpath(path, NULL);
	if (!file)
		return errno;
	error = replace(file, format, verdict);
	free(file);
	return error;
}

int export_write(const struct format *format, const struct verdict *verdict, const char *path,
		 struct complaint *c)
{
	int error = path ? write_file(path, format, verdict) : write_to(stdout, format, verdict);

	if (!error)
		return 0;
	return complain_machine(c, "cannot write %s: %s", path ? path : "standard output",
				strerror(error));
}
