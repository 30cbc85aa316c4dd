// SPDX-License-Identifier: MIT

#include "harness/explore/replay/actor.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "harness/explore/found.h"
#include "harness/explore/program/faults.h"
#include "harness/explore/program/fields.h"
#include "harness/explore/program/program.h"
#include "harness/explore/replay/baton.h"
#include "harness/explore/replay/pins.h"
#include "harness/explore/replay/replay.h"
#include "harness/explore/replay/scene.h"
#include "harness/explore/replay/turns.h"
#include "harness/explore/replay/stage.h"
#include "harness/explore/runtime/seam.h"
#include "harness/explore/step.h"
#include "harness/trial/rounds.h"

static struct play *now; /* the runtime's calls say only which task it is */

unsigned actor_step(uint32_t number)
{
	return number + 1;
}

void actor_differ(struct play *play, const char *format, ...)
{
	struct stage *stage = play->stage;
	va_list args;

	/* release: the conductor is to see it when it is told to stop; relaxed: who is first tells
	 */
	__atomic_store_n(&stage->differs, 1, __ATOMIC_RELEASE);
	if (!__atomic_exchange_n(&stage->told, 1, __ATOMIC_RELAXED)) {
		va_start(args, format);
		vsnprintf(stage->difference, sizeof stage->difference, format, args);
		va_end(args);
	}
	baton_stop(&stage->baton);
}

static struct actor *actor_of(unsigned task)
{
	return &now->stage->actor[task];
}

// The task's next step in the schedule; NULL: there is none.
static const struct due *due_of(unsigned task)
{
	const struct turns *turns = now->turns;
	struct actor *actor = actor_of(task);

	while (actor->next < turns->nr && turns->due[actor->next].task != task)
		actor->next++;
	return actor->next < turns->nr ? &turns->due[actor->next] : NULL;
}

static const char *place_name(uint64_t address, char *text, size_t size)
{
	return address ? program_name(now->replay->program, address, FIELDS_PLACE, text, size)
		       : "no place";
}

// "writes counter"
static const char *words_of(unsigned kind, uint64_t address, char *text, size_t size)
{
	static const char *const words[] = {
	    [STEP_READ] = "reads",	 [STEP_WRITE] = "writes", [STEP_MODIFY] = "modifies",
	    [STEP_COMPARE] = "compares", [STEP_FENCE] = "fences",
	};
	char name[96];

	snprintf(text, size, "%s %s", words[kind], place_name(address, name, sizeof name));
	return text;
}

// Whether it is about to write what it has to. Of a plain write that is seen only afterwards.
static bool has_operands(const struct step *step, const struct due *due)
{
	if (step->kind == STEP_READ || (step->kind == STEP_WRITE && step->order == ORDER_PLAIN))
		return true;
	return scene_is_same(&now->scene, step->operand, due->operand) &&
	       scene_is_same(&now->scene, step->expected, due->expected);
}

// Whether the task stands at the step that is due; if not, it is told.
static bool is_due(unsigned task, const struct due *due, const struct step *step)
{
	uint64_t address =
	    step->kind == STEP_FENCE ? 0 : scene_explored(&now->scene, step->address);
	char is[128], was[128];

	if (step->kind == due->kind && address == due->address &&
	    (step->kind == STEP_FENCE || (step->size == due->size && has_operands(step, due))))
		return true;
	actor_differ(now, "step %u: task %u %s, and was to be one that %s",
		     actor_step(actor_of(task)->next), task,
		     words_of(step->kind, address, is, sizeof is),
		     words_of(due->kind, due->address, was, sizeof was));
	return false;
}

// Behind its last step a task that is to crash may still have a plain write to make, which
// exploring never saw to be made.
static bool passes(unsigned task, const struct step *step)
{
	const struct turns *turns = now->turns;

	return turns->end == WRONG_CRASH && turns->fault == (int)task && step->kind == STEP_WRITE &&
	       step->order == ORDER_PLAIN;
}

// It has no turn left: it stands there until it may go on as it likes.
static bool stand(unsigned task, const struct step *step)
{
	struct actor *actor = actor_of(task);

	actor->passing = passes(task, step);
	if (actor->passing)
		return true;
	if (!actor->standing) {
		actor->standing = true;
		actor->at = *step;
		baton_done(&now->stage->baton);
		if (!baton_rest(&now->stage->baton))
			return false;
	}
	return baton_free_begin(&now->stage->baton);
}

static void end(unsigned task, const struct step *step, const char *text)
{
	struct actor *actor = actor_of(task);
	const struct due *due = due_of(task);

	if (due) {
		actor_differ(now, "step %u: task %u is at its end (%s) before it",
			     actor_step(actor->next), task, *text ? text : "of its own");
		return;
	}
	if (!actor->standing)
		actor->at = *step;
	snprintf(actor->text, sizeof actor->text, "%s", text);
	/* release: with the text; who waits for a hang looks at it while others run */
	__atomic_store_n(&actor->over, true, __ATOMIC_RELEASE);
	if (!actor->standing)
		baton_done(&now->stage->baton);
}

static bool is_wild(const struct step *step)
{
	return step->kind <= STEP_COMPARE && !scene_has(&now->scene, step->address);
}

static bool turn_begin(unsigned task, const struct step *step)
{
	static const struct step crash = {.kind = STEP_CRASH};
	struct actor *actor = actor_of(task);
	const struct due *due = due_of(task);

	if (is_wild(step)) {
		end(task, &crash, "an address that is none of the program's");
		return false;
	}
	if (!due)
		return stand(task, step);
	if (!baton_take(&now->stage->baton, actor->next))
		return false;
	actor->at = *step;
	return is_due(task, due, step);
}

// What it read, or a plain write wrote; all else follows from that and its operands.
static void compare(unsigned task, const struct due *due, uint64_t seen)
{
	struct actor *actor = actor_of(task);
	uint64_t predicted = due->reads ? due->read : due->written;
	char words[128];

	if (!due->reads && (due->kind != STEP_WRITE || actor->at.order != ORDER_PLAIN))
		return;
	if (!scene_is_same(&now->scene, seen, predicted))
		actor_differ(
		    now, "step %u: task %u %s: %" PRIu64 ", not %" PRIu64, actor_step(actor->next),
		    task, words_of(due->kind, due->address, words, sizeof words), seen, predicted);
}

static void turn_end(unsigned task, uint64_t value)
{
	struct actor *actor = actor_of(task);
	const struct due *due = due_of(task);

	if (due) {
		compare(task, due, value);
		actor->next++;
		baton_pass(&now->stage->baton);
	} else if (!actor->passing) {
		/* relaxed: only that it goes on */
		__atomic_fetch_add(&actor->steps, 1, __ATOMIC_RELAXED);
		baton_free_end(&now->stage->baton);
	}
}

void actor_expect(struct play *play)
{
	struct seam *seam = play->scene.seam;

	now = play;
	seam->turn_begin = turn_begin;
	seam->turn_end = turn_end;
	seam->turn_over = end;
}

void actor_main(void *context, unsigned task)
{
	struct play *play = context;
	struct stage *stage = play->stage;

	stage->pin_error[task] = pins_pin(play->pins, task);
	faults_catch();
	for (unsigned round = 1; rounds_enter(&stage->rounds, round); round++) {
		if (round > 1) /* the first is to be there */
			play->scene.seam->take_part(task, scene_stack(&play->scene, task));
		rounds_leave(&stage->rounds);
	}
}
