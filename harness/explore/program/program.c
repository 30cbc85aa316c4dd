// SPDX-License-Identifier: MIT

#include "harness/explore/program/program.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int make_folder(struct program *program, struct complaint *c)
{
	const char *tmp = getenv("TMPDIR");

	snprintf(program->folder, sizeof program->folder, "%s/racelab-XXXXXX",
		 tmp && *tmp && strlen(tmp) < 40 ? tmp : "/tmp");
	if (!mkdtemp(program->folder)) {
		program->folder[0] = '\0';
		return complain_machine(c, "no folder to compile in: %m; TMPDIR= names another");
	}
	snprintf(program->object, sizeof program->object, "%s/program.so", program->folder);
	return 0;
}

static void remove_folder(const char *folder)
{
	DIR *in = folder[0] ? opendir(folder) : NULL;
	char path[512];

	if (!in)
		return;
	for (const struct dirent *entry; (entry = readdir(in));) {
		snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
		if (entry->d_name[0] != '.')
			unlink(path);
	}
	closedir(in);
	rmdir(folder);
}

int program_open(struct program *program, const struct source *source, const char *what,
		 struct complaint *c)
{
	*program = (struct program){.what = what};
	if (make_folder(program, c))
		return -1;
	if (source_compile(source, program->folder, c) ||
	    symbols_check(program->object, program->folder, what, c) ||
	    symbols_load(&program->symbols, program->object, program->folder, c) ||
	    runner_start(&program->runner, program->object, what, false, c)) {
		program_close(program);
		return -1;
	}
	return 0;
}

void program_close(struct program *program)
{
	runner_end(&program->runner);
	symbols_fini(&program->symbols);
	remove_folder(program->folder);
	*program = (struct program){0};
}

int program_part(struct program *program, struct complaint *c)
{
	if (program->apart)
		return runner_forget(&program->runner, c);
	runner_end(&program->runner);
	program->apart = true;
	return runner_start(&program->runner, program->object, program->what, true, c);
}

int program_begin(struct program *program, unsigned task, struct runner_answer *answer,
		  struct complaint *c)
{
	return runner_begin(&program->runner, task, answer, c);
}

int program_next(struct program *program, uint32_t node, uint64_t value,
		 struct runner_answer *answer, struct complaint *c)
{
	return runner_next(&program->runner, node, value, answer, c);
}

const char *program_name(const struct program *program, uint64_t address, char *text, size_t size)
{
	return symbols_name(&program->symbols, address, text, size);
}
