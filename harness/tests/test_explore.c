// SPDX-License-Identifier: MIT

// The explorer against what is known: counts of executions and interleavings that can be worked out
// on paper, algorithms that are proved or broken in the literature, and orders that they need. And
// against itself: two searches that have nothing in common but the program.

#include <criterion/criterion.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "harness/explore/found.h"
#include "harness/tests/exploring.h"

struct counted {
	const char *name;
	unsigned tasks, ops;
	uint64_t executions[NR_MODELS];
};

// Each model by itself, in a process of the program that has seen nothing else.
static void check_counts(const struct counted *counted)
{
	for (int model = 0; model < NR_MODELS; model++) {
		struct explored explored;

		explored_open(&explored, counted->name, counted->tasks, counted->ops);
		explored_run(&explored, (enum model)model, NULL);
		cr_assert(explored.found.executions_complete);
		cr_assert_eq(explored.found.executions, counted->executions[model],
			     "%s %ux%u under %s: %lu executions, not %lu", counted->name,
			     counted->tasks, counted->ops, model_name((enum model)model),
			     (unsigned long)explored.found.executions,
			     (unsigned long)counted->executions[model]);
		explored_close(&explored);
	}
}

Test(explore, executions_are_counted_exactly)
{
	static const struct counted counted[] = {
	    {"fetch_add", 2, 1, {2, 2, 2}},
	    {"fetch_add", 3, 1, {6, 6, 6}},
	    {"fetch_add", 4, 1, {24, 24, 24}},
	    {"fetch_add", 5, 1, {120, 120, 120}},
	    {"none", 2, 1, {4, 4, 4}},
	    {"none", 3, 1, {36, 36, 36}},
	    {"none", 4, 1, {576, 576, 576}},
	    {"store_buffering", 0, 0, {3, 4, 4}},
	    {"store_buffering_sc", 0, 0, {3, 3, 3}},
	    {"message_passing", 0, 0, {2, 2, 3}},
	    {"message_passing_ra", 0, 0, {2, 2, 2}},
	    {"load_buffering", 0, 0, {3, 3, 3}},
	    {"two_plus_two_w", 0, 0, {3, 3, 4}},
	    {"two_plus_two_w_sc", 0, 0, {3, 3, 3}},
	    {"coherence", 0, 0, {6, 6, 6}},
	    {"iriw", 0, 0, {15, 15, 16}},
	    {"iriw_sc", 0, 0, {15, 15, 15}},
	};

	for (size_t i = 0; i < sizeof counted / sizeof *counted; i++)
		check_counts(&counted[i]);
}

struct spread {
	unsigned tasks, ops;
	uint64_t interleavings;
	uint64_t outcome[10]; /* by the counter's final value */
};

Test(explore, interleavings_of_the_racy_counter_are_counted_exactly)
{
	static const struct spread spreads[] = {
	    {2, 1, 6, {0, 4, 2}},
	    {2, 2, 70, {0, 0, 32, 32, 6}},
	    {3, 1, 90, {0, 48, 36, 6}},
	    {3,
	     3,
	     17153136,
	     {0, 0, 155040, 3188244, 6150036, 5058180, 2105244, 449352, 45360, 1680}},
	};

	for (size_t i = 0; i < sizeof spreads / sizeof *spreads; i++) {
		const struct spread *spread = &spreads[i];
		struct explored explored;

		explored_open(&explored, "none", spread->tasks, spread->ops);
		explored_run(&explored, MODEL_SC, NULL);
		cr_assert(explored.found.counts_interleavings);
		cr_assert_eq((uint64_t)explored.found.interleavings, spread->interleavings);
		for (uint64_t value = 0; value < 10; value++) {
			const struct outcome *outcome = explored_outcome(&explored, value);

			cr_assert_eq(outcome ? (uint64_t)outcome->interleavings : 0,
				     spread->outcome[value], "%ux%u: %lu", spread->tasks,
				     spread->ops, (unsigned long)value);
		}
		explored_close(&explored);
	}
}

Test(explore, a_witness_ends_with_the_lowest_counter_and_switches_least)
{
	const struct wrong *wrong;
	struct explored explored;
	unsigned switches = 0;

	explored_open(&explored, "none", 2, 2);
	explored_run(&explored, MODEL_SC, NULL);
	cr_assert_eq(explored.found.nr_wrongs, 1u);
	wrong = &explored.found.wrong[0];
	cr_assert_eq(wrong->kind, WRONG_LOST);
	cr_assert_eq(wrong->value, 2u);
	cr_assert_eq(wrong->witness.nr, 8u);
	for (size_t i = 1; i < wrong->witness.nr; i++)
		switches += wrong->witness.event[i].task != wrong->witness.event[i - 1].task;
	cr_assert_eq(switches, 2u);
	cr_assert_eq(wrong->witness.event[7].written, 2u);
	explored_close(&explored);
}

struct known {
	const char *name;
	unsigned tasks, ops;
	bool violated[NR_MODELS];
};

Test(explore, what_is_known_of_algorithms_comes_out)
{
	static const struct known known[] = {
	    {"ticket", 3, 1, {false, false, false}},
	    {"tas", 3, 1, {false, false, false}},
	    {"mcs", 3, 1, {false, false, false}},
	    {"clh", 3, 1, {false, false, false}},
	    {"anderson", 3, 1, {false, false, false}},
	    {"peterson", 2, 2, {false, false, false}},
	    {"bakery", 2, 1, {false, false, false}},
	    {"cas", 2, 2, {false, false, false}},
	    {"peterson_unfenced", 2, 1, {false, true, true}},
	    {"torn_lock", 2, 1, {true, true, true}},
	    {"check_then_act", 2, 1, {true, true, true}},
	    {"plain", 2, 1, {true, true, true}},
	};

	for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
		struct explored explored;

		explored_open(&explored, known[i].name, known[i].tasks, known[i].ops);
		for (int model = 0; model < NR_MODELS; model++) {
			explored_run(&explored, (enum model)model, NULL);
			cr_assert_eq(explored.found.nr_wrongs != 0, known[i].violated[model],
				     "%s under %s", known[i].name, model_name((enum model)model));
		}
		explored_close(&explored);
	}
}

