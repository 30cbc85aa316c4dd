// SPDX-License-Identifier: MIT

// The compiler is asked for assembly first: there inline assembly can be told from what it made
// itself, and what that does to memory nobody could see. The rest is linked with a runtime that
// defines all that a program may call, so a name that is left open is one that cannot be explored.

#include "harness/explore/program/compile.h"

#include <limits.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "harness/explore/program/kept.h"
#include "harness/explore/program/tool.h"

// Where Concurrency Kit's headers are, as pkg-config says it.
#ifndef RACELAB_CK_FLAGS
#define RACELAB_CK_FLAGS ""
#endif

enum {
	MOST_WORDS = 64,
	WORD = PATH_MAX + 64,
};

// The words of one call.
struct words {
	char *word[MOST_WORDS];
	char room[20][WORD]; /* for those that are made */
	size_t nr, nr_made;
};

static void say(struct words *words, const char *word)
{
	words->word[words->nr++] = (char *)(uintptr_t)word;
	words->word[words->nr] = NULL;
}

static void __attribute__((format(printf, 2, 3))) make(struct words *words, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	vsnprintf(words->room[words->nr_made], WORD, format, args);
	va_end(args);
	say(words, words->room[words->nr_made++]);
}

static const char *compiler(void)
{
	const char *cc = getenv("CC");

	return cc && *cc ? cc : "cc";
}

// By what it says of itself: `cc` may be either. Asked once.
static bool is_clang(const char *folder)
{
	static int known = -1;
	char *argv[] = {(char *)(uintptr_t)compiler(), "--version", NULL}, said[512] = "";
	char output[PATH_MAX];
	FILE *in;

	if (known >= 0)
		return known;
	snprintf(output, sizeof output, "%s/version", folder);
	tool_run(argv, output, NULL);
	in = fopen(output, "r");
	if (in) {
		said[fread(said, 1, sizeof said - 1, in)] = '\0';
		fclose(in);
	}
	known = strstr(said, "clang") != NULL;
	return known;
}

int source_is_strategy(const char *file, bool *strategy, struct complaint *c)
{
	FILE *in = fopen(file, "r");
	char line[512];

	*strategy = false;
	if (!in)
		return complain(c, "%s: %m", file);
	while (fgets(line, sizeof line, in))
		if (strncmp(line, "#include", 8) == 0 && strstr(line, "benches/sync/sync.h"))
			*strategy = true;
	fclose(in);
	return 0;
}

// The first line of what a compiler or linker said that is about an error.
static int complain_of(const char *errors, const char *what, struct complaint *c)
{
	FILE *in = fopen(errors, "r");
	char line[400], first[400] = "";

	while (in && fgets(line, sizeof line, in)) {
		line[strcspn(line, "\n")] = '\0';
		if (!first[0] || (strstr(line, "error:") && !strstr(first, "error:")))
			snprintf(first, sizeof first, "%s", line);
	}
	if (in)
		fclose(in);
	return complain(c, "%s does not compile: %s", what, first[0] ? first : "no reason given");
}

static int call(struct words *words, const char *folder, const char *what, struct complaint *c)
{
	char errors[PATH_MAX];
	int status;

	snprintf(errors, sizeof errors, "%s/errors", folder);
	status = tool_run(words->word, NULL, errors);
	if (status == 127)
		return complain_machine(c,
					"no compiler: %s is not there; apt-get install gcc, or "
					"name one with CC=",
					words->word[0]);
	if (status < 0)
		return complain(c, "%s does not compile: %s did not come to an end", what,
				words->word[0]);
	return status ? complain_of(errors, what, c) : 0;
}

// What all is compiled with: nothing but the program is to be on its stack.
static void say_common(struct words *words, const struct source *source)
{
	say(words, compiler());
	say(words, "-std=gnu11");
	say(words, "-w");
	say(words, "-Werror=implicit-function-declaration");
	say(words, "-g");
	say(words, "-gdwarf-4"); /* in version 5 clang has addresses where readelf does not look */
	say(words, "-fPIC");
	say(words, "-fno-stack-protector");
	say(words, "-fno-strict-aliasing");
	say(words, "-U_FORTIFY_SOURCE");
	say(words, "-D_GNU_SOURCE");
	make(words, "-I%s", source->root);
}

// These files of the runtime, as one object, which is the same for all programs.
static int compile_runtime(const struct source *source, const char *folder, const char *object,
			   const char *const *files, struct kept *kept, struct complaint *c)
{
	struct words words = {0};
	const char *file;
	int error;

	say_common(&words, source);
	say(&words, "-g0");
	say(&words, "-O1");
	say(&words, "-fno-builtin");
	say(&words, "-ftls-model=initial-exec");
	say(&words, "-fvisibility=hidden");
	if (!is_clang(folder))
		say(&words, "-fno-tree-loop-distribute-patterns");
	say(&words, "-r");
	say(&words, "-nostdlib");
	say(&words, "-o");
	make(&words, "%s/%s", folder, object);
	file = words.word[words.nr - 1];
	if (kept_write(kept, compiler(), file))
		return 0;
	for (; *files; files++)
		make(&words, "%s/harness/explore/runtime/%s.c", source->root, *files);
	error = call(&words, folder, "racelab's own runtime", c);
	if (!error)
		kept_read(kept, compiler(), file);
	return error;
}

static int compile_steps(const struct source *source, const char *folder, struct complaint *c)
{
	static const char *const files[] = {"coroutine", "steps",   "turns",
					    "callbacks", "library", NULL};
	static struct kept kept;

	return compile_runtime(source, folder, "runtime.o", files, &kept, c);
}

