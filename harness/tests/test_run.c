// SPDX-License-Identifier: MIT

// racelab run from end to end: real pinned tasks, and the files they leave behind.

#include <criterion/criterion.h>
#include <jansson.h>
#include <libxml/parser.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>
#include <time.h>
#include <unistd.h>

#include "harness/data/rows.h"
#include "harness/statistics/estimate.h"
#include "harness/tests/program.h"

TestSuite(run, .init = program_enter, .fini = program_leave, .timeout = 120);

static const struct surroundings usual;

static bool is(const char *word, const char *other)
{
	return strcmp(word, other) == 0;
}

// What holds in every row of a run in which nothing crashes.
static void expect_consistent(const struct rows *rows)
{
	for (size_t i = 0; i < rows->nr_rows; i++) {
		const struct row *row = &rows->row[i];

		cr_expect_str_eq(row->outcome, "ok", "%s: %s", row->outcome, row->detail);
		cr_expect_gt(row->ops, 0);
		cr_expect_eq(row->ops, row->observed + row->lost);
		if (row->count == 1 || !is(row->class, "unsynchronized"))
			cr_expect_eq(row->lost, 0, "%s %s %s %ld: %ld lost", row->structure,
				     row->sync, row->task, row->count, row->lost);
	}
}

// Every block is there and each of its positions, in their order, once.
static void expect_all_positions(const struct rows *rows, size_t nr_cases, size_t nr_blocks)
{
	cr_assert_eq(rows->nr_rows, nr_cases * nr_blocks, "%zu rows", rows->nr_rows);
	for (size_t i = 0; i < rows->nr_rows; i++) {
		cr_expect_eq(rows->row[i].block, (int64_t)(i / nr_cases));
		cr_expect_eq(rows->row[i].position, (int64_t)(i % nr_cases));
	}
}

// Each case once in a block: no two rows of one are of the same case.
static void expect_all_cases(const struct rows *rows, size_t nr_cases)
{
	for (size_t i = 0; i < rows->nr_rows; i++)
		for (size_t j = i + 1; j < rows->nr_rows && j / nr_cases == i / nr_cases; j++)
			cr_expect_not(row_same_case(&rows->row[i], &rows->row[j]),
				      "rows %zu and %zu", i, j);
}

static time_t parse_time(const char *text)
{
	struct tm utc = {0};
	const char *end = text ? strptime(text, "%Y-%m-%dT%H:%M:%SZ", &utc) : NULL;

	cr_assert(end && !*end, "%s is no time", text);
	return timegm(&utc);
}

static void expect_manifest(const char *path, int64_t seed, time_t before)
{
	json_t *json = json_load_file(path, 0, NULL);
	const char *name = NULL, *start = NULL, *end = NULL;
	struct utsname host;
	json_int_t recorded_seed = -1;

	uname(&host);
	cr_assert_eq(json_unpack(json, "{s:{s:s}, s:{s:I}, s:s, s:s}", "host", "name", &name,
				 "plan", "seed", &recorded_seed, "start", &start, "end", &end),
		     0);
	cr_expect_str_eq(name, host.nodename);
	cr_expect_eq(recorded_seed, seed);
	cr_expect_leq(before, parse_time(start));
	cr_expect_leq(parse_time(start), parse_time(end));
	cr_expect_leq(parse_time(end), time(NULL));
	json_decref(json);
}

static void expect_topology(const char *path)
{
	xmlDoc *document = xmlReadFile(path, NULL, XML_PARSE_NONET);

	cr_assert(document, "%s is not well-formed", path);
	cr_expect_str_eq((const char *)xmlDocGetRootElement(document)->name, "topology");
	xmlFreeDoc(document);
	xmlCleanupParser();
}

Test(run, the_matrix_leaves_every_trial_and_a_valid_directory)
{
	struct program run, show;
	struct rows rows;
	time_t before = time(NULL);

	program_run(&run, &usual,
		    "run --structure variable,array,hashtable --sync none,mutex,fetch_add "
		    "--task thread,process --count 1,2 --blocks 5 --window 20ms --seed 7 -o X",
		    0, NULL);
	program_rows(&rows, "X");
	cr_expect_not(rows.torn);
	expect_all_positions(&rows, 36, 5);
	expect_all_cases(&rows, 36);
	expect_consistent(&rows);
	expect_manifest("X/run.json", 7, before);
	expect_topology("X/topology.xml");
	program_run(&show, &usual, "show X --quiet", 0, "");
	cr_expect_str_eq(run.out.text, show.out.text);
	rows_fini(&rows);
	program_fini(&run);
	program_fini(&show);
}

static void expect_two_cpus(const char *cpus)
{
	int first = -1, second = -1, length = 0;

	sscanf(cpus, "%d %d%n", &first, &second, &length);
	cr_expect(length > 0 && !cpus[length], "'%s' are not two CPUs", cpus);
	cr_expect_neq(first, second);
}

