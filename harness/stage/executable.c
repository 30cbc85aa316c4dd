// SPDX-License-Identifier: MIT

#include "harness/stage/executable.h"

#include <unistd.h>

#define LINK "/proc/self/exe"

void executable_init(struct executable *executable)
{
	ssize_t length = readlink(LINK, executable->path, sizeof executable->path - 1);

	executable->path[length > 0 ? length : 0] = '\0';
	executable->identity = identity_of(executable->path);
	if (!executable->identity.inode)
		executable->path[0] = '\0';
}

const char *executable_path(const struct executable *executable)
{
	struct identity now = identity_of(executable->path);

	return now.inode && identity_same(&now, &executable->identity) ? executable->path : LINK;
}
