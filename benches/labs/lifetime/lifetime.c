// SPDX-License-Identifier: MIT

// Tests what ends a program: its main, or the last of its workers. Workers do a finite piece of
// work, or work for ever; main has a little to do itself and then joins them, or not; and they are
// daemons or not. Daemon threads end with the process, as main ends it by exit; others keep it
// alive, as main ends only itself (pthread_exit). Daemon processes are terminated at the end of
// main (SIGTERM), for others it waits. What they work on are records in a file, each written as two
// halves with a pause between them.
//
// Expected. A program that waits, for what is joined or is no daemon, ends when the work has: at
// once after it, with all of it finished and no half-written record, and never if the work is for
// ever (here it is killed at the limit). Daemons that nobody joined are cut off at the end of main,
// nearly always in the middle of a record, since that is where they spend their time.

#include <fcntl.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "benches/labs/lab.h"
#include "benches/labs/lifetime/program.h"
#include "benches/sync/must.h"

static const char *const kinds[] = {"thread", "process"};
static const char *const works[] = {"finite", "for ever"};
static const char *const no_yes[] = {"no", "yes"};

// --- The experiment -----------------------------------------------------------------------------

// What is in the file: whole records, and those without their second half.
struct records {
	int whole, half;
};

static struct records count_records(int file)
{
	int firsts = 0, seconds = 0;
	char halves[4096];
	ssize_t length;

	must_errno((int)lseek(file, 0, SEEK_SET));
	while ((length = read(file, halves, sizeof halves)) > 0)
		for (ssize_t i = 0; i < length; i++) {
			firsts += halves[i] == LIFETIME_FIRST_HALF;
			seconds += halves[i] == LIFETIME_SECOND_HALF;
		}
	must_errno((int)length);
	return (struct records){.whole = seconds, .half = firsts - seconds};
}

static void report(struct lab_run *run, const struct lifetime *life, uint64_t end_ns, int status)
{
	struct records records = count_records(life->file);

	lab_row_begin(run);
	lab_word(run, "worker", "%s", kinds[life->processes]);
	lab_word(run, "work", "%s", works[life->forever]);
	lab_word(run, "daemon", "%s", no_yes[life->daemon]);
	lab_word(run, "joined", "%s", no_yes[life->joined]);
	lab_word(run, "end", "%s", WIFEXITED(status) ? "by itself" : "killed");
	lab_real(run, "end_ms", (double)(end_ns - life->begin_ns) / 1e6);
	if (life->main_end_ns)
		lab_real(run, "main_ms", (double)(life->main_end_ns - life->begin_ns) / 1e6);
	lab_count(run, "workers", life->nr_workers);
	lab_count(run, "finished", life->nr_finished);
	lab_count(run, "records", records.whole);
	lab_count(run, "half_written", records.half);
	lab_row_end(run);
}

static void live(struct lab_run *run, struct lifetime *life)
{
	pid_t child;
	int status;

	life->begin_ns = lab_now_ns();
	child = lab_fork();
	if (child == 0)
		lifetime_run(life);
	status = lab_wait(child, lab_option(run, "limit"));
	while (waitpid(-1, NULL, 0) > 0) /* workers of a program that was killed died with it */
		;
	report(run, life, lab_now_ns(), status);
}

static void set_up(struct lab_run *run, struct lifetime *life)
{
	life->nr_workers = (unsigned)lab_option(run, "workers");
	life->left = life->nr_workers + 1; /* and main */
	life->pause_ns = lab_option(run, "pause");
	life->nr_records = lab_option(run, "work") / life->pause_ns;
	life->main_ns = lab_option(run, "main");
	life->file = memfd_create("racelab-lifetime", MFD_CLOEXEC);
	must_errno(life->file);
	/* or two would write to one place: a memfd's position is shared, and not locked */
	must_errno(fcntl(life->file, F_SETFL, O_APPEND));
}

static void play(struct lab_run *run, unsigned which)
{
	struct lifetime *life = lab_map_shared(sizeof *life);

	set_up(run, life);
	life->processes = which & 8;
	life->forever = which & 4;
	life->daemon = which & 2;
	life->joined = which & 1;
	live(run, life);
	must_errno(close(life->file));
	must_errno(munmap(life, sizeof *life));
}

