// SPDX-License-Identifier: MIT

// The table of task kinds.

#include "harness/trial/tasks.h"

#include <stdlib.h>
#include <string.h>

#include "harness/trial/crew.h"

const struct task_kind task_ranks = {.name = "rank", .plural = "ranks", .processes = true};

static const struct task_kind *const kinds[] = {&task_threads, &task_processes};

size_t task_kinds(void)
{
	return sizeof kinds / sizeof *kinds;
}

const struct task_kind *task_kind(size_t i)
{
	return kinds[i];
}

const struct task_kind *task_kind_find(const char *name)
{
	for (size_t i = 0; i < task_kinds(); i++)
		if (strcmp(kinds[i]->name, name) == 0)
			return kinds[i];
	if (strcmp(task_ranks.name, name) == 0)
		return &task_ranks;
	return NULL;
}

struct crew *crew_create(void)
{
	return calloc(1, sizeof(struct crew));
}

void crew_destroy(struct crew *crew)
{
	free(crew->members);
	free(crew);
}
