// SPDX-License-Identifier: MIT

// racelab explore FILE.c --exercise NAME from end to end: what a student has handed in is proved or
// shown to be wrong in its own lines, walked on, replayed by confined threads, or refused in a
// line.

#include <criterion/criterion.h>
#include <dirent.h>
#include <jansson.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "harness/tests/page_data.h"
#include "harness/tests/program.h"

TestSuite(explore_handed_in, .init = program_enter, .fini = program_leave, .timeout = 180);

static const struct surroundings usual;

#define RIGHT RACELAB_ROOT "/benches/exercises/lock/solution.c"
#define WRONG RACELAB_ROOT "/benches/mutants/check_outside.c"

static void write_file(const char *name, const char *text)
{
	FILE *out = fopen(name, "w");

	cr_assert(out && fputs(text, out) >= 0);
	cr_assert_eq(fclose(out), 0);
}

static void hand_in(const char *from, const char *name)
{
	char *text = program_read(from, NULL);

	write_file(name, text);
	free(text);
}

static json_t *explored(const char *arguments, int status)
{
	struct program program;
	json_t *json;

	program_run(&program, &usual, arguments, status, "");
	json = json_loads(program.out.text, 0, NULL);
	cr_assert(json, "%s: %s", arguments, program.out.text);
	program_fini(&program);
	return json;
}

static const char *text_of(const json_t *json, const char *key)
{
	const char *text = json_string_value(json_object_get(json, key));

	return text ? text : "";
}

static json_int_t number_of(const json_t *json, const char *key)
{
	return json_integer_value(json_object_get(json, key));
}

// What the rubric wants proved: its models, its first bounds.
Test(explore_handed_in, what_is_right_is_proved)
{
	static const char *const models[] = {"sc", "tso", "rc11"};
	json_t *all;

	hand_in(RIGHT, "lock.c");
	all = explored("explore lock.c --exercise lock --json", 0);
	cr_assert_eq(json_array_size(all), 3);
	for (size_t i = 0; i < 3; i++) {
		const json_t *told = json_array_get(all, i);

		cr_expect_str_eq(text_of(told, "model"), models[i]);
		cr_expect_str_eq(text_of(told, "verdict"), "proved");
		cr_expect_str_eq(text_of(told, "program"), "lock.c");
		cr_expect_str_eq(text_of(told, "exercise"), "lock");
		cr_expect_eq(number_of(told, "tasks"), 2);
		cr_expect_eq(number_of(told, "ops"), 2);
	}
	json_decref(all);
}

Test(explore_handed_in, other_bounds_can_be_asked_for)
{
	struct program program;

	hand_in(RIGHT, "lock.c");
	program_run(&program, &usual, "explore lock.c --exercise lock --model sc --count 3 --ops 1",
		    0, "");
	cr_expect_eq(strncmp(program.out.text,
			     "lock.c: proved under sc for 3 tasks x 1 round: mutual exclusion, no "
			     "lost update, no hang, no data race, no failed assertion, no crash; ",
			     132),
		     0, "%s", program.out.text);
	program_fini(&program);
}

static const json_t *violation(const json_t *told, const char *kind)
{
	const json_t *one;
	size_t i;

	json_array_foreach(json_object_get(told, "violations"), i, one)
	{
		if (strcmp(text_of(one, "kind"), kind) == 0)
			return one;
	}
	cr_assert_fail("no %s", kind);
	return NULL;
}

// Its witness is in the student's lines; real threads come to the same value by it.
Test(explore_handed_in, what_is_wrong_is_shown_and_replayed)
{
	struct program program;
	const json_t *lost, *first;
	char ending[64];
	json_t *told;

	hand_in(WRONG, "lock.c");
	told = explored("explore lock.c --exercise lock --model sc --json", 1);
	lost = violation(told, "lost_update");
	first = json_array_get(json_object_get(lost, "steps"), 0);
	cr_expect_str_eq(text_of(first, "line"), "lock.c:28");
	cr_expect_str_eq(text_of(first, "source"), "while (atomic_load(&lock->taken))");
	write_file("it.txt", text_of(lost, "witness"));
	program_run(&program, &usual, "explore --replay it.txt", 0, "");
	cr_assert(snprintf(ending, sizeof ending,
			   "as predicted in 1000 of 1000, ending with %lld (",
			   (long long)number_of(lost, "outcome")) > 0);
	cr_expect_not_null(strstr(program.out.text, ending), "%s: %s", ending, program.out.text);
	program_fini(&program);
	json_decref(told);
	program_expect("explore --replay it.txt --task process", 64,
		       "racelab: lock.c: a student's file is replayed by threads alone\n");
}

