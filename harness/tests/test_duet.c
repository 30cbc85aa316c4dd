// SPDX-License-Identifier: MIT

// racelab duet from end to end: it finds what is slower and passes what is not, says what a user
// did wrong, and leaves nothing running however it ends. Differences are far larger than any
// disturbance; no test here tells how fast anything is.

#include <criterion/criterion.h>
#include <jansson.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "harness/data/rows.h"
#include "harness/machine/probe.h"
#include "harness/tests/program.h"

#define LENGTH(array) (sizeof(array) / sizeof((array)[0]))

TestSuite(duet, .init = program_enter, .fini = program_leave, .timeout = 120);

static const struct surroundings usual;

/* One case, in which tasks do not wait for each other. */
#define ONE_CASE "--structure variable --task thread --count 1"

static const char *racelab(void)
{
	const char *path = getenv("RACELAB");

	return path ? path : RACELAB_ROOT "/build/release/racelab";
}

static void write_file(const char *path, const char *text)
{
	FILE *file = fopen(path, "w");

	cr_assert(file && fputs(text, file) >= 0);
	cr_assert_eq(fclose(file), 0);
}

// An executable of that name: a shell script in which %s is the real program.
static void write_script(const char *path, const char *format)
{
	char *text;

	cr_assert(asprintf(&text, format, racelab()) > 0);
	write_file(path, text);
	cr_assert_eq(chmod(path, 0755), 0);
	free(text);
}

static void write_contenders(void)
{
	write_script("base", "#!/bin/sh\nexec '%s' \"$@\"\n");
	write_script("slow", "#!/bin/sh\nRACELAB_HANDICAP=30%% exec '%s' \"$@\"\n");
}

// Runs a duet, and fails unless it ends with that status.
static void run(struct program *program, int status, const char *arguments)
{
	program_run(program, &usual, arguments, status, NULL);
}

// The verdict as JSON, of a duet that ends with `status`.
static json_t *run_json(int status, const char *arguments)
{
	struct program program;
	json_error_t error;
	char *line;
	json_t *verdict;

	cr_assert(asprintf(&line, "%s --format json", arguments) > 0);
	run(&program, status, line);
	cr_expect_str_eq(program.err.text, "");
	verdict = json_loads(program.out.text, 0, &error);
	cr_assert(verdict, "%s: %s", arguments, error.text);
	program_fini(&program);
	free(line);
	return verdict;
}

static const char *text_at(const json_t *object, const char *name)
{
	const char *text = json_string_value(json_object_get(object, name));

	return text ? text : "";
}

static json_t *case_at(const json_t *verdict, size_t i)
{
	return json_array_get(json_object_get(verdict, "cases"), i);
}

static json_t *comparison_of(const json_t *verdict, size_t i)
{
	return json_object_get(case_at(verdict, i), "comparison");
}

static double ratio_of(const json_t *verdict, size_t i)
{
	const json_t *ratio = json_object_get(comparison_of(verdict, i), "ratio");

	return json_number_value(json_object_get(ratio, "median"));
}

// The finding of that rule about case i; NULL if there is none.
static const json_t *find(const json_t *verdict, const char *rule, size_t in_case)
{
	json_t *finding;
	size_t i;

	json_array_foreach(json_object_get(verdict, "findings"), i, finding)
	{
		const json_t *which = json_object_get(finding, "case");

		if (strcmp(text_at(finding, "rule"), rule) == 0 && json_is_integer(which) &&
		    (size_t)json_integer_value(which) == in_case)
			return finding;
	}
	return NULL;
}

