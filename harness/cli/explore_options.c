// SPDX-License-Identifier: MIT

#include "harness/cli/explore_options.h"

#include <stdio.h>
#include <string.h>

#include "harness/cli/cli.h"
#include "harness/complaint.h"
#include "harness/explore/step.h"
#include "harness/plan/value.h"

enum {
	KEY_LIMIT = 0x100,
	KEY_MEMORY,
	KEY_ALL,
	KEY_LIST,
	KEY_ORDERS,
	KEY_WEAKEN,
	KEY_SAVE,
	KEY_REPLAY,
	KEY_MEASURE,
	KEY_DOT,
	KEY_TASK,
	KEY_FIGURES,
	KEY_PAGE,
	KEY_EXERCISE,
};

static error_t parse_models(struct explore_asked *asked, const char *list)
{
	for (const char *word = list; *word;) {
		size_t length = strcspn(word, ",");
		char name[16];
		int model;

		snprintf(name, sizeof name, "%.*s", (int)length, word);
		model = model_find(name);
		if (strcmp(name, "all") == 0)
			memset(asked->models, true, sizeof asked->models);
		else if (model < 0)
			return cli_refuse_text("--model: '%s' is no model; there are sc, tso, rc11 "
					       "and all of them",
					       name);
		else
			asked->models[model] = true;
		word += length + (word[length] == ',');
	}
	return 0;
}

static error_t parse_number(uint64_t *number, const char *option, const char *argument,
			    uint64_t most)
{
	struct complaint c;

	if (value_number(number, argument, 1, most, &c) == 0)
		return 0;
	complain_at(&c, option);
	return cli_refuse(&c);
}

static error_t parse_weaken(struct explore_asked *asked, const char *argument)
{
	struct complaint c;

	if (asked->nr_weakenings == MOST_WEAKENINGS)
		return cli_refuse_text("--weaken: at most %d of them", MOST_WEAKENINGS);
	if (weakening_parse(&asked->weakening[asked->nr_weakenings++], argument, &c) == 0)
		return 0;
	complain_at(&c, "--weaken");
	return cli_refuse(&c);
}

static error_t parse_task(struct explore_asked *asked, const char *argument)
{
	asked->processes = strcmp(argument, "process") == 0;
	if (asked->processes || strcmp(argument, "thread") == 0)
		return 0;
	return cli_refuse_text("--task: '%s' is neither thread nor process", argument);
}

static error_t parse_limits(struct explore_asked *asked, int key, const char *argument)
{
	struct complaint c;

	if (key == KEY_LIMIT && value_time(&asked->limit_ns, argument, 1000000, 86400000000000, &c))
		return cli_refuse_at("--limit", &c);
	if (key == KEY_MEMORY &&
	    value_size(&asked->memory_bytes, argument, 1 << 20, (uint64_t)1 << 40, &c))
		return cli_refuse_at("--memory", &c);
	return 0;
}

// A student's file goes through what a grade's proof does, and nothing else. `other`: an option
// that takes no name.
static error_t check_exercise(const struct explore_asked *asked, const char *other)
{
	bool orders = asked->exploring == EXPLORING_ORDERS;

	if (!asked->exercise)
		return 0;
	if (other)
		return cli_refuse_text("%s takes no exercise: leave '--exercise %s' out", other,
				       asked->exercise);
	if (!asked->name)
		return cli_refuse_text("--exercise: name the file that was handed in: racelab "
				       "explore FILE.c --exercise %s",
				       asked->exercise);
	if (orders || asked->measure)
		return cli_refuse_text(
		    "%s is of programs, and --exercise of a file that was handed "
		    "in: racelab grade races that",
		    orders ? "--orders" : "--measure");
	return 0;
}

static error_t parse_end(const struct explore_asked *asked)
{
	static const char *const others[EXPLORING_PAGE + 1] = {[EXPLORING_ALL] = "--all",
							       [EXPLORING_LIST] = "--list",
							       [EXPLORING_REPLAY] = "--replay",
							       [EXPLORING_FIGURES] = "--figures"};
	const char *other = others[asked->exploring];

	if (other && asked->name)
		return cli_refuse_text("%s takes no name: leave '%s' out", other, asked->name);
	if (!other && !asked->name && !asked->exercise)
		return cli_refuse_text("what is to be explored? a strategy, a program or a FILE.c; "
				       "see racelab explore --list");
	return check_exercise(asked, other);
}