// What POSIX and C11 have for tasks, and futexes.
static int compile_objects(const struct source *source, const char *folder, struct complaint *c)
{
	static const char *const files[] = {"mutex",  "attributes", "sleepers", "condition",
					    "rwlock", "semaphore",  "spin",	"barrier",
					    "once",   "threads",    "futex",	NULL};

	static struct kept kept;

	return compile_runtime(source, folder, "objects.o", files, &kept, c);
}

static void say_ck_flags(struct words *words)
{
	const char *flag = RACELAB_CK_FLAGS;

	while (*(flag += strspn(flag, " "))) {
		make(words, "%.*s", (int)strcspn(flag, " "), flag);
		flag += strcspn(flag, " ");
	}
}

// What the program is told of itself.
static void say_bounds(struct words *words, const struct source *source)
{
	say(words, "-DRACELAB_EXPLORE");
	make(words, "-DEXPLORE_TASKS=%u", source->tasks);
	make(words, "-DEXPLORE_OPS=%u", source->ops);
	say_ck_flags(words);
	if (source->parameter)
		make(words, "-DEXPLORE_PARAMETER=%lu", (unsigned long)source->parameter);
}

// Every access is to be seen as it is written: also a read before a write, which clang passes over,
// and the first turn of a waiting loop as one like all others, where compilers would peel it.
static void say_accesses(struct words *words, const char *folder)
{
	if (!is_clang(folder)) {
		say(words, "-fno-tree-ch");
		return;
	}
	say(words, "-mllvm");
	say(words, "-tsan-instrument-read-before-write=1");
	say(words, "-mllvm");
	say(words, "-rotation-max-header-size=0");
}

static int compile_program(const struct source *source, const char *folder, struct complaint *c)
{
	struct words words = {0};

	say_common(&words, source);
	say_bounds(&words, source);
	say(&words, "-O1");
	say(&words, "-fsanitize=thread");
	say_accesses(&words, folder);
	say(&words, "-S");
	say(&words, "-o");
	make(&words, "%s/program.s", folder);
	make(&words, "%s", source->file);
	return call(&words, folder, source->file, c);
}

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

// gcc and clang both put what they were given between #APP and #NO_APP.
static int refuse_assembly(const char *folder, const char *what, struct complaint *c)
{
	char file[PATH_MAX], line[512];
	bool theirs = false;
	int error = 0;
	FILE *in;

	snprintf(file, sizeof file, "%s/program.s", folder);
	in = fopen(file, "r");
	if (!in)
		return complain_machine(c, "%s: %m", file);
	while (!error && fgets(line, sizeof line, in)) {
		const char *text = line + strspn(line, " \t");

		if (strstr(text, "APP") && strchr("#/", text[0]))
			theirs = !strstr(text, "NO_APP");
		else if (theirs && !is_harmless(line))
			error = complain(c, "%s cannot be explored: it has inline assembly (%.*s)",
					 what, (int)strcspn(text, "\n"), text);
	}
	fclose(in);
	return error;
}

// Whether the program calls any of what is in objects.o, which takes as long to compile as all
// else.
static int needs_objects(const char *folder, bool *needs, struct complaint *c)
{
	static const char *const calls[] = {"pthread_", "sem_",	     "mtx_",   "cnd_",
					    "thrd_",	"call_once", "syscall"};
	char file[PATH_MAX], line[512];
	FILE *in;

	*needs = false;
	snprintf(file, sizeof file, "%s/program.s", folder);
	in = fopen(file, "r");
	if (!in)
		return complain_machine(c, "%s: %m", file);
	while (!*needs && fgets(line, sizeof line, in))
		for (size_t i = 0; i < sizeof calls / sizeof *calls; i++)
			*needs |= strstr(line, calls[i]) != NULL;
	fclose(in);
	return 0;
}

static int link_program(const struct source *source, const char *folder, bool objects,
			struct complaint *c)
{
	struct words words = {0};

	say(&words, compiler());
	say(&words, "-shared");
	say(&words, "-Wl,-Bsymbolic,-z,norelro,-z,now,-z,noexecstack");
	say(&words, "-o");
	make(&words, "%s/program.so", folder);
	make(&words, "%s/program.s", folder);
	make(&words, "%s/runtime.o", folder);
	if (objects)
		make(&words, "%s/objects.o", folder);
	return call(&words, folder, source->file, c);
}

// To be raced: by the compiler's and the machine's own rules.
static int compile_real(const struct source *source, const char *folder, struct complaint *c)
{
	struct words words = {0};

	say_common(&words, source);
	say_bounds(&words, source);
	say(&words, "-DRACELAB_EXPLORE_REAL");
	say(&words, "-O2");
	say(&words, "-pthread");
	say(&words, "-shared");
	say(&words, "-Wl,-Bsymbolic,-z,norelro,-z,now,-z,noexecstack");
	say(&words, "-o");
	make(&words, "%s/program.so", folder);
	make(&words, "%s", source->file);
	make(&words, "%s/harness/explore/runtime/real.c", source->root);
	return call(&words, folder, source->file, c);
}

int source_compile(const struct source *source, const char *folder, const char *what,
		   struct complaint *c)
{
	bool objects;

	if (source->real)
		return compile_real(source, folder, c);
	if (compile_program(source, folder, c) || refuse_assembly(folder, what, c) ||
	    needs_objects(folder, &objects, c) || compile_steps(source, folder, c) ||
	    (objects && compile_objects(source, folder, c)))
		return -1;
	return link_program(source, folder, objects, c);
}
