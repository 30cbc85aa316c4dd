// SPDX-License-Identifier: MIT

// The lab `python` through the program: a lock mends every counter; where there is no python3 the
// lab says so and that is all; a python3 that does not end is ended; every Python is found, once,
// and what it says of operations is judged. Most of these Pythons are scripts that pretend to be
// one, so that there is one without a GIL, one that hangs and one that is none.

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "harness/tests/lab_rows.h"
#include "harness/tests/program.h"

static const struct surroundings usual;
static struct lab_rows rows;

TestSuite(lab_python, .init = program_enter, .fini = program_leave, .timeout = 120);

// Returns its status.
static int run_lab(const char *arguments)
{
	struct program program;
	int status;

	program_start(&program, &usual, arguments);
	program_wait(&program);
	status = program.status;
	cr_assert_leq(status, 2, "ended with %d: %s", status, program.err.text);
	cr_expect_eq(program_nr_processes(&program), 0);
	program_fini(&program);
	lab_rows_load(&rows, "out/lab-python.csv");
	return status;
}

static void expect_consistent(size_t row)
{
	double lost = lab_rows_real(&rows, row, "lost"), wrong = lab_rows_real(&rows, row, "wrong"),
	       runs = lab_rows_real(&rows, row, "runs");

	cr_expect(runs >= 1 && wrong <= runs && (wrong > 0) == (lost > 0), "row %zu", row);
	cr_expect_gt(lab_rows_real(&rows, row, "increments_per_s"), 0);
	if (strcmp(lab_rows_word(&rows, row, "lock"), "lock") == 0)
		cr_expect_eq(lost, 0, "row %zu: a lock lost %g", row, lost);
}

Test(lab_python, a_lock_mends_every_counter)
{
	size_t c;

	if (system("python3 -c 1 2>/dev/null"))
		cr_skip_test("needs python3");
	run_lab("lab python --runs 5 --window 200ms --most 20s -o out");
	for (size_t i = 0; i < 11; i++)
		expect_consistent(i);
	cr_expect_str_empty(lab_rows_word(&rows, 11, "language"));
	c = lab_rows_find(&rows, 0, "language", "C", "lock", "none", NULL);
	if (program_nr_cpus() > 1)
		cr_expect_gt(lab_rows_real(&rows, c, "lost"), 0);
	lab_rows_fini(&rows);
}

Test(lab_python, without_python_it_says_so)
{
	struct program program;

	setenv("PATH", ".", 1);
	program_run(&program, &usual, "lab python", 0, NULL);
	cr_expect(strstr(program.out.text, "no python3"), "%s", program.out.text);
	program_fini(&program);
}

// All labs take as long as they take; what others there are, came out or not, is theirs to test.
Test(lab_python, without_python_it_is_not_counted_among_those_that_came_out)
{
	struct program program;
	unsigned nr_out, nr;

	setenv("PATH", ".", 1);
	program_start(&program, &usual, "lab --all --brief");
	program_wait(&program);
	cr_assert_leq(program.status, 1, "ended with %d: %s", program.status, program.err.text);
	cr_assert_eq(
	    sscanf(strstr(program.out.text, "\n\n"), "%u of %u labs came out", &nr_out, &nr), 2,
	    "%s", program.out.text);
	cr_expect_lt(nr_out, nr);
	cr_expect(strstr(program.out.text, "; python was left out: no python3 here\n"), "%s",
		  program.out.text);
	program_fini(&program);
}

static void make_script(const char *path, const char *script)
{
	FILE *file = fopen(path, "we");

	cr_assert(file && fputs(script, file) >= 0);
	cr_assert_eq(fclose(file), 0);
	cr_assert_eq(chmod(path, 0755), 0);
}

static void expect_detail(const char *script, const char *why, int status)
{
	char *path;

	make_script("python3", script);
	cr_assert(asprintf(&path, ".:%s", getenv("PATH")) > 0);
	setenv("PATH", path, 1);
	free(path);
	cr_expect_eq(run_lab("lab python --most 100ms --window 20ms -o out"), status);
	cr_assert_geq(rows.nr_rows, 7);
	for (size_t i = 0; i < 7; i++)
		cr_expect(strstr(lab_rows_word(&rows, i, "detail"), why), "%s",
			  lab_rows_word(&rows, i, "detail"));
	lab_rows_fini(&rows);
}

