// SPDX-License-Identifier: MIT

#include "harness/explore/replay/racing.h"

#include <dlfcn.h>
#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "benches/sync/must.h"
#include "benches/sync/sync.h"
#include "harness/explore/program/segments.h"
#include "harness/explore/runtime/seam.h"
#include "harness/explore/step.h"

enum {
	CHUNK = 64 * CACHE_LINE, /* compared at once: one with no difference is soon done with */
};

static int refuse(char *why, size_t size, const char *what, const char *lacks)
{
	snprintf(why, size,
		 "%s has no %s: it is to define void program_task(unsigned task) and const "
		 "unsigned program_tasks (1 to %d)",
		 what, lacks, MOST_EXPLORED_TASKS);
	return -1;
}

static int look_up(struct racing *racing, void *object, const char *what, char *why, size_t size)
{
	const unsigned *nr_tasks = dlsym(object, "program_tasks");

	/* POSIX has it that a pointer to a function fits into one to an object */
	*(void **)&racing->task = dlsym(object, "program_task");
	*(void **)&racing->outcome = dlsym(object, "program_outcome");
	racing->expected = dlsym(object, "program_expected");
	if (!racing->task)
		return refuse(why, size, what, "program_task");
	if (!nr_tasks || *nr_tasks < 1 || *nr_tasks > MOST_EXPLORED_TASKS)
		return refuse(why, size, what, "program_tasks");
	racing->nr_tasks = *nr_tasks;
	return 0;
}

static void keep(struct racing *racing, const void *inside)
{
	struct segments segments;
	uint64_t low, high;

	must(segments_find(inside, &segments) ? 0 : ENOEXEC);
	low = segments.memory.low & -(uint64_t)CACHE_LINE;
	high = (segments.memory.high + CACHE_LINE - 1) & -(uint64_t)CACHE_LINE;
	racing->memory = (unsigned char *)(uintptr_t)low;
	racing->bytes = high - low;
	racing->initial = aligned_alloc(CACHE_LINE, racing->bytes);
	must(racing->initial ? 0 : ENOMEM);
	memcpy(racing->initial, racing->memory, racing->bytes);
}

int racing_open(struct racing *racing, const char *object, const char *what,
		void (*failed)(const char *assertion), char *why, size_t size)
{
	void *loaded = dlopen(object, RTLD_NOW | RTLD_LOCAL);
	void (*init)(void), (**hook)(const char *assertion);

	if (!loaded) {
		snprintf(why, size, "%s cannot be loaded: %s", what, dlerror());
		return -1;
	}
	if (look_up(racing, loaded, what, why, size))
		return -1;
	hook = dlsym(loaded, "racelab_failed");
	must(hook ? 0 : ENOEXEC);
	*(void **)&init = dlsym(loaded, "program_init");
	if (init)
		init();
	*hook = failed;
	keep(racing, hook);
	return 0;
}

static void restore_line(struct racing *racing, size_t at)
{
	memcpy(racing->memory + at, racing->initial + at, CACHE_LINE);
	if (racing->nr_restored < RACING_MOST_RESTORED)
		racing->restored[racing->nr_restored++] = at;
}

static void restore_chunk(struct racing *racing, size_t begin, size_t end)
{
	for (size_t at = begin; at < end; at += CACHE_LINE)
		if (memcmp(racing->memory + at, racing->initial + at, CACHE_LINE))
			restore_line(racing, at);
}

void racing_restore(struct racing *racing)
{
	racing->nr_restored = 0;
	for (size_t at = 0; at < racing->bytes; at += CHUNK) {
		size_t bytes = racing->bytes - at < CHUNK ? racing->bytes - at : CHUNK;

		if (memcmp(racing->memory + at, racing->initial + at, bytes))
			restore_chunk(racing, at, at + bytes);
	}
}

void racing_touch(const struct racing *racing)
{
	for (unsigned i = 0; i < racing->nr_restored; i++)
		(void)*(const volatile unsigned char *)(racing->memory + racing->restored[i]);
}
