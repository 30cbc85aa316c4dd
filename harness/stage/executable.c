// SPDX-License-Identifier: MIT

#include "harness/stage/executable.h"

#include <stdbool.h>
#include <sys/stat.h>
#include <unistd.h>

#define LINK "/proc/self/exe"

static bool look_up(struct executable *executable)
{
	struct stat file;

	if (stat(executable->path, &file) < 0)
		return false;
	executable->device = file.st_dev;
	executable->inode = file.st_ino;
	executable->written = file.st_mtim;
	return true;
}

void executable_init(struct executable *executable)
{
	ssize_t length = readlink(LINK, executable->path, sizeof executable->path - 1);

	executable->path[length > 0 ? length : 0] = '\0';
	if (!look_up(executable))
		executable->path[0] = '\0';
}

const char *executable_path(const struct executable *executable)
{
	struct executable now = *executable;

	if (look_up(&now) && now.device == executable->device && now.inode == executable->inode &&
	    now.written.tv_sec == executable->written.tv_sec &&
	    now.written.tv_nsec == executable->written.tv_nsec)
		return executable->path;
	return LINK;
}
