// SPDX-License-Identifier: MIT

#include "harness/explore/program/command.h"

#include <assert.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "harness/explore/program/tool.h"

void command_say(struct command *command, const char *word)
{
	assert(command->nr < COMMAND_WORDS);
	command->word[command->nr++] = (char *)(uintptr_t)word;
	command->word[command->nr] = NULL;
}

void command_say_all(struct command *command, const char *const *words)
{
	for (; *words; words++)
		command_say(command, *words);
}

void command_make(struct command *command, const char *format, ...)
{
	char *room = command->room[command->nr_made++];
	va_list args;

	assert(command->nr_made <= COMMAND_MADE);
	va_start(args, format);
	vsnprintf(room, COMMAND_WORD, format, args);
	va_end(args);
	command_say(command, room);
}

const char *compiler_name(void)
{
	const char *cc = getenv("CC");

	return cc && *cc ? cc : "cc";
}

bool compiler_is_clang(const char *folder)
{
	static int known = -1;
	char *argv[] = {(char *)(uintptr_t)compiler_name(), "--version", NULL}, said[512] = "";
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
