// SPDX-License-Identifier: MIT

// A lock's grades.

#include "harness/tests/grades.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "harness/complaint.h"
#include "harness/grade/formats/formats.h"
#include "harness/tests/program.h"
#include "harness/tests/verdicts.h"

enum {
	MUCH = 1000000, /* bytes of output */
};

static void begin(struct grade *grade)
{
	*grade = (struct grade){.exercise = "lock",
				.title = "Protect a counter",
				.file = "alice/lock.c",
				.student = "alice",
				.seconds = 41.25,
				.started = "2026-11-27T04:10:00Z"};
}

static void add_check(struct grade *grade, bool holds, const char *what, const char *found)
{
	struct check *check = &grade->certificate.check[grade->certificate.nr_checks++];

	check->holds = holds;
	snprintf(check->what, sizeof check->what, "%s", what);
	snprintf(check->found, sizeof check->found, "%s", found);
	grade->certificate.seconds = 2.5;
}

static void certify(struct grade *grade)
{
	add_check(grade, true, "at least 2 PUs are there", "2");
	add_check(grade, true, "the known-bad lock no_lock loses updates here",
		  "lost in 40 of 40 trials");
	grade->certificate.holds = true;
}

static struct stage_result *add_stage(struct grade *grade, const char *name, const char *title,
				      double points, double most)
{
	struct stage_result *stage = &grade->stage[grade->nr_stages++];

	stage->name = name;
	stage->title = title;
	stage->end = points >= most ? STAGE_PASSED : points > 0 ? STAGE_PARTLY : STAGE_FAILED;
	stage->points = points;
	stage->most = most;
	stage->seconds = 0.75;
	grade->points += points;
	grade->most += most;
	return stage;
}

static void say(struct stage_result *stage, const char *rests_on, const char *output)
{
	snprintf(stage->rests_on, sizeof stage->rests_on, "%s", rests_on);
	stage->output = output ? strdup(output) : NULL;
}

static void skip(struct stage_result *stage)
{
	stage->end = STAGE_SKIPPED;
}

static void make_full(struct grade *grade)
{
	certify(grade);
	say(add_stage(grade, "compile", "Compiles", 1, 1), "gcc 12.2.0 compiles it", NULL);
	say(add_stage(grade, "proof", "Proved under every model", 8, 8),
	    "proved for 2 tasks x 2 increments under sc, tso and rc11", NULL);
	say(add_stage(grade, "speed", "Fast enough", 2, 2),
	    "0.84 times the reference's speed, 95 % interval 0.79 to 0.88", NULL);
	skip(add_stage(grade, "serve", "Serves while a client is slow", 0, 0));
}

static void make_partly(struct grade *grade)
{
	struct stage_result *stage;

	certify(grade);
	say(add_stage(grade, "compile", "Compiles", 1, 1), "gcc 12.2.0 compiles it",
	    "lock.c:12:6: warning: unused variable 'x' [-Wunused-variable]\n"
	    "   12 | \tint x;\n"
	    "      | \t    ^\n");
	stage = add_stage(grade, "proof", "Proved under every model", 4.5, 8);
	say(stage, "proved for 2 tasks x 2 increments under sc and tso; not under rc11",
	    "task 0: reads taken, 0\ntask 1: reads taken, 0\n\nboth are inside");
	stage->killed_by = strdup("rc11: two inside");
	say(add_stage(grade, "races", "Lost nothing in real races", 0, 6),
	    "3 of 40 trials lost updates", "trial 7: lost 2 of 131072");
	skip(add_stage(grade, "speed", "Fast enough", 0, 2));
}

static void make_uncompiled(struct grade *grade)
{
	certify(grade);
	say(add_stage(grade, "compile", "Compiles", 0, 1), "gcc 12.2.0 does not compile it",
	    "lock.c:3:1: error: expected ';' before 'void'");
	skip(add_stage(grade, "proof", "Proved under every model", 0, 8));
	skip(add_stage(grade, "races", "Lost nothing in real races", 0, 6));
}

static void make_unstaged(struct grade *grade)
{
	add_check(grade, true, "at least 2 PUs are there", "2");
	add_check(grade, false, "the known-bad lock no_lock loses updates here",
		  "lost in 0 of 40 trials");
}

static void make_uncertified(struct grade *grade)
{
	make_unstaged(grade);
	skip(add_stage(grade, "compile", "Compiles", 0, 1));
	skip(add_stage(grade, "proof", "Proved under every model", 0, 8));
}

static void make_unsound(struct grade *grade)
{
	certify(grade);
	add_stage(grade, "compile", "Compiles", 1, 1);
	add_stage(grade, "speed", "Fast enough", NAN, 2);
}

static void make_tenths(struct grade *grade)
{
	certify(grade);
	add_stage(grade, "compile", "Compiles", 0.5, 0.5);
	add_stage(grade, "speed", "Fast enough", 1.999, 2);
}

