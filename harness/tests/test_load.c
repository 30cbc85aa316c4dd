// SPDX-License-Identifier: MIT

// Other people's strategies: the example, built outside of the tree against the headers alone, is
// raced like ours; and whatever can be wrong with a shared object is one line and exit 64. The
// compiler is the one that the environment variable CC names, else cc.

#include <criterion/criterion.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "harness/data/rows.h"
#include "harness/tests/program.h"

#define LENGTH(array) (sizeof(array) / sizeof((array)[0]))

TestSuite(load, .init = program_enter, .fini = program_leave, .timeout = 120);

static const struct surroundings usual;

static void shell(const char *command)
{
	cr_assert_eq(system(command), 0, "%s", command);
}

static void write_file(const char *path, const char *text)
{
	FILE *file = fopen(path, "w");

	cr_assert(file && fputs(text, file) >= 0);
	cr_assert_eq(fclose(file), 0);
}

// As benches/examples/README.md says.
static void build_example(void)
{
	shell("cp '" RACELAB_ROOT "/benches/examples/my_lock.c' "
	      "'" RACELAB_ROOT "/benches/examples/Makefile' .");
	shell("env -u MAKEFLAGS -u MFLAGS -u MAKELEVEL make -s CC=\"${CC:-cc}\" "
	      "RACELAB='" RACELAB_ROOT "' my_lock.so");
}

static void build(const char *name, const char *text)
{
	char path[64], command[1024];

	snprintf(path, sizeof path, "%s.c", name);
	write_file(path, text);
	snprintf(command, sizeof command,
		 "${CC:-cc} -O1 -shared -fPIC -I'%s' %s.c -o %s.so && rm %s.c", RACELAB_ROOT, name,
		 name, name);
	shell(command);
}

// A strategy without a lock: its name, what stands before its increment, and the increment.
#define STRATEGY(name, before, increment)                                                          \
	"#define SYNC_NAME " name "\n"                                                             \
	"#include \"benches/sync/layout.h\"\n" before "\n"                                         \
	"INLINE void add(uint64_t *cell, uint64_t n)\n"                                            \
	"{\n" increment "\n}\n" ABOUT "#include \"benches/sync/instantiate.h\"\n"

#define ABOUT                                                                                      \
	"static const struct about about = {.class = CLASS_UNSYNCHRONIZED, .may_lose = true,\n"    \
	"	.summary = \"made for a test\", .source = \"none\"};\n"

#define COUNT "*(volatile uint64_t *)cell += n;"

// A descriptor by hand.
#define BY_HAND(fields)                                                                            \
	"#include \"benches/sync/layout.h\"\n" ABOUT                                               \
	"static const struct strategy mine = {.abi = SYNC_ABI, .layout = SYNC_LAYOUT, " fields     \
	"};\n"                                                                                     \
	"const struct strategy *const racelab_strategy = &mine;\n"

static void expect_line(const char *arguments, const char *line)
{
	char *err;

	cr_assert(asprintf(&err, "racelab: %s\n", line) > 0);
	program_expect(arguments, 64, err);
	free(err);
}

struct bad {
	const char *name; /* of the file, without its .so */
	const char *text;
	const char *line; /* what is said of it */
};

static void expect_refused(const struct bad *bad, size_t nr)
{
	for (size_t i = 0; i < nr; i++) {
		char arguments[256];

		build(bad[i].name, bad[i].text);
		snprintf(arguments, sizeof arguments, "run --load %s.so --sync none -o out",
			 bad[i].name);
		expect_line(arguments, bad[i].line);
		cr_expect_neq(access("out", F_OK), 0, "%s: something was written", bad[i].name);
		snprintf(arguments, sizeof arguments, "list --load ./%s.so", bad[i].name);
		program_expect(arguments, 64, NULL);
	}
}

