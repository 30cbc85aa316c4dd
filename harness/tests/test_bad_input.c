// SPDX-License-Identifier: MIT

// Bad input to the whole program: one line that says what is wrong, where, and what would be right,
// exit 64, and nothing written. The program is allowed one CPU only, so that what it says of the
// machine is the same on every one.

#include <criterion/criterion.h>
#include <dirent.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "harness/tests/program.h"

#define LENGTH(array) (sizeof(array) / sizeof((array)[0]))

static const struct surroundings one_cpu = {.one_cpu = true};

struct mistake {
	const char *arguments;
	const char *line; /* behind "racelab: " */
};

static void write_file(const char *path, const char *text)
{
	FILE *file = fopen(path, "w");

	cr_assert(file && fputs(text, file) >= 0);
	cr_assert_eq(fclose(file), 0);
}

// A small run of three cases, and another with a column less.
static void make_runs(void)
{
	static const char column[] = ",observed,";
	struct program run;
	char *text, *found, *without;

	program_run(&run, &one_cpu,
		    "run --structure variable --sync none,mutex,cas --task thread --count 1 "
		    "--ops 10 --blocks 2 --seed 7 -o done",
		    0, NULL);
	program_fini(&run);
	text = program_read("done/trials.csv", NULL);
	found = strstr(text, column);
	cr_assert(found);
	cr_assert(asprintf(&without, "%.*s%s", (int)(found - text), text,
			   found + strlen(column) - 1) > 0);
	cr_assert_eq(mkdir("column", 0777), 0);
	write_file("column/trials.csv", without);
	free(text);
	free(without);
}

// Runs without a trial, and with a run.json that is none.
static void make_bad_runs(void)
{
	char *text = program_read("done/trials.csv", NULL);

	cr_assert_eq(mkdir("damaged", 0777), 0);
	write_file("damaged/trials.csv", text);
	write_file("damaged/run.json", "{ format: 1 }");
	cr_assert_eq(mkdir("empty", 0777), 0);
	*(strchr(text, '\n') + 1) = '\0';
	write_file("empty/trials.csv", text);
	free(text);
}

static void set_up(void)
{
	program_enter();
	make_runs();
	make_bad_runs();
	write_file("key.ini", "[run]\nblocks = 2\n\n[locks]\nsynk = none\n");
	write_file("section.ini", "[locks]\nsync = none\n\n[empty]\n; nothing\n");
	write_file("value.ini", "[locks]\nsync = none\ncount = 1-2, 0\n");
	write_file("good.ini", "[locks]\nsync = none\n");
	cr_assert_eq(mkdir("folder", 0777), 0);
}

TestSuite(bad_input, .init = set_up, .fini = program_leave, .timeout = 60);

static unsigned count_entries(void)
{
	DIR *here = opendir(".");
	unsigned nr = 0;

	cr_assert(here);
	while (readdir(here))
		nr++;
	closedir(here);
	return nr;
}

static void expect_refused(const struct mistake *mistakes, size_t nr)
{
	unsigned nr_entries = count_entries();

	for (size_t i = 0; i < nr; i++) {
		const struct mistake *m = &mistakes[i];
		struct program program;
		char *line;

		cr_assert(asprintf(&line, "racelab: %s\n", m->line) > 0);
		program_start(&program, &one_cpu, m->arguments);
		program_wait(&program);
		cr_expect_eq(program.status, 64, "racelab %s: %d", m->arguments, program.status);
		cr_expect_str_eq(program.err.text, line, "racelab %s: said\n%snot\n%s",
				 m->arguments, program.err.text, line);
		cr_expect_str_eq(program.out.text, "", "racelab %s: %s", m->arguments,
				 program.out.text);
		cr_expect_eq(count_entries(), nr_entries, "racelab %s: wrote something",
			     m->arguments);
		program_fini(&program);
		free(line);
	}
}