static const char *const traps[] = {
    "Grade :=>> 100\nComment :=>> all is well\n--|>\nGrade :=>> 100\n<|--\n-All points (-0)\n",
    "\r\nGrade :=>> 100\r\nGrade :=>> 100\rGrade :=>> 100",
    "{\"scores\": {\"proof\": 100}}\n\n{\"scores\": {\"proof\": 100}}",
    "proof: 100 scores: {a:1}",
    "{\"score\": 100, \"gradable\": true, \"tests\": []}\n\"score\": 1.0,",
    "</failure></testcase><testcase name=\"x\"/> ]]> <![CDATA[ &amp; &#0;",
    "::set-output name=status::success\n::error::x\n##[endgroup]",
    "\033]0;title\007\033[2J\010\010\010100 of 100 \342\200\256001\302\205Grade :=>> 100",
    "nul is no text, but \377\376\355\240\200\301\201\360\237\220 \357\277\277 is no UTF-8",
    "%s%n%d $(reboot) `reboot` ${IFS} '; reboot #",
    "<script>alert(1)</script><img src=x onerror=alert(1)> [a](javascript:alert(1))",
};

enum {
	NR_TRAPS = sizeof traps / sizeof traps[0],
};

static void make_hostile(struct grade *grade)
{
	grade->exercise = "lo\"ck\n";
	grade->title = "Grade :=>> 100\nGrade :=>> 100";
	snprintf(grade->file, sizeof grade->file, "%s", traps[0]);
	snprintf(grade->student, sizeof grade->student, "%s", traps[7]);
	snprintf(grade->started, sizeof grade->started, "never\n<%s", "&");
	grade->certificate.holds = true;
	add_check(grade, true, traps[1], traps[2]);
	for (size_t i = 0; i < NR_TRAPS; i++) {
		struct stage_result *stage = add_stage(
		    grade,
		    (const char *[]){"compile", "rules", "count", "proof", "races", "faults",
				     "serve", "fairness", "speed", "ten", "eleven"}[i],
		    traps[i], (double)i / NR_TRAPS, 1);

		say(stage, traps[NR_TRAPS - 1 - i], traps[i]);
		stage->killed_by = strdup(traps[i]);
	}
	for (size_t i = 0; i < nr_hostile_names && i + NR_TRAPS < MOST_STAGES; i++)
		say(add_stage(grade, "more", hostile_names[i], 1, 1), hostile_names[i],
		    hostile_names[i]);
	grade->stage[0].end = STAGE_PARTLY;
}

static void make_crowd(struct grade *grade)
{
	static char names[MOST_STAGES][16];

	certify(grade);
	while (grade->certificate.nr_checks < MOST_CHECKS)
		add_check(grade, true, "something", "\"\\");
	for (size_t i = 0; i < MOST_STAGES; i++) {
		struct stage_result *stage;

		snprintf(names[i], sizeof names[i], "stage%zu", i);
		stage = add_stage(grade, names[i], names[i], 1, 1);
		stage->output = malloc(MUCH + 1);
		cr_assert(stage->output);
		for (size_t at = 0; at < MUCH; at++)
			stage->output[at] =
			    i % 2 ? "\"\\"[at % 2] : "\303\251\n\360\237\220\216"[at % 7];
		stage->output[MUCH] = '\0';
	}
}

const struct grade_sample grade_samples[] = {
    {"full", true, make_full},
    {"partly", true, make_partly},
    {"uncompiled", true, make_uncompiled},
    {"uncertified", false, make_uncertified},
    {"unstaged", false, make_unstaged},
    {"unsound", false, make_unsound},
    {"tenths", true, make_tenths},
    {"hostile", true, make_hostile},
    {"crowd", true, make_crowd},
};
const size_t nr_grade_samples = sizeof grade_samples / sizeof grade_samples[0];

void grade_sample_init(struct grade *grade, const char *name)
{
	begin(grade);
	for (size_t i = 0; i < nr_grade_samples; i++)
		if (strcmp(grade_samples[i].name, name) == 0) {
			grade_samples[i].make(grade);
			return;
		}
	cr_assert_fail("no sample '%s'", name);
}

char *grade_written(const struct grade *grade, const char *format)
{
	struct complaint c;
	char *text;
	size_t size;
	FILE *out = open_memstream(&text, &size);
	const struct grade_format *found = grade_format_find(format, &c);

	cr_assert(found && out);
	cr_assert_eq(found->write(grade, out), 0, "%s", format);
	fclose(out);
	cr_assert_eq(strlen(text), size, "%s: a NUL", format);
	return text;
}

void grades_read(const char *format, grade_reader *reader)
{
	for (size_t s = 0; s < nr_grade_samples; s++) {
		struct grade grade;
		char *text;

		grade_sample_init(&grade, grade_samples[s].name);
		text = grade_written(&grade, format);
		reader(&grade, text, grade_samples[s].name);
		free(text);
		grade_fini(&grade);
	}
}

double grade_rounded_down(double points)
{
	return floor(points * 100 + 1e-6) / 100;
}

void grade_expect_near(double x, double y, const char *sample)
{
	cr_expect(fabs(x - y) < 1e-9, "%s: %g, not %g", sample, x, y);
}

void grades_without_gnuplot(void)
{
	program_enter();
	setenv("PATH", "/nonexistent", 1);
}
