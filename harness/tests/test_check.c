// SPDX-License-Identifier: MIT

// racelab check from end to end: on a real run, and on copies of the reference run of 36 cases and
// 20 blocks that were doctored.

#include <criterion/criterion.h>
#include <jansson.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "harness/data/rows.h"
#include "harness/tests/program.h"

#define REFERENCE RACELAB_ROOT "/results/reference/matrix"
#define MUTEX	  "variable mutex thread 2 compact"
#define RACE	  "hashtable none thread 2 compact uniform 64"

static const struct surroundings usual;
static struct rows rows; /* of the reference; a test may change them */

static void set_up(void)
{
	program_enter();
	program_rows(&rows, REFERENCE);
}

static void tear_down(void)
{
	rows_fini(&rows);
	program_leave();
}

TestSuite(check, .init = set_up, .fini = tear_down, .timeout = 120);

static void write_text(const char *path, const char *text)
{
	FILE *file = fopen(path, "we");

	cr_assert(file && fputs(text, file) >= 0);
	cr_assert_eq(fclose(file), 0);
}

// Writes the first `nr` rows and the reference's run.json.
static void write_some(const char *directory, size_t nr)
{
	char path[64], *manifest = program_read(REFERENCE "/run.json", NULL);
	FILE *file;

	cr_assert_eq(mkdir(directory, 0777), 0);
	snprintf(path, sizeof path, "%s/run.json", directory);
	write_text(path, manifest);
	free(manifest);
	snprintf(path, sizeof path, "%s/trials.csv", directory);
	file = fopen(path, "we");
	cr_assert(file);
	cr_assert_eq(row_write_header(file), 0);
	for (size_t i = 0; i < nr; i++)
		cr_assert_eq(row_write(file, &rows.row[i]), 0);
	cr_assert_eq(fclose(file), 0);
}

static void write_run(const char *directory)
{
	write_some(directory, rows.nr_rows);
}

// Replaces the first `what` of a file.
static void edit(const char *path, const char *what, const char *with)
{
	char *text = program_read(path, NULL), *place = strstr(text, what), *edited;

	cr_assert(place, "no %s in %s", what, path);
	cr_assert(asprintf(&edited, "%.*s%s%s", (int)(place - text), text, with,
			   place + strlen(what)) > 0);
	write_text(path, edited);
	free(text);
	free(edited);
}

static bool is_of(const struct row *row, const char *structure, const char *sync)
{
	return !strcmp(row->structure, structure) && !strcmp(row->sync, sync) &&
	       !strcmp(row->task, "thread") && row->count == 2;
}

// Two threads in block 3.
static struct row *find_row(const char *structure, const char *sync)
{
	size_t i = 0;

	while (i < rows.nr_rows &&
	       !(is_of(&rows.row[i], structure, sync) && rows.row[i].block == 3))
		i++;
	cr_assert_lt(i, rows.nr_rows, "no row of %s %s", structure, sync);
	return &rows.row[i];
}

// Runs it with --format json. The caller frees by json_decref.
static json_t *check(const char *arguments, int status)
{
	struct program program;
	json_error_t error;
	json_t *verdict;
	char *line;

	cr_assert(asprintf(&line, "check %s --format json", arguments) > 0);
	program_run(&program, &usual, line, status, "");
	verdict = json_loads(program.out.text, JSON_REJECT_DUPLICATES, &error);
	cr_assert(verdict, "%s: %s", arguments, error.text);
	cr_expect_str_eq(json_string_value(json_object_get(verdict, "verdict")),
			 status ? "fail" : "pass");
	program_fini(&program);
	free(line);
	return verdict;
}

static const char *text_of(const json_t *finding, const char *key)
{
	const char *text = json_string_value(json_object_get(finding, key));

	return text ? text : "";
}

static json_t *finding_of(const json_t *verdict, size_t i)
{
	return json_array_get(json_object_get(verdict, "findings"), i);
}

static void expect_finding(const json_t *verdict, size_t i, const char *severity, const char *rule,
			   const char *sentence)
{
	const json_t *finding = finding_of(verdict, i);

	cr_expect_str_eq(text_of(finding, "severity"), severity);
	cr_expect_str_eq(text_of(finding, "rule"), rule);
	cr_expect_str_eq(text_of(finding, "sentence"), sentence, "%s",
			 text_of(finding, "sentence"));
}

