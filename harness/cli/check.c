// SPDX-License-Identifier: MIT

// racelab check: the verdict on a run, alone or held against an earlier one, for CI. Head is
// judged; base only has to be usable.

#include <argp.h>
#include <jansson.h>
#include <stdbool.h>
#include <stdio.h>

#include "harness/cli/choice.h"
#include "harness/cli/cli.h"
#include "harness/cli/side.h"
#include "harness/cli/verdict_options.h"
#include "harness/complaint.h"
#include "harness/store/runs.h"
#include "harness/verdict/baseline.h"
#include "harness/verdict/comparable.h"
#include "harness/control.h"
#include "harness/data/fleet.h"
#include "harness/store/fleet_load.h"
#include "harness/store/store.h"
#include "harness/verdict/fleet_verdict.h"
#include "harness/verdict/verdict.h"

enum {
	KEY_BASELINE = 'b',
	KEY_FORCE = 0x300, /* long only */
};

struct check {
	const char *given, *baseline; /* directories, or stores */
	struct choice choice;
	struct side head, base; /* base.directory is NULL: nothing to compare with */
	struct verdict_options options;
	bool force;
	struct verdict verdict;
};

static error_t parse_directory(struct check *check, const char *argument)
{
	if (check->given)
		return ARGP_ERR_UNKNOWN; /* cli_parse calls it superfluous */
	check->given = argument;
	return 0;
}

static error_t parse_further(struct check *check, int key, char *argument)
{
	error_t error = choice_parse(&check->choice, key, argument);

	return error == ARGP_ERR_UNKNOWN ? verdict_options_parse(&check->options, key, argument)
					 : error;
}

static error_t parse(int key, char *argument, struct argp_state *state)
{
	struct check *check = state->input;

	switch (key) {
	case KEY_BASELINE:
		check->baseline = argument;
		return 0;
	case KEY_FORCE:
		check->force = true;
		return 0;
	case ARGP_KEY_ARG:
		return parse_directory(check, argument);
	case ARGP_KEY_NO_ARGS:
		return cli_refuse_text("check: which result directory? see racelab check --help");
	default:
		return parse_further(check, key, argument);
	}
}

static const struct argp *check_argp(void)
{
	static struct argp_option options[16 + CHOICE_OPTIONS];
	static struct argp argp = {.options = options, .parser = parse, .args_doc = "DIR|STORE"};
	static char *doc;
	struct argp_option *o = options;

	*o++ = (struct argp_option){
	    "baseline", KEY_BASELINE, "DIR", 0, "Hold it against this earlier run, case by case",
	    1};
	*o++ = (struct argp_option){
	    "force", KEY_FORCE, NULL, 0, "Compare runs of different machines or settings", 1};
	choice_add(verdict_options_add(o, 2), 3);
	if (asprintf(
		&doc,
		"The verdict on a run, for CI: whether an update was lost that should not have "
		"been, a trial crashed, hung or was not pinned; and with --baseline whether a "
		"case became slower. Ends with 0 (pass), 1 (fail), 2 (the machine would not) or "
		"64 (wrong usage)."
		"\v%s\n"
		"Examples:\n"
		"  racelab check mine\n"
		"  racelab check mine --strict --format junit=verdict.xml --format text\n"
		"  racelab check new --baseline old --threshold 5%%\n"
		"  racelab check new --baseline old --format github\n"
		"  racelab check new --baseline fleet.db --machine ci --last\n",
		verdict_options_formats) > 0)
		argp.doc = doc;
	return &argp;
}

static bool have_common_case(const struct verdict *verdict)
{
	for (size_t i = 0; i < verdict->nr_cases; i++)
		if (verdict->cases[i].head && verdict->cases[i].base)
			return true;
	return false;
}

// Why the two sides cannot be compared; empty if they can. Returns text.
static const char *find_obstacle(const struct check *check, char *text, size_t size)
{
	const struct side *lacking = !check->base.about	  ? &check->base
				     : !check->head.about ? &check->head
							  : NULL;

	if (!lacking)
		return comparable_differences(check->head.about, check->base.about, text, size);
	snprintf(text, size, "%s has no run.json", lacking->directory);
	return control_plain(text);
}

