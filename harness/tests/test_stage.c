// SPDX-License-Identifier: MIT

// That each block of a run is executed anew, and that nobody can tell but by the addresses: what
// strategies do and say comes through, and whatever happens to a stage is one line and exit 2, with
// all rows so far kept.

#include <criterion/criterion.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/personality.h>
#include <sys/stat.h>
#include <unistd.h>

#include "harness/data/rows.h"
#include "harness/tests/program.h"

enum {
	NR_BLOCKS = 6,
	NR_TRIALS = 4, /* of a block */
};

#define LASTING                                                                                    \
	"run --structure variable --sync fetch_add --task thread,process --count 1,2 "             \
	"--window 20ms --blocks 6 -o X"

TestSuite(stage, .init = program_enter, .fini = program_leave, .timeout = 120);

static const struct surroundings usual;

// A strategy without protection whose tasks, three of them so that it is no validation, begin with
// these statements; strategies written by hand have no such moment, so it is a lock.
static void build(const char *statements)
{
	FILE *file = fopen("mine.c", "w");
	char command[1024];

	cr_assert(file);
	fprintf(file,
		"#define SYNC_NAME mine\n"
		"#define SYNC_LOCK\n"
		"#include \"benches/sync/sync.h\"\n"
		"#include <stdio.h>\n#include <stdlib.h>\n#include <unistd.h>\n"
		"struct lock { int taken; };\n"
		"struct holder { int nothing; };\n"
		"static void lock_init(struct lock *lock, const struct setup *setup)\n"
		"{\n"
		"	lock->taken = 0;\n"
		"	if (setup->nr_tasks == 3) { %s }\n"
		"}\n"
		"static void lock_fini(struct lock *l) { (void)l; }\n"
		"static void holder_init(struct holder *h, const struct setup *s, unsigned t)\n"
		"{ (void)h; (void)s; (void)t; }\n"
		"INLINE void acquire(struct lock *l, struct holder *h)\n"
		"{ (void)h; while (__atomic_exchange_n(&l->taken, 1, __ATOMIC_ACQUIRE)); }\n"
		"INLINE void release(struct lock *l, struct holder *h)\n"
		"{ (void)h; __atomic_store_n(&l->taken, 0, __ATOMIC_RELEASE); }\n"
		"static const struct about about = {.class = CLASS_LOCKED,\n"
		"	.summary = \"made for a test\", .source = \"none\"};\n"
		"#include \"benches/sync/instantiate.h\"\n",
		statements);
	cr_assert_eq(fclose(file), 0);
	snprintf(command, sizeof command,
		 "${CC:-cc} -D_GNU_SOURCE -O1 -shared -fPIC -I'%s' mine.c -o new.so && mv new.so "
		 "mine.so",
		 RACELAB_ROOT);
	cr_assert_eq(system(command), 0);
}

#define MINE                                                                                       \
	"run --load ./mine.so --sync mine --structure variable,array --task thread,process "       \
	"--count 3 --ops 100 "

static bool is_randomized(void)
{
	char *text = program_read("/proc/sys/kernel/randomize_va_space", NULL);
	bool is = text[0] != '0' && !((unsigned)personality(0xffffffff) & ADDR_NO_RANDOMIZE);

	free(text);
	return is;
}

// One line of those that the trials wrote: whose child the sandbox was, and where some things lay.
struct place {
	long parent;
	unsigned long function, library, stack;
};

static void read_places(struct place *places, size_t nr)
{
	FILE *file = fopen("places", "r");

	cr_assert(file);
	for (size_t i = 0; i < nr; i++)
		cr_assert_eq(fscanf(file, "%ld %lx %lx %lx", &places[i].parent, &places[i].function,
				    &places[i].library, &places[i].stack),
			     4, "line %zu", i);
	fclose(file);
}

