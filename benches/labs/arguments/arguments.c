// SPDX-License-Identifier: MIT

// Tests that what a task is handed must be its own: each of K threads is given its id, 0 to K-1.
//
// Handed over as &i, the address of the loop's variable, there is one i for all of them, and a
// thread reads it when it gets to run, not when it was created: by then the loop has gone on, so it
// finds the id of a later thread, or K, which is nobody's. Some ids come twice and as many are
// missing, differently each time. A copy for each thread is right in every launch.
//
// Here i outlives the threads: were it out of scope, they would read what came after it.

#include <math.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "benches/labs/lab.h"
#include "benches/sync/must.h"
#include "harness/trial/racy.h"

#define MOST_NS 3000000000 /* for all launches of one kind */

enum {
	MAX_TASKS = 64
};

// What became of one id, over all launches.
struct tally {
	int64_t right, others, past_end; /* what the thread that was to have it found instead */
	int64_t missing, twice;		 /* who found this id: nobody; more than the first */
};

static void *say_id(void *id)
{
	return (void *)(uintptr_t)racy_load(id);
}

static void join(const pthread_t *thread, unsigned nr, uint64_t *found)
{
	for (unsigned i = 0; i < nr; i++) {
		void *id;

		must(pthread_join(thread[i], &id));
		found[i] = (uintptr_t)id;
	}
}

static void launch_by_address(unsigned nr, uint64_t *found)
{
	pthread_t thread[MAX_TASKS] = {0};
	uint64_t i;

	for (racy_store(&i, 0); racy_load(&i) < nr; racy_add(&i, 1))
		must(pthread_create(&thread[racy_load(&i)], NULL, say_id, &i));
	join(thread, nr, found);
}

static void launch_by_copy(unsigned nr, uint64_t *found)
{
	pthread_t thread[MAX_TASKS] = {0};
	uint64_t copy[MAX_TASKS];

	for (uint64_t i = 0; i < nr; i++) {
		copy[i] = i;
		must(pthread_create(&thread[i], NULL, say_id, &copy[i]));
	}
	join(thread, nr, found);
}

static void count(const uint64_t *found, unsigned nr, struct tally *tally)
{
	unsigned finders[MAX_TASKS] = {0};

	for (unsigned i = 0; i < nr; i++) {
		tally[i].right += found[i] == i;
		tally[i].others += found[i] != i && found[i] < nr;
		tally[i].past_end += found[i] >= nr;
		if (found[i] < nr)
			finders[found[i]]++;
	}
	for (unsigned i = 0; i < nr; i++) {
		tally[i].missing += finders[i] == 0;
		tally[i].twice += finders[i] > 1 ? finders[i] - 1 : 0;
	}
}

static void record(struct lab_run *run, const char *handed, unsigned id, int64_t launches,
		   const struct tally *tally)
{
	lab_row_begin(run);
	lab_word(run, "handed", "%s", handed);
	lab_count(run, "id", id);
	lab_count(run, "launches", launches);
	lab_count(run, "right", tally->right);
	lab_count(run, "others", tally->others);
	lab_count(run, "past_end", tally->past_end);
	lab_count(run, "missing", tally->missing);
	lab_count(run, "twice", tally->twice);
	lab_row_end(run);
}

static void launch_all(struct lab_run *run, const char *handed,
		       void (*launch)(unsigned nr, uint64_t *found))
{
	unsigned nr = (unsigned)lab_option(run, "tasks");
	int64_t launches = 0, most = (int64_t)lab_option(run, "launches");
	uint64_t found[MAX_TASKS], end_ns = lab_now_ns() + MOST_NS;
	struct tally tally[MAX_TASKS] = {{0}};

	do {
		launch(nr, found);
		count(found, nr, tally);
	} while (++launches < most && lab_now_ns() < end_ns);
	for (unsigned i = 0; i < nr; i++)
		record(run, handed, i, launches, &tally[i]);
}

static void run_arguments(struct lab_run *run)
{
	launch_all(run, "&i", launch_by_address);
	launch_all(run, "copy", launch_by_copy);
}

// Of all ids handed over that way; NaN of none.
static double sum(const struct lab_table *table, const char *handed, const char *column)
{
	double all = NAN;

	for (long row = 0; row < (long)lab_nr_rows(table); row++)
		if (!strcmp(lab_word_at(table, row, "handed"), handed))
			all = (isnan(all) ? 0 : all) + lab_real_at(table, row, column);
	return all;
}

static bool conclude(const struct lab_table *table, FILE *sentence)
{
	double ids = sum(table, "&i", "launches"), copies = sum(table, "copy", "launches");
	double missing = sum(table, "&i", "missing"), twice = sum(table, "&i", "twice");
	double copies_missing = sum(table, "copy", "missing");

	if (isnan(ids) || isnan(copies)) {
		fprintf(sentence, "cut off: there are no figures of both &i and copies");
		return false;
	}
	fprintf(
	    sentence,
	    "of %.0f ids handed over as &i %.0f went missing and %.0f came twice; of %.0f copies "
	    "%.0f and %.0f",
	    ids, missing, twice, copies, copies_missing, sum(table, "copy", "twice"));
	if (!(missing > 0))
		fprintf(sentence, ": &i did no harm this time, against expectation");
	if (copies_missing > 0)
		fprintf(sentence, ": copies were not safe, against expectation");
	return missing > 0 && copies_missing == 0;
}

const struct lab lab_arguments = {
    .name = "arguments",
    .summary = "which id each thread finds, handed over as &i or as a copy",
    .statement = "What a thread is handed must be its own copy, not the address of a variable that "
		 "goes on changing",
    .example = "racelab lab arguments --tasks 16",
    .options = {{"tasks", LAB_NUMBER, "8", 2, MAX_TASKS, "Threads of a launch"},
		{"launches", LAB_NUMBER, "1000", 1, 1000000, "Of all threads; fewer after 3 s"}},
    .columns = {{"handed", LAB_WORD, "&i: the loop variable's address; copy: one of its own"},
		{"id", LAB_COUNT, "what this thread was to be handed"},
		{"launches", LAB_COUNT, "how often it was launched"},
		{"right", LAB_COUNT, "launches in which it found its id"},
		{"others", LAB_COUNT, "launches in which it found another thread's id"},
		{"past_end", LAB_COUNT, "launches in which it found the number of threads"},
		{"missing", LAB_COUNT, "launches in which no thread found this id"},
		{"twice", LAB_COUNT, "threads that found this id though another had"}},
    .run = run_arguments,
    .conclude = conclude,
};
