// SPDX-License-Identifier: MIT

// What a grade is: stage by stage, what a student's file came to and what that rests on; and the
// certificate, without which there is none.
//
// The way of the data: file + rubric -> certificate -> submission (screened, compiled) -> stages ->
// struct grade -> one of the formats that courses' graders read (grade/formats/).

#ifndef RACELAB_GRADE_H
#define RACELAB_GRADE_H

#include <stdbool.h>
#include <stddef.h>

enum {
	MOST_STAGES = 16,
	MOST_CHECKS = 16,
	RESTS_ON = 400,
};

enum stage_end {
	STAGE_PASSED,  /* all points */
	STAGE_PARTLY,  /* some */
	STAGE_FAILED,  /* none */
	STAGE_SKIPPED, /* not come to, as an earlier stage failed that it stands on: no points */
};

// One stage of a rubric. Texts are on the heap, UTF-8, of several lines where it helps; what a
// student's program has printed is never among them.
struct stage_result {
	const char *name;  /* as the rubric's section: "proof" */
	const char *title; /* "Proved under every model" */
	enum stage_end end;
	bool undone; /* what it asks could not be done with the file: no points, and nothing caught
		      */
	double points, most;
	char rests_on[RESTS_ON]; /* one sentence: "proved for 2 tasks x 2 increments under rc11" */
	char *
	    output; /* what the student is to read: the witness, the warnings; NULL: nothing more */
	char *killed_by; /* for the matrix: what found the mistake, "rc11: data race"; NULL: nothing
			    did */
	double seconds;
};

// One thing that was tried of the place itself.
struct check {
	char what[200];	 /* "the known-bad lock no_lock loses updates here" */
	char found[200]; /* "lost in 40 of 40 trials" */
	bool holds;
};

// Whether anybody can be graded here, now.
struct certificate {
	bool holds;
	struct check check[MOST_CHECKS];
	size_t nr_checks;
	double seconds;
};

struct grade {
	const char *exercise;		/* "lock" */
	const char *title;		/* "Protect a counter" */
	char file[256];			/* the student's, as it was named */
	char student[128];		/* whose it is, by the file's name or folder */
	struct certificate certificate; /* if it does not hold: no stage, no points, and no zero */
	struct stage_result stage[MOST_STAGES];
	size_t nr_stages;
	double points, most; /* sums over stages */
	double seconds;	     /* in all, but for what it waited for others graded at the same time */
	char started[32];    /* "2026-11-27T04:10:00Z" */
};

void stage_result_fini(struct stage_result *result);
void grade_fini(struct grade *grade);

// "passed", "partly", "failed", "skipped".
const char *stage_end_name(enum stage_end end);

#endif