Test(stage, draws_the_layout_anew_for_each_block_and_for_no_trial)
{
	struct place places[NR_BLOCKS * NR_TRIALS];

	if (!is_randomized())
		cr_skip("address space randomization is off");
	build("FILE *f = fopen(\"places\", \"a\"); int here;"
	      "fprintf(f, \"%d %lx %lx %lx\\n\", (int)getppid(), (long)lock_init, (long)fopen, "
	      "(long)&here); fclose(f);");
	program_expect(MINE "--blocks 6 -o X", 0, NULL);
	/* an array under one lock and a variable: each trial makes one */
	read_places(places, NR_BLOCKS * NR_TRIALS);
	for (size_t i = 1; i < NR_BLOCKS * NR_TRIALS; i++) {
		const struct place *now = &places[i], *before = &places[i - 1];
		bool same = i % NR_TRIALS != 0;

		cr_expect_eq(now->parent == before->parent, same, "trial %zu", i);
		cr_expect_eq(now->function == before->function, same, "trial %zu", i);
		cr_expect_eq(now->library == before->library, same, "trial %zu", i);
		cr_expect_eq(now->stack == before->stack, same, "trial %zu", i);
	}
}

Test(stage, leaves_standard_output_to_the_strategies)
{
	struct program program;
	unsigned nr = 0;

	build("dprintf(1, \"{hello}\\n\");");
	program_run(&program, &usual, MINE "--blocks 2 --quiet -o X", 0, "");
	for (const char *p = program.out.text; (p = strstr(p, "{hello}\n")); p++)
		nr++;
	cr_expect_eq(nr, 2 * NR_TRIALS, "%s", program.out.text);
	cr_expect(strstr(program.out.text, "outcomes"), "%s", program.out.text);
	program_fini(&program);
}

// Also what is no text: on standard error it is as it was, in the row as trials.csv has it.
Test(stage, passes_on_what_a_strategy_said_before_it_died)
{
	struct program program;
	struct rows rows;

	build("static const char last[] = \"caf\\xe9, said I\\n\"; write(2, last, sizeof last - 1);"
	      "abort();");
	program_run(&program, &usual, MINE "--blocks 1 --quiet -o X", 0,
		    "caf\xe9, said I\ncaf\xe9, said I\ncaf\xe9, said I\ncaf\xe9, said I\n");
	program_fini(&program);
	program_rows(&rows, "X");
	cr_assert_eq(rows.nr_rows, NR_TRIALS);
	for (size_t i = 0; i < NR_TRIALS; i++) {
		cr_expect_str_eq(rows.row[i].outcome, "crashed");
		cr_expect(strstr(rows.row[i].detail, "signal 6 (SIGABRT); said: caf , said I"),
			  "%s", rows.row[i].detail);
	}
	rows_fini(&rows);
}

// The only child of the program, 0 while it has none.
static pid_t find_stage(const struct program *program)
{
	char path[64];
	char *text;
	pid_t pid;

	snprintf(path, sizeof path, "/proc/%d/task/%d/children", program->pid, program->pid);
	if (access(path, R_OK) != 0)
		cr_skip("the kernel does not say who is whose child");
	FILE *file = fopen(path, "r");

	text = calloc(1, 64);
	cr_assert(file);
	pid = fgets(text, 64, file) ? atoi(text) : 0;
	fclose(file);
	free(text);
	return pid;
}

// Waits for its end: with 2 and this line, N being the block; nobody is left, and it can go on.
static void expect_cut_short(struct program *program, const char *why)
{
	char err[256] = "";
	struct rows rows;

	program_wait(program);
	program_rows(&rows, "X");
	snprintf(err, sizeof err, "racelab: block %zu: %s; go on with: racelab run --resume X\n",
		 rows.nr_rows / NR_TRIALS, why);
	rows_fini(&rows);
	cr_expect_eq(program->status, 2, "%d", program->status);
	cr_expect_str_eq(program->err.text, err, "%s", program->err.text);
	for (int i = 0; i < 100 && program_nr_processes(program); i++)
		sleep_ms(10);
	cr_expect_eq(program_nr_processes(program), 0);
	program_fini(program);
}