// True if the tasks had their CPUs for themselves: with half of it gone to other work, two tasks
// may well take turns.
static bool undisturbed(const struct row *row)
{
	return (double)row->cpu_ns > 0.8 * (double)(row->count * row->elapsed_ns);
}

static void expect_race(const struct row *row)
{
	expect_two_cpus(row->cpus);
	cr_expect(!row->detail[0] || strncmp(row->detail, "disturbed: ", 11) == 0, "%s",
		  row->detail);
	if (is(row->sync, "none") && is(row->structure, "variable") && undisturbed(row))
		cr_expect_gt(row->lost, 0, "block %ld, %s", row->block, row->task);
}

static void expect_overlap(const struct rows *rows)
{
	double *overlap = calloc(rows->nr_rows, sizeof *overlap);
	struct estimate estimate;
	size_t nr = 0;

	for (size_t i = 0; i < rows->nr_rows; i++)
		if (undisturbed(&rows->row[i]))
			overlap[nr++] = rows->row[i].overlap;
	estimate = median_estimate(overlap, nr, 0.95);
	free(overlap);
	if (nr < rows->nr_rows / 3)
		cr_skip_test("other work takes the CPUs: nothing can be said of the overlap");
	cr_expect_gt(estimate.median, 0.9);
}

Test(run, two_tasks_run_at_once_apart_and_lose_updates_where_nothing_protects_them)
{
	struct rows rows;

	if (program_nr_cpus() < 2)
		cr_skip_test("only one CPU is allowed here: two tasks cannot run at once");
	program_expect("run --structure variable,array,hashtable --sync none,mutex,fetch_add "
		       "--task thread,process --count 2 --blocks 5 --window 20ms -o X",
		       0, NULL);
	program_rows(&rows, "X");
	expect_all_positions(&rows, 18, 5);
	expect_consistent(&rows);
	for (size_t i = 0; i < rows.nr_rows; i++)
		expect_race(&rows.row[i]);
	expect_overlap(&rows);
	rows_fini(&rows);
}

Test(run, fixed_work_is_done_exactly)
{
	struct rows rows;

	program_expect("run --structure variable,array,hashtable --task thread,process "
		       "--ops 1000000 --count 2 --sync none --blocks 1 -o X",
		       0, NULL);
	program_rows(&rows, "X");
	expect_all_positions(&rows, 6, 1);
	expect_consistent(&rows);
	for (size_t i = 0; i < rows.nr_rows; i++) {
		cr_expect_eq(rows.row[i].ops, 2000000);
		cr_expect_eq(rows.row[i].ops_min, 1000000);
		cr_expect_eq(rows.row[i].ops_max, 1000000);
		cr_expect_eq(rows.row[i].observed + rows.row[i].lost, 2000000);
	}
	rows_fini(&rows);
}

Test(run, a_thousand_tasks_count_exactly_and_end)
{
	struct rows rows;

	program_expect("run --structure variable --sync mutex --task thread,process --count 1000 "
		       "--ops 100 --blocks 1 -o X",
		       0, NULL);
	program_rows(&rows, "X");
	expect_all_positions(&rows, 2, 1);
	expect_consistent(&rows);
	for (size_t i = 0; i < rows.nr_rows; i++) {
		cr_expect_eq(rows.row[i].observed, 100000);
		if (program_nr_cpus() < 1000)
			cr_expect_str_eq(rows.row[i].detail, "oversubscribed");
	}
	rows_fini(&rows);
}

static void join_names(char *text, json_t *names)
{
	size_t i;
	json_t *name;

	text[0] = '\0';
	json_array_foreach(names, i, name)
	{
		/* lfht has kernels and kinds of tasks of its own; test_trial.c races it */
		if (strcmp(json_string_value(name), "lfht") != 0)
			text += sprintf(text, i ? ",%s" : "%s", json_string_value(name));
	}
}

static size_t nr_items(const char *list)
{
	size_t nr = 1;

	for (; *list; list++)
		nr += *list == ',';
	return nr;
}

// Two tasks and three, wherever the strategy says that it works.
static void expect_exact(const char *name, json_t *strategy)
{
	json_t *structures = json_object_get(strategy, "structures");
	json_t *tasks = json_object_get(strategy, "tasks");
	/* a strategy with limits may be one for two tasks */
	bool limited = strstr(json_string_value(json_object_get(strategy, "limits")), "at most 2 ");
	char arguments[512], structure_names[128], task_names[64];
	struct rows rows;
	size_t nr_cases;

	join_names(structure_names, structures);
	nr_cases = (limited ? 1 : 2) * json_array_size(tasks) * nr_items(structure_names);
	join_names(task_names, tasks);
	snprintf(arguments, sizeof arguments,
		 "run --structure %s --sync %s --task %s --count %s --blocks 2 --window 2ms -o %s",
		 structure_names, name, task_names, limited ? "2" : "2,3", name);
	program_expect(arguments, 0, NULL);
	program_rows(&rows, name);
	expect_all_positions(&rows, nr_cases, 2);
	for (size_t i = 0; i < rows.nr_rows; i++) {
		const struct row *row = &rows.row[i];

		cr_expect_str_eq(row->outcome, "ok", "%s: %s", name, row->detail);
		cr_expect_eq(row->lost, 0, "%s %s %s %ld: %ld lost", row->structure, name,
			     row->task, row->count, row->lost);
	}
	rows_fini(&rows);
}