static void expect_nr_findings(const json_t *verdict, size_t nr)
{
	const json_t *findings = json_object_get(verdict, "findings");

	cr_assert_eq(json_array_size(findings), nr, "%zu findings, the first: %s",
		     json_array_size(findings), text_of(json_array_get(findings, 0), "sentence"));
}

// All that is found, and that is one thing.
static void expect_one(const char *arguments, int status, const char *severity, const char *rule,
		       const char *sentence)
{
	json_t *verdict = check(arguments, status);

	expect_nr_findings(verdict, 1);
	expect_finding(verdict, 0, severity, rule, sentence);
	json_decref(verdict);
}

static void expect_none(const char *arguments)
{
	json_t *verdict = check(arguments, 0);

	expect_nr_findings(verdict, 0);
	json_decref(verdict);
}

Test(check, a_real_run_passes)
{
	struct program program;

	program_expect("run --structure variable --sync mutex,fetch_add --task thread --count 1 "
		       "--ops 1000 --blocks 8 -o real",
		       0, NULL);
	program_run(&program, &usual, "check real --strict", 0, "");
	cr_expect(strncmp(program.out.text, "PASS: 0 failures, 0 warnings in 2 cases (16 trials)\n",
			  52) == 0,
		  "%s", program.out.text);
	program_fini(&program);
	expect_none("real --strict");
	expect_none("real --baseline real --strict --force");
	expect_none(REFERENCE " --strict");
}

Test(check, one_lost_update_is_one_finding)
{
	struct row *row = find_row("variable", "mutex");
	struct program program;
	char sentence[128];
	json_t *verdict;

	row->lost = 1;
	row->observed = row->ops - 1;
	snprintf(sentence, sizeof sentence, MUTEX ", block 3: lost 1 of %ld updates", row->ops);
	write_run("lost");
	verdict = check("lost", 1);
	expect_nr_findings(verdict, 1);
	expect_finding(verdict, 0, "failure", "lost-update", sentence);
	cr_expect_str_eq(text_of(finding_of(verdict, 0), "name"), MUTEX);
	cr_expect_eq(json_integer_value(json_object_get(finding_of(verdict, 0), "block")), 3);
	json_decref(verdict);
	program_run(&program, &usual, "check lost", 1, "");
	cr_expect(
	    strstr(program.out.text, "FAIL: 1 failure, 0 warnings in 36 cases (720 trials)\n"));
	cr_expect(strstr(program.out.text, sentence), "%s", program.out.text);
	program_fini(&program);
}

static void end_as(struct row *row, const char *outcome, const char *detail)
{
	row->outcome = outcome;
	row->detail = detail;
	row->ops = row->observed = row->lost = COUNT_EMPTY;
}

Test(check, a_lock_that_crashed_fails)
{
	end_as(find_row("hashtable", "mutex"), "crashed", "signal 11 (SIGSEGV)");
	write_run("lock");
	expect_one("lock", 1, "failure", "crashed",
		   "hashtable mutex thread 2 compact uniform 64 global, block 3: crashed: signal "
		   "11 (SIGSEGV)");
}

Test(check, a_racing_hash_table_that_crashed_is_a_note)
{
	end_as(find_row("hashtable", "none"), "crashed", "signal 11 (SIGSEGV)");
	write_run("race");
	expect_one("race --strict", 0, "note", "crashed",
		   RACE ": of 20 trials 1 crashed and 0 hung, as a racing hash table may");
}

