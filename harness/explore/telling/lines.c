// SPDX-License-Identifier: MIT

// For each address addr2line -a -f -i writes the address, then two lines for each function of the
// inline chain, the innermost first: its name, and FILE:NUMBER.

#include "harness/explore/telling/lines.h"

#include <inttypes.h>
#include <limits.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "harness/control.h"
#include "harness/explore/program/program.h"
#include "harness/explore/program/tool.h"

enum {
	ADDRESS = 24,  /* "0x" and 16 digits */
	ANSWER = 4096, /* a line of addr2line's: a path */
	SOURCE = 200,  /* as much of a line of source as anybody reads */
	NR_WORDS = 5,  /* addr2line -afi -e OBJECT, and NULL */
};

// What paths are shortened by. All canonical, or empty.
struct roots {
	char own[PATH_MAX], here[PATH_MAX], given[PATH_MAX];
	const char *as_given; /* what `given` was called */
};

// How little a frame says; the least of a chain is taken.
enum silence {
	SAYS_SOMETHING,
	SAYS_RUNTIME,
	SAYS_ACCESS, /* only that there is an access */
	SAYS_NOTHING,
};

static void canonical(const char *path, char to[PATH_MAX])
{
	if (!realpath(path, to))
		to[0] = '\0';
}

static const char *behind(const char *path, const char *folder)
{
	size_t length = strlen(folder);

	return length && strncmp(path, folder, length) == 0 && path[length] == '/'
		   ? path + length + 1
		   : NULL;
}

// As short as it can be said: what the user called it, or from racelab's root, or from here.
static const char *shortened(const struct roots *roots, const char *path)
{
	const char *rest;

	if (roots->given[0] && strcmp(path, roots->given) == 0)
		return roots->as_given;
	rest = behind(path, roots->own);
	if (!rest)
		rest = behind(path, roots->here);
	return rest ? rest : path;
}

static enum silence silence_of(const char *file)
{
	if (strcmp(file, "harness/trial/racy.h") == 0 ||
	    strcmp(file, "benches/counters/cells.h") == 0)
		return SAYS_ACCESS;
	return behind(file, "harness/explore/runtime") ? SAYS_RUNTIME : SAYS_SOMETHING;
}

// Only of a file: what a #line of the program names could be anything.
static FILE *open_source(const char *path)
{
	struct stat status;

	return stat(path, &status) == 0 && S_ISREG(status.st_mode) ? fopen(path, "re") : NULL;
}

static void skip_lines(FILE *in, unsigned nr)
{
	for (int c; nr && (c = getc(in)) != EOF;)
		nr -= c == '\n';
}

static char *trimmed(char *text)
{
	size_t length;

	text += strspn(text, " \t");
	length = strlen(text);
	while (length && strchr(" \t\r\n", text[length - 1]))
		text[--length] = '\0';
	for (char *p = text; *p; p++)
		*p = *p == '\t' ? ' ' : *p;
	return control_plain(text);
}

static char *read_text(const char *path, unsigned number)
{
	FILE *in = number ? open_source(path) : NULL;
	char text[SOURCE] = "";

	if (in) {
		skip_lines(in, number - 1);
		if (!fgets(text, sizeof text, in))
			text[0] = '\0';
		fclose(in);
	}
	return strdup(trimmed(text));
}

static void forget(struct line *line)
{
	free(line->file);
	free(line->function);
	free(line->text);
	*line = (struct line){0};
}

// "FILE:NUMBER", with "?" for what it does not know, and maybe " (discriminator 3)" behind it.
static unsigned cut_number(char *location)
{
	char *colon = strrchr(location, ':');
	unsigned long number = colon ? strtoul(colon + 1, NULL, 10) : 0;

	if (colon)
		*colon = '\0';
	return number > UINT_MAX ? 0 : (unsigned)number;
}