static error_t parse(int key, char *argument, struct argp_state *state)
{
	struct explore_asked *asked = state->input;

	switch (key) {
	case 'm':
		return parse_models(asked, argument);
	case 'n':
		return parse_number(&asked->tasks, "--count", argument, MOST_EXPLORED_TASKS);
	case 'k':
		return parse_number(&asked->ops, "--ops", argument, 64);
	case 'j':
		asked->json = true;
		return 0;
	case KEY_ALL:
		asked->exploring = EXPLORING_ALL;
		return 0;
	case KEY_LIST:
		asked->exploring = EXPLORING_LIST;
		return 0;
	case KEY_ORDERS:
		asked->exploring = EXPLORING_ORDERS;
		return 0;
	case KEY_WEAKEN:
		return parse_weaken(asked, argument);
	case KEY_TASK:
		return parse_task(asked, argument);
	case KEY_MEASURE:
		asked->measure = 1000000;
		return argument ? parse_number(&asked->measure, "--measure", argument, 1000000000)
				: 0;
	case KEY_LIMIT:
	case KEY_MEMORY:
		return parse_limits(asked, key, argument);
	case KEY_SAVE:
		asked->save = argument;
		return 0;
	case KEY_REPLAY:
		asked->replay = argument;
		asked->exploring = EXPLORING_REPLAY;
		return 0;
	case KEY_FIGURES:
		asked->figures = argument;
		asked->exploring = EXPLORING_FIGURES;
		return 0;
	case KEY_PAGE:
		asked->exploring = EXPLORING_PAGE;
		return cli_take_name(&asked->page, argument, "--page", "file");
	case KEY_EXERCISE:
		asked->exercise = argument;
		return 0;
	case KEY_DOT:
		asked->dot = argument;
		return 0;
	case ARGP_KEY_ARG:
		if (asked->name)
			return ARGP_ERR_UNKNOWN;
		asked->name = argument;
		return 0;
	case ARGP_KEY_END:
		return parse_end(asked);
	default:
		return ARGP_ERR_UNKNOWN;
	}
}

static const struct argp_option options[] = {
    {"model", 'm', "M", 0,
     "What the machine may reorder: sc nothing, tso what x86 does, rc11 what C11 and arm64 allow; "
     "a "
     "list, or all [all]",
     0},
    {"count", 'n', "N", 0, "Tasks of a strategy [2], or of an exercise [its rubric's first]", 0},
    {"ops", 'k', "N", 0, "Increments of each of them [2], or its rounds [its rubric's first]", 0},
    {"exercise", KEY_EXERCISE, "NAME", 0,
     "The FILE.c was handed in for this exercise: explore it as the proof of racelab grade does",
     0},
    {"all", KEY_ALL, NULL, 0, "Every strategy under every model, as one table", 0},
    {"list", KEY_LIST, NULL, 0, "The programs that there are to explore", 0},
    {"figures", KEY_FIGURES, "DIR", 0,
     "Write what plot and report show beside the run in DIR: counts, what was seen, proofs", 0},
    {"orders", KEY_ORDERS, NULL, 0, "Which memory orders it needs, access by access", 1},
    {"weaken", KEY_WEAKEN, "LINE=ORDER", 0,
     "Explore it with another order at a line, ticket.c:47=relaxed; repeatable", 1},
    {"measure", KEY_MEASURE, "N", OPTION_ARG_OPTIONAL,
     "Also race it N times [1000000] and put what was seen beside what is allowed", 2},
    {"save", KEY_SAVE, "FILE", 0, "Write the witness of what goes wrong, as a schedule to replay",
     2},
    {"replay", KEY_REPLAY, "FILE", 0, "Let real tasks do what a schedule says, step by step", 2},
    {"task", KEY_TASK, "T", 0, "Replay by: thread or process [thread]", 2},
    {"dot", KEY_DOT, "FILE", 0, "Write the witness as a graph for Graphviz", 2},
    {"page", KEY_PAGE, "FILE", 0,
     "Write an HTML page on which you decide who goes next, under sc and tso", 2},
    {"json", 'j', NULL, 0, "As JSON", 3},
    {"limit", KEY_LIMIT, "TIME", 0, "Say what is known after TIME, and that it is incomplete", 3},
    {"memory", KEY_MEMORY, "SIZE", 0, "The same when it takes that much memory [2G]", 3},
    {0},
};

const struct argp explore_argp = {
    .options = options,
    .parser = parse,
    .args_doc = "NAME|FILE.c",
    .doc = "Every interleaving of a few tasks: what can come out, how often, a proof within bounds "
	   "or a "
	   "witness of what goes wrong. A FILE.c defines const unsigned program_tasks and void "
	   "program_task(unsigned task); if it wants to, program_init, program_outcome; and may "
	   "assert."
	   "\vExamples:\n"
	   "  racelab explore none             why a counter without protection ends wrong\n"
	   "  racelab explore ticket --count 3 --ops 1 --model rc11\n"
	   "  racelab explore store_buffering --measure\n"
	   "  racelab explore my_lock.c --model tso --json\n"
	   "  racelab explore lock.c --exercise lock --page lock.html\n"
	   "  racelab explore peterson_unfenced --page scheduler.html\n"
	   "  racelab explore mcs --orders     which memory orders it needs\n"
	   "  racelab explore ticket --weaken ticket.c:47=relaxed\n",
};
