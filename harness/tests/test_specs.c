// SPDX-License-Identifier: MIT

// What racelab brings along is found from any folder: in RACELAB_SHARE, beside the executable,
// where it was built.

#include <criterion/criterion.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "harness/tests/program.h"

static const struct surroundings usual;

static void set_up(void)
{
	program_enter();
	unsetenv("RACELAB_SHARE");
}

TestSuite(specs, .init = set_up, .fini = program_leave, .timeout = 60);

static void write_spec(const char *path, const char *sync)
{
	FILE *file = fopen(path, "w");

	cr_assert(file, "%s", path);
	fprintf(file,
		"; One strategy: for a test\n[one]\nsync = %s\nstructure = variable\n"
		"task = thread\ncount = 1\n",
		sync);
	fclose(file);
}

// The plan that these words make is of that strategy alone.
static void assert_planned(const char *words, const char *sync)
{
	struct program program;

	program_run(&program, &usual, words, 0, "");
	cr_expect(strstr(program.out.text, sync), "%s: %s", words, program.out.text);
	cr_expect(strstr(program.out.text, "\n1 case x"), "%s: %s", words, program.out.text);
	program_fini(&program);
}

// SHARE/scripts/sweeps/one.ini.
static void make_share(const char *share, const char *sync)
{
	static const char *const folders[] = {"", "/scripts", "/scripts/sweeps"};
	char path[256];

	for (size_t i = 0; i < 3; i++) {
		snprintf(path, sizeof path, "%s%s", share, folders[i]);
		cr_assert_eq(mkdir(path, 0777), 0, "%s", path);
	}
	snprintf(path, sizeof path, "%s/scripts/sweeps/one.ini", share);
	write_spec(path, sync);
}

Test(specs, a_bare_name_is_one_that_racelab_brings_along)
{
	program_expect("run lecture.ini --dry-run", 0, "");
	program_expect("duet sync:mutex sync:ticket nosuch.ini", 64,
		       "racelab: cannot read nosuch.ini: No such file or directory; give a spec "
		       "file\n");
	program_expect("run ./lecture.ini --dry-run", 64,
		       "racelab: cannot read ./lecture.ini: No such file or directory; give a spec "
		       "file\n");
}

Test(specs, a_file_here_comes_first)
{
	write_spec("lecture.ini", "ticket");
	assert_planned("run lecture.ini --dry-run", "ticket");
}

Test(specs, the_share_asked_for_comes_first)
{
	char here[PATH_MAX];

	make_share("mine", "clh");
	cr_assert(realpath("mine", here));
	setenv("RACELAB_SHARE", here, 1);
	assert_planned("run one.ini --dry-run", "clh");
	program_expect("run lecture.ini --dry-run", 64, NULL);
}

Test(specs, beside_the_executable_comes_before_where_it_was_built)
{
	const char *built = getenv("RACELAB");
	char command[PATH_MAX + 64], installed[PATH_MAX];

	mkdir("bin", 0777);
	mkdir("share", 0777);
	make_share("share/racelab", "mcs");
	snprintf(command, sizeof command, "cp '%s' bin/racelab",
		 built ? built : RACELAB_ROOT "/build/release/racelab");
	cr_assert_eq(system(command), 0);
	cr_assert(realpath("bin/racelab", installed));
	setenv("RACELAB", installed, 1);
	assert_planned("run one.ini --dry-run", "mcs");
}

Test(specs, help_says_which_there_are)
{
	struct program program;

	make_share("mine", "clh");
	setenv("RACELAB_SHARE", "mine", 1);
	program_run(&program, &usual, "run --help", 0, "");
	cr_expect(strstr(program.out.text, "\n  one.ini  One strategy\n"), "%s", program.out.text);
	program_fini(&program);
	setenv("RACELAB_SHARE", "/nowhere", 1);
	program_expect("run --help", 0, "");
}

// A comma does not cut a sentence off, and its question mark stays: each says something.
Test(specs, help_says_what_each_is_for)
{
	static const char *const said[] = {
	    "  hashtable.ini      How many locks does a hash table want?\n",
	    "  lecture.ini        The lecture's matrix, the data of all figures\n",
	    "  scaling.ini        How far does it scale, and what happens beyond the PUs?\n",
	};
	struct program program;

	program_run(&program, &usual, "run --help", 0, "");
	for (size_t i = 0; i < sizeof said / sizeof *said; i++)
		cr_expect(strstr(program.out.text, said[i]), "%s", program.out.text);
	program_fini(&program);
}