// As many of its lines as are the file's, in order.
static size_t lines_of(const json_t *page, const char *name)
{
	char *text = program_read(name, NULL), *rest = text;
	const json_t *line;
	size_t i, nr = 0;

	json_array_foreach(json_object_get(page, "source"), i, line)
	{
		if (strcmp(json_string_value(json_array_get(line, 0)), name) != 0)
			continue;
		nr++;
		cr_expect_eq(json_integer_value(json_array_get(line, 1)), (json_int_t)nr);
		cr_expect_eq(strncmp(strsep(&rest, "\n"), "\t", 1) == 0,
			     strncmp(json_string_value(json_array_get(line, 2)), "        ", 8) ==
				 0);
	}
	free(text);
	return nr;
}

static size_t length_of(const char *name)
{
	char *text = program_read(name, NULL);
	size_t nr = 0;

	for (const char *p = text; *p; p++)
		nr += *p == '\n';
	free(text);
	return nr;
}

static json_t *page_of(const char *arguments)
{
	char words[400];

	cr_assert(snprintf(words, sizeof words, "explore %s --page it.html", arguments) > 0);
	program_expect(words, 0, "to play it: xdg-open it.html\n");
	return page_data("it.html");
}

static void expect_page(const char *file)
{
	json_t *page;

	hand_in(file, "lock.c");
	page = page_of("lock.c --exercise lock");
	cr_expect_eq(lines_of(page, "lock.c"), length_of("lock.c"));
	cr_expect_str_eq(text_of(page, "program"), "lock.c");
	cr_expect_str_eq(text_of(page, "exercise"), "lock");
	cr_expect_eq(json_array_size(json_object_get(page, "models")), 2);
	json_decref(page);
}

Test(explore_handed_in, a_page_has_the_students_lines)
{
	expect_page(WRONG);
	expect_page(RACELAB_ROOT "/benches/mutants/no_lock.c"); /* there are no steps in it */
}

Test(explore_handed_in, a_page_that_would_be_too_large)
{
	hand_in(RACELAB_ROOT "/benches/mutants/peterson_no_fence.c", "lock.c");
	program_expect("explore lock.c --exercise lock --model tso --page it.html", 64,
		       "racelab: --page: lock.c has 36,822 states under tso, which make a page of "
		       "425 KB, too large: try fewer rounds, --ops\n");
	cr_expect_neq(access("it.html", F_OK), 0);
	json_decref(page_of("lock.c --exercise lock --model tso --ops 1"));
}

// Processes of the program's that no system call is open to but a few.
static unsigned nr_confined(const struct program *program)
{
	DIR *proc = opendir("/proc");
	unsigned nr = 0;

	cr_assert(proc);
	for (const struct dirent *entry; (entry = readdir(proc));) {
		pid_t pid = atoi(entry->d_name);
		char path[64], line[128];
		FILE *status;

		cr_assert(snprintf(path, sizeof path, "/proc/%d/status", pid) > 0);
		status = pid > 0 && getsid(pid) == program->pid ? fopen(path, "re") : NULL;
		while (status && fgets(line, sizeof line, status))
			nr += strncmp(line, "Seccomp:\t2", 10) == 0;
		if (status)
			fclose(status);
	}
	closedir(proc);
	return nr;
}

// One is the explorer's own, in which the schedule is followed; the other is where the threads are.
Test(explore_handed_in, real_threads_are_confined)
{
	struct program program;
	unsigned most = 0;

	hand_in(RACELAB_ROOT "/benches/mutants/queue_lock_then_wait.c", "queue.c");
	program_run(&program, &usual, "explore queue.c --exercise queue --model sc --save it.txt",
		    1, NULL);
	program_fini(&program);
	program_start(&program, &usual, "explore --replay it.txt"); /* a hang takes its time */
	for (unsigned i = 0; i < 5000 && most < 2; i++) {
		most = nr_confined(&program);
		sleep_ms(2);
	}
	cr_expect_eq(most, 2, "%u", most);
	cr_expect_eq(kill(program.pid, SIGINT), 0);
	program_wait(&program);
	program_fini(&program);
}

