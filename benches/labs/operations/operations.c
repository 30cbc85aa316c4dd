// SPDX-License-Identifier: MIT

// Tests which operations are atomic. In Python, reading or replacing a variable, appending to a
// list and adding to or clearing a dict are, because the interpreter runs one thread at a time;
// only read-modify-write is not. In C two tasks do the same things at the same time, on two PUs,
// for 200 ms each, or five times as long where nothing has gone wrong by then. The one operation
// that never goes wrong is to read or replace an aligned word, for the processor moves it as a
// whole. A word that lies across two cache lines is moved in two parts, as are 16 bytes, so that a
// reader gets half of each value; an append loses items, an insert entries, or inserts them twice;
// a clear is seen half done; and x = x + 1 loses increments.
//
// 16 bytes by one instruction are a case of their own: many processors move them as a whole, and
// few promise it.

#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "benches/labs/lab.h"
#include "benches/labs/operations/acts.h"

static const struct operation *const operations[] = {
    &operation_word,   &operation_across, &operation_two_moves, &operation_one_move,
    &operation_append, &operation_insert, &operation_clear,	&operation_increment,
};

#define NR_OPERATIONS (sizeof operations / sizeof *operations)

static void write_row(struct lab_run *run, const struct operation *operation,
		      const struct seen *seen)
{
	lab_row_begin(run);
	lab_word(run, "operation", "%s", operation->name);
	lab_word(run, "deck", "%s", operation->deck);
	lab_word(run, "wrong_is", "%s", operation->wrong);
	lab_count(run, "ops", (int64_t)seen->ops);
	lab_count(run, "wrong", (int64_t)seen->wrong);
	if (operation->has_items) {
		lab_count(run, "missing", (int64_t)seen->missing);
		lab_count(run, "twice", (int64_t)seen->twice);
	}
	lab_real(run, "per_million", 1e6 * (double)seen->wrong / (double)seen->ops);
	lab_row_end(run);
}

static void run_operations(struct lab_run *run)
{
	struct place *place = lab_map_private(sizeof *place);

	for (size_t i = 0; i < NR_OPERATIONS; i++) {
		const struct operation *o = operations[i];
		struct seen seen;

		if (!o->act) {
			lab_skip(run, "operation", o->name, "written for x86-64 and aarch64");
			continue;
		}
		seen = operation_race(run, o, place);
		write_row(run, o, &seen);
	}
}

static double rate_of(const struct lab_table *table, const struct operation *operation)
{
	return lab_real_at(table, lab_find(table, 0, "operation", operation->name, NULL),
			   "per_million");
}

// What the operations beside the aligned word showed.
struct others {
	const struct operation *least, *most; /* of those that went wrong */
	const struct operation *right;	      /* one that should have, and did not */
	const struct operation *whole;	      /* one that need not have, and did not */
};

static void compare_one(struct others *others, const struct lab_table *table,
			const struct operation *o)
{
	double rate = rate_of(table, o);

	if (rate > 0 && (!others->least || rate < rate_of(table, others->least)))
		others->least = o;
	if (rate > 0 && (!others->most || rate > rate_of(table, others->most)))
		others->most = o;
	if (!(rate > 0) && o->may_be_whole)
		others->whole = o;
	else if (!(rate > 0))
		others->right = o;
}

static struct others compare(const struct lab_table *table)
{
	struct others others = {NULL, NULL, NULL, NULL};

	for (size_t i = 1; i < NR_OPERATIONS; i++)
		if (operations[i]->act)
			compare_one(&others, table, operations[i]);
	return others;
}

static void tell_of_words(const struct lab_table *table, const struct others *others,
			  FILE *sentence)
{
	double word = rate_of(table, &operation_word);

	if (word > 0)
		fprintf(sentence, "An aligned word was torn %.3g times in a million", word);
	else
		fputs("An aligned word was never torn", sentence);
	if (others->whole && rate_of(table, others->whole) == 0)
		fprintf(sentence, ", nor were %s here", others->whole->name);
}

static void tell_of_others(const struct lab_table *table, const struct others *others,
			   FILE *sentence)
{
	if (others->right)
		fprintf(sentence,
			isnan(rate_of(table, others->right)) ? ", but \"%s\" was not measured"
							     : ", but \"%s\" did not go wrong",
			others->right->name);
	else if (others->least)
		fprintf(sentence,
			"; all else went wrong, from %.0f times in a million (%s) to %.0f (%s)",
			rate_of(table, others->least), others->least->name,
			rate_of(table, others->most), others->most->name);
}

static bool conclude(const struct lab_table *table, FILE *sentence)
{
	struct others others = compare(table);
	double word = rate_of(table, &operation_word);

	if (isnan(word)) {
		fputs("The aligned word was not measured, so nothing follows", sentence);
		return false;
	}
	tell_of_words(table, &others, sentence);
	tell_of_others(table, &others, sentence);
	return word == 0 && !others.right;
}

const struct lab lab_operations = {
    .name = "operations",
    .summary = "which operations are atomic, by two tasks that do them at the same time",
    .statement = "Only an aligned word is read or replaced as a whole; all else that others share "
		 "needs a lock",
    .example = "racelab lab operations --window 1s",
    .options =
	{
	    {"window", LAB_TIME, "200ms", 1000000, 60000000000, "Time for each operation"},
	},
    .columns =
	{
	    {"operation", LAB_WORD, "what two tasks do, or one does while the other looks"},
	    {"deck", LAB_WORD, "what the lecture says of it in Python"},
	    {"wrong_is", LAB_WORD, "what counts as wrong"},
	    {"ops", LAB_COUNT, "operations (reads, clears) of both tasks"},
	    {"wrong", LAB_COUNT, "operations that were not done as a whole"},
	    {"missing", LAB_COUNT, "items or keys that were put in and are not there"},
	    {"twice", LAB_COUNT, "keys that are there more than once"},
	    {"per_million", LAB_REAL, "wrong per million operations"},
	    {"detail", LAB_WORD, "why it was left out"},
	},
    .table = {"operation", "deck", "ops", "wrong", "per_million"},
    .run = run_operations,
    .conclude = conclude,
};