Test(duet, passes_the_same_executable_twice)
{
	json_t *verdict, *side;
	char *line;

	cr_assert(asprintf(&line, "duet %s %s " ONE_CASE " --sync fetch_add --budget 1s", racelab(),
			   racelab()) > 0);
	verdict = run_json(0, line);
	cr_expect_str_eq(text_at(verdict, "command"), "duet");
	cr_expect_str_eq(text_at(verdict, "verdict"), "pass");
	cr_expect_str_eq(text_at(verdict, "base"), racelab());
	cr_expect_str_eq(text_at(verdict, "head"), racelab());
	cr_expect_eq(json_integer_value(json_object_get(verdict, "failures")), 0);
	cr_expect_str_eq(text_at(case_at(verdict, 0), "name"),
			 "variable fetch_add thread 1 compact");
	cr_expect_geq(json_integer_value(json_object_get(comparison_of(verdict, 0), "pairs")), 10);
	cr_expect(strcmp(text_at(comparison_of(verdict, 0), "stopped_by"), "budget") == 0 ||
		  strcmp(text_at(comparison_of(verdict, 0), "stopped_by"), "precision") == 0);
	side = json_object_get(verdict, "machine");
	cr_expect(json_is_object(json_object_get(side, "racelab")));
	cr_expect(json_is_object(json_object_get(side, "racelab_of_base")));
	cr_expect(json_is_object(json_object_get(side, "host")));
	json_decref(verdict);
	free(line);
}

// The ratio of a head with that handicap; a disturbance as long as the whole duet is unlikely, and
// three of them are more so.
static void expect_slower(const char *arguments, double least, double most)
{
	double ratio = 0;

	for (int again = 0; again < 3 && !(ratio > least && ratio < most); again++) {
		json_t *verdict = run_json(1, arguments);

		cr_expect_str_eq(text_at(verdict, "verdict"), "fail");
		cr_expect(find(verdict, "slower", 0));
		cr_expect(strstr(text_at(find(verdict, "slower", 0), "sentence"),
				 "variable fetch_add thread 1 compact: "));
		cr_expect_str_eq(text_at(comparison_of(verdict, 0), "judgement"), "slower");
		ratio = ratio_of(verdict, 0);
		json_decref(verdict);
	}
	cr_expect(ratio > least && ratio < most, "%g", ratio);
}

Test(duet, finds_an_executable_that_is_slower)
{
	write_contenders();
	expect_slower("duet ./base ./slow " ONE_CASE
		      " --sync fetch_add --budget 20s --precision 6%",
		      0.55, 0.85);
}

// The same by a spec file, whose window is longer, and two tasks that take turns on each PU.
Test(duet, finds_it_by_a_spec_file)
{
	json_t *verdict;

	write_contenders();
	write_file("ci.ini", "[run]\nwindow = 2ms\n\n[all]\nstructure = variable\ntask = thread\n"
			     "sync = none, mutex\ncount = 1\n");
	verdict =
	    run_json(1, "duet ./base ./slow ci.ini --budget 20s --precision 6% --threshold 8%");
	cr_expect_eq(json_array_size(json_object_get(verdict, "cases")), 2);
	for (size_t i = 0; i < 2; i++)
		cr_expect(find(verdict, "slower", i), "case %zu: %g", i, ratio_of(verdict, i));
	json_decref(verdict);
}

// How much of the window a handicapped racelab is idle, beside one that is not.
Test(duet, finds_as_much_as_the_handicap_is)
{
	write_contenders();
	write_script("slow", "#!/bin/sh\nRACELAB_HANDICAP=20%% exec '%s' \"$@\"\n");
	expect_slower("duet ./base ./slow " ONE_CASE
		      " --sync fetch_add --budget 20s --precision 6% --threshold 5%",
		      0.7, 0.9);
}

Test(duet, a_handicap_is_told_in_every_row)
{
	struct rows rows;

	setenv("RACELAB_HANDICAP", "20%", 1);
	program_expect("run --structure variable --sync mutex --count 1,2 --window 1ms --blocks 2 "
		       "-o slow",
		       0, NULL);
	program_rows(&rows, "slow");
	cr_expect_gt(rows.nr_rows, 0);
	for (size_t i = 0; i < rows.nr_rows; i++) {
		cr_expect_str_eq(rows.row[i].outcome, "ok");
		cr_expect(strstr(rows.row[i].detail, "handicap 20 %"), "%s", rows.row[i].detail);
		cr_expect_eq(rows.row[i].lost, 0);
	}
	rows_fini(&rows);
	setenv("RACELAB_HANDICAP", "91%", 1);
	program_expect("run --sync none -o none", 64,
		       "racelab: RACELAB_HANDICAP: '91%' is no percentage of 0% to 90%\n");
	unsetenv("RACELAB_HANDICAP");
}