static json_t *find_strategy(json_t *list, const char *name)
{
	json_t *strategy;
	size_t i;

	json_array_foreach(json_object_get(list, "strategies"), i, strategy)
	{
		if (strcmp(json_string_value(json_object_get(strategy, "name")), name) == 0)
			return strategy;
	}
	return NULL;
}

Test(load, lists_the_example_behind_our_own_strategies)
{
	struct program plain, list;
	json_t *ours, *all;
	size_t nr;

	build_example();
	program_run(&plain, &usual, "list --json", 0, "");
	program_run(&list, &usual, "list --json --load ./my_lock.so", 0, "");
	ours = json_loads(plain.out.text, 0, NULL);
	all = json_loads(list.out.text, 0, NULL);
	nr = json_array_size(json_object_get(ours, "strategies"));
	cr_expect_null(find_strategy(ours, "my_lock"));
	cr_assert_eq(json_array_size(json_object_get(all, "strategies")), nr + 1);
	cr_expect_eq(find_strategy(all, "my_lock"),
		     json_array_get(json_object_get(all, "strategies"), nr));
	json_decref(ours);
	json_decref(all);
	program_fini(&plain);
	program_fini(&list);
}

static void expect_exact(const struct rows *rows, const char *sync, size_t nr)
{
	size_t nr_found = 0;

	for (size_t i = 0; i < rows->nr_rows; i++) {
		const struct row *row = &rows->row[i];

		if (strcmp(row->sync, sync) != 0)
			continue;
		nr_found++;
		cr_expect_str_eq(row->outcome, "ok", "%s", row->detail);
		cr_expect_gt(row->ops, 0);
		cr_expect_eq(row->lost, 0, "%s %s %ld: %ld lost", row->structure, row->task,
			     row->count, row->lost);
	}
	cr_expect_eq(nr_found, nr, "%zu rows of %s", nr_found, sync);
}

static void expect_recorded(const char *path, const char *file, const char *strategy)
{
	json_t *json = json_load_file(path, 0, NULL);
	const char *a = NULL, *b = NULL;

	cr_assert_eq(json_unpack(json, "{s:{s:[{s:s, s:s !}!]}}", "asked", "loaded", "file", &a,
				 "strategy", &b),
		     0);
	cr_expect_str_eq(a, file);
	cr_expect_str_eq(b, strategy);
	json_decref(json);
}

Test(load, races_the_example_as_threads_and_processes_and_loses_nothing)
{
	struct rows rows;

	build_example();
	program_expect("run --load ./my_lock.so --sync my_lock,mutex "
		       "--structure variable,array,hashtable --task thread,process --count 1,2,3 "
		       "--blocks 2 --window 5ms -o X",
		       0, NULL);
	program_rows(&rows, "X");
	expect_exact(&rows, "my_lock", 36);
	expect_exact(&rows, "mutex", 36);
	expect_recorded("X/run.json", "./my_lock.so", "my_lock");
	rows_fini(&rows);
}

Test(load, takes_several_and_a_class_names_them_as_well)
{
	struct program plan;

	build_example();
	build("racy", STRATEGY("racy", "", COUNT));
	program_run(&plan, &usual,
		    "run --load racy.so --load my_lock.so --sync racy,my_lock,fetch_add "
		    "--structure variable --task thread --count 1 --seed 7 --blocks 1 --dry-run",
		    0, "");
	cr_expect_eq(strstr(plan.out.text, "variable racy thread 1 compact\n"
					   "variable my_lock thread 1 compact\n"
					   "variable fetch_add thread 1 compact\n"),
		     plan.out.text, "%s", plan.out.text);
	program_fini(&plan);
	program_run(&plan, &usual,
		    "run --load racy.so --sync unsynchronized --structure variable --task thread "
		    "--count 1 --dry-run",
		    0, "");
	cr_expect(strstr(plan.out.text, "variable racy thread 1 compact\n"), "%s", plan.out.text);
	program_fini(&plan);
}