static void run_lifetime(struct lab_run *run)
{
	for (unsigned which = 0; which < 16; which++)
		play(run, which);
}

// --- The conclusion -----------------------------------------------------------------------------

static bool says(const struct lab_table *table, long row, const char *column, const char *word)
{
	return strcmp(lab_word_at(table, row, column), word) == 0;
}

static bool is_waited_for(const struct lab_table *table, long row)
{
	return says(table, row, "daemon", "no") || says(table, row, "joined", "yes");
}

static bool as_expected(const struct lab_table *table, long row)
{
	double finished = lab_real_at(table, row, "finished");

	if (is_waited_for(table, row) && says(table, row, "work", "for ever"))
		return says(table, row, "end", "killed") && finished == 0;
	if (!says(table, row, "end", "by itself"))
		return false;
	if (is_waited_for(table, row))
		return finished == lab_real_at(table, row, "workers") &&
		       lab_real_at(table, row, "half_written") == 0;
	return finished == 0 && lab_real_at(table, row, "half_written") > 0;
}

// The sum of a column over programs that ended by themselves, of workers waited for or not.
static double sum(const struct lab_table *table, const char *column, bool waited_for)
{
	double sum = 0;

	for (long row = 0; row < (long)lab_nr_rows(table); row++)
		if (says(table, row, "end", "by itself") && is_waited_for(table, row) == waited_for)
			sum += lab_real_at(table, row, column);
	return sum;
}

static bool conclude(const struct lab_table *table, FILE *sentence)
{
	long nr_rows = (long)lab_nr_rows(table), nr_expected = 0;

	for (long row = 0; row < nr_rows; row++)
		nr_expected += as_expected(table, row);
	fprintf(
	    sentence,
	    "%g of %g daemon workers that nobody joined were cut off in the middle of a record; of "
	    "those waited for, %g of %g finished and %g were cut off",
	    sum(table, "half_written", false), sum(table, "workers", false),
	    sum(table, "finished", true), sum(table, "workers", true),
	    sum(table, "half_written", true));
	if (nr_expected == 16)
		return true;
	fprintf(sentence, "; %ld of 16 programs ended as they should", nr_expected);
	return false;
}

const struct lab lab_lifetime = {
    .name = "lifetime",
    .summary = "when a program ends and what becomes of its workers: daemon or not, joined or not",
    .statement =
	"A program waits for its workers unless they are daemons, and daemons are cut off in "
	"the middle of their work",
    .example = "racelab lab lifetime --main 20ms --limit 1s",
    .options =
	{
	    {"workers", LAB_NUMBER, "5", 1, LIFETIME_MAX_WORKERS, "Threads or processes"},
	    {"work", LAB_TIME, "120ms", 1000000, 5000000000, "Finite work"},
	    {"pause", LAB_TIME, "6ms", 100000, 1000000000, "Between the halves of a record"},
	    {"main", LAB_TIME, "45ms", 0, 5000000000, "What main does before it joins or ends"},
	    {"limit", LAB_TIME, "250ms", 10000000, 10000000000,
	     "When a program counts as never ending"},
	},
    .columns =
	{
	    {"worker", LAB_WORD, "thread, process"},
	    {"work", LAB_WORD, "finite, for ever"},
	    {"daemon", LAB_WORD, "no, yes"},
	    {"joined", LAB_WORD, "no, yes"},
	    {"end", LAB_WORD, "by itself, or killed at the limit"},
	    {"main_ms", LAB_REAL, "when main had nothing left to do; empty: it still waited"},
	    {"end_ms", LAB_REAL, "when the program, with all of its workers, had ended"},
	    {"workers", LAB_COUNT, "at first"},
	    {"finished", LAB_COUNT, "workers that came to the end of their work"},
	    {"records", LAB_COUNT, "written as a whole"},
	    {"half_written", LAB_COUNT, "records of which only the first half was written"},
	},
    .table = {"worker", "work", "daemon", "joined", "end", "end_ms", "finished", "half_written"},
    .run = run_lifetime,
    .conclude = conclude,
};
