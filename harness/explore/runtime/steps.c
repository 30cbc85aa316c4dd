// SPDX-License-Identifier: MIT

// A program's accesses become steps here: the task fills the seam in, switches to its host, and
// goes on with what it is told that it read.
//
// A compiler announces a plain access before it makes it. So a plain read is a step first, and what
// the host says is put where the instruction will look; a plain write is only noted, and is a step
// at the task's next one, when its value can be seen. Nobody else runs in between.
//
// Where real tasks take turns, a plain access of either kind is made by the instruction itself, and
// the turn is the task's until it comes here again, when the instruction is behind it.

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "harness/explore/runtime/entry.h"
#include "harness/explore/runtime/mutex.h"
#include "harness/explore/runtime/runtime.h"
#include "harness/explore/runtime/seam.h"
#include "harness/explore/step.h"

// The program's own.
void program_task(unsigned task);
void program_init(void) __attribute__((weak));
unsigned long program_outcome(void) __attribute__((weak));

struct seam racelab_seam __attribute__((visibility("default"))) = {
    .enter = racelab_enter,
    .resume = racelab_resume,
    .take_part = racelab_take_part,
    .give_up = racelab_give_up,
};

enum {
	NO_TASK = MOST_EXPLORED_TASKS,
};

// A plain write that was announced; by turns, a plain read, too.
static __thread struct {
	volatile void *address; /* NULL: none */
	void *pc;
	unsigned size;
} announced;

static uint64_t load(const volatile void *p, unsigned size)
{
	switch (size) {
	case 1:
		return __atomic_load_n((const volatile uint8_t *)p, __ATOMIC_RELAXED);
	case 2:
		return __atomic_load_n((const volatile uint16_t *)p, __ATOMIC_RELAXED);
	case 4:
		return __atomic_load_n((const volatile uint32_t *)p, __ATOMIC_RELAXED);
	default:
		return __atomic_load_n((const volatile uint64_t *)p, __ATOMIC_RELAXED);
	}
}

static void store(volatile void *p, unsigned size, uint64_t value)
{
	switch (size) {
	case 1:
		__atomic_store_n((volatile uint8_t *)p, (uint8_t)value, __ATOMIC_RELAXED);
		break;
	case 2:
		__atomic_store_n((volatile uint16_t *)p, (uint16_t)value, __ATOMIC_RELAXED);
		break;
	case 4:
		__atomic_store_n((volatile uint32_t *)p, (uint32_t)value, __ATOMIC_RELAXED);
		break;
	default:
		__atomic_store_n((volatile uint64_t *)p, value, __ATOMIC_RELAXED);
	}
}

// Makes the access; nobody else runs.
static uint64_t make(const struct step *step)
{
	volatile void *p = (volatile void *)(uintptr_t)step->address;
	uint64_t old;

	if (step->kind == STEP_FENCE)
		return 0;
	old = load(p, step->size);
	if (step->kind == STEP_WRITE || (step->kind == STEP_COMPARE && old == step->expected))
		store(p, step->size, step->operand);
	else if (step->kind == STEP_MODIFY)
		store(p, step->size, step_modified(step->operation, old, step->operand));
	return old;
}

static bool is_shared_stack(uint64_t address)
{
	for (unsigned i = 0; i < racelab_seam.nr_shared; i++)
		if (seam_has(&racelab_seam.shared[i], address))
			return true;
	return false;
}

// True for what the task has for itself: its stack, and what nobody writes.
static bool is_own(enum step_kind kind, uint64_t address)
{
	const struct seam *seam = &racelab_seam;

	if (seam_has(racelab_stack(), address))
		return !is_shared_stack(address);
	return kind == STEP_READ && seam_has(&seam->image, address) &&
	       !seam_has(&seam->memory, address);
}

// To the host and back: the task stands at the step that is in the seam.
static uint64_t stand(void)
{
	racelab_seam.step.inside = racelab_seam.inside;
	racelab_leave();
	return racelab_seam.value;
}

static void fill(struct step *step, enum step_kind kind, enum step_operation operation,
		 volatile void *address, unsigned size, uint64_t operand, uint64_t expected,
		 enum step_order order, enum step_order failure, void *pc)
{
	step->kind = (uint8_t)kind;
	step->operation = (uint8_t)operation;
	step->order = (uint8_t)(order & ~ORDER_AS_WRITTEN);
	step->failure = (uint8_t)failure;
	step->size = (uint8_t)size;
	step->inside = 0;
	step->written = (order & ORDER_AS_WRITTEN) != 0;
	step->nothing = 0;
	step->address = (uintptr_t)address;
	step->operand = step_truncated(operand, size);
	step->expected = step_truncated(expected, size);
	step->pc = pc ? (uintptr_t)pc - racelab_seam.image.low : 0;
}

ENTERED(uint64_t, racelab_step, enum step_kind kind, enum step_operation operation,
	volatile void *address, unsigned size, uint64_t operand, uint64_t expected,
	enum step_order order, enum step_order failure, void *pc)
{
	struct step step;
	uint64_t value;