Test(lab_python, one_that_does_not_end_is_killed)
{
	expect_detail("#!/bin/sh\nexec sleep 60\n", "python3 was ended by signal 9", 1);
}

Test(lab_python, one_that_fails_or_babbles_is_left_out)
{
	expect_detail("#!/bin/sh\nexit 3\n", "python3 failed", 2);
	expect_detail("#!/bin/sh\necho what\n", "python3 failed", 2);
}

// --- Pythons that pretend ------------------------------------------------------------------------

// Answers the lab's questions: what it is, and of operations these lines; of the deck's counters,
// that only a call between makes them lose.
#define PRETEND(VERSION, MINOR, GIL, FREE, FILE, OPERATIONS)                                       \
	"#!/bin/sh\n"                                                                              \
	"case $3 in\n"                                                                             \
	"*\"print('racelab\"*) echo racelab cpython " VERSION " " MINOR " " GIL " " FREE " " FILE  \
	";;\n"                                                                                     \
	"*OPERATIONS*) printf '" OPERATIONS "';;\n"                                                \
	"*) case $5$8 in nonecall) echo " VERSION " 2 1 9 1000;; *) echo " VERSION                 \
	" 2 0 0 1000;; esac;;\n"                                                                   \
	"esac\n"
#define APPEND "L.append(x)\\tatomic\\tatomic\\tdocs\\t100\\t0\\t5\\t0\\n"
#define ADD    "i = i + 1\\tnot\\tnot named\\tdocs\\t100\\t0\\t3\\t3\\n"
#define SORT   "L.sort()\\tatomic\\tnot atomic\\tdocs\\t100\\t7\\t3\\t0\\n"
#define LOCKED PRETEND("3.12.7", "12", "1", "0", "/usual", APPEND ADD)
#define FREE   PRETEND("3.14.1", "14", "0", "1", "/free", APPEND ADD SORT)

// What the lab says; its rows are loaded.
static char *hear_lab(const char *arguments)
{
	struct program program;
	char *said, *words;

	cr_assert(asprintf(&words, "lab python --window 20ms --most 2s -o out %s", arguments) > 0);
	program_start(&program, &usual, words);
	program_wait(&program);
	cr_expect_leq(program.status, 2, "%s", program.err.text);
	cr_expect_eq(program_nr_processes(&program), 0);
	said = strdup(program.out.text);
	program_fini(&program);
	free(words);
	lab_rows_load(&rows, "out/lab-python.csv");
	return said;
}

static void expect_said(const char *arguments, const char *what)
{
	char *said = hear_lab(arguments);

	cr_expect(strstr(said, what), "%s: no '%s' in: %s", arguments, what, said);
	free(said);
}

static void expect_row(const char *path, const char *column, const char *text)
{
	size_t row = lab_rows_find(&rows, 0, "path", path, NULL);

	cr_assert_lt(row, rows.nr_rows, "no row of %s", path);
	cr_expect(strstr(lab_rows_word(&rows, row, column), text), "%s: %s is '%s', not '%s'", path,
		  column, lab_rows_word(&rows, row, column), text);
}

static void expect_operation(const char *version, const char *operation, const char *column,
			     const char *text)
{
	size_t row = lab_rows_find(&rows, 0, "version", version, "operation", operation, NULL);

	cr_assert_lt(row, rows.nr_rows, "no row of %s in %s", operation, version);
	cr_expect_str_eq(lab_rows_word(&rows, row, column), text, "%s of %s in %s", column,
			 operation, version);
}

static size_t count_pythons(void)
{
	size_t nr = 0;

	for (size_t i = 0; i < rows.nr_rows; i++)
		nr += *lab_rows_word(&rows, i, "path") && !*lab_rows_word(&rows, i, "operation");
	return nr;
}

