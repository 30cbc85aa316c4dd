// SPDX-License-Identifier: MIT

// Of a preprocessor that is asked to tell more, the folders stand one on a line, with a space
// before, between one line that begins with "#include <...>" and one that begins with "End".

#include "harness/grade/submission/system_headers.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "harness/explore/program/command.h"
#include "harness/explore/program/tool.h"

static void take(struct system_headers *headers, char *line)
{
	line[strcspn(line, "\n")] = '\0';
	if (headers->nr < MOST_HEADER_FOLDERS && line[0] == ' ' &&
	    realpath(line + 1, headers->folder[headers->nr]))
		headers->nr++;
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
		else if (in_list)
			take(headers, line);
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

static bool lies_in(const struct system_headers *headers, const char *path)
{
	for (size_t i = 0; i < headers->nr; i++) {
		size_t length = strlen(headers->folder[i]);

		if (strncmp(path, headers->folder[i], length) == 0 && path[length] == '/')
			return true;
	}
	return false;
}

// What a link in one of the folders leads to is the system's, too: Debian keeps <asm/types.h>
// elsewhere.
bool system_headers_have(const struct system_headers *headers, const char *file)
{
	char path[PATH_MAX];

	if (!realpath(file, path))
		return false;
	return lies_in(headers, path) || (!strstr(file, "/../") && lies_in(headers, file));
}
