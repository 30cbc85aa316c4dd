// SPDX-License-Identifier: MIT

// A name on PATH says little: it may be a script that starts another version, or none; it may be
// the same program as the name before. So each is started and asked; what it answers is judged, and
// an answer that is no Python's is a reason like any other.

#include "benches/labs/python/interpreters.h"

#include <dirent.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "benches/labs/python/talk.h"

#define ASK_NS 2000000000 /* a Python starts in 20 to 200 ms, also under a manager of versions */

// In any Python from 2.6 on. What runs without a GIL can be made to run with one.
static const char question[] =
    "import os, sys\n"
    "gil = getattr(sys, '_is_gil_enabled', lambda: True)()\n"
    "free = 0\n"
    "if hasattr(sys, '_is_gil_enabled'):\n"
    "    import sysconfig\n"
    "    free = sysconfig.get_config_var('Py_GIL_DISABLED') or 0\n"
    "print('racelab %s %s %d %d %d %s' % (sys.implementation.name, sys.version.split()[0],\n"
    "      sys.version_info[1], gil, free, os.path.realpath(sys.executable)))\n";

// --- Found --------------------------------------------------------------------------------------

// python3, python3.9, python3.13t; not python3-config.
static bool is_python(const char *name)
{
	static const char stem[] = "python3";
	const char *rest = name + sizeof stem - 1;
	size_t nr_digits;

	if (strncmp(name, stem, sizeof stem - 1) != 0)
		return false;
	if (*rest != '.')
		return !*rest;
	nr_digits = strspn(++rest, "0123456789");
	rest += nr_digits;
	return nr_digits && (!*rest || strcmp(rest, "t") == 0);
}

static bool may_run(const char *path)
{
	struct stat file;

	return stat(path, &file) == 0 && S_ISREG(file.st_mode) && access(path, X_OK) == 0;
}

static void add(struct interpreters *found, const char *path)
{
	struct interpreter *new = &found->each[found->nr];
	char file[PATH_MAX];

	if (!may_run(path) || !realpath(path, file))
		return;
	for (size_t i = 0; i < found->nr; i++)
		if (strcmp(found->each[i].file, file) == 0)
			return;
	if (found->nr == INTERPRETERS_MOST) {
		found->nr_more++;
		return;
	}
	*new = (struct interpreter){.minor = 0};
	snprintf(new->path, sizeof new->path, "%s", path);
	snprintf(new->file, sizeof new->file, "%s", file);
	found->nr++;
}

static int only_pythons(const struct dirent *entry)
{
	return is_python(entry->d_name);
}

// By name, so that python3 is before python3.9, and that before python3.10.
static void add_folder(struct interpreters *found, const char *folder)
{
	struct dirent **entries;
	int nr = scandir(folder, &entries, only_pythons, versionsort);

	for (int i = 0; i < nr; i++) {
		char *path;

		if (asprintf(&path, "%s/%s", folder, entries[i]->d_name) < 0)
			abort();
		add(found, path);
		free(path);
		free(entries[i]);
	}
	if (nr >= 0)
		free(entries);
}

// Does it with each part of "a:b", where an empty one is where we are.
static void for_each(const char *paths, struct interpreters *found,
		     void (*work)(struct interpreters *found, const char *path))
{
	char *copy = strdup(paths), *rest = copy, *path;

	while ((path = strsep(&rest, ":")))
		work(found, *path ? path : ".");
	free(copy);
}

void interpreters_find(const struct lab_run *run, struct interpreters *interpreters)
{
	const char *named = lab_programs(run, "python"), *path = getenv("PATH");

	interpreters->nr = interpreters->nr_more = 0;
	if (*named)
		for_each(named, interpreters, add);
	if (path && !lab_option(run, "no-search"))
		for_each(path, interpreters, add_folder);
}

// --- Asked --------------------------------------------------------------------------------------

static bool parse(const char *line, struct interpreter *who)
{
	int gil, free_threaded, at = 0;

	if (sscanf(line, "racelab %23s %39s %u %d %d %n", who->name, who->version, &who->minor,
		   &gil, &free_threaded, &at) != 5 ||
	    !at)
		return false;
	who->has_gil = gil;
	who->could_do_without = free_threaded;
	snprintf(who->file, sizeof who->file, "%s", line + at);
	return true;
}

