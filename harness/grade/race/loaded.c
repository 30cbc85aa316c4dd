// SPDX-License-Identifier: MIT

#include "harness/grade/race/loaded.h"

#include <dlfcn.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "harness/explore/program/segments.h"
#include "harness/explore/runtime/seam.h"

// POSIX has it that a pointer to a function fits into one to an object.
static void find(void *object, const char *name, void *function)
{
	*(void **)function = dlsym(object, name);
}

static bool look_up(struct loaded *loaded, void *object)
{
	const size_t *room_bytes = dlsym(object, "frame_room_bytes");

	loaded->room_bytes = room_bytes ? *room_bytes : 0;
	find(object, "frame_begin", &loaded->begin);
	find(object, "frame_work", &loaded->work);
	find(object, "frame_found", &loaded->found);
	find(object, "frame_enter", &loaded->enter);
	find(object, "frame_leave", &loaded->leave);
	find(object, "frame_fault", &loaded->fault);
	find(object, "frame_fault_names", &loaded->fault_names);
	find(object, "frame_serve", &loaded->serve);
	return (room_bytes && loaded->begin && loaded->work && loaded->found) || loaded->serve;
}

static bool set_hooks(void *object, void (*unmet)(const char *what), void (*reached)(void))
{
	void (**unmet_hook)(const char *) = dlsym(object, "raced_unmet");
	void (**reached_hook)(void) = dlsym(object, "raced_reached");

	if (!unmet_hook || !reached_hook)
		return false;
	*unmet_hook = unmet;
	*reached_hook = reached;
	return true;
}

// The hooks are variables of its own, so it has some.
static void find_variables(struct loaded *loaded, void *object)
{
	struct segments segments;

	if (!segments_find(dlsym(object, "raced_unmet"), &segments))
		return;
	loaded->variables = (unsigned char *)(uintptr_t)segments.memory.low;
	loaded->variable_bytes = segments.memory.high - segments.memory.low;
}

int loaded_open(struct loaded *loaded, const char *object, void (*unmet)(const char *what),
		void (*reached)(void), char *why, size_t size)
{
	void *handle = dlopen(object, RTLD_NOW | RTLD_LOCAL);

	*loaded = (struct loaded){0};
	if (!handle) {
		snprintf(why, size, "%s", dlerror());
		return -1;
	}
	if (!look_up(loaded, handle) || !set_hooks(handle, unmet, reached)) {
		snprintf(why, size,
			 "%s is no frame: benches/exercises/frame.h says what one defines", object);
		return -1;
	}
	find_variables(loaded, handle);
	return 0;
}

void loaded_save(const struct loaded *loaded, unsigned char *copy)
{
	memcpy(copy, loaded->variables, loaded->variable_bytes);
}

// Writes only what differs: some of it was made read-only when it was loaded.
void loaded_restore(const struct loaded *loaded, const unsigned char *copy)
{
	for (size_t i = 0; i < loaded->variable_bytes; i++)
		if (loaded->variables[i] != copy[i])
			loaded->variables[i] = copy[i];
}