struct needed {
	const char *name, *weaken;
	enum wrong_kind kind; /* of what then goes wrong under rc11 */
};

// The lines are those of the sources: a changed file says here that an order has moved.
Test(explore, an_order_that_is_needed_is_missed_under_rc11_and_not_under_tso)
{
	static const struct needed needed[] = {
	    {"ticket", "ticket.c:41=relaxed", WRONG_RACE}, /* acquire of serving */
	    {"ticket", "ticket.c:52=relaxed", WRONG_RACE}, /* its release */
	    {"tas", "tas.c:37=relaxed", WRONG_RACE},
	    {"tas", "tas.c:45=relaxed", WRONG_RACE},
	    {"clh", "clh.c:58=release", WRONG_RACE},
	    {"clh", "clh.c:58=acquire", WRONG_RACE},
	    {"clh", "clh.c:60=relaxed", WRONG_RACE},
	    {"clh", "clh.c:72=relaxed", WRONG_RACE},
	    {"mcs", "mcs.c:54=release", WRONG_HANG},
	    {"mcs", "mcs.c:59=relaxed", WRONG_HANG}, /* the link to the predecessor */
	    {"mcs", "mcs.c:61=relaxed", WRONG_RACE},
	    {"mcs", "mcs.c:68=relaxed", WRONG_HANG},
	    {"mcs", "mcs.c:74=relaxed", WRONG_RACE},
	    {"mcs", "mcs.c:80=relaxed", WRONG_HANG},
	    {"mcs", "mcs.c:83=relaxed", WRONG_RACE},
	};

	for (size_t i = 0; i < sizeof needed / sizeof *needed; i++) {
		struct explored explored;

		explored_open(&explored, needed[i].name, 3, 1);
		explored_run(&explored, MODEL_TSO, needed[i].weaken);
		cr_assert_eq(explored.found.nr_wrongs, 0u, "%s under tso", needed[i].weaken);
		explored_run(&explored, MODEL_RC11, needed[i].weaken);
		cr_assert(explored_has(&explored, needed[i].kind), "%s under rc11: no %s",
			  needed[i].weaken, wrong_name(needed[i].kind));
		explored_run(&explored, MODEL_RC11, NULL);
		cr_assert_eq(explored.found.nr_wrongs, 0u, "%s as written", needed[i].name);
		explored_close(&explored);
	}
}

// Outcomes by states and by executions: neither search knows of the other.
static void check_agreement(const char *name, unsigned tasks, unsigned ops, enum model model)
{
	struct explored states, graphs;

	explored_open(&states, name, tasks, ops);
	explored_open(&graphs, name, tasks, ops);
	explored_run(&states, model, NULL);
	explored_count(&graphs, model);
	cr_assert_eq(states.found.nr_outcomes, graphs.found.nr_outcomes, "%s under %s", name,
		     model_name(model));
	for (size_t i = 0; i < states.found.nr_outcomes; i++)
		cr_assert_eq(states.found.outcome[i].value, graphs.found.outcome[i].value,
			     "%s under %s", name, model_name(model));
	cr_assert_eq(explored_has(&states, WRONG_HANG), explored_has(&graphs, WRONG_HANG),
		     "%s under %s: a hang by one search only", name, model_name(model));
	explored_close(&states);
	explored_close(&graphs);
}

Test(explore, states_and_executions_come_to_the_same_outcomes)
{
	static const struct known names[] = {
	    {"none", 3, 2, {0}},
	    {"cas", 3, 1, {0}},
	    {"ttas_backoff", 2, 2, {0}},
	    {"mcs", 2, 2, {0}},
	    {"peterson_unfenced", 2, 2, {0}},
	    {"check_then_act", 2, 1, {0}},
	    {"torn_lock", 2, 2, {0}},
	    {"bakery", 2, 1, {0}},
	    {"combining", 2, 2, {0}},
	    {"dekker", 0, 0, {0}},
	    {"iriw", 0, 0, {0}},
	    {"aba", 0, 0, {0}},
	};

	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		check_agreement(names[i].name, names[i].tasks, names[i].ops, MODEL_SC);
		check_agreement(names[i].name, names[i].tasks, names[i].ops, MODEL_TSO);
	}
}

// Whatever was explored before with the same process of the program: nothing may depend on it.
Test(explore, a_search_does_not_depend_on_what_was_searched_before)
{
	struct explored fresh, used;

	explored_open(&fresh, "mcs", 2, 2);
	explored_open(&used, "mcs", 2, 2);
	explored_run(&used, MODEL_TSO, NULL);
	explored_run(&used, MODEL_SC, "mcs.c:59=relaxed");
	for (int model = 0; model < NR_MODELS; model++) {
		explored_run(&fresh, (enum model)model, NULL);
		explored_run(&used, (enum model)model, NULL);
		cr_assert_eq(fresh.found.states, used.found.states);
		cr_assert_eq(fresh.found.executions, used.found.executions);
		cr_assert_eq(fresh.found.blocked, used.found.blocked);
	}
	explored_close(&fresh);
	explored_close(&used);
}