// Leaves the first row of X only, as if the run had been stopped.
static void stop_after_first_row(void)
{
	char *text = program_read("X/trials.csv", NULL);
	char *end = strchr(strchr(text, '\n') + 1, '\n') + 1;

	cr_assert_eq(truncate("X/trials.csv", end - text), 0);
	free(text);
}

static void expect_completed(const char *arguments)
{
	struct rows rows;

	stop_after_first_row();
	program_expect(arguments, 0, NULL);
	program_rows(&rows, "X");
	expect_exact(&rows, "my_lock", 4);
	rows_fini(&rows);
}

// Each start of each side loads it anew.
Test(load, is_raced_in_a_duet)
{
	struct program duet;

	build_example();
	program_run(&duet, &usual,
		    "duet --load my_lock.so sync:my_lock sync:my_lock --structure variable --task "
		    "thread --count 1 --budget 500ms --threshold 90%",
		    0, "");
	cr_expect(strstr(duet.out.text, "PASS: 0 failures"), "%s", duet.out.text);
	cr_expect(strstr(duet.out.text, " budget"), "%s", duet.out.text);
	program_fini(&duet);
}

Test(load, resume_loads_again_what_was_loaded)
{
	build_example();
	program_expect("run --load my_lock.so --sync my_lock --structure variable --task thread "
		       "--count 1,2 --blocks 2 --ops 1000 -o X",
		       0, NULL);
	expect_completed("run --resume X");
	expect_recorded("X/run.json", "my_lock.so", "my_lock");
	shell("mv my_lock.so moved.so");
	expect_line("run --resume X",
		    "--resume: cannot read my_lock.so: No such file or directory; give a shared "
		    "object");
	expect_completed("run --resume X --load ./moved.so");
	expect_recorded("X/run.json", "./moved.so", "my_lock");
}

Test(load, resume_refuses_what_is_not_the_same_any_more)
{
	build_example();
	program_expect("run --load my_lock.so --sync my_lock --structure variable --task thread "
		       "--count 1 --blocks 1 --ops 1000 -o X",
		       0, NULL);
	build("my_lock", STRATEGY("another", "", COUNT));
	expect_line("run --resume X", "--resume: my_lock.so: its strategy is 'another' now, not "
				      "'my_lock' as when the run began");
	build("my_lock", STRATEGY("my_lock", "#undef SYNC_ABI\n#define SYNC_ABI 4711", COUNT));
	program_expect("run --resume X", 64, NULL);
}

Test(load, refuses_what_is_no_shared_object)
{
	char far_too_long[1100];

	write_file("text.so", "This is no shared object, however long one goes on looking at it, "
			      "and whatever one hopes to find in it.\n");
	write_file("empty.so", "");
	expect_line("run --load missing.so -o out",
		    "cannot read missing.so: No such file or directory; give a shared object");
	expect_line("run --load text.so -o out",
		    "text.so is no shared object that can be loaded: invalid ELF header");
	expect_line("run --load ./empty.so -o out",
		    "./empty.so is no shared object that can be loaded: file too short");
	expect_line("list --load", "--load needs a value; see racelab list --help");
	snprintf(far_too_long, sizeof far_too_long, "list --load %01050d", 0);
	program_expect(far_too_long, 64, NULL);
}

Test(load, refuses_what_is_no_strategy)
{
	static const struct bad bad[] = {
	    {"stranger", "int unrelated;\n",
	     "stranger.so is no strategy: it has no racelab_strategy; its last line must include "
	     "benches/sync/instantiate.h"},
	    {"undefined",
	     STRATEGY("undefined", "void nobody_has_this(void);", "nobody_has_this();" COUNT),
	     "undefined.so is no shared object that can be loaded: undefined symbol: "
	     "nobody_has_this"},
	    {"bare", BY_HAND(".name = \"bare\", .about = &about"),
	     "bare.so: 'bare' has no loops: its last line must include "
	     "benches/sync/instantiate.h"},
	    {"silent", BY_HAND(".name = \"silent\""),
	     "silent.so: 'silent' does not say what it is: class, summary and source must be "
	     "there"},
	};

	expect_refused(bad, LENGTH(bad));
}