Test(check, other_failures)
{
	struct row *row = find_row("variable", "none");
	json_t *verdict;

	end_as(find_row("variable", "mutex"), "hung", "killed after 10 s");
	end_as(find_row("variable", "fetch_add"), "broken", "pin failed: task 1 on PU 1: not kept");
	end_as(find_row("array", "mutex"), "broken", "fork: Cannot allocate memory");
	row->observed--;
	find_row("hashtable", "fetch_add")->entries_lost = 2;
	write_run("failures");
	verdict = check("failures", 1);
	expect_nr_findings(verdict, 5);
	cr_expect_eq(json_object_size(json_object_get(verdict, "rules")), 5);
	cr_expect(json_object_get(json_object_get(verdict, "rules"), "hung"));
	cr_expect(json_object_get(json_object_get(verdict, "rules"), "pin-not-kept"));
	cr_expect(json_object_get(json_object_get(verdict, "rules"), "broken"));
	cr_expect(json_object_get(json_object_get(verdict, "rules"), "wrong-sum"));
	cr_expect(json_object_get(json_object_get(verdict, "rules"), "entries-damaged"));
	json_decref(verdict);
}

static void lose_nothing(const char *structure)
{
	for (size_t i = 0; i < rows.nr_rows; i++)
		if (is_of(&rows.row[i], structure, "none")) {
			rows.row[i].ops = rows.row[i].observed = 1000;
			rows.row[i].lost = 0;
			rows.row[i].overlap = 0.5;
		}
}

Test(check, a_race_that_lost_nothing_is_a_warning_and_fails_if_strict)
{
	static const char sentence[] =
	    "variable none thread 2 compact: lost none of 20000 updates in 20 trials, median "
	    "overlap 0.5; did its tasks race at all?";

	lose_nothing("variable");
	write_run("tame");
	expect_one("tame", 0, "warning", "no-loss", sentence);
	expect_one("tame --strict", 1, "failure", "no-loss", sentence);
}

Test(check, who_does_not_share_loses_nothing_without_a_warning)
{
	lose_nothing("variable");
	lose_nothing("array");
	for (size_t i = 0; i < rows.nr_rows; i++)
		if (is_of(&rows.row[i], "variable", "none"))
			rows.row[i].cpus = "1 1";
		else if (is_of(&rows.row[i], "array", "none"))
			rows.row[i].pattern = "own";
	write_run("apart");
	expect_none("apart --strict");
}

Test(check, disturbed_trials_are_a_warning)
{
	for (size_t i = 0; i < rows.nr_rows; i++)
		if (is_of(&rows.row[i], "variable", "mutex") && rows.row[i].block < 11)
			rows.row[i].detail = "disturbed: overlap 0.6";
	write_run("disturbed");
	expect_one("disturbed", 0, "warning", "disturbed",
		   MUTEX ": 11 of 20 trials were disturbed: something else had its PUs");
}

static void append(const char *path, const char *text)
{
	FILE *file = fopen(path, "ae");

	cr_assert(file && fputs(text, file) >= 0);
	cr_assert_eq(fclose(file), 0);
}

Test(check, a_run_that_is_not_whole)
{
	json_t *verdict;

	write_some("part", 100);
	expect_one("part", 0, "warning", "incomplete",
		   "incomplete: 100 of 720 trials; go on with racelab run --resume part");
	append("part/trials.csv", "20,0,array");
	verdict = check("part", 0);
	expect_nr_findings(verdict, 2);
	expect_finding(verdict, 1, "warning", "incomplete",
		       "incomplete: the last line of part/trials.csv was cut off and is left out");
	json_decref(verdict);
	write_run("open");
	edit("open/run.json", "\"end\": \"2026-11-22T10:05:05Z\"", "\"end\": null");
	expect_one("open --strict", 1, "failure", "incomplete",
		   "incomplete: the run has not ended; go on with racelab run --resume open");
	write_run("bare");
	cr_assert_eq(remove("bare/run.json"), 0);
	expect_one("bare --strict", 0, "note", "incomplete",
		   "bare has no run.json: whether trials are missing is not known");
}

static void slow_down(const char *structure, const char *sync, double factor)
{
	for (size_t i = 0; i < rows.nr_rows; i++)
		if (is_of(&rows.row[i], structure, sync)) {
			rows.row[i].throughput_per_s *= factor;
			rows.row[i].goodput_per_s *= factor;
		}
}