#define STRUCT "#include \"lock.h\"\nstruct lock { int x; };\n"
#define SIZE   "const size_t lock_bytes = sizeof(struct lock);\n"
#define INIT   "void lock_init(struct lock *lock, unsigned n) { "

static const struct {
	const char *text, *said;
} refused[] = {
    {"int x", "racelab: lock.c does not compile: lock.c:1:1: error: expected"},
    {STRUCT SIZE INIT "go(); }\n", "racelab: lock.c does not compile: lock.c:4:49: error: "},
    {STRUCT SIZE INIT "asm(\"nop\"); }\n", "racelab: lock.c: line 4: asm is not allowed: "},
    {"#include \"/etc/passwd\"\n", "racelab: lock.c: line 1: This includes /etc/passwd, "},
    {STRUCT SIZE, "racelab: lock.c"},
    {"", "racelab: lock.c: The file is empty.\n"},
};

// As a grade refuses it, in one line, and nothing of it has run.
Test(explore_handed_in, what_a_grade_refuses_is_refused)
{
	for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++) {
		struct program program;

		write_file("lock.c", refused[i].text);
		program_run(&program, &usual, "explore lock.c --exercise lock", 64, NULL);
		cr_expect_eq(strncmp(program.err.text, refused[i].said, strlen(refused[i].said)), 0,
			     "%s: %s", refused[i].text, program.err.text);
		cr_expect_eq(strchr(program.err.text, '\n'),
			     program.err.text + program.err.length - 1, "%s", program.err.text);
		cr_expect_str_empty(program.out.text);
		program_fini(&program);
	}
}

static const struct {
	const char *arguments, *said;
} wrong[] = {
    {"explore --exercise lock",
     "racelab: --exercise: name the file that was handed in: racelab explore FILE.c --exercise "
     "lock\n"},
    {"explore lock.c --exercise lokc", "racelab: 'lokc' is no exercise; did you mean 'lock'?\n"},
    {"explore lock.c --exercise echo",
     "racelab: --exercise: nothing of echo can be explored; racelab grade runs it\n"},
    {"explore none.c --exercise lock", "racelab: none.c: No such file or directory\n"},
    {"explore --all --exercise lock",
     "racelab: --all takes no exercise: leave '--exercise lock' out\n"},
    {"explore lock.c --exercise lock --orders",
     "racelab: --orders is of programs, and --exercise of a file that was handed in: racelab "
     "grade races that\n"},
    {"explore lock.c --exercise lock --measure",
     "racelab: --measure is of programs, and --exercise of a file that was handed in: racelab "
     "grade races that\n"},
};

Test(explore_handed_in, asked_wrongly)
{
	hand_in(RIGHT, "lock.c");
	for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++)
		program_expect(wrong[i].arguments, 64, wrong[i].said);
}

static const char racy[] = "const unsigned program_tasks = 2;\n"
			   "const unsigned long program_expected = 2;\n"
			   "static volatile int x;\n"
			   "void program_task(unsigned task) { (void)task; x = x + 1; }\n"
			   "unsigned long program_outcome(void) { return (unsigned long)x; }\n";

// However deep it lies: a schedule names all of the path.
Test(explore_handed_in, a_long_path_is_found_again)
{
	static char folder[] = "a-folder-with-a-name-that-nobody-would-want-to-type-twice-in-a-day/"
			       "and-another-one-below-it";
	char words[400], file[200];

	*strchr(folder, '/') = '\0';
	cr_assert_eq(mkdir(folder, 0777), 0);
	folder[strlen(folder)] = '/';
	cr_assert_eq(mkdir(folder, 0777), 0);
	cr_assert(snprintf(file, sizeof file, "%s/racy.c", folder) > 0);
	write_file(file, racy);
	cr_assert(snprintf(words, sizeof words, "explore %s --model sc --save it.txt", file) > 0);
	program_expect(words, 1, NULL);
	program_expect("explore --replay it.txt", 0, "");
}
