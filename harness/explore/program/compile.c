// SPDX-License-Identifier: MIT

// The compiler is asked for assembly first, in which what cannot be explored is seen (assembly.h).
// The rest is linked with a runtime that
// defines all that a program may call, so a name that is left open is one that cannot be explored.

#include "harness/explore/program/compile.h"

#include <limits.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "harness/explore/program/assembly.h"
#include "harness/explore/program/command.h"
#include "harness/explore/program/kept.h"
#include "harness/explore/program/tool.h"

// Where Concurrency Kit's headers are, as pkg-config says it.
#ifndef RACELAB_CK_FLAGS
#define RACELAB_CK_FLAGS ""
#endif

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

// A student's file may be made to keep a compiler busy; others are their users' own.
static int run_tool(struct command *command, const char *folder, const char *errors, bool bounded)
{
	const struct tool_bounds bounds = {.wall_ns = 30000000000,
					   .cpu_s = 10,
					   .memory_bytes = UINT64_C(1) << 30,
					   .file_bytes = 16 << 20,
					   .folder = folder};

	return bounded ? tool_run_within(&bounds, command->word, NULL, errors)
		       : tool_run(command->word, NULL, errors);
}

static int call(struct command *command, const struct source *source, const char *folder,
		const char *what, struct complaint *c)
{
	char errors[PATH_MAX];
	int status;

	snprintf(errors, sizeof errors, "%s/errors", folder);
	status = run_tool(command, folder, errors, source->frame != NULL);
	if (status == 127)
		return complain_machine(c,
					"no compiler: %s is not there; apt-get install gcc, or "
					"name one with CC=",
					command->word[0]);
	if (status < 0)
		return complain(c, "%s does not compile: %s did not come to an end", what,
				command->word[0]);
	return status ? complain_of(errors, what, c) : 0;
}

// What all is compiled with: nothing but the program is to be on its stack.
static void say_common(struct command *command, const struct source *source)
{
	static const char *const common[] = {
	    "-std=gnu11",
	    "-w",
	    "-Werror=implicit-function-declaration",
	    "-g",
	    "-gdwarf-4", /* in version 5 clang has addresses where readelf does not look */
	    "-fPIC",
	    "-fno-stack-protector",
	    "-fno-strict-aliasing",
	    "-U_FORTIFY_SOURCE",
	    "-D_GNU_SOURCE",
	    NULL,
	};

	command_say(command, compiler_name());
	command_say_all(command, common);
	command_make(command, "-I%s", source->root);
}

