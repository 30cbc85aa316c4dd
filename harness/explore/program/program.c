// SPDX-License-Identifier: MIT

#include "harness/explore/program/program.h"

#include <stdio.h>

#include "harness/explore/program/folder.h"

int program_open(struct program *program, const struct source *source, const char *what,
		 struct complaint *c)
{
	*program = (struct program){.what = what, .student = source->frame != NULL};
	if (folder_make(program->folder, sizeof program->folder, c))
		return -1;
	snprintf(program->object, sizeof program->object, "%s/program.so", program->folder);
	if (source_compile(source, program->folder, what, c) ||
	    symbols_check(program->object, program->folder, what, c) ||
	    symbols_load(&program->symbols, program->object, program->folder, c) ||
	    runner_start(&program->runner, program->object, what, false, program->student, c)) {
		program_close(program);
		return -1;
	}
	return 0;
}

void program_close(struct program *program)
{
	runner_end(&program->runner);
	symbols_fini(&program->symbols);
	folder_remove(program->folder);
	*program = (struct program){0};
}

int program_number(struct program *program, struct complaint *c)
{
	program->numbered = false;
	return runner_number(&program->runner, c);
}

int program_part(struct program *program, struct complaint *c)
{
	if (program->numbered)
		return program_number(program, c);
	if (program->apart)
		return runner_forget(&program->runner, c);
	runner_end(&program->runner);
	program->apart = true;
	return runner_start(&program->runner, program->object, program->what, true,
			    program->student, c);
}

int program_begin(struct program *program, unsigned task, struct runner_answer *answer,
		  struct complaint *c)
{
	int error = runner_begin(&program->runner, task, answer, c);

	program->numbered |= !error && answer->numbered;
	return error;
}

int program_next(struct program *program, uint32_t node, uint64_t value,
		 struct runner_answer *answer, struct complaint *c)
{
	int error = runner_next(&program->runner, node, value, answer, c);

	program->numbered |= !error && answer->numbered;
	return error;
}

void program_learn(struct program *program)
{
	symbols_learn(&program->symbols, program->object, program->folder);
}

const char *program_name(const struct program *program, uint64_t address, enum fields_of of,
			 char *text, size_t size)
{
	return symbols_name(&program->symbols, address, of, text, size);
}