Test(check, a_case_that_became_slower_is_named_and_no_other)
{
	json_t *verdict, *finding;

	slow_down("variable", "mutex", 0.85);
	write_run("slow");
	verdict = check("slow --baseline " REFERENCE, 1);
	expect_nr_findings(verdict, 1);
	finding = finding_of(verdict, 0);
	cr_expect_str_eq(text_of(finding, "severity"), "failure");
	cr_expect_str_eq(text_of(finding, "rule"), "slower");
	cr_expect_str_eq(text_of(finding, "name"), MUTEX);
	json_decref(verdict);
	expect_none("slow --baseline " REFERENCE " --threshold 20%");
}

Test(check, what_is_faster_is_a_note)
{
	json_t *verdict;

	slow_down("variable", "mutex", 1.5);
	write_run("fast");
	verdict = check("fast --strict --threshold 5 --baseline " REFERENCE, 0);
	expect_nr_findings(verdict, 1);
	cr_expect_str_eq(text_of(finding_of(verdict, 0), "rule"), "faster");
	cr_expect_str_eq(text_of(finding_of(verdict, 0), "name"), MUTEX);
	json_decref(verdict);
}

Test(check, the_same_runs_give_the_same_verdict)
{
	struct program first, second;

	program_run(&first, &usual, "check " REFERENCE " --baseline " REFERENCE, 0, "");
	program_run(&second, &usual, "check " REFERENCE " --baseline " REFERENCE, 0, "");
	cr_expect_str_eq(first.out.text, second.out.text);
	program_fini(&first);
	program_fini(&second);
}

// Head is the change that mends the lock.
Test(check, what_base_has_broken_does_not_fail_head)
{
	static const char arguments[] = REFERENCE " --baseline broken";
	struct row *row = find_row("variable", "mutex");
	char sentence[128];

	row->lost = 1;
	row->observed = row->ops - 1;
	snprintf(sentence, sizeof sentence, "base: " MUTEX ", block 3: lost 1 of %ld updates",
		 row->ops);
	write_run("broken");
	expect_one(arguments, 0, "warning", "lost-update", sentence);
	expect_one(REFERENCE " --strict --baseline broken", 0, "note", "lost-update", sentence);
}

Test(check, cases_of_one_side_only_are_listed)
{
	json_t *verdict;

	for (size_t i = 0; i < rows.nr_rows; i++)
		if (is_of(&rows.row[i], "variable", "mutex"))
			rows.row[i].place = "scatter";
	write_run("moved");
	verdict = check("moved --baseline " REFERENCE, 0);
	expect_nr_findings(verdict, 2);
	cr_expect_str_eq(text_of(finding_of(verdict, 0), "rule"), "only-head");
	cr_expect_str_eq(text_of(finding_of(verdict, 0), "name"),
			 "variable mutex thread 2 scatter");
	cr_expect_str_eq(text_of(finding_of(verdict, 1), "rule"), "only-base");
	cr_expect_str_eq(text_of(finding_of(verdict, 1), "name"), MUTEX);
	json_decref(verdict);
}

Test(check, unlike_runs_are_compared_by_force_only)
{
	write_run("here");
	write_run("there");
	edit("there/run.json", "\"AMD EPYC\"", "\"Another CPU\"");
	edit("there/run.json", "\"window_ns\": 20000000", "\"window_ns\": 5000000");
	program_expect("check here --baseline there", 64,
		       "racelab: check: --baseline: there is not comparable with here: CPU model "
		       "'AMD EPYC' and 'Another CPU'; window 20 ms and 5 ms; compare anyway with "
		       "--force\n");
	expect_one("here --baseline there --force", 0, "warning", "not-comparable",
		   "there is not comparable with here: CPU model 'AMD EPYC' and 'Another CPU'; "
		   "window 20 ms and 5 ms; compared by force");
}

Test(check, a_bare_side_is_compared_by_force_only)
{
	json_t *verdict;

	write_run("here");
	write_run("bare");
	cr_assert_eq(remove("bare/run.json"), 0);
	program_expect("check here --baseline bare", 64,
		       "racelab: check: --baseline: bare is not comparable with here: bare has no "
		       "run.json; compare anyway with --force\n");
	program_expect("check bare --baseline here", 64,
		       "racelab: check: --baseline: here is not comparable with bare: bare has no "
		       "run.json; compare anyway with --force\n");
	verdict = check("bare --baseline here --force", 0);
	expect_nr_findings(verdict, 2);
	expect_finding(verdict, 0, "warning", "not-comparable",
		       "here is not comparable with bare: bare has no run.json; compared by force");
	json_decref(verdict);
}