// These files of the runtime, as one object, which is the same for all programs.
static int compile_runtime(const struct source *source, const char *folder, const char *object,
			   const char *const *files, struct kept *kept, struct complaint *c)
{
	struct command command = {0};
	const char *file;
	int error;

	say_common(&command, source);
	command_say(&command, "-g0");
	command_say(&command, "-O1");
	command_say(&command, "-fno-builtin");
	command_say(&command, "-ftls-model=initial-exec");
	command_say(&command, "-fvisibility=hidden");
	if (!compiler_is_clang(folder))
		command_say(&command, "-fno-tree-loop-distribute-patterns");
	command_say(&command, "-r");
	command_say(&command, "-nostdlib");
	command_say(&command, "-o");
	command_make(&command, "%s/%s", folder, object);
	file = command.word[command.nr - 1];
	if (kept_write(kept, compiler_name(), file))
		return 0;
	for (; *files; files++)
		command_make(&command, "%s/harness/explore/runtime/%s.c", source->root, *files);
	error = call(&command, source, folder, "racelab's own runtime", c);
	if (!error)
		kept_read(kept, compiler_name(), file);
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

static void say_ck_flags(struct command *command)
{
	const char *flag = RACELAB_CK_FLAGS;

	while (*(flag += strspn(flag, " "))) {
		command_make(command, "%.*s", (int)strcspn(flag, " "), flag);
		flag += strcspn(flag, " ");
	}
}

// What the program is told of itself.
static void say_bounds(struct command *command, const struct source *source)
{
	command_say(command, "-DRACELAB_EXPLORE");
	command_make(command, "-DEXPLORE_TASKS=%u", source->tasks);
	command_make(command, "-DEXPLORE_OPS=%u", source->ops);
	say_ck_flags(command);
	if (source->parameter)
		command_make(command, "-DEXPLORE_PARAMETER=%lu", (unsigned long)source->parameter);
}

// Every access is to be seen as it is written: also a read before a write, which clang passes over,
// and the first turn of a waiting loop as one like all others, where compilers would peel it.
static void say_accesses(struct command *command, const char *folder)
{
	if (!compiler_is_clang(folder)) {
		command_say(command, "-fno-tree-ch");
		return;
	}
	command_say(command, "-mllvm");
	command_say(command, "-tsan-instrument-read-before-write=1");
	command_say(command, "-mllvm");
	command_say(command, "-rotation-max-header-size=0");
}

// To assembly, with each access seen.
static int compile_seen(const struct source *source, const char *folder, const char *file,
			const char *assembly, const char *what, struct complaint *c)
{
	struct command command = {0};

	say_common(&command, source);
	say_bounds(&command, source);
	if (source->frame)
		command_make(&command, "-DRACELAB_FRAME=\"%s\"", source->frame);
	command_say(&command, "-O1");
	command_say(&command, "-fno-common");
	command_say(&command, "-fsanitize=thread");
	say_accesses(&command, folder);
	command_say(&command, "-S");
	command_say(&command, "-o");
	command_make(&command, "%s/%s", folder, assembly);
	command_say(&command, file);
	return call(&command, source, folder, what, c);
}

// The whole program; of a student's, the frame's part of it.
static int compile_program(const struct source *source, const char *folder, struct complaint *c)
{
	char frame[PATH_MAX];

	if (!source->frame)
		return compile_seen(source, folder, source->file, "program.s", source->file, c);
	snprintf(frame, sizeof frame, "%s/harness/grade/frames/explored.c", source->root);
	return compile_seen(source, folder, frame, "program.s", source->frame, c);
}

// Sets *needs if the program calls any of what is in objects.o, which takes as long to compile as
// all else.
static int needs_objects(const char *folder, const char *assembly, bool *needs, struct complaint *c)
{
	static const char *const calls[] = {"pthread_", "sem_",	     "mtx_",   "cnd_",
					    "thrd_",	"call_once", "syscall"};
	char file[PATH_MAX], line[512];
	FILE *in;

	snprintf(file, sizeof file, "%s/%s", folder, assembly);
	in = fopen(file, "r");
	if (!in)
		return complain_machine(c, "%s: %m", file);
	while (!*needs && fgets(line, sizeof line, in))
		for (size_t i = 0; i < sizeof calls / sizeof *calls; i++)
			*needs |= strstr(line, calls[i]) != NULL;
	fclose(in);
	return 0;
}

// The student's file to an object, of which the frame sees what its header declares and no more.
static int assemble_student(const struct source *source, const char *folder, struct complaint *c)
{
	struct command assemble = {0}, localise = {0};

	command_say(&assemble, compiler_name());
	command_say(&assemble, "-c");
	command_say(&assemble, "-o");
	command_make(&assemble, "%s/student.o", folder);
	command_make(&assemble, "%s/student.s", folder);
	command_say(&localise, "objcopy");
	command_make(&localise, "--keep-global-symbols=%s", source->exports);
	command_make(&localise, "%s/student.o", folder);
	return call(&assemble, source, folder, source->file, c) ||
		       call(&localise, source, folder, source->file, c)
		   ? -1
		   : 0;
}

static int compile_student(const struct source *source, const char *folder, const char *what,
			   bool *objects, struct complaint *c)
{
	return compile_seen(source, folder, source->file, "student.s", what, c) ||
		       assembly_check(folder, "student.s", what, c) ||
		       needs_objects(folder, "student.s", objects, c) ||
		       assemble_student(source, folder, c)
		   ? -1
		   : 0;
}

static int link_program(const struct source *source, const char *folder, bool objects,
			struct complaint *c)
{
	struct command command = {0};

	command_say(&command, compiler_name());
	command_say(&command, "-shared");
	command_say(&command, "-Wl,-Bsymbolic,-z,norelro,-z,now,-z,noexecstack");
	command_say(&command, "-o");
	command_make(&command, "%s/program.so", folder);
	command_make(&command, "%s/program.s", folder);
	if (source->frame)
		command_make(&command, "%s/student.o", folder);
	command_make(&command, "%s/runtime.o", folder);
	if (objects)
		command_make(&command, "%s/objects.o", folder);
	return call(&command, source, folder, source->file, c);
}

// To be raced: by the compiler's and the machine's own rules.
static int compile_real(const struct source *source, const char *folder, struct complaint *c)
{
	struct command command = {0};

	say_common(&command, source);
	say_bounds(&command, source);
	command_say(&command, "-DRACELAB_EXPLORE_REAL");
	command_say(&command, "-O2");
	command_say(&command, "-pthread");
	command_say(&command, "-shared");
	command_say(&command, "-Wl,-Bsymbolic,-z,norelro,-z,now,-z,noexecstack");
	command_say(&command, "-o");
	command_make(&command, "%s/program.so", folder);
	command_make(&command, "%s", source->file);
	command_make(&command, "%s/harness/explore/runtime/real.c", source->root);
	return call(&command, source, folder, source->file, c);
}

int source_compile(const struct source *source, const char *folder, const char *what,
		   struct complaint *c)
{
	bool objects = false;

	if (source->real)
		return compile_real(source, folder, c);
	if (compile_program(source, folder, c) || assembly_check(folder, "program.s", what, c) ||
	    needs_objects(folder, "program.s", &objects, c) ||
	    (source->frame && compile_student(source, folder, what, &objects, c)) ||
	    compile_steps(source, folder, c) || (objects && compile_objects(source, folder, c)))
		return -1;
	return link_program(source, folder, objects, c);
}