Test(lab_python, finds_every_python_in_path_once)
{
	cr_assert_eq(mkdir("bin", 0755) + mkdir("bin/python3.2", 0755), 0);
	make_script("bin/python3", LOCKED);
	cr_assert_eq(symlink("python3", "bin/python3.12"), 0);
	make_script("bin/python3.10", LOCKED); /* another that starts the same in the end */
	make_script("bin/python3.14t", FREE);
	make_script("bin/python3.7", "#!/bin/sh\necho python3.7: not installed >&2\nexit 127\n");
	make_script("bin/python3-config", LOCKED);
	make_script("bin/python3.9m", LOCKED);
	setenv("PATH", "bin", 1); /* without gnuplot: there is no picture */
	free(hear_lab("--brief"));
	expect_row("bin/python3", "gil", "with");
	expect_row("bin/python3", "version", "3.12.7");
	expect_row("bin/python3.14t", "gil", "without");
	expect_row("bin/python3.7", "detail", "exit 127: python3.7: not installed");
	cr_expect_eq(count_pythons(), 3);
	lab_rows_fini(&rows);
}

Test(lab_python, tries_those_that_are_named_alone_or_before_others)
{
	make_script("mine", FREE);
	make_script("yours", LOCKED);
	free(hear_lab("--no-search --python ./mine:./yours"));
	cr_expect_eq(count_pythons(), 2);
	cr_expect_str_eq(lab_rows_word(&rows, 0, "version"), "3.14.1");
	lab_rows_fini(&rows);
	cr_assert_eq(mkdir("bin", 0755), 0);
	make_script("bin/python3", LOCKED);
	setenv("PATH", "bin", 1);
	free(hear_lab("--python ./mine --python python3"));
	cr_expect_eq(count_pythons(), 2);
	lab_rows_fini(&rows);
	free(hear_lab("--python ./mine"));
	expect_row("./mine", "version", "3.14.1");
	expect_row("bin/python3", "version", "3.12.7");
	lab_rows_fini(&rows);
}

Test(lab_python, refuses_what_is_no_program)
{
	make_script("text", "");
	cr_assert_eq(chmod("text", 0644), 0);
	program_expect("lab python --python ./nothing", 64,
		       "racelab: --python: './nothing' is no program that can be run: No such file "
		       "or directory\n");
	program_expect("lab python --python no-such-python", 64,
		       "racelab: --python: 'no-such-python' is no program that can be run: No such "
		       "file or directory\n");
	program_expect("lab python --python ./text", 64,
		       "racelab: --python: './text' is no program that can be run: Permission "
		       "denied\n");
	program_expect("lab python --python /", 64,
		       "racelab: --python: '/' is no program that can be run: Is a directory\n");
}

Test(lab_python, says_why_one_does_not_run)
{
	make_script("good", LOCKED);
	make_script("hangs", "#!/bin/sh\nexec /bin/sleep 60\n");
	make_script("babbles", "#!/bin/sh\nwhile echo y; do :; done\n");
	make_script("silent", "#!/bin/sh\n");
	make_script("other", "#!/bin/sh\necho hello\n");
	make_script("killed", "#!/bin/sh\nkill -s SEGV $$\n");
	make_script("broken", "#!/no/such/shell\n");
	free(hear_lab("--no-search --python "
		      "./good:./hangs:./babbles:./silent:./other:./killed:./broken"));
	expect_row("./hangs", "detail", "it did not answer in time");
	expect_row("./babbles", "detail", "it did not answer in time");
	expect_row("./silent", "detail", "it said nothing");
	expect_row("./other", "detail", "not a Python's answer: 'hello'");
	expect_row("./killed", "detail", "signal 11");
	expect_row("./broken", "detail", "exit 127");
	expect_operation("3.12.7", "L.append(x)", "verdict", "impossible");
	lab_rows_fini(&rows);
}