#define STRATEGIES "--structure variable --task thread --count 1-2 --budget 20s --precision 30%"

Test(duet, finds_the_slower_of_two_strategies)
{
	json_t *verdict = run_json(1, "duet sync:fetch_add sync:mutex " STRATEGIES);

	cr_expect_eq(json_array_size(json_object_get(verdict, "cases")), 2);
	for (size_t i = 0; i < 2; i++)
		cr_expect(find(verdict, "slower", i), "case %zu: %g", i, ratio_of(verdict, i));
	cr_expect_str_eq(text_at(case_at(verdict, 1), "name"), "variable thread 2 compact");
	json_decref(verdict);
}

Test(duet, passes_the_faster_of_two_strategies)
{
	json_t *verdict = run_json(0, "duet sync:mutex sync:fetch_add " STRATEGIES);

	for (size_t i = 0; i < 2; i++)
		cr_expect(find(verdict, "faster", i), "case %zu: %g", i, ratio_of(verdict, i));
	cr_expect_str_eq(text_at(verdict, "verdict"), "pass");
	json_decref(verdict);
}

// HEAD does not know the structure that some cases are on.
Test(duet, a_case_that_one_side_refuses_is_listed_and_does_not_fail)
{
	struct program program;
	json_t *verdict;

	write_contenders();
	write_script("older", "#!/bin/sh\nsed -u 's/\"array\"/\"arrow\"/' | '%s' \"$@\"\n");
	verdict =
	    run_json(0, "duet ./base ./older --structure variable,array --task thread --count 1 "
			"--sync fetch_add --budget 200ms");
	cr_expect_eq(json_array_size(json_object_get(verdict, "cases")), 2);
	cr_expect(find(verdict, "only-base", 1));
	cr_expect(strstr(text_at(find(verdict, "only-base", 1), "sentence"),
			 "HEAD: structure: 'arrow' is no structure"),
		  "%s", text_at(find(verdict, "only-base", 1), "sentence"));
	cr_expect_null(find(verdict, "only-base", 0));
	cr_expect_gt(json_integer_value(json_object_get(comparison_of(verdict, 0), "pairs")), 0);
	json_decref(verdict);
	run(&program, 64, "duet ./base ./older --structure array --count 1 --sync fetch_add");
	cr_expect(
	    strncmp(program.err.text, "racelab: HEAD: structure: 'arrow' is no structure", 49) == 0,
	    "%s", program.err.text);
	cr_expect_str_eq(program.out.text, "");
	program_fini(&program);
}

// What a side that broke off in the middle had measured is shown, but as cut short.
Test(duet, a_side_that_ends_is_the_machines_fault)
{
	struct program program;

	write_contenders();
	write_script("mortal", "#!/bin/sh\nsed -u 30q | '%s' \"$@\"\n");
	run(&program, 2, "duet ./base ./mortal " ONE_CASE " --sync none --budget 1s");
	cr_expect(strstr(program.out.text, "; stopped by the end of a side in case 1 of 1"), "%s",
		  program.out.text);
	cr_expect_str_eq(program.err.text, "racelab: HEAD: ./mortal: it ended without an answer\n");
	cr_expect_eq(program_nr_processes(&program), 0);
	program_fini(&program);
}

static long nr_lines(const char *path)
{
	char *text = access(path, F_OK) == 0 ? program_read(path, NULL) : strdup("");
	long nr = 0;

	for (const char *at = text; (at = strchr(at, '\n')); at++)
		nr++;
	free(text);
	return nr;
}

