// SPDX-License-Identifier: MIT

// Of a preprocessor that is asked to tell more, the folders stand one on a line, with a space
// before, between one line that begins with "#include <...>" and one that begins with "End".

#include "harness/grade/submission/system_headers.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "harness/explore/program/command.h"
#include "harness/explore/program/tool.h"

static void take(struct system_headers *headers, const char *folder)
{
	if (headers->nr < MOST_HEADER_FOLDERS && realpath(folder, headers->folder[headers->nr]))
		headers->nr++;
}

// Folders that are links in one of them are the system's, too: Debian keeps <asm/...> elsewhere.
static void take_links(struct system_headers *headers, const char *folder)
{
	char path[2 * PATH_MAX];
	struct dirent *entry;
	struct stat link, target;
	DIR *dir = opendir(folder);

	while (dir && (entry = readdir(dir))) {
		snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
		if (lstat(path, &link) == 0 && S_ISLNK(link.st_mode) && stat(path, &target) == 0 &&
		    S_ISDIR(target.st_mode))
			take(headers, path);
	}
	if (dir)
		closedir(dir);
}

static void read_folders(struct system_headers *headers, FILE *in)
{
	char line[PATH_MAX + 2];
	bool in_list = false;

	while (fgets(line, sizeof line, in)) {
		if (strncmp(line, "#include <", 10) == 0)
			in_list = true;
		else if (strncmp(line, "End", 3) == 0)
			in_list = false;
		else if (in_list && line[0] == ' ') {
			line[strcspn(line, "\n")] = '\0';
			take(headers, line + 1);
			take_links(headers, line + 1);
		}
	}
}

const struct system_headers *system_headers(const char *folder, struct complaint *c)
{
	static const struct tool_bounds bounds = {.wall_ns = 20000000000};
	static struct system_headers headers;
	struct command command = {0};
	char said[PATH_MAX];
	FILE *in;

	if (headers.nr)
		return &headers;
	command_say(&command, compiler_name());
	command_say_all(&command, (const char *const[]){"-E", "-v", "-xc", "/dev/null", NULL});
	snprintf(said, sizeof said, "%s/headers", folder);
	tool_run_within(&bounds, command.word, NULL, said);
	in = fopen(said, "re");
	if (in) {
		read_folders(&headers, in);
		fclose(in);
	}
	if (headers.nr)
		return &headers;
	complain_machine(c, "%s does not say where its headers are: is it a C compiler?",
			 compiler_name());
	return NULL;
}

bool system_headers_have(const struct system_headers *headers, const char *file)
{
	char path[PATH_MAX];

	if (!realpath(file, path))
		return false;
	for (size_t i = 0; i < headers->nr; i++) {
		size_t length = strlen(headers->folder[i]);

		if (strncmp(path, headers->folder[i], length) == 0 && path[length] == '/')
			return true;
	}
	return false;
}