	racelab_flush();
	if (racelab_seam.mode == SEAM_EXPLORING &&
	    (kind == STEP_FENCE || !is_own(kind, (uintptr_t)address))) {
		fill(&racelab_seam.step, kind, operation, address, size, operand, expected, order,
		     failure, pc);
		return stand();
	}
	fill(&step, kind, operation, address, size, operand, expected, order, failure, pc);
	if (racelab_seam.mode != SEAM_TURNS || is_own(kind, (uintptr_t)address))
		return make(&step);
	racelab_turn_begin(&step);
	value = make(&step);
	racelab_turn_end(value);
	return value;
}

int racelab_is_shared(volatile void *address)
{
	return racelab_seam.mode != SEAM_DIRECT && !is_own(STEP_WRITE, (uintptr_t)address);
}

// A plain access that the instruction behind this call makes: until the next one it is its turn.
static void take_turn(enum step_kind kind, volatile void *address, unsigned size, void *pc)
{
	struct step step;

	fill(&step, kind, OPERATION_EXCHANGE, address, size, 0, 0, ORDER_PLAIN, ORDER_PLAIN, pc);
	racelab_turn_begin(&step);
}

static void note(volatile void *address, unsigned size, void *pc)
{
	announced.address = address;
	announced.size = size;
	announced.pc = pc;
}

ENTERED(void, racelab_announce, volatile void *address, unsigned size, void *pc)
{
	racelab_flush();
	if (!racelab_is_shared(address))
		return;
	if (racelab_seam.mode == SEAM_TURNS)
		take_turn(STEP_WRITE, address, size, pc);
	note(address, size, pc);
}

ENTERED(void, racelab_flush, void)
{
	volatile void *address = announced.address;
	uint64_t value;

	if (!address)
		return;
	announced.address = NULL;
	value = load(address, announced.size);
	if (racelab_seam.mode == SEAM_TURNS) {
		racelab_turn_end(value);
		return;
	}
	fill(&racelab_seam.step, STEP_WRITE, OPERATION_EXCHANGE, address, announced.size, value, 0,
	     ORDER_PLAIN, ORDER_PLAIN, announced.pc);
	stand();
}

// What the host says is there now is what the instruction behind the announcement will read.
ENTERED(void, racelab_read, volatile void *address, unsigned size, void *pc)
{
	uint64_t value;

	if (racelab_seam.mode == SEAM_DIRECT)
		return;
	racelab_flush();
	if (is_own(STEP_READ, (uintptr_t)address))
		return;
	if (racelab_seam.mode == SEAM_TURNS) {
		take_turn(STEP_READ, address, size, pc);
		note(address, size, pc);
		return;
	}
	value = racelab_step(STEP_READ, OPERATION_EXCHANGE, address, size, 0, 0, ORDER_PLAIN,
			     ORDER_PLAIN, pc);
	store(address, size, value);
}

static void say(const char *text)
{
	unsigned i = 0;

	for (; text && text[i] && i < STEP_TEXT - 1; i++)
		racelab_seam.text[i] = text[i];
	racelab_seam.text[i] = '\0';
}

static _Noreturn void end(enum step_kind kind, const char *text, void *pc)
{
	struct step step;

	fill(&step, kind, OPERATION_EXCHANGE, NULL, 8, 0, 0, ORDER_PLAIN, ORDER_PLAIN, pc);
	if (racelab_seam.mode == SEAM_TURNS)
		racelab_turn_over(&step, text);
	racelab_seam.step = step;
	say(text);
	for (;;)
		stand();
}

void racelab_end(enum step_kind kind, const char *text, void *pc)
{
	racelab_flush();
	end(kind, text, pc);
}

// On a signal's stack, where no step can be stood at: what was on its way when it came is nowhere.
void racelab_give_up(enum step_kind kind, const char *text)
{
	if (racelab_seam.mode == SEAM_TURNS)
		racelab_flush();
	announced.address = NULL;
	end(kind, text, NULL);
}

// At the end of a stack, where racelab_enter leaves room: so it is part of what is kept of a task.
struct own *racelab_own(void)
{
	return (struct own *)(uintptr_t)racelab_stack()->high - 1;
}

void racelab_count_tasks(void)
{
	if (racelab_seam.mode != SEAM_TURNS)
		racelab_seam.numbered = 1;
}

unsigned racelab_number(void)
{
	if (racelab_seam.entry != ENTRY_TASK)
		return NO_TASK;
	racelab_count_tasks();
	return racelab_task();
}

ENTERED(void, racelab_inside, unsigned inside)
{
	racelab_flush();
	if (racelab_seam.mode == SEAM_EXPLORING)
		racelab_seam.inside = (uint8_t)inside;
	else
		racelab_turn_inside(inside);
}

void racelab_end_task(void)
{
	if (mutex_task_ends)
		mutex_task_ends();
	racelab_end(STEP_END, "", NULL);
}

void racelab_enter_task(void)
{
	switch (racelab_seam.entry) {
	case ENTRY_TASK:
		program_task(racelab_task());
		break;
	case ENTRY_INIT:
		if (program_init)
			program_init();
		break;
	case ENTRY_OUTCOME:
		if (program_outcome)
			racelab_seam.outcome = program_outcome();
		break;
	}
	racelab_end_task();
}
