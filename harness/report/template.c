// SPDX-License-Identifier: MIT

#include "harness/report/template.h"

#include <assert.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "harness/data/directory.h"

static void copy_stream(FILE *from, FILE *to)
{
	char piece[4096];
	size_t nr;

	while ((nr = fread(piece, 1, sizeof piece, from)) > 0)
		fwrite(piece, 1, nr, to);
}

static int add_part(FILE *to, const char *folder, const char *name, struct complaint *c)
{
	char *path = directory_file(folder, name);
	FILE *file = fopen(path, "re");

	if (file) {
		copy_stream(file, to);
		fclose(file);
	} else {
		complain_machine(c, "%s: %s", path, strerror(errno));
	}
	free(path);
	return file ? 0 : -1;
}

char *template_parts(const char *folder, const char *const *names, struct complaint *c)
{
	char *text;
	size_t size;
	FILE *memory = open_memstream(&text, &size);
	int error = 0;

	assert(memory);
	for (size_t i = 0; names[i] && !error; i++) {
		if (i)
			fputc('\n', memory);
		error = add_part(memory, folder, names[i], c);
	}
	if (fclose(memory))
		abort();
	if (!error)
		return text;
	free(text);
	return NULL;
}

char *template_part(const char *folder, const char *name, struct complaint *c)
{
	return template_parts(folder, (const char *const[]){name, NULL}, c);
}

int template_write(FILE *out, const char *text, const char *what, template_fn *put,
		   const void *context, struct complaint *c)
{
	const char *open, *close;
	char name[32];

	while ((open = strstr(text, "{{")) && (close = strstr(open, "}}"))) {
		fwrite(text, 1, (size_t)(open - text), out);
		snprintf(name, sizeof name, "%.*s", (int)(close - open - 2), open + 2);
		if (!put(context, name, out))
			return complain_machine(c, "%s: there is no place '%s'", what, name);
		text = close + 2;
	}
	fputs(text, out);
	return 0;
}
