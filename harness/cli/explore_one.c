// SPDX-License-Identifier: MIT

// racelab explore NAME: one program under one model or all of them; what it says of each, and of
// the first that goes wrong the witness.

#include <errno.h>
#include <inttypes.h>
#include <jansson.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "harness/cli/cli.h"
#include "harness/cli/explore_chosen.h"
#include "harness/cli/explore_options.h"
#include "harness/cli/explore_ways.h"
#include "harness/explore/target.h"
#include "harness/interrupt.h"
#include "harness/complaint.h"
#include "harness/explore/explore.h"
#include "harness/explore/found.h"
#include "harness/explore/limit.h"
#include "harness/explore/replay/measure.h"
#include "harness/explore/telling/dot.h"
#include "harness/explore/telling/json.h"
#include "harness/explore/telling/outcomes.h"
#include "harness/explore/telling/schedule.h"
#include "harness/explore/telling/sentence.h"
#include "harness/explore/telling/subject.h"
#include "harness/explore/telling/witness.h"
#include "harness/explore/weaken.h"
#include "harness/machine/probe.h"
#include "harness/machine/topology.h"
#include "harness/terminal/terminal.h"

struct one {
	const struct explore_asked *asked;
	struct chosen chosen;
	struct bench bench;
	struct found found;
	json_t *told;	       /* with --json: what is said of each model */
	bool witnessed;	       /* a witness was shown already */
	bool kept;	       /* and written to files, */
	enum model kept_model; /* under this one */
	bool measured;
	struct measured seen; /* by real tasks */
	int worst;	      /* exit code so far */
};

// How far a search is, on a terminal, ten times a second.
static void tell_progress(void *context, const char *what, uint64_t nr)
{
	uint64_t *painted_ns = context, now_ns = probe_now_ns();

	if (now_ns - *painted_ns < 100000000)
		return;
	*painted_ns = now_ns;
	fprintf(stderr, "\r\033[K%" PRIu64 " %s", nr, what);
	fflush(stderr);
}

static void wipe_progress(void)
{
	if (terminal_redraws(stderr))
		fputs("\r\033[K", stderr);
}

static int exit_of(const struct found *found)
{
	switch (found_verdict(found)) {
	case FOUND_PROVED:
		return EXIT_DONE;
	case FOUND_VIOLATED:
		return EXIT_FAIL;
	default:
		return EXIT_MACHINE;
	}
}

static FILE *open_output(const char *file, struct complaint *c)
{
	FILE *out = strcmp(file, "-") == 0 ? stdout : fopen(file, "w");

	if (!out)
		complain_machine(c, "%s: %s", file, strerror(errno));
	return out;
}

static int close_output(FILE *out, const char *file, struct complaint *c)
{
	bool bad = fflush(out) || ferror(out);

	if (out != stdout && fclose(out))
		bad = true;
	return bad ? complain_machine(c, "%s: %s", file, strerror(errno)) : 0;
}

// The schedule and the picture of the first witness there is.
static int keep(struct one *one, const struct subject *subject, struct complaint *c)
{
	const struct wrong *wrong = &one->found.wrong[0];
	FILE *out;

	if (one->kept || !one->found.nr_wrongs || !wrong->witness.event)
		return 0;
	one->kept = true;
	one->kept_model = subject->model;
	if (one->asked->save) {
		out = open_output(one->asked->save, c);
		if (!out)
			return -1;
		schedule_put(out, subject, &wrong->witness);
		if (close_output(out, one->asked->save, c))
			return -1;
	}
	if (one->asked->dot) {
		out = open_output(one->asked->dot, c);
		if (!out)
			return -1;
		dot_print(out, subject, wrong);
		if (close_output(out, one->asked->dot, c))
			return -1;
	}
	return 0;
}

// Where to go on from here.
static void hint(const struct one *one)
{
	char race[PATH_MAX + 80];

	if (one->asked->save && one->kept && one->kept_model == MODEL_SC)
		fprintf(stderr, "racelab: to see real tasks do it: racelab explore --replay %s\n",
			one->asked->save);
	else if (one->asked->save && one->kept)
		fprintf(stderr,
			"racelab: what %s allows cannot be forced on real tasks, but raced for: "
			"%s\n",
			model_name(one->kept_model),
			chosen_raced_by(one->chosen.target.name, one->asked->exercise, race,
					sizeof race));
	else if ((one->asked->save || one->asked->dot) && !one->kept)
		fprintf(stderr, "racelab: nothing went wrong, so there is no witness to write\n");
}

// What is violated counts more than what is incomplete.
static void note_exit(struct one *one, int code)
{
	if (one->worst == EXIT_DONE || (one->worst == EXIT_MACHINE && code == EXIT_FAIL))
		one->worst = code;
}