// Takes a frame if it says more than what is there. Returns how little is said now.
static enum silence take_frame(struct line *line, enum silence now, const struct roots *roots,
			       const char *function, char *location)
{
	unsigned number = cut_number(location);
	char path[PATH_MAX];
	const char *file;

	canonical(location, path);
	file = shortened(roots, path[0] ? path : location);
	if (!number || silence_of(file) >= now)
		return now;
	forget(line);
	line->number = number;
	line->function = strdup(function);
	line->text = read_text(location, number);
	line->file = strdup(file);
	if (line->file)
		control_plain(line->file);
	return silence_of(file);
}

static bool next_line(FILE *in, char line[ANSWER])
{
	if (!fgets(line, ANSWER, in))
		return false;
	line[strcspn(line, "\n")] = '\0';
	return true;
}

static void read_answers(struct lines *lines, const struct roots *roots, FILE *in)
{
	char text[ANSWER], location[ANSWER];
	enum silence now = SAYS_NOTHING;
	uint32_t nr = 0;

	while (next_line(in, text)) {
		if (strncmp(text, "0x", 2) == 0) {
			nr++;
			now = SAYS_NOTHING;
		} else if (next_line(in, location) && nr && nr <= lines->nr) {
			now = take_frame(&lines->line[nr - 1], now, roots, text, location);
		}
	}
}

// Runs addr2line for all sites. A site's pc is where its call returns to, the call is before that.
static int ask(const struct behaviour *behaviour, const char *object, const char *output)
{
	uint32_t nr = behaviour->nr_sites;
	char **argv = calloc(nr + NR_WORDS, sizeof *argv);
	char(*address)[ADDRESS] = calloc(nr + 1, sizeof *address);
	static const char *const words[] = {"addr2line", "-afi", "-e"};
	int status = -1;

	for (size_t i = 0; argv && i < 3; i++)
		argv[i] = (char *)(uintptr_t)words[i];
	for (uint32_t i = 0; argv && address && i < nr; i++) {
		uint64_t pc = behaviour->site[i].pc;

		snprintf(address[i], sizeof address[i], "%#" PRIx64, pc ? pc - 1 : 0);
		argv[4 + i] = address[i];
	}
	if (argv && address) {
		argv[3] = (char *)(uintptr_t)object;
		status = tool_run(argv, output, NULL);
	}
	free(argv);
	free(address);
	return status;
}

static void find_roots(struct roots *roots, const struct program *program, const char *root)
{
	canonical(root, roots->own);
	canonical(".", roots->here);
	canonical(program->what, roots->given);
	roots->as_given = program->what;
}

void lines_load(struct lines *lines, const struct behaviour *behaviour, const char *root)
{
	const struct program *program = behaviour->program;
	char output[sizeof program->folder + 16];
	struct roots roots;
	FILE *in;

	*lines = (struct lines){.line = calloc(behaviour->nr_sites + 1, sizeof *lines->line)};
	snprintf(output, sizeof output, "%s/lines", program->folder);
	if (!lines->line || ask(behaviour, program->object, output) != 0)
		return;
	lines->nr = behaviour->nr_sites;
	in = fopen(output, "re");
	if (!in)
		return;
	find_roots(&roots, program, root);
	read_answers(lines, &roots, in);
	fclose(in);
}

void lines_fini(struct lines *lines)
{
	for (uint32_t i = 0; i < lines->nr; i++)
		forget(&lines->line[i]);
	free(lines->line);
	*lines = (struct lines){0};
}

const struct line *lines_at(const struct lines *lines, uint32_t site)
{
	static char nothing[1];
	static const struct line unknown = {nothing, 0, nothing, nothing};
	const struct line *line;

	if (!lines || site >= lines->nr)
		return &unknown;
	line = &lines->line[site];
	return line->file && line->function && line->text ? line : &unknown;
}

bool line_is(const struct line *one, const struct line *other)
{
	return !one->number || !other->number ||
	       (one->number == other->number && strcmp(one->file, other->file) == 0);
}
