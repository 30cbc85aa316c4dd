// SPDX-License-Identifier: MIT

// What a class came to, counted: how many have how many points, how each stage ended, which
// mistakes were found how often; and the sentences that its figures have as titles. Pure: it knows
// grades, and neither files nor gnuplot.

#ifndef RACELAB_GRADE_TALLY_H
#define RACELAB_GRADE_TALLY_H

#include <stdbool.h>
#include <stddef.h>

#include "harness/grade/class/batch.h"
#include "harness/grade/grade.h"

enum {
	MOST_BARS = 32,
	NR_STAGE_ENDS = 4, /* of enum stage_end */
	FINDING = 200,
};

// A stage in all grades.
struct stage_tally {
	const char *name, *title;
	unsigned end[NR_STAGE_ENDS];
	unsigned unjudged; /* for no fault of the student's: none of the above */
	double lost;	   /* points, of all students */
	unsigned losers;   /* who lost some */
};

struct mistake {
	char what[160];
	unsigned students;
};

struct tally {
	const char *exercise;
	size_t nr_files, nr; /* handed in, graded */
	size_t nr_full;	     /* with all points */
	double most;	     /* points that can be had */
	double bar_width;    /* points; bar i has those from i * bar_width, below the next */
	unsigned bar[MOST_BARS];
	size_t nr_bars;
	double others;			       /* of those without all points, the median */
	double lost;			       /* points, of all students in all stages */
	struct stage_tally stage[MOST_STAGES]; /* those that some rubric asks for, in order */
	size_t nr_stages;
	struct mistake *mistake; /* what found each first; the most frequent first */
	size_t nr_mistakes;
};

// Counts what is graded. Returns 0, or an errno value; tally_fini is due.
int tally_make(struct tally *tally, const struct batch *batch);
void tally_fini(struct tally *tally);

// "151 of 300 have all 20 points; ...", and which stage takes most of them. Of a class in which
// somebody was graded. Returns text.
const char *tally_points_finding(const struct tally *tally, char text[FINDING]);
const char *tally_stages_finding(const struct tally *tally, char text[FINDING]);

// What found a student's mistake first; NULL: nothing did.
const char *tally_found(const struct grade *grade);

// Whether it was graded: a certificate held, and it is there.
bool tally_graded(const struct assignment *assignment);

// The same mistake in two files is one: without the places in them, and with N for each number.
void tally_mistake(char *what, size_t size, const char *found);

#endif
