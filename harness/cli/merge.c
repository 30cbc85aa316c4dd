// SPDX-License-Identifier: MIT

// racelab merge: result directories into a store. Each is taken as a whole or refused with its
// line, and the others are taken all the same.

#include <argp.h>
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "harness/cli/cli.h"
#include "harness/complaint.h"
#include "harness/store/count.h"
#include "harness/store/folder.h"
#include "harness/store/intake.h"
#include "harness/store/outside.h"
#include "harness/store/store.h"

enum {
	KEY_ANONYMOUS = 0x100, /* long only */
};

struct merge {
	const char *file; /* -o */
	bool anonymous;
	const char **inputs; /* owned by argv */
	size_t nr_inputs;
	size_t of_kind[INTAKE_SAME + 1], refused;
};

static error_t parse(int key, char *argument, struct argp_state *state)
{
	struct merge *merge = state->input;

	switch (key) {
	case ARGP_KEY_INIT:
		merge->inputs = calloc((size_t)state->argc, sizeof *merge->inputs);
		return merge->inputs ? 0 : ENOMEM;
	case 'o':
		return cli_take_name(&merge->file, argument, "-o", "store");
	case KEY_ANONYMOUS:
		merge->anonymous = true;
		return 0;
	case ARGP_KEY_ARG:
		merge->inputs[merge->nr_inputs++] = argument;
		return 0;
	case ARGP_KEY_END:
		if (!merge->file)
			return cli_refuse_text("merge: into which store? name it with -o fleet.db");
		return 0;
	default:
		return ARGP_ERR_UNKNOWN;
	}
}

static const struct argp_option options[] = {
    {"output", 'o', "STORE", 0, "The store, one SQLite file; made if it is not there", 0},
    {"anonymous", KEY_ANONYMOUS, NULL, 0,
     "Leave out who it was: no names of hosts or users, no paths", 0},
    {0},
};

static const struct argp argp = {
    .options = options,
    .parser = parse,
    .args_doc = "DIR|FILE.racelab...",
    .doc =
	"Puts runs, of this machine and of others, into one store, which show, plot, report and "
	"check read like a result directory. Of a folder of runs, as shards leave it, all are "
	"taken. A run that is in it already is not taken twice; one "
	"that has grown since is brought up to date. What is torn or no run is refused with a "
	"line, the others are taken, and the exit code is 64. Without a directory, a store of an "
	"older racelab is brought up to date. Results of labs and of racelab explore stay where "
	"they are; "
	"which, is said."
	"\vExamples:\n"
	"  racelab merge node1 node2 node3 -o fleet.db\n"
	"  racelab merge *.racelab -o class.db --anonymous && racelab report class.db\n"
	"  sqlite3 fleet.db 'SELECT * FROM medians WHERE sync = \"mutex\"'",
};

static void say_torn(const char *input)
{
	fprintf(stderr,
		"racelab: merge: %s/trials.csv: its last line was cut off and is left out\n",
		input);
}

static void say_outside(const char *input)
{
	char what[256];

	if (*outside_format(input, what, sizeof what))
		fprintf(stderr, "racelab: merge: %s: a store has runs; left out: its %s\n", input,
			what);
}

static bool is_file(const char *input)
{
	struct stat status;

	return stat(input, &status) == 0 && S_ISREG(status.st_mode);
}

// Takes one in, or says why not. Returns an exit code; after EXIT_MACHINE it is no use to go on.
static int take(struct merge *merge, struct intake *intake, const char *input)
{
	struct intake_result result = {0};
	struct complaint c;

	bool file = is_file(input);
	int failed = file ? intake_pack(intake, input, &result, &c)
			  : intake_directory(intake, input, &result, &c);

	if (!file)
		say_outside(input);
	if (!failed) {
		merge->of_kind[result.kind]++;
		if (result.torn)
			say_torn(input);
		return EXIT_DONE;
	}
	merge->refused += c.kind == COMPLAINT_USER;
	complain_at(&c, "merge");
	return cli_complain(&c);
}

// What was named: a run, or a folder of some.
static int take_named(struct merge *merge, struct intake *intake, const char *input)
{
	struct folder folder;
	int code = EXIT_DONE;

	if (folder_list(&folder, input))
		abort(); /* no memory */
	if (!folder.nr)
		code = take(merge, intake, input);
	for (size_t i = 0; i < folder.nr && code != EXIT_MACHINE; i++) {
		int one = take(merge, intake, folder.path[i]);

		code = one ? one : code;
	}
	folder_fini(&folder);
	return code;
}

static int take_all(struct merge *merge, struct store *store)
{
	struct intake intake;
	struct complaint c;
	int code = EXIT_DONE;

	if (intake_init(&intake, store, merge->anonymous, &c))
		return cli_complain(&c);
	for (size_t i = 0; i < merge->nr_inputs && code != EXIT_MACHINE; i++) {
		int one = take_named(merge, &intake, merge->inputs[i]);

		code = one ? one : code;
	}
	intake_fini(&intake);
	return code;
}

static int announce(const struct merge *merge, const struct store *store, struct complaint *c)
{
	struct store_count count;

	if (store_count(&count, store, c))
		return -1;
	printf("%s: %zu machine%s, %zu run%s, %zu trials (%zu new, %zu grown, %zu known, %zu "
	       "refused)\n",
	       merge->file, count.machines, count.machines == 1 ? "" : "s", count.runs,
	       count.runs == 1 ? "" : "s", count.trials, merge->of_kind[INTAKE_NEW],
	       merge->of_kind[INTAKE_GROWN], merge->of_kind[INTAKE_SAME], merge->refused);
	return fflush(stdout) ? complain_machine(c, "standard output: cannot be written") : 0;
}

static int merge_all(struct merge *merge)
{
	struct store store;
	struct complaint c;
	int code = store_edit(&store, merge->file, &c) ? cli_complain(&c) : EXIT_DONE;

	if (code == EXIT_DONE) {
		code = take_all(merge, &store);
		if (code != EXIT_MACHINE && announce(merge, &store, &c))
			code = cli_complain(&c);
	}
	store_close(&store);
	return code;
}

int merge_main(int argc, char **argv)
{
	struct merge merge = {0};
	int code = cli_parse(&argp, argc, argv, &merge);

	if (!code)
		code = merge_all(&merge);
	free(merge.inputs);
	return code;
}
