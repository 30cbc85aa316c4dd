// SPDX-License-Identifier: MIT

#include "harness/cli/page_file.h"

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static int write_to(const char *file, page_file_fn *write, const void *page, struct complaint *c)
{
	FILE *out = fopen(file, "we");
	bool bad;
	int result;

	if (!out)
		return complain_machine(c, "%s: %s", file, strerror(errno));
	result = write(page, out, c);
	bad = ferror(out);
	bad |= fclose(out) != 0;
	return bad && !result ? complain_machine(c, "%s: %s", file, strerror(errno)) : result;
}

static bool is_replaced(const char *file)
{
	struct stat status;

	return stat(file, &status) || S_ISREG(status.st_mode);
}

int page_file_write(const char *file, page_file_fn *write, const void *page, struct complaint *c)
{
	char *temporary;
	int result;

	if (!is_replaced(file))
		return write_to(file, write, page, c);
	if (asprintf(&temporary, "%s.new", file) < 0)
		return complain_machine(c, "no memory");
	result = write_to(temporary, write, page, c);
	if (!result && rename(temporary, file))
		result = complain_machine(c, "%s: %s", file, strerror(errno));
	if (result)
		unlink(temporary);
	free(temporary);
	return result;
}
