// SPDX-License-Identifier: MIT

#include "harness/explore/runtime/sleepers.h"

#include <stdbool.h>
#include <stdint.h>

#include "harness/explore/runtime/runtime.h"
#include "harness/explore/runtime/words.h"
#include "harness/explore/step.h"

static uint32_t nr_asleep(uint32_t word)
{
	return word / SLEEPERS_ASLEEP % 16;
}

static uint32_t nr_woken(uint32_t word)
{
	return word / SLEEPERS_WOKEN % 16;
}

static bool is_for(uint32_t word, uint32_t upper)
{
	return word >> SLEEPERS_FOR == upper;
}

static bool is_busy(uint32_t word)
{
	return nr_woken(word) || word & SLEEPERS_COMING;
}

static int is_elsewhere(void *pc)
{
	racelab_end(STEP_CRASH,
		    "waits at a futex that is a multiple of 4096 bytes from another one, which is "
		    "not explored",
		    pc);
}

// One try to come, where *open is thought to be there.
TURN(int, sleepers_try_to_come, uint32_t *word, uint32_t *open, uint32_t upper, uint32_t as,
     enum step_order order, void *pc)
{
	uint32_t seen = word_compare(word, *open, (*open | upper << SLEEPERS_FOR) + as, order, pc);

	if (seen == *open)
		return TURN_DONE;
	if (seen && !is_for(seen, upper))
		return is_elsewhere(pc);
	if (is_busy(seen))
		return TURN_WAIT;
	*open = seen;
	return TURN_AGAIN;
}

uint32_t sleepers_come(uint32_t *word, uint32_t upper, uint32_t as, enum step_order order, void *pc)
{
	uint32_t open = 0;
	int turn;

	do
		turn = sleepers_try_to_come(word, &open, upper, as, order, pc);
	while (turn_again(turn, true, pc));
	return open;
}

static uint32_t alone(uint32_t upper)
{
	return upper << SLEEPERS_FOR | SLEEPERS_ASLEEP;
}

// The word without one of those who are asleep, woken or not.
static uint32_t without_one(uint32_t word)
{
	if (nr_asleep(word) == 1)
		return 0;
	return word - SLEEPERS_ASLEEP - (nr_woken(word) ? SLEEPERS_WOKEN : 0);
}

TURN(int, sleepers_try_to_leave, uint32_t *word, uint32_t *there, bool timed, enum step_order order,
     void *pc)
{
	uint32_t seen = word_compare(word, *there, without_one(*there), order, pc);

	if (seen == *there)
		return TURN_DONE;
	if (!nr_woken(seen) && !(timed && !is_busy(seen)))
		return TURN_WAIT;
	*there = seen;
	return TURN_AGAIN;
}

bool sleepers_leave(uint32_t *word, uint32_t upper, bool timed, enum step_order order, void *pc)
{
	uint32_t there = alone(upper) + SLEEPERS_WOKEN;
	int turn;

	do
		turn = sleepers_try_to_leave(word, &there, timed, order, pc);
	while (turn_again(turn, true, pc));
	return nr_woken(there);
}

static uint32_t nr_to_wake(uint32_t word, uint32_t upper, uint32_t most)
{
	uint32_t nr = nr_asleep(word) - nr_woken(word);

	if (!is_for(word, upper))
		return 0;
	return nr < most ? nr : most;
}

TURN(int, sleepers_try_to_wake, uint32_t *word, uint32_t *there, uint32_t upper, uint32_t nr,
     enum step_order order, void *pc)
{
	uint32_t seen = word_compare(word, *there, *there + nr * SLEEPERS_WOKEN, order, pc);

	if (seen == *there)
		return TURN_DONE;
	if (is_for(seen, upper) && seen & SLEEPERS_COMING)
		return TURN_WAIT;
	*there = seen;
	return TURN_AGAIN;
}

uint32_t sleepers_wake(uint32_t *word, uint32_t upper, uint32_t most, enum step_order order,
		       void *pc)
{
	uint32_t there = alone(upper), nr;
	int turn;

	do {
		nr = nr_to_wake(there, upper, most);
		turn = nr ? sleepers_try_to_wake(word, &there, upper, nr, order, pc) : TURN_DONE;
	} while (turn_again(turn, true, pc));
	return nr;
}
