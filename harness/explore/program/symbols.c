// SPDX-License-Identifier: MIT

#include "harness/explore/program/symbols.h"

#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "harness/explore/program/tool.h"

static FILE *ask(const char *object, const char *folder, const char *option, const char *other,
		 struct complaint *c)
{
	char *argv[] = {"nm", (char *)(uintptr_t)option, (char *)(uintptr_t)other,
			(char *)(uintptr_t)object, NULL};
	char output[PATH_MAX];
	FILE *in;
	int status;

	snprintf(output, sizeof output, "%s/symbols", folder);
	status = tool_run(argv, output, NULL);
	in = status ? NULL : fopen(output, "r");
	if (!in)
		complain_machine(c, "nm did not read what was compiled: is binutils there? "
				    "apt-get install binutils");
	return in;
}

// What an ordinary function would be instead.
static const char *hint_for(const char *name)
{
	if (strstr(name, "alloc") || strcmp(name, "free") == 0)
		return "let it use global variables";
	if (strstr(name, "print") || strstr(name, "put") || strstr(name, "write"))
		return "let it print nothing";
	if (strncmp(name, "pthread_create", 14) == 0 || strcmp(name, "fork") == 0)
		return "program_task(task) is what each task does";
	return "its accesses cannot be seen";
}

int symbols_check(const char *object, const char *folder, const char *what, struct complaint *c)
{
	FILE *in = ask(object, folder, "-D", "--undefined-only", c);
	char kind, name[256];
	int error = in ? 0 : -1;

	while (in && !error && fscanf(in, " %c %255s", &kind, name) == 2) {
		name[strcspn(name, "@")] = '\0';
		if (kind == 'U' && strcmp(name, "program_task") == 0)
			error = complain(c,
					 "%s has no program_task: it is to define void "
					 "program_task(unsigned task) and const unsigned "
					 "program_tasks",
					 what);
		else if (kind == 'U' && strncmp(name, "__tsan", 6) == 0)
			error = complain(c,
					 "%s cannot be explored: it makes accesses of a size "
					 "that is not modelled (%s)",
					 what, name);
		else if (kind == 'U')
			error = complain(c, "%s cannot be explored: it calls %s; %s", what, name,
					 hint_for(name));
	}
	if (in)
		fclose(in);
	return error;
}

static int by_address(const void *a, const void *b)
{
	const struct symbol *one = a, *other = b;

	return (one->address > other->address) - (one->address < other->address);
}

// Static variables of functions are "name.3" to a compiler.
static void add(struct symbols *symbols, const struct symbol *symbol)
{
	struct symbol *grown =
	    realloc(symbols->symbol, (symbols->nr + 1) * sizeof *symbols->symbol);

	if (!grown)
		return;
	symbols->symbol = grown;
	grown[symbols->nr] = *symbol;
	grown[symbols->nr].name[strcspn(symbol->name, ".")] = '\0';
	symbols->nr++;
}

int symbols_load(struct symbols *symbols, const char *object, const char *folder,
		 struct complaint *c)
{
	FILE *in = ask(object, folder, "-S", "--defined-only", c);
	struct symbol symbol;
	char line[512], kind;

	*symbols = (struct symbols){0};
	if (!in)
		return -1;
	while (fgets(line, sizeof line, in))
		if (sscanf(line, "%" SCNx64 " %" SCNx64 " %c %63s", &symbol.address, &symbol.size,
			   &kind, symbol.name) == 4 &&
		    strchr("bBdDrRuV", kind))
			add(symbols, &symbol);
	fclose(in);
	if (symbols->nr)
		qsort(symbols->symbol, symbols->nr, sizeof *symbols->symbol, by_address);
	return 0;
}

void symbols_fini(struct symbols *symbols)
{
	free(symbols->symbol);
	*symbols = (struct symbols){0};
}

const char *symbols_name(const struct symbols *symbols, uint64_t address, char *text, size_t size)
{
	for (size_t i = symbols->nr; i--;) {
		const struct symbol *symbol = &symbols->symbol[i];
		uint64_t offset = address - symbol->address;

		if (address < symbol->address || offset >= symbol->size)
			continue;
		if (offset)
			snprintf(text, size, "%s+%" PRIu64, symbol->name, offset);
		else
			snprintf(text, size, "%s", symbol->name);
		return text;
	}
	snprintf(text, size, "%#" PRIx64, address);
	return text;
}