static int compare(struct check *check, struct complaint *c)
{
	const char *head = check->head.directory, *base = check->base.directory;
	char obstacle[4096];

	if (!have_common_case(&check->verdict))
		return complain(c, "check: --baseline: %.150s and %.150s have no case in common",
				base, head);
	/* a complaint is 512 bytes, and its end says what to do */
	find_obstacle(check, obstacle, check->force ? sizeof obstacle : 200);
	if (obstacle[0] && !check->force)
		return complain(c,
				"check: --baseline: %.100s is not comparable with %.100s: %s; "
				"compare anyway with --force",
				base, head, obstacle);
	if (obstacle[0])
		verdict_add(&check->verdict, RULE_not_comparable, SEVERITY_WARNING, NO_CASE,
			    NO_BLOCK, "%s is not comparable with %s: %s; compared by force", base,
			    head, obstacle);
	baseline_compare(&check->verdict);
	return 0;
}

static int judge(struct check *check, struct complaint *c)
{
	struct verdict *verdict = &check->verdict;
	bool compared = check->base.directory;

	if (side_load(&check->head, c) || (compared && side_load(&check->base, c)))
		return -1;
	verdict_init(verdict);
	verdict_add_cases(verdict, &check->head.summary, compared ? &check->base.summary : NULL);
	verdict->command = "check";
	verdict->head_name = check->head.directory;
	verdict->base_name = check->base.directory;
	verdict->about = json_incref(check->head.about);
	verdict->threshold = check->options.threshold;
	verdict->strict = check->options.strict;
	side_check(&check->head, verdict);
	if (compared)
		side_check(&check->base, verdict);
	return compared ? compare(check, c) : 0;
}

static int check_one(struct check *check, const char *head, const char *base)
{
	struct complaint c;
	int status;

	check->head.directory = head;
	check->base.directory = base;
	check->base.is_base = true;
	status = judge(check, &c) ? cli_complain(&c)
				  : verdict_options_finish(&check->options, &check->verdict);
	verdict_fini(&check->verdict);
	side_fini(&check->head);
	side_fini(&check->base);
	check->head = check->base = (struct side){0};
	return status;
}

// Of a store with runs of several machines, each of them by itself, in one verdict.
static int check_many(struct check *check, const struct chosen *heads)
{
	struct fleet fleet;
	struct complaint c;
	int status;

	verdict_init(&check->verdict);
	if (fleet_load(&fleet, heads->path, &heads->runs, &c)) {
		status = cli_complain(&c);
	} else {
		check->verdict.command = "check";
		check->verdict.head_name = heads->path;
		check->verdict.threshold = check->options.threshold;
		check->verdict.strict = check->options.strict;
		fleet_verdict(&check->verdict, &fleet);
		status = verdict_options_finish(&check->options, &check->verdict);
	}
	verdict_fini(&check->verdict);
	fleet_fini(&fleet);
	return status;
}

// What chooses is of the one that is a store, or of both.
static int choose(struct check *check, struct chosen *heads, struct chosen *base,
		  struct complaint *c)
{
	static const struct choice none;
	bool of_head = !check->baseline || !store_is(check->baseline) || store_is(check->given);
	const struct choice *heads_choice = of_head ? &check->choice : &none;

	if (!check->baseline)
		return chosen_load(heads, check->given, heads_choice, c);
	if (chosen_one(heads, check->given, heads_choice, c))
		return -1;
	if (chosen_one(base, check->baseline, store_is(check->baseline) ? &check->choice : &none,
		       c))
		return complain_at(c, "check: --baseline");
	return 0;
}

static int check_chosen(struct check *check, const struct chosen *heads, const struct chosen *base)
{
	chosen_tell(heads);
	chosen_tell(base);
	if (heads->nr_paths > 1)
		return check_many(check, heads);
	return check_one(check, heads->paths[0], base->nr_paths ? base->paths[0] : NULL);
}

int check_main(int argc, char **argv)
{
	struct check check = {.options = VERDICT_OPTIONS_DEFAULTS};
	struct chosen heads = {0}, base = {0};
	struct complaint c;
	int status = cli_parse(check_argp(), argc, argv, &check);

	if (status)
		return status;
	status = choose(&check, &heads, &base, &c) ? cli_complain(&c)
						   : check_chosen(&check, &heads, &base);
	chosen_fini(&heads);
	chosen_fini(&base);
	return status;
}