Test(load, refuses_another_interface)
{
	static const struct bad bad[] = {
	    {"future", STRATEGY("future", "#undef SYNC_ABI\n#define SYNC_ABI 4711", COUNT),
	     "future.so was built for version 4711 of racelab's interface, this is version 1; "
	     "build it again with this racelab's headers"},
	    {"other",
	     STRATEGY("other",
		      "#undef SYNC_LAYOUT\n"
		      "#define SYNC_LAYOUT {.work_bytes = sizeof(struct work) + 8}",
		      COUNT),
	     "other.so was built with other headers than this racelab; build it again with this "
	     "racelab's headers"},
	    /* what it calls strategy_mutex is its own, not the program's */
	    {"impostor", STRATEGY("mutex", "#undef SYNC_ABI\n#define SYNC_ABI 4711", COUNT),
	     "impostor.so was built for version 4711 of racelab's interface, this is version 1; "
	     "build it again with this racelab's headers"},
	};

	expect_refused(bad, LENGTH(bad));
}

Test(load, refuses_names_that_are_taken_or_none)
{
	static const struct bad bad[] = {
	    {"mine", STRATEGY("mutex", "", COUNT),
	     "mine.so: the name 'mutex' is taken; give it another SYNC_NAME"},
	    {"class", STRATEGY("locked", "", COUNT),
	     "class.so: the name 'locked' is taken; give it another SYNC_NAME"},
	    {"every", STRATEGY("all", "", COUNT),
	     "every.so: the name 'all' is taken; give it another SYNC_NAME"},
	    {"comma", BY_HAND(".name = \"a,b\", .about = &about"),
	     "comma.so: its name is not one to call it by; use up to 63 letters, digits and "
	     "underscores"},
	};

	expect_refused(bad, LENGTH(bad));
	build("twice", STRATEGY("twice", "", COUNT));
	expect_line("list --load twice.so --load ./twice.so",
		    "./twice.so: the name 'twice' is taken; give it another SYNC_NAME");
}

Test(load, survives_whatever_its_code_does)
{
	static const struct bad bad[] = {
	    {"crash", STRATEGY("crash", "static int *volatile nowhere;", "*nowhere = 1;" COUNT),
	     "crash.so: 'crash' crashed in validation: signal 11 (SIGSEGV)"},
	    {"begin",
	     STRATEGY("begin",
		      "#include <stdlib.h>\n"
		      "__attribute__((constructor)) static void begin(void) { abort(); }",
		      COUNT),
	     "begin.so: crashed while it was loaded: signal 6 (SIGABRT)"},
	    {"leave", STRATEGY("leave", "#include <unistd.h>", "_exit(3);" COUNT),
	     "leave.so: 'leave' crashed in validation: exit status 3"},
	    {"quiet", STRATEGY("quiet", "#include <unistd.h>", "_exit(0);" COUNT),
	     "quiet.so: 'quiet' crashed in validation: exit status 0"},
	    {"nine", STRATEGY("nine", "static int nr;", "if (++nr != 5)" COUNT),
	     "nine.so: 'nine' failed in validation: counted 9 of 10"},
	    {"stuck", STRATEGY("stuck", "static int nr;", "if (++nr <= 10 || nr > 11)" COUNT),
	     "stuck.so: 'stuck' failed in validation: counted ten up and ten down to 1"},
	};

	expect_refused(bad, LENGTH(bad));
}

Test(load, does_not_wait_for_one_that_hangs)
{
	build("hang",
	      STRATEGY("hang", "static volatile int forever = 1;", "while (forever)\n;" COUNT));
	expect_line("list --load hang.so", "hang.so: 'hang' hung in validation: killed after 5 s");
}
