// SPDX-License-Identifier: MIT

// A verdict: what a run, or two sides compared, mean for whoever has to decide. It is made of rows
// only and knows no terminal and no format: `check` and `duet` fill one in, harness/export writes
// it.

#ifndef RACELAB_VERDICT_H
#define RACELAB_VERDICT_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "harness/data/summary.h"

enum severity {
	SEVERITY_NOTE,	  /* worth knowing */
	SEVERITY_WARNING, /* a failure if the verdict is strict */
	SEVERITY_FAILURE, /* the verdict is fail */
	NR_SEVERITIES,
};

extern const char *const severity_names[NR_SEVERITIES]; /* "note", "warning", "failure" */

// Order of the table in rules.def.
enum rule {
#define RULE(id, meaning) RULE_##id,
#include "harness/verdict/rules.def"
#undef RULE
	NR_RULES,
};

struct rule_about {
	const char *name;    /* as in rules.def; rule_name has what is shown */
	const char *meaning; /* one line */
};

extern const struct rule_about rules_about[NR_RULES];

enum {
	NO_CASE = -1,
	NO_BLOCK = -1,
};

// One thing found out.
struct finding {
	enum rule rule;
	enum severity severity;
	long in_case;	/* index into the verdict's cases, or NO_CASE: it is about the whole */
	int64_t block;	/* or NO_BLOCK: it is about no single trial */
	char *sentence; /* says all of it, the case and block included; no newline; on the heap */
};

enum judgement {
	JUDGEMENT_NONE,	     /* not compared: there is nothing to compare with */
	JUDGEMENT_SAME,	     /* the whole interval is within the threshold on both sides */
	JUDGEMENT_FASTER,    /* the whole interval is beyond the threshold */
	JUDGEMENT_SLOWER,    /* the same, and too sure to be chance in any of all cases */
	JUDGEMENT_UNDECIDED, /* the interval is too wide to say any of these */
	NR_JUDGEMENTS,
};

extern const char
    *const judgement_names[NR_JUDGEMENTS]; /* "", "same", "faster", "slower", "undecided" */

// One case of head held against the same of base.
struct comparison {
	enum judgement judgement;
	size_t nr_pairs;     /* raced: windows of both sides, or trials paired */
	size_t nr_instances; /* duet: starts of both sides; 0: no duet */
	struct estimate
	    ratio;    /* head's throughput over base's: below 1 head is slower. The median, and its
			 interval, of ratio.nr values that are independent of each other: of a duet the
			 instances, each the median of its pairs; else each pair by itself */
	double share; /* of the 5 % in which the interval may miss that it has: 1 unless others
			 were looked at before it */
	double
	    p_slower; /* that head is not slower than the threshold allows, after Holm; NaN: none */
	double cliffs_delta;	/* of head's throughputs against base's; NaN: none */
	double mann_whitney_p;	/* that neither side tends to be faster; NaN: none */
	const char *stopped_by; /* duet: "precision", "budget", "failure", "interrupt"; else "" */
};

struct judged {
	char *name;			 /* case_name; on the heap */
	const struct case_summary *head; /* NULL: only base has this case */
	const struct case_summary *base; /* NULL: only head has it, or nothing is compared */
	struct comparison comparison;
	enum severity worst; /* of its findings; NOTE also if it has none */
};

struct verdict {
	const char *command;   /* "check", "duet" */
	const char *head_name; /* a directory, an executable or "sync:NAME" */
	const char *base_name; /* the same; NULL: nothing is compared */
	json_t *about;	       /* what head's run.json says (owned); NULL: nothing */
	double threshold;      /* 0.1: a tenth slower is too slow */
	bool strict;	       /* warnings fail, too */
	const char *cut_short; /* "Ctrl-C after 3 of 8 cases"; NULL: everything was measured */
	struct judged *cases;  /* head's in its summary's order, then those that only base has */
	size_t nr_cases, capacity;
	struct finding
	    *findings; /* in the order they were added; verdict_sort brings failures first */
	size_t nr_findings;
	size_t nr_rows;			      /* of both sides */
	size_t nr_of_severity[NR_SEVERITIES]; /* findings, also those not kept */
	size_t nr_of_rule[NR_RULES];	      /* the same */
};

// An empty verdict; what is in it besides cases and findings is the caller's to set.
void verdict_init(struct verdict *verdict);

// Adds all cases of head's summary, each with base's of the same axes, and then those that only
// base has; `base` is NULL if nothing is compared. Both summaries and their rows must outlive the
// verdict. Aborts without memory, as what follows does.
void verdict_add_cases(struct verdict *verdict, const struct summary *head,
		       const struct summary *base);

// Adds one case. Either side may be NULL. Returns it; valid until the next one is added.
struct judged *verdict_add_case(struct verdict *verdict, const char *name,
				const struct case_summary *head, const struct case_summary *base);

void verdict_fini(struct verdict *verdict);

// Adds a finding; its sentence in printf format, control characters in it replaced by '?'. With
// strict, a warning becomes a failure. At most 1000 findings of one rule are kept, the rest are
// counted in nr_of_severity only (a broken lock loses in every row). Aborts without memory.
void verdict_add(struct verdict *verdict, enum rule rule, enum severity severity, long in_case,
		 int64_t block, const char *format, ...) __attribute__((format(printf, 6, 7)));

// Puts failures before warnings before notes, and keeps the order within each.
void verdict_sort(struct verdict *verdict);

// Whether it is pass: no failure.
bool verdict_passed(const struct verdict *verdict);

// The whole verdict in one line: "FAIL: 1 failure, 2 warnings in 36 cases (720 trials)", "PASS:
// ...", with what was compared and cut short, if it was. Returns text.
const char *verdict_line(const struct verdict *verdict, char *text, size_t size);

// A rule's name in the output: "lost-update".
const char *rule_name(enum rule rule);

#endif