// What lies differently after each start is drawn anew only if both are started anew. One start
// more is the first, which tells whether they are racelabs.
Test(duet, executes_both_sides_anew_for_each_instance)
{
	static const char arguments[] =
	    "duet ./base ./head " ONE_CASE " --sync none,mutex --budget 400ms --precision 0%";
	long nr_instances = 0;
	json_t *verdict;

	write_script("base", "#!/bin/sh\necho >>base.starts\nexec '%s' \"$@\"\n");
	write_script("head", "#!/bin/sh\necho >>head.starts\nexec '%s' \"$@\"\n");
	verdict = run_json(0, arguments);
	for (size_t i = 0; i < 2; i++) {
		json_t *comparison = comparison_of(verdict, i), *ratio;
		long instances = json_integer_value(json_object_get(comparison, "instances"));

		ratio = json_object_get(comparison, "ratio");
		cr_expect_geq(instances, 1);
		cr_expect_eq(json_integer_value(json_object_get(ratio, "n")), instances);
		cr_expect_geq(json_integer_value(json_object_get(comparison, "pairs")),
			      20 * instances);
		nr_instances += instances;
	}
	json_decref(verdict);
	cr_expect_eq(nr_lines("base.starts"), nr_instances + 1);
	cr_expect_eq(nr_lines("head.starts"), nr_instances + 1);
}

// A side that takes 0.3 s to start has no more than four instances in 1 s.
Test(duet, counts_starts_as_part_of_the_budget)
{
	uint64_t begin_ns = probe_now_ns();
	json_t *verdict, *comparison;

	write_contenders();
	write_script("late", "#!/bin/sh\nsleep 0.3\nexec '%s' \"$@\"\n");
	verdict =
	    run_json(0, "duet ./base ./late " ONE_CASE " --sync none --budget 1s --precision 0%");
	cr_expect_lt(probe_now_ns() - begin_ns, 10000000000);
	comparison = comparison_of(verdict, 0);
	cr_expect_str_eq(text_at(comparison, "stopped_by"), "budget");
	cr_expect_str_eq(text_at(comparison, "judgement"), "undecided");
	cr_expect_geq(json_integer_value(json_object_get(comparison, "instances")), 1);
	cr_expect_leq(json_integer_value(json_object_get(comparison, "instances")), 4);
	json_decref(verdict);
}

Test(duet, a_side_that_ends_at_a_later_start_is_lost)
{
	struct program program;

	write_contenders();
	write_script("mortal", "#!/bin/sh\necho >>starts\nif [ $(wc -l <starts) -ge 3 ]\n"
			       "then echo no more >&2; exit 3; fi\nexec '%s' \"$@\"\n");
	run(&program, 2, "duet ./base ./mortal " ONE_CASE " --sync none --budget 10s");
	cr_expect(strstr(program.out.text, "; stopped by the end of a side in case 1 of 1"), "%s",
		  program.out.text);
	cr_expect_str_eq(program.err.text, "racelab: HEAD: ./mortal: start 3: it ended without an "
					   "answer; it said: no more\n");
	cr_expect_eq(program_nr_processes(&program), 0);
	cr_expect_eq(nr_lines("starts"), 3);
	program_fini(&program);
}

struct mistake {
	const char *arguments;
	const char *line; /* behind "racelab: " */
};

