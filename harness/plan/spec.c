// SPDX-License-Identifier: MIT

// Spec files. inih takes lines apart; since it tells its handler neither the line's number nor of a
// section's start, and would read a line that is too long as two, the lines come from a reader of
// our own that knows all this.

#include "harness/plan/axes.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include <ini.h>

#include "harness/complaint.h"

enum {
	LINE_BYTES = 8192, /* room for a cpus: list of 1024 CPUs */
};

// The section that is being read.
struct section {
	const struct keyword *keywords; /* its keys; NULL before the first section */
	size_t nr_keywords;
	const char *what;    /* they are: "axis", "setting" */
	struct given *given; /* their values so far */
	const char *name;
	unsigned line_number; /* where it begins */
};

// What is known while a file is read.
struct reading {
	FILE *file;
	const char *path;
	unsigned line_number;
	char line[LINE_BYTES];
	struct section section;
	bool run_seen;
	struct spec *spec;
	struct complaint *c;
	bool failed; /* c says why */
};

// Puts the file and a line before the complaint and ends the reading. Returns -1.
static int refuse(struct reading *r, unsigned line_number)
{
	char where[512];

	snprintf(where, sizeof where, "%s:%u", r->path, line_number);
	r->failed = true;
	return complain_at(r->c, where);
}

// "structure, sync, ... or think"
static const char *keyword_list(const struct keyword *keywords, size_t nr, char *text, size_t size)
{
	size_t length = 0;

	for (size_t i = 0; i < nr && length < size; i++)
		length += (size_t)snprintf(text + length, size - length, "%s%s",
					   i == 0	? ""
					   : i < nr - 1 ? ", "
							: " or ",
					   keywords[i].name);
	return text;
}

static int keyword_find(const struct keyword *keywords, size_t nr, const char *name)
{
	for (size_t i = 0; i < nr; i++)
		if (!strcmp(keywords[i].name, name))
			return (int)i;
	return -1;
}

// A matrix that names no axis would be the lecture's, which nobody means by an empty section; [run]
// may be empty.
static int end_section(struct reading *r)
{
	const struct section *section = &r->section;
	char names[256];

	if (section->keywords != axis_keywords)
		return 0;
	for (size_t i = 0; i < NR_AXES; i++)
		if (section->given[i].text)
			return 0;
	complain(r->c, "section [%.80s] names no axis; give at least one of %s", section->name,
		 keyword_list(axis_keywords, NR_AXES, names, sizeof names));
	return refuse(r, section->line_number);
}

static bool section_seen(const struct reading *r, const char *name)
{
	for (size_t i = 0; i < r->spec->nr_matrices; i++) {
		const char *other = r->spec->matrices[i].name;

		if (other && !strcmp(other, name))
			return true;
	}
	return !strcmp(name, "run") && r->run_seen;
}

static void begin_run(struct reading *r)
{
	r->run_seen = true;
	r->section = (struct section){setting_keywords, NR_SETTINGS, "setting",
				      r->spec->setting, "run",	     r->line_number};
}

static void begin_matrix(struct reading *r, const char *name)
{
	char where[LINE_BYTES + 512];
	struct axes *axes;

	snprintf(where, sizeof where, "%s:%u: [%s]", r->path, r->line_number, name);
	axes = spec_add(r->spec, name, where);
	r->section = (struct section){axis_keywords, NR_AXES,	 "axis",
				      axes->axis,    axes->name, r->line_number};
}

static int begin_section(struct reading *r, const char *name)
{
	if (end_section(r))
		return -1;
	if (section_seen(r, name)) {
		complain(r->c, "section [%.80s] stands twice; put its keys together", name);
		return refuse(r, r->line_number);
	}
	if (!strcmp(name, "run"))
		begin_run(r);
	else
		begin_matrix(r, name);
	return 0;
}

static int refuse_line(struct reading *r)
{
	int length = (int)strcspn(r->line, "\r\n");

	complain(r->c, "'%.*s' is neither a [section], a key = value nor a ; comment",
		 length < 80 ? length : 80, r->line);
	return refuse(r, r->line_number);
}

// Begins a section if the line does. What is not closed is left to inih to refuse.
static int notice_section(struct reading *r)
{
	const char *line = r->line, *end;
	char name[LINE_BYTES];

	if (r->line_number == 1 && !strncmp(line, "\xef\xbb\xbf", 3))
		line += 3; /* the byte order mark that some editors put first; inih skips it, too */
	line += strspn(line, " \t");
	if (*line != '[' || !(end = strchr(line, ']')))
		return 0;
	line += 1 + strspn(line + 1, " \t");
	snprintf(name, sizeof name, "%.*s", line < end ? (int)(end - line) : 0, line);
	for (size_t n = strlen(name); n && strchr(" \t", name[n - 1]); n--)
		name[n - 1] = '\0';
	end += 1 + strspn(end + 1, " \t\r\n");
	if (!name[0] || !strchr(";#", *end)) /* strchr finds the end of a string, too */
		return refuse_line(r);
	return begin_section(r, name);
}