Test(lab_python, each_python_fills_its_own_column)
{
	make_script("locked", LOCKED);
	make_script("free", FREE);
	expect_said("--no-search --python ./locked",
		    "; of 2 operations none races, 1 would if switched within; no Python without a "
		    "GIL is here.");
	expect_operation("3.12.7", "i = i + 1", "wrong_gil", "0");
	expect_operation("3.12.7", "i = i + 1", "wrong_nogil", "");
	expect_operation("3.12.7", "i = i + 1", "verdict", "unreachable");
	lab_rows_fini(&rows);
	expect_said("--no-search --python ./locked:./free", "; without a GIL 2 of 3 race.");
	lab_rows_fini(&rows);
	expect_said("--no-search --python ./free", "; without a GIL 2 of 3 race.");
	expect_operation("3.14.1", "L.append(x)", "verdict", "safe");
	expect_operation("3.14.1", "i = i + 1", "verdict", "races");
	expect_operation("3.14.1", "L.sort()", "verdict", "races");
	expect_operation("3.14.1", "L.sort()", "wrong_nogil", "7");
	expect_operation("3.14.1", "L.sort()", "wrong_gil", "");
	lab_rows_fini(&rows);
}

Test(lab_python, an_operation_that_is_not_as_it_is_said_is_named)
{
	make_script("torn", PRETEND("3.12.7", "12", "1", "0", "/torn",
				    "L.append(x)\\tatomic\\tatomic\\tdocs\\t9\\t0\\t5\\t2\\n"));
	expect_said("--no-search --python ./torn",
		    ", but L.append(x) is not what it is said to be in Python 3.12.7.");
	lab_rows_fini(&rows);
	make_script("unsafe", PRETEND("3.14.1", "14", "0", "1", "/unsafe",
				      "D[x] = y\\tatomic\\tsafe\\tdocs\\t9\\t1\\t5\\t0\\n"));
	expect_said("--no-search --python ./unsafe",
		    ", but D[x] = y is not what it is said to be in Python 3.14.1.");
	lab_rows_fini(&rows);
}

Test(lab_python, what_was_tried_before_a_python_died_stays)
{
	make_script("dies", PRETEND("3.12.7", "12", "1", "0", "/dies", APPEND "'; exit 3; echo '"));
	free(hear_lab("--no-search --python ./dies"));
	expect_operation("3.12.7", "L.append(x)", "verdict", "impossible");
	cr_expect_lt(
	    lab_rows_find(&rows, 0, "path", "./dies", "detail", "exit 3 after 1 operations", NULL),
	    rows.nr_rows);
	lab_rows_fini(&rows);
}

// --- The real one --------------------------------------------------------------------------------

// With a GIL, what the lecture calls atomic cannot be torn and what it does not can, whatever the
// machine does: each switch is forced.
static void expect_torn_as_the_lecture_says(size_t row)
{
	const char *lecture = lab_rows_word(&rows, row, "lecture");
	double torn = lab_rows_real(&rows, row, "torn");

	cr_expect_gt(lab_rows_real(&rows, row, "tries"), 0);
	cr_expect_gt(lab_rows_real(&rows, row, "boundaries"), 0);
	if (strcmp(lecture, "atomic") == 0)
		cr_expect_eq(torn, 0, "%s is torn", lab_rows_word(&rows, row, "operation"));
	if (strcmp(lecture, "not") == 0)
		cr_expect_gt(torn, 0, "%s is whole", lab_rows_word(&rows, row, "operation"));
}

Test(lab_python, a_switch_within_tears_what_is_not_atomic)
{
	size_t nr = 0, add;

	if (system("python3 -c 'import sys; sys.exit(sys.version_info < (3, 7) or "
		   "sys.implementation.name != \"cpython\" or not "
		   "getattr(sys, \"_is_gil_enabled\", lambda: True)())' 2>/dev/null"))
		cr_skip_test("needs as python3 a CPython from 3.7 on, with a GIL");
	free(hear_lab("--no-search --python python3 --most 20s --operations 100ms"));
	for (size_t i = 0; i < rows.nr_rows; i++)
		if (*lab_rows_word(&rows, i, "operation")) {
			expect_torn_as_the_lecture_says(i);
			nr++;
		}
	cr_expect_eq(nr, 17);
	add = lab_rows_find(&rows, 0, "operation", "i = i + 1", NULL);
	cr_assert_lt(add, rows.nr_rows);
	cr_expect_eq(lab_rows_real(&rows, add, "torn"), lab_rows_real(&rows, add, "boundaries"));
	cr_expect_lt(
	    lab_rows_find(&rows, 0, "operation", "L.append(x)", "verdict", "impossible", NULL),
	    rows.nr_rows);
	lab_rows_fini(&rows);
}