// The advice at the end of a long line is still there.
Test(check, however_much_differs_the_way_out_is_named)
{
	static const char *const places[] = {"-O2 -g", "AMD EPYC", "kvm", "x86_64", "12.2.0"};
	struct program program;
	char much[220];

	write_run("here");
	write_run("there");
	memset(much, 'x', sizeof much - 1);
	much[sizeof much - 1] = '\0';
	for (size_t i = 0; i < sizeof places / sizeof *places; i++)
		edit("there/run.json", places[i], much);
	program_run(&program, &usual, "check here --baseline there", 64, NULL);
	cr_expect(strstr(program.err.text, "; compare anyway with --force\n"), "%s",
		  program.err.text);
	program_fini(&program);
}

Test(check, nothing_in_common_is_refused_even_by_force)
{
	for (size_t i = 0; i < rows.nr_rows; i++)
		rows.row[i].place = "scatter";
	write_run("scattered");
	program_expect("check scattered --force --baseline " REFERENCE, 64,
		       "racelab: check: --baseline: " REFERENCE
		       " and scattered have no case in common\n");
}

// A control character between, of one byte or two, or a formula.
Test(check, words_do_not_drive_the_terminal)
{
	static const char *const formats[] = {"text", "markdown", "github"};

	write_run("nasty");
	edit("nasty/trials.csv", "variable,mutex,locked,thread,2,compact",
	     "variable,\033]0;x\a,\"\r\",=1+1,2,\xc2\x9b"
	     "31m");
	for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) {
		struct program program;
		char line[64];

		snprintf(line, sizeof line, "check nasty --format %s", formats[i]);
		program_run(&program, &usual, line, 0, "");
		for (const char *s = program.out.text; *s; s++)
			cr_assert((unsigned char)*s >= ' ' || *s == '\n', "%s: \\%o", line, *s);
		cr_expect_null(strstr(program.out.text, "\xc2\x9b"), "%s", line);
		program_fini(&program);
	}
}

Test(check, the_result_goes_into_a_file)
{
	struct program program;
	char *text;

	program_run(&program, &usual, "check " REFERENCE " --format json -o verdict.json", 0,
		    "racelab: verdict.json: PASS: 0 failures, 0 warnings in 36 cases (720 "
		    "trials)\n");
	cr_expect_str_eq(program.out.text, "");
	text = program_read("verdict.json", NULL);
	cr_expect(strstr(text, "\"pass\""));
	free(text);
	program_fini(&program);
}

Test(check, on_a_full_disk_there_is_the_old_file_or_none)
{
	static const struct surroundings full = {.file_bytes = 1024};
	struct program program;
	char *text;

	program_run(&program, &full, "check " REFERENCE " -o verdict.txt", 2, NULL);
	cr_expect_str_eq(program.err.text, "racelab: cannot write verdict.txt: File too large\n");
	cr_expect_neq(access("verdict.txt", F_OK), 0);
	program_fini(&program);
	write_text("verdict.txt", "the last one\n");
	program_run(&program, &full, "check " REFERENCE " -o verdict.txt", 2, NULL);
	text = program_read("verdict.txt", NULL);
	cr_expect_str_eq(text, "the last one\n");
	free(text);
	program_fini(&program);
}

Test(check, a_broken_standard_output_is_the_machines_fault)
{
	static const struct surroundings full = {.full_output = true};
	struct program program;

	program_run(&program, &full, "check " REFERENCE, 2,
		    "racelab: cannot write standard output: No space left on device\n");
	program_fini(&program);
}

Test(check, help_lists_the_formats)
{
	struct program program;

	program_run(&program, &usual, "check --help", 0, "");
	cr_expect(strstr(program.out.text, "\n  junit: JUnit XML"), "%s", program.out.text);
	cr_expect(strstr(program.out.text, "\n  racelab check new --baseline old"));
	program_fini(&program);
}