Test(duet, says_what_is_wrong)
{
	static const struct mistake mistakes[] = {
	    {"duet", "which two? give BASE and HEAD: two racelab executables, or sync:NAME "
		     "sync:NAME"},
	    {"duet sync:mutex", "which two? give BASE and HEAD: two racelab executables, or "
				"sync:NAME sync:NAME"},
	    {"duet sync:mutex ./base", "BASE and HEAD are two executables, or two strategies "
				       "(sync:NAME sync:NAME), not one of each"},
	    {"duet ./base sync:mutex", "BASE and HEAD are two executables, or two strategies "
				       "(sync:NAME sync:NAME), not one of each"},
	    {"duet sync:mutex sync:cas --sync none",
	     "--sync: BASE and HEAD name the strategies already"},
	    {"duet sync:mutx sync:mutex",
	     "BASE: 'mutx' is no strategy; did you mean 'mutex'? see racelab list"},
	    {"duet sync:mutex sync:mutx",
	     "HEAD: 'mutx' is no strategy; did you mean 'mutex'? see racelab list"},
	    {"duet sync: sync:mutex", "BASE: nothing is given; give one value at least"},
	    {"duet sync:mutex sync:locked",
	     "HEAD: sync:locked is more than one strategy; name one"},
	    {"duet sync:mutex sync:cas,none",
	     "HEAD: sync:cas,none is more than one strategy; name one"},
	    {"duet ./base ./base ops.ini",
	     "ops.ini:3: ops: a duet is raced in windows, not with fixed work; leave it out"},
	    {"duet ./base ./base --ops 5", "unknown option '--ops'; see racelab duet --help"},
	    {"duet ./base ./base none.ini",
	     "cannot read none.ini: No such file or directory; give a spec file"},
	    {"duet ./base ./base good.ini more",
	     "superfluous argument 'more'; see racelab duet --help"},
	    {"duet ./base ./base --threshold 0",
	     "--threshold: 0 would call any difference too slow; give a percentage above 0"},
	    {"duet ./base ./base --threshold x", "--threshold: 'x' is no percentage of 0% to 99%"},
	    {"duet ./base ./base --precision x", "--precision: 'x' is no percentage of 0% to 100%"},
	    {"duet ./base ./base --budget 0", "--budget: 0 is too small; use 10ms to 60min"},
	    {"duet ./base ./base --budget 5",
	     "--budget: '5' needs a unit; use ns, us, ms, s or min, as 20ms"},
	    {"duet ./base ./base --window 1us", "--window: 1us is too small; use 100us to 60min"},
	    {"duet ./base ./base -o ", "-o: the name is empty; name a file"},
	    {"duet ./base nowhere", "HEAD: nowhere: No such file or directory"},
	    {"duet ops.ini ./base",
	     "BASE: ops.ini: this is no executable; give a racelab, or sync:NAME"},
	    {"duet ./base .", "HEAD: .: this is no executable; give a racelab, or sync:NAME"},
	    {"duet ./base /bin/true",
	     "HEAD: /bin/true: this is no racelab with the serve command (from version 0.1.0 on)"},
	};

	write_contenders();
	write_file("ops.ini", "[run]\n; fixed work\nops = 5\n");
	write_file("good.ini", "[all]\nsync = none\ncount = 1\n");
	for (size_t i = 0; i < LENGTH(mistakes); i++) {
		struct program program;
		char *line;

		cr_assert(asprintf(&line, "racelab: %s\n", mistakes[i].line) > 0);
		program_start(&program, &usual, mistakes[i].arguments);
		program_wait(&program);
		cr_expect_eq(program.status, 64, "racelab %s: %d", mistakes[i].arguments,
			     program.status);
		cr_expect_str_eq(program.err.text, line, "racelab %s: said\n%snot\n%s",
				 mistakes[i].arguments, program.err.text, line);
		cr_expect_str_eq(program.out.text, "");
		program_fini(&program);
		free(line);
	}
}

// Processes of a duet that races: itself, two servers, and a sandbox of each.
enum {
	NR_RACING = 5,
};

static void start_endless(struct program *program, const char *arguments, unsigned nr_processes)
{
	uint64_t deadline_ns = probe_now_ns() + 30000000000;
	char *line;

	cr_assert(
	    asprintf(&line, "duet %s " ONE_CASE " --budget 10min --precision 0%%", arguments) > 0);
	program_start(program, &usual, line);
	free(line);
	while (program_nr_processes(program) < nr_processes && probe_now_ns() < deadline_ns)
		usleep(10000);
	usleep(300000); /* so that some rounds are done */
}

// What dies with its parent may take a moment.
static void expect_nothing_left(const struct program *program)
{
	uint64_t deadline_ns = probe_now_ns() + 5000000000;

	while (program_nr_processes(program) && probe_now_ns() < deadline_ns)
		usleep(10000);
	cr_expect_eq(program_nr_processes(program), 0);
}