Test(bad_input, values)
{
	static const struct mistake mistakes[] = {
	    {"run --sync mutx -o out",
	     "--sync: 'mutx' is no strategy; did you mean 'mutex'? see racelab list"},
	    {"run --sync lockd -o out",
	     "--sync: 'lockd' is no strategy; did you mean 'locked'? see racelab list"},
	    {"run --sync none,,mutex -o out",
	     "--sync: 'none,,mutex' has an empty item; write one comma between two"},
	    {"run --sync  -o out", "--sync: nothing is given; give one value at least"},
	    {"run --structure aray -o out",
	     "--structure: 'aray' is no structure; did you mean 'array'? see racelab list"},
	    {"run --count 0 -o out", "--count: 0 is too small; use 1 to 4096"},
	    {"run --count 2-1 -o out", "--count: 2-1 runs backwards; write 1-2"},
	    {"run --count 99999999 -o out", "--count: 99999999 is too large; use 1 to 4096"},
	    {"run --count two -o out",
	     "--count: 'two' is no number or range; write it as 3, 1-8, 1-max or 1-max/2"},
	    {"run --window 0 -o out", "--window: 0 is too small; use 100us to 60min"},
	    {"run --window 20 -o out",
	     "--window: '20' needs a unit; use ns, us, ms, s or min, as 20ms"},
	    {"run --window 5parsecs -o out",
	     "--window: '5parsecs' is no time; use a number with ns, us, ms, s or min, as 20ms"},
	    {"run --ops 10 --window 1ms -o out",
	     "--ops: ops and window exclude each other; give one of them"},
	    {"run --timeout 1ms -o out", "--timeout: 1ms is too small; use 10ms to 1440min"},
	    {"run --blocks 0 -o out", "--blocks: 0 is too small; use 1 to 1000000"},
	    {"run --seed -1 -o out", "--seed: '-1' is no whole number; use 0 to 9007199254740992"},
	    {"run --slots 0 -o out", "--slots: 0 is too small; use 1 to 16777216"},
	    {"run --pattern zipf -o out",
	     "--pattern: 'zipf' needs its theta; write it as zipf:0.99"},
	    {"topo --count 0", "--count: 0 is too small; use 1 to 4096"},
	    {"plot done --format gif", "--format: 'gif' is no format; there are svg, png, pdf"},
	    {"check done --threshold 0",
	     "--threshold: 0 would call any difference too slow; give a "
	     "percentage above 0"},
	    {"check done --threshold 100%", "--threshold: '100%' is no percentage of 0% to 99%"},
	    {"check done --threshold ten", "--threshold: 'ten' is no percentage of 0% to 99%"},
	    {"check done --threshold %", "--threshold: '%' is no percentage of 0% to 99%"},
	    {"check done --threshold -5%", "--threshold: '-5%' is no percentage of 0% to 99%"},
	    {"check done --format text --format json",
	     "--format: two formats cannot go to one place; give them files: --format NAME=FILE"},
	    {"check done --format json=x -o y", "-o: every format has a file of its own already"},
	    {"check done --format json=", "--format: the file's name is empty; name a file"},
	    {"check done --format junti",
	     "--format: 'junti' is no format; did you mean 'junit'? there are text, markdown, "
	     "junit, github, json, benchmark-action, bencher, google-benchmark, lines"},
	    {"check done -o ", "-o: the name is empty; name a file"},
	};

	expect_refused(mistakes, LENGTH(mistakes));
}

Test(bad_input, what_cannot_be_combined)
{
	static const struct mistake mistakes[] = {
	    {"run --structure array --pattern own --slots 1 --count 2 -o out",
	     "--pattern: own needs a slot for each task: --slots 1 is fewer than 2 tasks"},
	    {"run --structure hashtable --pattern own:64 -o out",
	     "--pattern: own:64 is for arrays; for a hashtable use own"},
	    {"run --structure variable --sync mutex --granularity each -o out",
	     "--granularity: none of the structures asked for has slots (array, hashtable, lfht "
	     "have)"},
	    {"run --structure array --sync none --granularity each -o out",
	     "--granularity: none of the strategies asked for has locks (those of "
	     "class locked have)"},
	    {"run --place smt -o out", "--place: 'smt' cannot be had: no core has two PUs that may "
				       "be used here; use compact or core"},
	    {"run --resume done -o out",
	     "-o and --resume exclude each other: --resume goes on in its DIR"},
	};

	expect_refused(mistakes, LENGTH(mistakes));
}

Test(bad_input, cpu_that_may_not_be_used)
{
	char line[128];
	const struct mistake mistake = {"run --place cpus:999 -o out", line};

	snprintf(line, sizeof line,
		 "--place: CPU 999 does not exist here; those that may be used are %d",
		 program_last_cpu());
	expect_refused(&mistake, 1);
}

