// SPDX-License-Identifier: MIT

#include "harness/explore/program/symbols.h"

#include <fnmatch.h>
#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "harness/explore/grow.h"
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

// Why a function cannot be explored, or what to write instead; the strongest reason first, for who
// calls several. In a name, "*" stands for anything.
static const struct {
	const char *name, *why;
} reasons[] = {
    {"program_task", NULL}, /* no function that is called, but one that is missing */
    {"flock", "the kernel's locks on files cannot be seen into"},
    {"fcntl*", "the kernel's locks on files cannot be seen into"},
    {"lockf*", "the kernel's locks on files cannot be seen into"},
    {"semop", "the kernel's own semaphores cannot be seen into"},
    {"semtimedop", "the kernel's own semaphores cannot be seen into"},
    {"semctl", "the kernel's own semaphores cannot be seen into"},
    {"sem_open", "a named semaphore is the kernel's; sem_init makes one that can be explored"},
    {"pthread_create", "program_task(task) is what each task does"},
    {"pthread_join", "program_outcome() runs when all tasks have ended"},
    {"thrd_create", "program_task(task) is what each task does"},
    {"thrd_join", "program_outcome() runs when all tasks have ended"},
    {"fork", "program_task(task) is what each task does"},
    {"vfork", "program_task(task) is what each task does"},
    {"pthread_*", "this part of POSIX threads is not modelled"},
    {"tss_*", "this part of C11 threads is not modelled"},
    {"sigaction", "there are no signals"},
    {"signal", "there are no signals"},
    {"alarm", "there are no signals"},
    {"clock_gettime", "there is no time: any task may be late at any step"},
    {"gettimeofday", "there is no time: any task may be late at any step"},
    {"time", "there is no time: any task may be late at any step"},
    {"*alloc", "let it use global variables"},
    {"aligned_alloc", "let it use global variables"},
    {"posix_memalign", "let it use global variables"},
    {"mmap*", "let it use global variables"},
    {"free", "let it use global variables"},
    {"*printf", "let it print nothing"},
    {"*puts", "let it print nothing"},
    {"*putc*", "let it print nothing"},
    {"*write", "let it print nothing"},
    {"rand*", "each execution has to be the same again"},
    {"__tls_get_addr", "thread-local variables are not modelled"},
    {"__tsan*", "it makes accesses of a size that is not modelled"},
};

// The index of its reason; that behind all others if there is none.
static size_t reason_of(const char *name)
{
	size_t i = 0;

	while (i < sizeof reasons / sizeof *reasons && fnmatch(reasons[i].name, name, 0))
		i++;
	return i;
}

static int refuse(const char *what, const char *name, struct complaint *c)
{
	size_t reason = reason_of(name);

	if (strcmp(name, "program_task") == 0)
		return complain(c,
				"%s has no program_task: it is to define void "
				"program_task(unsigned task) and const unsigned program_tasks",
				what);
	return complain(c, "%s cannot be explored: it calls %s; %s", what, name,
			reason < sizeof reasons / sizeof *reasons ? reasons[reason].why
								  : "it cannot be seen into");
}

int symbols_check(const char *object, const char *folder, const char *what, struct complaint *c)
{
	FILE *in = ask(object, folder, "-D", "--undefined-only", c);
	char kind, name[256], worst[256] = "";

	if (!in)
		return -1;
	while (fscanf(in, " %c %255s", &kind, name) == 2) {
		name[strcspn(name, "@")] = '\0';
		if (kind == 'U' && (!worst[0] || reason_of(name) < reason_of(worst)))
			snprintf(worst, sizeof worst, "%s", name);
	}
	fclose(in);
	return worst[0] ? refuse(what, worst, c) : 0;
}

static int by_address(const void *a, const void *b)
{
	const struct symbol *one = a, *other = b;

	return (one->address > other->address) - (one->address < other->address);
}

// Static variables of functions are "name.3" to a compiler.
static void add(struct symbols *symbols, const struct symbol *symbol)
{
	struct symbol *grown = grow(symbols->symbol, symbols->nr, sizeof *grown);

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
	debug_info_fini(&symbols->debug);
	*symbols = (struct symbols){0};
}

void symbols_learn(struct symbols *symbols, const char *object, const char *folder)
{
	if (!symbols->learned)
		debug_info_load(&symbols->debug, object, folder);
	symbols->learned = true;
}

static const struct symbol *symbol_at(const struct symbols *symbols, uint64_t address)
{
	for (size_t i = symbols->nr; i--;) {
		const struct symbol *symbol = &symbols->symbol[i];

		if (address >= symbol->address && address - symbol->address < symbol->size)
			return symbol;
	}
	return NULL;
}

const char *symbols_name(const struct symbols *symbols, uint64_t address, enum fields_of of,
			 char *text, size_t size)
{
	const struct symbol *symbol = symbol_at(symbols, address);
	uint64_t offset = symbol ? address - symbol->address : 0;

	if (!symbol)
		snprintf(text, size, "%#" PRIx64, address);
	else if (fields_name(&symbols->debug, symbol->name, symbol->address, offset, of, text,
			     size))
		return text;
	else if (offset)
		snprintf(text, size, "%s+%" PRIu64, symbol->name, offset);
	else
		snprintf(text, size, "%s", symbol->name);
	return text;
}
