// SPDX-License-Identifier: MIT

#include "harness/explore/replay/scene.h"

#include <dlfcn.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "benches/sync/must.h"
#include "harness/explore/program/faults.h"
#include "harness/explore/program/runner.h"

#define STACKS_BYTES ((size_t)MOST_EXPLORED_TASKS * EXPLORED_STACK_BYTES)
#define CONDUCTOR    MOST_EXPLORED_TASKS /* whose stack lies behind those of tasks */

static bool is_on(uint64_t stacks, uint64_t address)
{
	return address - stacks < STACKS_BYTES;
}

static void *at(uint64_t address)
{
	return (void *)(uintptr_t)address;
}

static size_t memory_bytes(const struct scene *scene)
{
	return scene->segments.memory.high - scene->segments.memory.low;
}

struct seam_range scene_stack(const struct scene *scene, unsigned task)
{
	unsigned char *stack = scene->stacks + (size_t)task * EXPLORED_STACK_BYTES;

	memset(stack, 0, EXPLORED_STACK_BYTES);
	return (struct seam_range){(uintptr_t)stack, (uintptr_t)stack + EXPLORED_STACK_BYTES};
}

// Runs it in this thread, as a coroutine that never waits.
static void run(struct scene *scene, enum seam_entry entry)
{
	struct seam *seam = scene->seam;

	seam->mode = SEAM_DIRECT;
	seam->entry = entry;
	seam->stack = scene_stack(scene, CONDUCTOR);
	seam->text[0] = '\0';
	seam->outcome = 0;
	seam->task_stack = seam->enter(at(seam->stack.high));
	seam->resume();
	seam->mode = SEAM_TURNS;
	seam->entry = ENTRY_TASK;
}

uint64_t scene_outcome(struct scene *scene, struct step *end, char *text)
{
	run(scene, ENTRY_OUTCOME);
	*end = scene->seam->step;
	snprintf(text, STEP_TEXT, "%s", scene->seam->text);
	return scene->seam->outcome;
}

// What exploring found to be shared of stacks is shared here, too.
static void share_stacks(struct scene *scene, const struct behaviour *behaviour, uint64_t stacks)
{
	struct seam *seam = scene->seam;

	seam->nr_shared = 0;
	for (uint32_t i = 0; i < behaviour->nr_places; i++) {
		uint64_t address = behaviour->place[i].address;
		uint64_t low = (address + scene->stacks_moved) & ~UINT64_C(7);

		if (is_on(stacks, address) && seam->nr_shared < SEAM_MOST_RANGES)
			seam->shared[seam->nr_shared++] = (struct seam_range){low, low + 8};
	}
}

// New pages in the place of those that its variables are on, with the same in them.
static void share_memory(struct scene *scene)
{
	uint64_t page = (uint64_t)sysconf(_SC_PAGESIZE);
	uint64_t low = scene->segments.memory.low & -page;
	size_t bytes = (scene->segments.memory.high - low + page - 1) & -page;
	void *copy = malloc(bytes), *mapped;

	must(copy ? 0 : ENOMEM);
	memcpy(copy, at(low), bytes);
	mapped = mmap(at(low), bytes, PROT_READ | PROT_WRITE,
		      MAP_SHARED | MAP_ANONYMOUS | MAP_FIXED, -1, 0);
	must_errno(mapped == MAP_FAILED ? -1 : 0);
	memcpy(at(low), copy, bytes);
	free(copy);
}

static int load(struct scene *scene, const struct program *program, char *why, size_t size)
{
	void *object = dlopen(program->object, RTLD_NOW | RTLD_LOCAL);

	if (!object) {
		snprintf(why, size, "%s cannot be loaded: %s", program->what, dlerror());
		return -1;
	}
	scene->seam = dlsym(object, SEAM_SYMBOL);
	must(scene->seam && segments_find(scene->seam, &scene->segments) ? 0 : ENOEXEC);
	scene->seam->image = scene->segments.image;
	scene->seam->memory = scene->segments.memory;
	scene->moved = scene->segments.image.low - program->runner.facts.base;
	faults_belong_to(scene->seam);
	return 0;
}

int scene_init(struct scene *scene, const struct program *program, char *why, size_t size)
{
	run(scene, ENTRY_INIT);
	if (scene->seam->step.kind != STEP_END) {
		snprintf(why, size, "%s: program_init: %.150s", program->what, scene->seam->text);
		return -1;
	}
	scene->initial = malloc(memory_bytes(scene));
	must(scene->initial ? 0 : ENOMEM);
	memcpy(scene->initial, at(scene->segments.memory.low), memory_bytes(scene));
	return 0;
}

int scene_open(struct scene *scene, const struct program *program,
	       const struct behaviour *behaviour, bool share, char *why, size_t size)
{
	*scene = (struct scene){.apart = program->apart};
	faults_catch();
	if (load(scene, program, why, size))
		return -1;
	scene->stacks = mmap(NULL, STACKS_BYTES + EXPLORED_STACK_BYTES, PROT_READ | PROT_WRITE,
			     MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	must_errno(scene->stacks == MAP_FAILED ? -1 : 0);
	if (program->apart) {
		scene->stacks_moved = (uintptr_t)scene->stacks - program->runner.facts.stacks;
		share_stacks(scene, behaviour, program->runner.facts.stacks);
	}
	if (share)
		share_memory(scene);
	return 0;
}

// The seam lies among them, and stays as it is.
void scene_restore(struct scene *scene)
{
	struct seam kept = *scene->seam;

	memcpy(at(scene->segments.memory.low), scene->initial, memory_bytes(scene));
	*scene->seam = kept;
}

bool scene_is_same(const struct scene *scene, uint64_t really, uint64_t explored)
{
	uint64_t moved = really - explored;

	return moved == 0 || moved == scene->moved ||
	       (scene->apart && moved == scene->stacks_moved);
}

uint64_t scene_explored(const struct scene *scene, uint64_t address)
{
	if (is_on((uintptr_t)scene->stacks, address))
		return address - scene->stacks_moved;
	return address - scene->segments.image.low;
}

bool scene_has(const struct scene *scene, uint64_t address)
{
	return seam_has(&scene->segments.memory, address) ||
	       (scene->apart && is_on((uintptr_t)scene->stacks, address));
}