Test(bad_input, options_and_commands)
{
	static const struct mistake mistakes[] = {
	    {"run --windw 5ms -o out",
	     "unknown option '--windw'; did you mean --window? see racelab run --help"},
	    {"run --windw=5ms -o out",
	     "unknown option '--windw'; did you mean --window? see racelab run --help"},
	    {"run -o out good.ini --zzzzzzz --blocks 2",
	     "unknown option '--zzzzzzz'; see racelab run --help"},
	    {"run -q -o out", "unknown option '-q'; see racelab run --help"},
	    {"run -o out -qx", "unknown option '-qx'; see racelab run --help"},
	    {"list --jsn", "unknown option '--jsn'; did you mean --json? see racelab list --help"},
	    {"show done --hlep",
	     "unknown option '--hlep'; did you mean --help? see racelab show --help"},
	    {"run -o out --window", "--window needs a value; see racelab run --help"},
	    {"run -o", "-o needs a value; see racelab run --help"},
	    {"run --dry-run=3 -o out", "--dry-run takes no value; see racelab run --help"},
	    {"run good.ini more.ini -o out",
	     "superfluous argument 'more.ini'; see racelab run --help"},
	    {"list all", "superfluous argument 'all'; see racelab list --help"},
	    {"show done done", "superfluous argument 'done'; see racelab show --help"},
	    {"show", "no result directory given; give one that racelab run wrote"},
	    {"runn -o out", "'runn' is no command; did you mean 'run'? see racelab --help"},
	    {"xyzzy", "'xyzzy' is no command; see racelab --help"},
	};

	expect_refused(mistakes, LENGTH(mistakes));
}

Test(bad_input, spec_files)
{
	static const struct mistake mistakes[] = {
	    {"run key.ini -o out", "key.ini:5: 'synk' is no axis; did you mean 'sync'?"},
	    {"run section.ini -o out",
	     "section.ini:4: section [empty] names no axis; give at least one of structure, sync, "
	     "task, count, place, pattern, slots, granularity, hold, think or readers"},
	    {"run value.ini -o out", "value.ini:3: count: 0 is too small; use 1 to 4096"},
	    {"run folder -o out", "folder is a directory; give a spec file"},
	    {"run missing.ini -o out",
	     "cannot read missing.ini: No such file or directory; give a spec file"},
	};

	expect_refused(mistakes, LENGTH(mistakes));
}

Test(bad_input, result_directories)
{
	static const struct mistake mistakes[] = {
	    {"run -o key.ini", "-o: 'key.ini' is a file; name a directory"},
	    {"run -o done",
	     "-o: 'done' holds a run already; go on with --resume done, or choose another"},
	    {"run --resume done --sync none,mutex,fetch_add --structure variable --task thread "
	     "--count 1",
	     "--resume: the run in 'done' has the case 'variable cas thread 1 compact' where this "
	     "plan has 'variable fetch_add thread 1 compact'; leave out the axes to go on with it"},
	    {"run --resume done --sync none --structure variable --task thread --count 1",
	     "--resume: the run in 'done' has 3 cases, this plan 1; leave out the axes to go on "
	     "with it"},
	    {"run --resume done --blocks 3",
	     "--resume: the run in 'done' has --blocks 2, not 3; leave out the settings to go on "
	     "with it"},
	    {"run --resume done --seed 8",
	     "--resume: the run in 'done' has --seed 7, not 8; leave out the settings to go on "
	     "with it"},
	    {"run --resume done --window 3ms",
	     "--resume: the run in 'done' has another --window or --ops; leave out the settings to "
	     "go on with it"},
	    {"run --resume folder",
	     "--resume: 'folder' holds no run.json; name a directory that racelab run wrote"},
	    {"run --resume key.ini",
	     "--resume: 'key.ini' holds no run.json; name a directory that racelab run wrote"},
	    {"show folder", "'folder' is no result directory; name one that racelab run wrote (it "
			    "holds trials.csv)"},
	    {"show column", "column/trials.csv:1: column 'observed' is missing; is this a "
			    "trials.csv of racelab?"},
	    {"plot folder", "'folder' is no result directory; name one that racelab run wrote (it "
			    "holds trials.csv)"},
	    {"check", "check: which result directory? see racelab check --help"},
	    {"check done done", "superfluous argument 'done'; see racelab check --help"},
	    {"check folder", "'folder' is no result directory; name one that racelab run wrote (it "
			     "holds trials.csv)"},
	    {"check done --baseline folder",
	     "'folder' is no result directory; name one that racelab run wrote (it holds "
	     "trials.csv)"},
	    {"check empty", "empty/trials.csv has no rows: nothing to check"},
	    {"check done --baseline empty", "empty/trials.csv has no rows: nothing to check"},
	    {"check damaged",
	     "damaged/run.json:1:8: not JSON: string or '}' expected near 'format'"},
	};

	expect_refused(mistakes, LENGTH(mistakes));
}