Test(duet, ends_with_what_it_has_when_it_is_interrupted)
{
	static const int signals[] = {SIGINT, SIGTERM};

	for (size_t i = 0; i < LENGTH(signals); i++) {
		struct program program;
		char *stopped;

		start_endless(&program, "sync:none sync:fetch_add", NR_RACING);
		kill(program.pid, signals[i]);
		program_wait(&program);
		cr_expect_eq(program.status, 128 + signals[i]);
		cr_assert(
		    asprintf(&stopped, "; stopped by signal %d in case 1 of 1\n", signals[i]) > 0);
		cr_expect(strstr(program.out.text, stopped), "%s", program.out.text);
		cr_expect(strstr(program.out.text, "variable thread 1 compact"), "%s",
			  program.out.text);
		cr_expect_str_eq(program.err.text, "");
		cr_expect_eq(program_nr_processes(&program), 0, "something is left");
		program_fini(&program);
		free(stopped);
	}
}

// Between two instances no side races: one of them is not even there.
Test(duet, ends_with_what_it_has_when_it_is_interrupted_at_a_start)
{
	uint64_t deadline_ns = probe_now_ns() + 30000000000;
	struct program program;

	write_contenders();
	write_script("slow", "#!/bin/sh\necho >>starts\nif [ $(wc -l <starts) -ge 3 ]\n"
			     "then exec sleep 1000; fi\nexec '%s' \"$@\"\n");
	program_start(&program, &usual,
		      "duet ./base ./slow " ONE_CASE " --sync none --budget 10min");
	while (nr_lines("starts") < 3 && probe_now_ns() < deadline_ns)
		usleep(10000);
	usleep(100000);
	kill(program.pid, SIGINT);
	program_wait(&program);
	cr_expect_eq(program.status, 128 + SIGINT);
	cr_expect(strstr(program.out.text, "; stopped by signal 2 in case 1 of 1\n"), "%s",
		  program.out.text);
	cr_expect(strstr(program.out.text, " 1 interrupt\n"), "%s", program.out.text);
	cr_expect_str_eq(program.err.text, "");
	cr_expect_eq(program_nr_processes(&program), 0, "something is left");
	program_fini(&program);
}

static void expect_all_killed(const char *arguments, unsigned nr_processes)
{
	struct program program;

	start_endless(&program, arguments, nr_processes);
	kill(program.pid, SIGKILL);
	program_wait(&program);
	cr_expect_eq(program.status, 128 + SIGKILL);
	expect_nothing_left(&program);
	program_fini(&program);
}

Test(duet, takes_all_with_it_when_it_is_killed)
{
	write_contenders();
	write_script("piped", "#!/bin/sh\ncat | '%s' \"$@\"\n"); /* not only our own child */
	expect_all_killed("./base ./piped --sync none", NR_RACING);
}

// It does not look at its pipe, and so does not see that it was closed.
Test(duet, takes_a_side_with_it_that_is_stuck)
{
	write_contenders();
	write_script("stuck",
		     "#!/bin/sh\n: '%s'\necho '{\"racelab\": \"0.1.0\", \"protocol\": 1}'\n"
		     "exec sleep 1000\n");
	expect_all_killed("./base ./stuck --sync none", 3); /* a sandbox may not be there yet */
}

Test(duet, complains_of_an_output_that_is_full)
{
	const struct surroundings full = {.full_output = true};
	struct program program;

	program_run(&program, &full, "duet sync:none sync:none " ONE_CASE " --budget 50ms", 2,
		    NULL);
	cr_expect(strstr(program.err.text, "No space left on device"), "%s", program.err.text);
	cr_expect_eq(program_nr_processes(&program), 0);
	program_fini(&program);
}

Test(duet, writes_its_verdict_to_a_file)
{
	struct program program;
	char *text;

	run(&program, 0, "duet sync:none sync:none " ONE_CASE " --budget 50ms -o verdict.txt");
	cr_expect_str_eq(program.out.text, "");
	cr_expect(strncmp(program.err.text, "racelab: verdict.txt: PASS: ", 28) == 0, "%s",
		  program.err.text);
	text = program_read("verdict.txt", NULL);
	cr_expect(strncmp(text, "PASS: ", 6) == 0, "%s", text);
	free(text);
	program_fini(&program);
}
