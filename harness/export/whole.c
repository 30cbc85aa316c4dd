// SPDX-License-Identifier: MIT

#include "harness/export/whole.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static int write_to(FILE *out, whole_fn *write, const void *what)
{
	errno = 0; /* a stream remembers that it failed, but not why */
	return write(what, out);
}

static int write_directly(const char *path, whole_fn *write, const void *what)
{
	FILE *out = fopen(path, "we");
	int error;

	if (!out)
		return errno;
	error = write_to(out, write, what);
	if (fclose(out) && !error)
		error = errno;
	return error;
}

// A new file in the place of what was there, in one step. Its name has our process in it: two that
// write the same file must not write into each other's.
static int replace(const char *path, whole_fn *write, const void *what)
{
	char *temporary;
	int error;

	if (asprintf(&temporary, "%s.%ld.new", path, (long)getpid()) < 0)
		return ENOMEM;
	error = write_directly(temporary, write, what);
	if (!error && rename(temporary, path))
		error = errno;
	if (error)
		unlink(temporary);
	free(temporary);
	return error;
}

static int write_file(const char *path, whole_fn *write, const void *what)
{
	struct stat there;
	char *file;
	int error;

	if (stat(path, &there))
		return replace(path, write, what);
	if (S_ISDIR(there.st_mode))
		return EISDIR;
	if (!S_ISREG(there.st_mode))
		return write_directly(path, write, what);
	file = realpath(path, NULL);
	if (!file)
		return errno;
	error = replace(file, write, what);
	free(file);
	return error;
}

int whole_write(const char *path, whole_fn *write, const void *what, struct complaint *c)
{
	int error = path ? write_file(path, write, what) : write_to(stdout, write, what);

	if (!error)
		return 0;
	return complain_machine(c, "cannot write %s: %s", path ? path : "standard output",
				strerror(error));
}
