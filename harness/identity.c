// SPDX-License-Identifier: MIT

#include "harness/identity.h"

#include <sys/stat.h>

struct identity identity_of(const char *path)
{
	struct stat file;

	if (stat(path, &file) < 0)
		return (struct identity){0};
	return (struct identity){file.st_dev, file.st_ino, file.st_size, file.st_mtim};
}

bool identity_same(const struct identity *a, const struct identity *b)
{
	return a->device == b->device && a->inode == b->inode && a->bytes == b->bytes &&
	       a->written.tv_sec == b->written.tv_sec && a->written.tv_nsec == b->written.tv_nsec;
}
