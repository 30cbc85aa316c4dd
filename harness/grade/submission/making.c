// SPDX-License-Identifier: MIT

#include "harness/grade/submission/making.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "harness/complaint.h"
#include "harness/explore/program/tool.h"
#include "harness/grade/submission/fault.h"
#include "harness/grade/submission/submission.h"

enum {
	WARNINGS = 6000, /* bytes of what a compiler says: nobody reads more */
};

#define COMPILE_MEMORY (UINT64_C(1) << 30)

const char *making_base(const struct making *making)
{
	const char *slash = strrchr(making->submission->file, '/');

	return slash ? slash + 1 : making->submission->file;
}

char *making_read(const char *file, size_t most)
{
	FILE *in = fopen(file, "re");
	char *text = in ? calloc(1, most + 1) : NULL;

	if (text)
		(void)!fread(text, 1, most, in);
	if (in)
		fclose(in);
	return text;
}

// The text with the file called by its bare name wherever it is named.
static char *renamed(const char *text, const char *from, const char *to)
{
	char *result = NULL;
	size_t size;
	FILE *out = open_memstream(&result, &size);

	if (!out)
		return NULL;
	for (const char *found; (found = strstr(text, from)); text = found + strlen(from))
		fprintf(out, "%.*s%s", (int)(found - text), text, to);
	fputs(text, out);
	fclose(out);
	return result;
}

char *making_said(const struct making *making, const char *file)
{
	char *text = making_read(making->errors, WARNINGS), *shown = NULL;

	if (text && text[0])
		shown = renamed(text, file, making_base(making));
	free(text);
	return shown;
}

int making_run(struct making *making, struct command *command, const char *output,
	       uint64_t file_bytes)
{
	const struct tool_bounds bounds = {
	    .wall_ns = UINT64_C(3000000000) * COMPILE_S,
	    .cpu_s = COMPILE_S,
	    .memory_bytes = COMPILE_MEMORY,
	    .file_bytes = file_bytes,
	    .folder = making->submission->folder,
	};

	return tool_run_within(&bounds, command->word, output, making->errors);
}

int making_no_compiler(struct making *making)
{
	return complain_machine(making->c,
				"no compiler: %s is not there; apt-get install gcc, or name one "
				"with CC=",
				compiler_name());
}

int making_failed(struct making *making, const char *file)
{
	const char *base = making_base(making);
	char *said = making_said(making, file), *place;
	int length = snprintf(NULL, 0, "%s:", base);

	place = said ? strstr(said, base) : NULL;
	if (place && strncmp(place + length - 1, ":", 1) == 0 && strstr(said, "error:"))
		fault_say(making->fault, "%s does not compile:\n%s", base, said);
	else
		fault_say(making->fault,
			  "%s does not compile: that takes more than %d s of time, %d MB of memory "
			  "or %d MB of output.%s%s",
			  base, COMPILE_S, (int)(COMPILE_MEMORY >> 20), COMPILED >> 20,
			  said ? "\n" : "", said ? said : "");
	free(said);
	return 1;
}
