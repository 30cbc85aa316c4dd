// SPDX-License-Identifier: MIT

#include "harness/explore/program/folder.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int folder_make(char *name, size_t size, struct complaint *c)
{
	const char *tmp = getenv("TMPDIR");

	snprintf(name, size, "%s/racelab-XXXXXX", tmp && *tmp && strlen(tmp) < 40 ? tmp : "/tmp");
	if (!mkdtemp(name)) {
		name[0] = '\0';
		return complain_machine(c, "no folder to compile in: %m; TMPDIR= names another");
	}
	return 0;
}

void folder_remove(const char *name)
{
	DIR *in = name[0] ? opendir(name) : NULL;
	char path[512];

	if (!in)
		return;
	for (const struct dirent *entry; (entry = readdir(in));) {
		snprintf(path, sizeof path, "%s/%s", name, entry->d_name);
		if (entry->d_name[0] != '.')
			unlink(path);
	}
	closedir(in);
	rmdir(name);
}
