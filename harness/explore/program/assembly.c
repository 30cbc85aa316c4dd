// SPDX-License-Identifier: MIT

#include "harness/explore/program/assembly.h"

#include <limits.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

// What a reader knows of the line it is at.
struct reading {
	bool theirs; /* within inline assembly */
	bool early;  /* in a section of functions that are called at loading */
};

// True for a line of inline assembly that does nothing to memory.
static bool is_harmless(const char *line)
{
	static const char *const harmless[] = {"pause", "rep; nop", "rep nop", "nop", "yield"};
	char text[64];
	size_t length;

	line += strspn(line, " \t");
	snprintf(text, sizeof text, "%s", line);
	length = strcspn(text, "#\n");
	while (length && strchr(" \t;", text[length - 1]))
		length--;
	text[length] = '\0';
	for (size_t i = 0; i < sizeof harmless / sizeof *harmless; i++)
		if (strcmp(text, harmless[i]) == 0)
			return true;
	return !text[0] || strncmp(text, "//", 2) == 0;
}

// Whether a line begins another section than the one before, and of functions that are called at
// loading.
static bool begins_section(const char *text, bool *early)
{
	static const char *const sections[] = {".section",     ".text",	      ".data",	  ".bss",
					       ".pushsection", ".popsection", ".previous"};

	for (size_t i = 0; i < sizeof sections / sizeof *sections; i++)
		if (strncmp(text, sections[i], strlen(sections[i])) == 0) {
			*early = strstr(text, "init_array") || strstr(text, ".ctors");
			return true;
		}
	return false;
}

// The name of a function in such a section, but for the one by which an instrumented file calls
// its runtime.
static bool is_constructor(const char *text, char name[64])
{
	return sscanf(text, ".%*[a-z0-9] %63[A-Za-z0-9_.$]", name) == 1 &&
	       (strncmp(text, ".quad", 5) == 0 || strncmp(text, ".xword", 6) == 0 ||
		strncmp(text, ".8byte", 6) == 0) &&
	       strncmp(name, "_sub_I_", 7) != 0 && strcmp(name, "tsan.module_ctor") != 0;
}

// Where what the compiler was given begins or ends: between #APP and #NO_APP, and for clang that
// outside of functions between two sentences.
static bool is_border(const char *text, bool *theirs)
{
	static const char scope[] = "of file scope inline assembly";

	if (!strchr("#/", text[0]) || (!strstr(text, "APP") && !strstr(text, scope)))
		return false;
	*theirs = !strstr(text, "NO_APP") && !strstr(text, "End of");
	return true;
}

static int judge(struct reading *reading, const char *line, const char *what, struct complaint *c)
{
	const char *text = line + strspn(line, " \t");
	char name[64];

	if (is_border(text, &reading->theirs))
		return 0;
	if (reading->theirs && !is_harmless(line))
		return complain(c, "%s cannot be explored: it has inline assembly (%.*s)", what,
				(int)strcspn(text, "\n"), text);
	if (!begins_section(text, &reading->early) && reading->early && is_constructor(text, name))
		return complain(c,
				"%s cannot be explored: %s is called before all else; let "
				"program_init() do that",
				what, name);
	return 0;
}

int assembly_check(const char *folder, const char *assembly, const char *what, struct complaint *c)
{
	char file[PATH_MAX], line[512];
	struct reading reading = {0};
	int error = 0;
	FILE *in;

	snprintf(file, sizeof file, "%s/%s", folder, assembly);
	in = fopen(file, "r");
	if (!in)
		return complain_machine(c, "%s: %m", file);
	while (!error && fgets(line, sizeof line, in))
		error = judge(&reading, line, what, c);
	fclose(in);
	return error;
}