Test(run, every_exact_strategy_loses_nothing)
{
	struct program list;
	json_t *json, *strategy;
	unsigned nr_exact = 0;
	size_t i;

	program_run(&list, &usual, "list --json", 0, "");
	json = json_loads(list.out.text, 0, NULL);
	cr_assert(json);
	json_array_foreach(json_object_get(json, "strategies"), i, strategy)
	{
		if (!json_is_true(json_object_get(strategy, "exact")))
			continue;
		expect_exact(json_string_value(json_object_get(strategy, "name")), strategy);
		nr_exact++;
	}
	cr_expect_geq(nr_exact, 3); /* mutex, fetch_add and cas */
	json_decref(json);
	program_fini(&list);
}

// The rows of a short run of six cases in four blocks with that seed.
static void run_with_seed(struct rows *rows, const char *seed, const char *directory)
{
	char arguments[256];

	snprintf(arguments, sizeof arguments,
		 "run --structure variable --sync none,mutex,fetch_add --task thread,process "
		 "--count 1 --ops 10 --blocks 4 --seed %s -o %s",
		 seed, directory);
	program_expect(arguments, 0, NULL);
	program_rows(rows, directory);
	expect_all_positions(rows, 6, 4);
}

static unsigned count_same_places(const struct row *a, const struct row *b, size_t nr)
{
	unsigned same = 0;

	for (size_t i = 0; i < nr; i++)
		same += row_same_case(&a[i], &b[i]);
	return same;
}

Test(run, a_seed_decides_the_order_of_each_block)
{
	struct rows once, again, other;

	run_with_seed(&once, "7", "once");
	run_with_seed(&again, "7", "again");
	run_with_seed(&other, "8", "other");
	cr_expect_eq(count_same_places(once.row, again.row, 24), 24);
	cr_expect_lt(count_same_places(once.row, other.row, 24), 24);
	cr_expect_lt(count_same_places(once.row, once.row + 6, 18), 18);
	rows_fini(&once);
	rows_fini(&again);
	rows_fini(&other);
}

Test(run, only_the_allowed_cpu_is_used)
{
	static const struct surroundings one_cpu = {.one_cpu = true};
	struct program run;
	struct rows rows;
	char last[16];

	program_run(&run, &one_cpu,
		    "run --structure variable --sync fetch_add --task thread,process --count 1,2 "
		    "--blocks 1 --window 5ms -o X",
		    0, NULL);
	program_rows(&rows, "X");
	expect_all_positions(&rows, 4, 1);
	expect_consistent(&rows);
	snprintf(last, sizeof last, "%d", program_last_cpu());
	for (size_t i = 0; i < rows.nr_rows; i++) {
		const struct row *row = &rows.row[i];
		char both[40];

		snprintf(both, sizeof both, "%s %s", last, last);
		cr_expect_str_eq(row->cpus, row->count == 1 ? last : both);
		cr_expect_str_eq(row->detail, row->count == 1 ? "" : "oversubscribed");
	}
	rows_fini(&rows);
	program_fini(&run);
}

Test(run, dry_run_prints_the_plan_and_writes_nothing)
{
	struct program run;

	program_run(&run, &usual,
		    "run --structure variable,array --sync mutex --task thread --count 1,2 "
		    "--place none --ops 10 --blocks 3 --seed 7 --dry-run -o X",
		    0, "");
	cr_expect_str_eq(run.out.text,
			 "variable mutex thread 1 none\n"
			 "variable mutex thread 2 none\n"
			 "array mutex thread 1 none uniform 64 global\n"
			 "array mutex thread 2 none uniform 64 global\n"
			 "4 cases x 3 blocks = 12 trials, 10 increments a task each; seed 7\n");
	cr_expect_neq(access("X", F_OK), 0);
	cr_expect_neq(access("results", F_OK), 0);
	program_fini(&run);
}

Test(run, a_summary_that_cannot_be_printed_is_no_success)
{
	static const struct surroundings full_output = {.full_output = true};
	struct program run;
	struct rows rows;

	program_run(&run, &full_output,
		    "run --structure variable --sync none --task thread --count 1 --blocks 2 "
		    "--ops 10 -o X",
		    2, "racelab: cannot print the summary: No space left on device\n");
	program_rows(&rows, "X");
	expect_all_positions(&rows, 1, 2);
	rows_fini(&rows);
	program_fini(&run);
}
