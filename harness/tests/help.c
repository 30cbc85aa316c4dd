// SPDX-License-Identifier: MIT

// Reads what a person would read.

#include "harness/tests/help.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "harness/tests/program.h"

static void add(struct help *help, const char *name, size_t length)
{
	cr_assert_lt(help->nr, (size_t)HELP_MOST);
	help->name[help->nr++] = strndup(name, length);
}

// The name of the option that a line of help is about; NULL if it is not about one.
static const char *option_in(const char *line)
{
	line += strspn(line, " ");
	if (line[0] == '-' && line[1] != '-' && strncmp(line + 2, ", ", 2) == 0)
		line += 4;
	return strncmp(line, "--", 2) == 0 ? line + 2 : NULL;
}

void help_commands(struct help *help)
{
	struct program program;
	char *rest, *line;

	*help = (struct help){0};
	program_run(&program, &(struct surroundings){0}, "--help", 0, "");
	rest = strstr(program.out.text, "\n\n  "); /* behind "Usage:" */
	cr_assert(rest);
	for (rest += 2; strncmp(rest, "  ", 2) == 0;) {
		line = strsep(&rest, "\n");
		add(help, line + 2, strcspn(line + 2, " "));
	}
	program_fini(&program);
	cr_assert_gt(help->nr, 5u);
}

void help_options(struct help *help, const char *command)
{
	struct program program;
	char *rest, *line, words[128];

	*help = (struct help){0};
	snprintf(words, sizeof words, "%s --help", command);
	program_run(&program, &(struct surroundings){0}, words, 0, "");
	for (rest = program.out.text; (line = strsep(&rest, "\n"));) {
		const char *option = option_in(line);

		if (option)
			add(help, option, strcspn(option, " =["));
	}
	program_fini(&program);
	cr_assert_geq(help->nr, 2u, "%s: --help and --version at least", command);
}

void help_fini(struct help *help)
{
	for (size_t i = 0; i < help->nr; i++)
		free(help->name[i]);
}

bool help_has_line(const char *text, const char *word)
{
	size_t length = strlen(word);

	for (; *text; text += strcspn(text, "\n"), text += *text == '\n')
		if (strncmp(text, word, length) == 0 && strchr("\t\n", text[length]))
			return true;
	return false;
}