static const struct measured *measured_of(const struct one *one)
{
	return one->measured ? &one->seen : NULL;
}

static void show(struct one *one, const struct subject *subject)
{
	sentence_print(stdout, subject, &one->found);
	if (one->found.nr_outcomes > 1 || one->chosen.ops || one->measured)
		outcomes_print(stdout, subject, &one->found, measured_of(one));
	for (size_t i = 0; i < one->found.nr_wrongs && !one->witnessed; i++) {
		putchar('\n');
		witness_print(stdout, subject, &one->found.wrong[i]);
	}
	one->witnessed |= one->found.nr_wrongs != 0;
	fflush(stdout);
}

// What real tasks did, against what the model allows: a machine that does more than a model which
// it keeps to makes the model, or the search, or the machine wrong, and must not pass by.
static void judge_measured(struct one *one, enum model model)
{
	char what[160];

	if (!one->measured || !model_kept_here(model) ||
	    !measured_forbidden(&one->seen, &one->found, what, sizeof what))
		return;
	fprintf(stderr, "racelab: %s: real tasks did what %s forbids: %s\n",
		one->chosen.target.name, model_name(model), what);
	note_exit(one, EXIT_FAIL);
}

static int under_model(struct one *one, enum model model, struct complaint *c)
{
	const struct explore_asked *asked = one->asked;
	uint64_t painted_ns = probe_now_ns() + 300000000; /* what is soon done says nothing */
	struct limit limit = {
	    .end_ns = asked->limit_ns ? probe_now_ns() + asked->limit_ns : 0,
	    .memory_bytes = asked->memory_bytes,
	    .tell = terminal_redraws(stderr) ? tell_progress : NULL,
	    .context = &painted_ns,
	};
	struct subject subject;

	if (explore_weakened(&one->bench, asked->weakening, asked->nr_weakenings, model, &limit,
			     &one->found, c))
		return -1;
	wipe_progress();
	subject = chosen_subject(&one->chosen, &one->bench, model);
	if (asked->json)
		json_array_append_new(one->told,
				      found_json(&subject, &one->found, measured_of(one)));
	else
		show(one, &subject);
	note_exit(one, exit_of(&one->found));
	judge_measured(one, model);
	if (keep(one, &subject, c))
		return -1;
	found_fini(&one->found);
	return 0;
}

static int measure(struct one *one, struct complaint *c)
{
	const struct explore_asked *asked = one->asked;
	struct topology topology;
	int error;

	if (!asked->measure)
		return 0;
	if (topology_load(&topology, c))
		return -1;
	error = measure_run(&one->chosen.source, asked->measure, 0, &topology, &one->seen, c);
	topology_fini(&topology);
	one->measured = !error;
	return error;
}

static void print_measured(const struct one *one)
{
	const struct measured *seen = &one->seen;

	printf("raced %lu times by %u threads in %.1f s", seen->times, seen->nr_tasks,
	       seen->seconds);
	if (seen->failed)
		printf(", an assertion failed %lu times", seen->failed);
	if (seen->crashed)
		printf(", crashed %lu times", seen->crashed);
	if (seen->hung)
		printf(", hung %lu times", seen->hung);
	printf("%s\n\n", seen->shared_pus ? "; there are fewer PUs than tasks" : "");
}

static void print_json(const struct one *one, bool several)
{
	json_dumpf(several ? one->told : json_array_get(one->told, 0), stdout, JSON_INDENT(2));
	putchar('\n');
}

static int under_models(struct one *one, struct complaint *c)
{
	unsigned nr = 0;

	for (int model = 0; model < NR_MODELS && !interrupt_waits(); model++) {
		if (!one->chosen.models[model])
			continue;
		if (nr++ && !one->asked->json)
			putchar('\n');
		if (under_model(one, (enum model)model, c))
			return -1;
	}
	if (one->asked->json)
		print_json(one, nr > 1);
	return 0;
}

int explore_one(const struct explore_asked *asked, const char *root)
{
	static struct one one;
	struct complaint c;
	int status;

	one = (struct one){.asked = asked, .told = json_array()};
	status = chosen_open(&one.chosen, asked, root, &c);
	if (!status)
		status = bench_open(&one.bench, &one.chosen.source, one.chosen.target.name, &c);
	if (!status)
		status = measure(&one, &c);
	if (!status && one.measured && !asked->json)
		print_measured(&one);
	if (!status)
		status = under_models(&one, &c);
	wipe_progress();
	if (!status)
		hint(&one);
	bench_close(&one.bench);
	chosen_close(&one.chosen);
	json_decref(one.told);
	if (status)
		return cli_complain(&c);
	return interrupt_waits() ? EXIT_SIGNAL + interrupt_waits() : one.worst;
}