// Reads one line with its newline into r->line. Returns its length, 0 at the end, or -1.
static int read_line(struct reading *r, size_t size)
{
	size_t length = 0;
	int byte = 0;

	r->line_number++;
	while (byte != '\n' && (byte = getc(r->file)) != EOF) {
		if (byte == '\0') {
			complain(r->c, "there is a NUL byte; give a text file");
			return refuse(r, r->line_number);
		}
		if (length == size - 1) {
			complain(r->c, "the line is longer than %zu bytes; split it", size - 2);
			return refuse(r, r->line_number);
		}
		r->line[length++] = (char)byte;
	}
	r->line[length] = '\0';
	return (int)length;
}

// inih's reader, like fgets.
static char *next_line(char *line, int size, void *reading)
{
	struct reading *r = reading;
	size_t room = (size_t)size < sizeof r->line ? (size_t)size : sizeof r->line;
	int length = read_line(r, room);

	if (length <= 0 || notice_section(r))
		return NULL;
	return memcpy(line, r->line, (size_t)length + 1);
}

// The complaint about a key that has no business in this section.
static int refuse_key(struct reading *r, const char *key)
{
	const struct section *section = &r->section;
	const char *names[(int)NR_AXES + (int)NR_SETTINGS], *nearest;
	char list[256];

	for (size_t i = 0; i < section->nr_keywords; i++)
		names[i] = section->keywords[i].name;
	nearest = nearest_name(key, names, section->nr_keywords);
	if (keyword_find(axis_keywords, NR_AXES, key) >= 0)
		complain(r->c, "'%s' is an axis; move it from [run] to a section of its own", key);
	else if (keyword_find(setting_keywords, NR_SETTINGS, key) >= 0)
		complain(r->c, "'%s' is a setting; move it to the section [run]", key);
	else if (nearest)
		complain(r->c, "'%s' is no %s; did you mean '%s'?", key, section->what, nearest);
	else
		complain(r->c, "'%s' is no %s; use %s", key, section->what,
			 keyword_list(section->keywords, section->nr_keywords, list, sizeof list));
	return refuse(r, r->line_number);
}

// Keeps a key's value. Returns 0, or -1.
static int keep(struct reading *r, const char *key, const char *value)
{
	const struct section *section = &r->section;
	int i = keyword_find(section->keywords, section->nr_keywords, key);
	char where[512];

	if (i < 0)
		return refuse_key(r, key);
	if (section->given[i].text) {
		complain(r->c, "'%s' stands twice in [%.80s]; write one line", key, section->name);
		return refuse(r, r->line_number);
	}
	snprintf(where, sizeof where, "%s:%u: %s", r->path, r->line_number, key);
	given_set(&section->given[i], value, where);
	return 0;
}

// inih's handler: returns whether to go on. Which section it is, the reader knows better: inih cuts
// long names.
static int on_key(void *reading, const char *section, const char *key, const char *value)
{
	struct reading *r = reading;

	(void)section;
	if (r->section.keywords)
		return keep(r, key, value) == 0;
	complain(r->c, "'%s' stands before any section; begin with [run] or another", key);
	refuse(r, r->line_number);
	return 0;
}

// Debian's inih is set by variables.
static void set_inih(void)
{
	static char comment_prefixes[] = ";#";

	ini_use_stack = false;
	ini_allow_realloc = false;
	ini_max_line = LINE_BYTES;
	ini_initial_alloc = LINE_BYTES;
	ini_allow_multiline = false;
	ini_allow_no_value = false;
	ini_stop_on_first_error = true;
	ini_inline_comment_prefixes = comment_prefixes;
}

static bool says_something(const struct spec *spec)
{
	for (size_t i = 0; i < NR_SETTINGS; i++)
		if (spec->setting[i].text)
			return true;
	return spec->nr_matrices > 0;
}

static int load(struct reading *r)
{
	int error;

	set_inih();
	error = ini_parse_stream(next_line, r, on_key, r);
	if (r->failed)
		return -1;
	if (ferror(r->file))
		return complain_machine(r->c, "cannot read %s: %s", r->path, strerror(errno));
	if (error < 0)
		return complain_machine(r->c, "no memory to read %s", r->path);
	if (error > 0)
		return refuse_line(r);
	if (end_section(r))
		return -1;
	if (!says_something(r->spec))
		return complain(r->c, "%s says nothing; give [run] a setting, or a section an axis",
				r->path);
	return 0;
}

int spec_load(struct spec *spec, const char *path, struct complaint *c)
{
	struct reading r = {.path = path, .spec = spec, .c = c};
	struct stat status;
	int result;

	r.file = fopen(path, "re");
	if (!r.file)
		return complain(c, "cannot read %s: %s; give a spec file", path, strerror(errno));
	if (fstat(fileno(r.file), &status) == 0 && S_ISDIR(status.st_mode))
		result = complain(c, "%s is a directory; give a spec file", path);
	else
		result = load(&r);
	fclose(r.file);
	return result;
}
