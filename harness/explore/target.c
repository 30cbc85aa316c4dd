// SPDX-License-Identifier: MIT

#include "harness/explore/target.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "benches/catalog.h"
#include "benches/sync/sync.h"

static const struct told_program programs[] = {
#define PROGRAM(name, looks_for, models, teaches) {#name, looks_for, models, teaches},
#include "benches/programs/programs.def"
#undef PROGRAM
};

size_t told_programs(const struct told_program **told)
{
	*told = programs;
	return sizeof programs / sizeof *programs;
}

static bool is_there(struct target *target, const char *root, const char *folder, const char *name,
		     size_t length)
{
	snprintf(target->file, sizeof target->file, "%s/benches/%s/%.*s.c", root, folder,
		 (int)length, name);
	return access(target->file, R_OK) == 0;
}

static int find_strategy(struct target *target, const struct strategy *strategy, const char *word,
			 const char *root, struct complaint *c)
{
	static const char *const folders[] = {"sync", "increments", "counters", "ck"};
	size_t length = strcspn(word, ":");

	target->strategy = true;
	target->max_tasks = strategy->about->max_tasks;
	if (word[length])
		target->parameter = strtoull(word + length + 1, NULL, 10);
	for (size_t i = 0; i < sizeof folders / sizeof *folders; i++)
		if (is_there(target, root, folders[i], word, length))
			return 0;
	return complain(c, "'%s' cannot be explored: its source is not there; name its file", word);
}

static int find_file(struct target *target, const char *file, struct complaint *c)
{
	if (strlen(file) >= sizeof target->file)
		return complain(c, "the path of %.60s... is too long", file);
	strcpy(target->file, file);
	return source_is_strategy(file, &target->strategy, c);
}

static int complain_name(const char *word, struct complaint *c)
{
	const char *names[128], *guess;
	size_t nr = 0;

	for (size_t i = 0; i < catalog_nr_strategies() && nr < 96; i++)
		names[nr++] = catalog_strategy(i)->name;
	for (size_t i = 0; i < sizeof programs / sizeof *programs; i++)
		names[nr++] = programs[i].name;
	guess = nearest_name(word, names, nr);
	return guess
		   ? complain(c, "'%s' is no strategy, program or file; did you mean '%s'?", word,
			      guess)
		   : complain(c, "'%s' is no strategy, program or file; see racelab explore --list",
			      word);
}

int target_find(struct target *target, const char *word, const char *root, struct complaint *c)
{
	const struct strategy *strategy = catalog_find_strategy(word);
	const char *end = strrchr(word, '.');

	*target = (struct target){0};
	snprintf(target->name, sizeof target->name, "%s", word);
	if (end && (strcmp(end, ".so") == 0 || strcmp(end, ".o") == 0))
		return complain(c,
				"%s: what is compiled already cannot be explored, as its accesses "
				"cannot be seen; name its source",
				word);
	if (strchr(word, '/') || (end && strcmp(end, ".c") == 0))
		return find_file(target, word, c);
	if (strategy && strategy->about->class == CLASS_REMOTE)
		return complain(c, "'%s' cannot be explored: %s", word,
				strategy->about->unexplored);
	if (strategy)
		return find_strategy(target, strategy, word, root, c);
	if (is_there(target, root, "programs", word, strlen(word)))
		return 0;
	return complain_name(word, c);
}

struct source target_source(const struct target *target, const char *root, unsigned tasks,
			    unsigned ops)
{
	return (struct source){
	    .file = target->file,
	    .root = root,
	    .strategy = target->strategy,
	    .tasks = tasks,
	    .ops = ops,
	    .parameter = target->parameter,
	};
}
