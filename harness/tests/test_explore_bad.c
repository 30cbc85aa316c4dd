// SPDX-License-Identifier: MIT

// Files that cannot be explored, or that do harm when they are: one clear line each, and the exit
// code that goes with it.

#include <criterion/criterion.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "harness/tests/program.h"

static const struct surroundings usual;

TestSuite(explore_bad, .init = program_enter, .fini = program_leave, .timeout = 120);

#define TASKS "const unsigned program_tasks = 2;\n"

static void write_file(const char *name, const char *text)
{
	FILE *out = fopen(name, "w");

	cr_assert_not_null(out);
	fputs(text, out);
	cr_assert_eq(fclose(out), 0);
}

// Explores a file of that content; says nothing on standard output that is no verdict.
static void refused(const char *text, int status, const char *said)
{
	struct program program;

	write_file("it.c", text);
	program_start(&program, &usual, "explore it.c --model sc");
	program_wait(&program);
	cr_expect_eq(program.status, status, "%d: %s%s", program.status, program.out.text,
		     program.err.text);
	cr_expect_not_null(strstr(program.err.text, said), "'%s' does not say '%s'",
			   program.err.text, said);
	cr_expect_eq(strchr(program.err.text, '\n') + 1 - program.err.text,
		     (long)strlen(program.err.text), "more than a line: %s", program.err.text);
	program_fini(&program);
}

// Explores it; it is violated, and standard output says how.
static void violated(const char *text, const char *said)
{
	struct program program;

	write_file("it.c", text);
	program_start(&program, &usual, "explore it.c --model sc");
	program_wait(&program);
	cr_expect_eq(program.status, 1, "%d: %s", program.status, program.err.text);
	cr_expect_not_null(strstr(program.out.text, said), "'%s' does not say '%s'",
			   program.out.text, said);
	cr_expect_str_empty(program.err.text);
	program_fini(&program);
}

Test(explore_bad, a_file_that_is_not_there)
{
	program_expect("explore none.c", 64, "racelab: none.c: No such file or directory\n");
}

Test(explore_bad, a_file_that_does_not_compile)
{
	refused(TASKS "void program_task(unsigned task) { task = ; }", 64, "error: expected");
	refused(TASKS "void program_task(unsigned task) { unknown(task); }", 64, "unknown");
}

Test(explore_bad, a_file_without_tasks)
{
	refused("int x;", 64, "it.c has no program_task: it is to define");
	refused("void program_task(unsigned task) { (void)task; }", 64,
		"it.c has no program_tasks: const unsigned program_tasks = 2;");
	refused("const unsigned program_tasks = 99;\n"
		"void program_task(unsigned task) { (void)task; }",
		64, "program_tasks is 99; 1 to 8 can be explored");
	refused("const unsigned program_tasks = 0;\n"
		"void program_task(unsigned task) { (void)task; }",
		64, "program_tasks is 0; 1 to 8 can be explored");
}

Test(explore_bad, a_file_that_allocates)
{
	refused("#include <stdlib.h>\n" TASKS "int *p;\n"
		"void program_task(unsigned task) { p = malloc(4); *p = task; }",
		64, "it calls malloc; let it use global variables");
}

Test(explore_bad, a_file_that_prints)
{
	refused("#include <stdio.h>\n" TASKS
		"void program_task(unsigned task) { printf(\"%u\\n\", task); }",
		64, "it calls printf; let it print nothing");
}

Test(explore_bad, a_file_with_inline_assembly)
{
	refused(TASKS "int x;\n"
		      "void program_task(unsigned task)\n"
		      "{ (void)task; __asm__ volatile(\"incl %0\" : \"+m\"(x)); }",
		64, "it has inline assembly");
}

Test(explore_bad, accesses_in_different_sizes)
{
	refused(TASKS
		"union { int whole; char part; } x;\n"
		"void program_task(unsigned task) { if (task) x.whole = 1; else x.part = 1; }",
		64, "x is used in different sizes");
}

Test(explore_bad, a_task_that_computes_for_ever)
{
	violated(TASKS "int x;\n"
		       "void program_task(unsigned task)\n"
		       "{ x = 1; for (volatile unsigned i = task; ; i = i + 2) ; }",
		 "a task that computes for ever");
}

Test(explore_bad, a_task_that_crashes)
{
	violated(TASKS "int *p;\nvoid program_task(unsigned task) { *p = (int)task; }",
		 "a crash (Segmentation fault)");
	violated(TASKS "int x;\n"
		       "void program_task(unsigned task) { x = 1; x = 7 / (int)(task * 0u); }",
		 "crash");
	violated("#include <stdlib.h>\n" TASKS "int x;\n"
		 "void program_task(unsigned task) { x = (int)task; abort(); }",
		 "abort()");
}

Test(explore_bad, a_task_that_recurses_for_ever)
{
	violated(TASKS "int x;\n"
		       "static int deeper(int n) { return deeper(n + 1) + n; }\n"
		       "void program_task(unsigned task) { x = deeper((int)task); }",
		 "crash");
}

Test(explore_bad, an_init_that_crashes)
{
	refused(TASKS "int *p;\nvoid program_init(void) { *p = 1; }\n"
		      "void program_task(unsigned task) { (void)task; }",
		64, "program_init");
}