static void expect_completed(void)
{
	struct rows rows;

	program_expect("run --resume X", 0, NULL);
	program_rows(&rows, "X");
	cr_assert_eq(rows.nr_rows, NR_BLOCKS * NR_TRIALS);
	for (size_t i = 0; i < rows.nr_rows; i++) {
		cr_expect_eq(rows.row[i].block, i / NR_TRIALS);
		cr_expect_eq(rows.row[i].position, i % NR_TRIALS);
		cr_expect_str_eq(rows.row[i].outcome, "ok", "%s", rows.row[i].detail);
	}
	rows_fini(&rows);
}

static void kill_stage(int signal, const char *why)
{
	struct program program;

	program_start(&program, &usual, LASTING);
	program_await_rows("X", 5);
	kill(find_stage(&program), signal);
	expect_cut_short(&program, why);
	expect_completed();
	program_remove("X");
}

Test(stage, that_is_killed_is_one_line_and_loses_no_row)
{
	kill_stage(SIGKILL, "the process it ran in was killed by signal 9 (SIGKILL)");
	kill_stage(SIGTERM, "the process it ran in was killed by signal 15 (SIGTERM)");
}

// As a service manager does, which stops every process that it finds.
Test(stage, that_is_stopped_before_its_controller_is_no_fault)
{
	struct program program;

	program_start(&program, &usual, LASTING);
	program_await_rows("X", 5);
	kill(find_stage(&program), SIGTERM);
	kill(program.pid, SIGTERM);
	program_wait(&program);
	cr_expect_eq(program.status, 128 + SIGTERM, "%d", program.status);
	cr_expect(strstr(program.err.text, "racelab: stopped by SIGTERM; ") == program.err.text,
		  "%s", program.err.text);
	program_fini(&program);
	expect_completed();
}

static void copy_racelab(void)
{
	const char *path = getenv("RACELAB");
	char command[1024];

	snprintf(command, sizeof command, "cp '%s' copy",
		 path ? path : RACELAB_ROOT "/build/release/racelab");
	cr_assert_eq(system(command), 0);
	setenv("RACELAB", "./copy", 1);
}

Test(stage, is_of_the_same_build_when_that_is_gone)
{
	struct program program;
	struct rows rows;

	copy_racelab();
	program_start(&program, &usual, LASTING);
	program_await_rows("X", 1);
	cr_assert_eq(unlink("copy"), 0);
	program_wait(&program);
	cr_expect_eq(program.status, 0, "%s", program.err.text);
	program_fini(&program);
	program_rows(&rows, "X");
	cr_expect_eq(rows.nr_rows, NR_BLOCKS * NR_TRIALS);
	rows_fini(&rows);
}

Test(stage, that_cannot_be_executed_is_one_line_and_loses_no_row)
{
	struct program program;

	copy_racelab();
	program_start(&program, &usual, LASTING);
	program_await_rows("X", 1);
	cr_assert_eq(chmod("copy", 0644), 0);
	expect_cut_short(&program, "the process it ran in ended with exit status 127: racelab "
				   "cannot be executed anew: Permission denied");
	cr_assert_eq(chmod("copy", 0755), 0);
	expect_completed();
}

Test(stage, takes_no_other_strategy_than_the_blocks_before)
{
	struct program program;

	build("");
	cr_assert_eq(rename("mine.so", "other.so"),
		     0); /* made before: a compiler may take longer */
	build("");
	program_start(&program, &usual,
		      "run --load mine.so --sync mine --structure variable,array --task "
		      "thread,process --count 3 --window 20ms --blocks 6 --quiet -o X");
	program_await_rows("X", 1);
	cr_assert_eq(rename("other.so", "mine.so"), 0);
	expect_cut_short(&program, "mine.so is not the file any more that was loaded");
	expect_completed();
}

Test(stage, is_nothing_to_start_by_hand)
{
	static const char err[] = "racelab: racelab stage is for racelab run to start; see racelab "
				  "run --help\n";

	program_expect("stage", 64, err);
}
