// SPDX-License-Identifier: MIT

#include "harness/explore/states/follow.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>

#include "harness/explore/program/program.h"
#include "harness/explore/program/runner.h"
#include "harness/explore/states/tale.h"
#include "harness/explore/step.h"

static bool is_possible(const struct space *space, const struct state *state, struct move move)
{
	struct move moves[MOST_MOVES];
	unsigned nr = state_moves(space, state, moves);

	for (unsigned i = 0; i < nr; i++)
		if (moves[i].task == move.task && moves[i].flush == move.flush)
			return true;
	return false;
}

static int complain_move(const struct state *state, struct move move, size_t number,
			 struct complaint *c)
{
	if (move.flush && !state->task[move.task].nr_buffered)
		return complain(c, "step %zu: task %u has nothing in its store buffer", number + 1,
				move.task);
	return complain(c, "step %zu: task %u cannot go on%s", number + 1, move.task,
			state->task[move.task].nr_buffered ? " before its store buffer is empty: "
							     "~ before its number"
							   : ": it is done");
}

static bool set_pair(struct wrong *wrong, enum wrong_kind kind, const struct state *state,
		     const unsigned pair[2])
{
	wrong->kind = kind;
	wrong->tasks = (uint8_t)(1u << pair[0] | 1u << pair[1]);
	for (int i = 0; i < 2; i++)
		wrong->node[i] = state->task[pair[i]].node;
	return true;
}

static bool set_fault(struct wrong *wrong, const struct deed *deed, uint32_t node)
{
	wrong->kind = wrong_kind_of(deed->kind);
	wrong->text = deed->text;
	wrong->node[0] = wrong->node[1] = node;
	return true;
}

static bool set_outcome(struct wrong *wrong, struct behaviour *behaviour, const struct state *state)
{
	struct deed end;

	wrong->kind = WRONG_LOST;
	wrong->value = behaviour_outcome(behaviour, state->value, &end);
	return end.kind == STEP_END || set_fault(wrong, &end, UINT32_MAX);
}

// Nobody's move leads anywhere but to the same again.
static bool set_hang(struct wrong *wrong, struct space *space, const struct state *state,
		     struct state *next)
{
	struct move moves[MOST_MOVES];
	unsigned nr = state_moves(space, state, moves);

	for (unsigned i = 0; i < nr; i++) {
		state_move(space, state, moves[i], next);
		if (next->task[moves[i].task].node != state->task[moves[i].task].node)
			return false;
		wrong->tasks |= (uint8_t)(1u << moves[i].task);
	}
	wrong->kind = WRONG_HANG;
	return true;
}

static bool judge(struct tale *tale, struct wrong *wrong)
{
	struct behaviour *behaviour = tale->space->behaviour;
	const struct state *state = &tale->state;
	int fault = state_fault(tale->space, state);
	unsigned pair[2];

	if (fault >= 0) {
		uint32_t node = state->task[fault].node;

		return set_fault(wrong, &behaviour->deed[node], node);
	}
	if (state_is_final(tale->space, state))
		return set_outcome(wrong, behaviour, state);
	if (state_inside(tale->space, state, pair))
		return set_pair(wrong, WRONG_INSIDE, state, pair);
	if (state_race(tale->space, state, pair))
		return set_pair(wrong, WRONG_RACE, state, pair);
	return set_hang(wrong, tale->space, state, &tale->next);
}

static int make_moves(struct tale *tale, const struct move *moves, size_t nr, struct wrong *wrong,
		      struct complaint *c)
{
	for (size_t i = 0; i < nr; i++) {
		if (!is_possible(tale->space, &tale->state, moves[i]))
			return complain_move(&tale->state, moves[i], i, c);
		tale_move(tale, moves[i], &wrong->witness.event[i]);
		wrong->witness.nr = i + 1;
	}
	if (tale->space->behaviour->failed) {
		*c = tale->space->behaviour->why;
		return -1;
	}
	return judge(tale, wrong) ? 0
				  : complain(c,
					     "the schedule ends in the middle: after %zu steps "
					     "tasks can still go on",
					     nr);
}

int follow(struct behaviour *behaviour, enum model model, const struct move *moves, size_t nr,
	   struct wrong *wrong, struct complaint *c)
{
	struct space space = {behaviour, model, behaviour->program->runner.facts.nr_tasks, false};
	struct tale *tale = tale_begin(&space);
	int error;

	*wrong = (struct wrong){0};
	wrong->witness.event = calloc(nr + 1, sizeof *wrong->witness.event);
	wrong->witness.ordered = true;
	if (!tale || !wrong->witness.event) {
		free(tale);
		return complain_machine(c, "no memory");
	}
	error = make_moves(tale, moves, nr, wrong, c);
	free(tale);
	return error;
}
