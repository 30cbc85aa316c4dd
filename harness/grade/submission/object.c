// SPDX-License-Identifier: MIT

// `nm -gP` writes "NAME KIND VALUE SIZE"; `readelf -SW` "  [ 1] .text PROGBITS ADDRESS OFFSET SIZE
// ENTRY FLAGS ...", where flags may be missing.

#include "harness/grade/submission/object.h"

#include <inttypes.h>
#include <limits.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "harness/explore/grow.h"
#include "harness/explore/program/tool.h"
#include "harness/grade/submission/fault.h"

static FILE *ask(char *const argv[], const char *folder, struct complaint *c)
{
	static const struct tool_bounds bounds = {.wall_ns = 20000000000,
						  .cpu_s = 10,
						  .memory_bytes = UINT64_C(1) << 30,
						  .file_bytes = 16 << 20};
	char output[PATH_MAX];
	FILE *in;

	snprintf(output, sizeof output, "%s/answer", folder);
	in = tool_run_within(&bounds, argv, output, NULL) == 0 ? fopen(output, "re") : NULL;
	if (!in)
		complain_machine(c,
				 "%s did not read what was compiled: is binutils there? apt-get "
				 "install binutils",
				 argv[0]);
	return in;
}

static int add(struct object_names *names, const char *name, char kind)
{
	struct object_name *grown = grow(names->name, names->nr, sizeof *grown);

	if (!grown)
		return -1;
	names->name = grown;
	snprintf(grown[names->nr].name, OBJECT_NAME, "%.*s", OBJECT_NAME - 1, name);
	grown[names->nr].kind = kind;
	names->nr++;
	return 0;
}

int object_names_load(struct object_names *names, const char *object, const char *folder,
		      struct complaint *c)
{
	char *argv[] = {"nm", "-gP", (char *)(uintptr_t)object, NULL};
	FILE *in = ask(argv, folder, c);
	char line[1024], name[512], kind;
	int error = 0;

	*names = (struct object_names){0};
	if (!in)
		return -1;
	while (!error && fgets(line, sizeof line, in))
		if (sscanf(line, "%511s %c", name, &kind) == 2)
			error = add(names, name, kind);
	fclose(in);
	return error ? complain_machine(c, "no memory") : 0;
}

void object_names_fini(struct object_names *names)
{
	free(names->name);
	*names = (struct object_names){0};
}

const struct object_name *object_find(const struct object_names *names, const char *name)
{
	for (size_t i = 0; i < names->nr; i++)
		if (strcmp(names->name[i].name, name) == 0)
			return &names->name[i];
	return NULL;
}

struct section {
	char name[64], type[32], flags[16];
	uint64_t bytes;
};

static bool read_section(const char *line, struct section *section)
{
	const char *at = strchr(line, ']');

	return at && sscanf(at + 1, " %63s %31s %*x %*x %" SCNx64 " %*x %15s", section->name,
			    section->type, &section->bytes, section->flags) == 4;
}

static bool runs_early(const struct section *section)
{
	static const char *const names[] = {".init", ".fini", ".ctors", ".dtors", ".preinit"};

	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (strncmp(section->name, names[i], strlen(names[i])) == 0)
			return true;
	return strstr(section->type, "_ARRAY") != NULL;
}

static int judge(const struct section *section, uint64_t *variables, char **fault)
{
	bool runs = strchr(section->flags, 'X') != NULL;

	if (runs_early(section))
		return fault_say(fault, "This has code that runs before anything is called (%s).",
				 section->name);
	if (runs && strcmp(section->name, ".note.GNU-stack") == 0)
		return fault_say(fault, "This takes the address of a function within a function, "
					"for which the stack would have to be executable.");
	if (runs && strncmp(section->name, ".text", 5) != 0)
		return fault_say(fault, "This has code in a section of its own (%s).",
				 section->name);
	if (strchr(section->flags, 'T'))
		return fault_say(fault, "Thread-local variables are not allowed: a task knows "
					"itself by its number.");
	*variables += strchr(section->flags, 'W') ? section->bytes : 0;
	if (*variables > OBJECT_VARIABLES)
		return fault_say(fault, "Its global variables take more than %d KB.",
				 OBJECT_VARIABLES >> 10);
	return 0;
}

int object_sections_check(const char *object, const char *folder, char **fault, struct complaint *c)
{
	char *argv[] = {"readelf", "-SW", (char *)(uintptr_t)object, NULL};
	FILE *in = ask(argv, folder, c);
	uint64_t variables = 0;
	struct section section;
	char line[1024];
	int error = 0;

	if (!in)
		return -1;
	while (!error && fgets(line, sizeof line, in))
		if (read_section(line, &section))
			error = judge(&section, &variables, fault);
	fclose(in);
	return error;
}