// What it said tells more than how it ended.
static void explain(struct interpreter *who, int status, const char *said)
{
	char *why = who->why_not;
	size_t size = sizeof who->why_not;

	if (WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL)
		snprintf(why, size, "it did not answer in time");
	else if (WIFSIGNALED(status))
		snprintf(why, size, "it was ended by signal %d", WTERMSIG(status));
	else if (WEXITSTATUS(status))
		snprintf(why, size, "exit %d%s%.50s", WEXITSTATUS(status), *said ? ": " : "", said);
	else if (*said)
		snprintf(why, size, "not a Python's answer: '%.36s'", said);
	else
		snprintf(why, size, "it said nothing");
}

static void hear(struct talk *talk, struct interpreter *who)
{
	char line[PATH_MAX + 128], said[64] = "";
	bool answered = false;
	int status;

	while (talk_line(talk, line, sizeof line)) {
		answered = answered || parse(line, who);
		if (*line && !*said)
			snprintf(said, sizeof said, "%.60s", line);
	}
	status = talk_end(talk);
	if (!answered || status)
		explain(who, status, said);
}

// A script that starts another is found out only now. One that does not run is its own.
static bool is_known(const struct interpreters *interpreters, size_t nr,
		     const struct interpreter *who)
{
	for (size_t i = 0; i < nr; i++) {
		const struct interpreter *other = &interpreters->each[i];

		if (!*who->why_not && !*other->why_not && strcmp(who->file, other->file) == 0 &&
		    strcmp(who->version, other->version) == 0)
			return true;
	}
	return false;
}

static void take_out_twins(struct interpreters *interpreters)
{
	size_t nr = 0;

	for (size_t i = 0; i < interpreters->nr; i++)
		if (!is_known(interpreters, nr, &interpreters->each[i])) {
			if (nr < i)
				interpreters->each[nr] = interpreters->each[i];
			nr++;
		}
	interpreters->nr = nr;
}

void interpreters_ask(const struct lab_run *run, struct interpreters *interpreters)
{
	uint64_t most_ns = lab_option(run, "most");
	struct talk talks[INTERPRETERS_MOST];

	most_ns = most_ns < ASK_NS ? most_ns : ASK_NS;
	for (size_t i = 0; i < interpreters->nr; i++)
		talk_begin(
		    &talks[i],
		    (const char *const[]){interpreters->each[i].path, "-I", "-c", question, NULL},
		    most_ns);
	for (size_t i = 0; i < interpreters->nr; i++)
		hear(&talks[i], &interpreters->each[i]);
	take_out_twins(interpreters);
}

// --- Told ---------------------------------------------------------------------------------------

// The end of a path tells more than its beginning.
struct interpreter_word interpreters_word(const struct interpreter *who)
{
	size_t length = strlen(who->path), most = LAB_WORD_BYTES - 1;
	struct interpreter_word word;

	if (length <= most)
		snprintf(word.text, sizeof word.text, "%.*s", LAB_WORD_BYTES - 1, who->path);
	else
		snprintf(word.text, sizeof word.text, "...%s", who->path + length - (most - 3));
	return word;
}

const char *interpreters_gil(const struct interpreter *who)
{
	if (!who->has_gil)
		return "without";
	return who->could_do_without ? "switched on" : "with";
}

static void tell(struct lab_run *run, const struct interpreter *who)
{
	const struct interpreter_word path = interpreters_word(who);

	if (*who->why_not) {
		lab_skip(run, "path", path.text, "%s", who->why_not);
		return;
	}
	lab_row_begin(run);
	lab_word(run, "path", "%s", path.text);
	lab_word(run, "version", "%s", who->version);
	lab_word(run, "implementation", "%s", who->name);
	lab_word(run, "gil", "%s", interpreters_gil(who));
	lab_row_end(run);
}

void interpreters_tell(struct lab_run *run, const struct interpreters *interpreters)
{
	for (size_t i = 0; i < interpreters->nr; i++)
		tell(run, &interpreters->each[i]);
	if (interpreters->nr_more)
		lab_skip(run, "path", "others", "%zu more are too many", interpreters->nr_more);
}