// Whatever it writes over belongs to a process of its own.
Test(explore_bad, a_task_that_writes_over_everything)
{
	violated(TASKS
		 "int x;\n"
		 "void program_task(unsigned task)\n"
		 "{ for (volatile char *p = (volatile char *)&p; ; p += 4096) *p = (char)task; }",
		 "a crash (");
}

Test(explore_bad, options_that_do_not_fit)
{
	write_file("it.c", TASKS "int x;\nvoid program_task(unsigned task) { x = (int)task; }");
	program_expect("explore", 64,
		       "racelab: what is to be explored? a strategy, a program or a FILE.c; see "
		       "racelab explore --list\n");
	program_expect("explore it.c --count 2", 64,
		       "racelab: --count, --ops: it.c is no strategy; what it is made of it says "
		       "itself, program_tasks\n");
	program_expect("explore ticket --count 9", 64,
		       "racelab: --count: 9 is too large; use 1 to 8\n");
	program_expect("explore peterson --count 3", 64,
		       "racelab: --count: peterson works for at most 2 tasks\n");
	program_expect("explore ticket --model x86", 64,
		       "racelab: --model: 'x86' is no model; there are sc, tso, rc11 and all of "
		       "them\n");
	program_expect("explore tickets", 64,
		       "racelab: 'tickets' is no strategy, program or file; did you mean "
		       "'ticket'?\n");
	program_expect("explore ticket --weaken ticket.c:2=relaxed --model sc", 64,
		       "racelab: ticket.c:2: no atomic access was met on this line; see --orders "
		       "for those that were\n");
	program_expect("explore --all ticket", 64,
		       "racelab: --all takes no name: leave 'ticket' out\n");
}

// What was known when time was up is said, and that it is not all.
Test(explore_bad, a_limit_that_is_reached)
{
	struct program program;

	program_run(&program, &usual, "explore bakery --count 4 --model sc --limit 200ms", 2, "");
	cr_expect_not_null(strstr(program.out.text, "incomplete under sc"), "%s", program.out.text);
	cr_expect_not_null(strstr(program.out.text, "its time was up after"), "%s",
			   program.out.text);
	program_fini(&program);
}

Test(explore_bad, memory_that_is_full)
{
	struct program program;

	program_run(&program, &usual, "explore bakery --count 4 --model sc --memory 4M", 2, "");
	cr_expect_not_null(strstr(program.out.text, "its memory was full after"), "%s",
			   program.out.text);
	program_fini(&program);
}

Test(explore_bad, an_output_that_is_full)
{
	static const struct surroundings full = {.full_output = true};
	struct program program;

	program_run(&program, &full, "explore none --model sc", 2,
		    "racelab: standard output cannot be written\n");
	program_fini(&program);
}

// What is known when somebody presses Ctrl-C is said, and that it is not all.
Test(explore_bad, an_interruption)
{
	struct program program;

	program_start(&program, &usual, "explore bakery --count 4 --model sc");
	/* It searches for minutes, but is first compiled, on a busy machine slowly. */
	sleep_ms(5000);
	cr_assert_eq(kill(program.pid, SIGINT), 0);
	program_wait(&program);
	cr_expect_eq(program.status, 128 + SIGINT);
	cr_expect_not_null(strstr(program.out.text, "incomplete under sc"), "%s", program.out.text);
	cr_expect_eq(program_nr_processes(&program), 0u);
	program_fini(&program);
}

// It is no error of the file, but not all was tried, and it says what it is.
Test(explore_bad, a_waiting_loop_that_counts)
{
	struct program program;

	write_file("it.c", "#include <stdatomic.h>\n" TASKS "atomic_int flag; int x;\n"
			   "void program_task(unsigned task)\n"
			   "{ int tries = 0; if (task) { flag = 1; return; }\n"
			   "  while (!flag) tries++;\n  x = tries; }");
	program_run(&program, &usual, "explore it.c --model sc", 2, "");
	cr_expect_not_null(strstr(program.out.text, "a waiting loop that counts its turns?"), "%s",
			   program.out.text);
	program_fini(&program);
}

Test(explore_bad, what_is_compiled_already)
{
	write_file("it.so", "");
	program_expect("explore ./it.so", 64,
		       "racelab: ./it.so: what is compiled already cannot be explored, as its "
		       "accesses cannot be seen; name its source\n");
}

// Whoever `cc` is, what is found is the same; clang passes over a read before a write unless told.
Test(explore_bad, a_cc_that_is_clang)
{
	char path[4096];
	struct program program;

	if (system("command -v clang >/dev/null"))
		cr_skip("clang is not installed");
	cr_assert_eq(system("ln -s \"$(command -v clang)\" cc"), 0);
	snprintf(path, sizeof path, ".:%s", getenv("PATH"));
	setenv("PATH", path, true);
	unsetenv("CC");
	program_run(&program, &usual, "explore plain --count 2 --ops 1 --model sc", 1, "");
	cr_expect_not_null(strstr(program.out.text, "a lost update (the counter ends with 1"), "%s",
			   program.out.text);
	program_fini(&program);
}
