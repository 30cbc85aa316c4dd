// SPDX-License-Identifier: MIT

// What Moodle's Virtual Programming Lab reads of vpl_execution's standard output (mod_vpl's
// proposedgrade and proposedcomment): comments between <|-- and --|>, in which "-" begins a title
// and ">" a line to be shown as it is; and a grade, "Grade :=>>" at the beginning of a line,
// wherever that is. So each line of ours begins with "-", ">" or "Grade", whatever is in it.
//
// The grade is in points of the activity, which VPL_GRADEMIN and VPL_GRADEMAX name; without them,
// of the rubric. What cannot be graded has no grade.

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "harness/export/plain.h"
#include "harness/grade/formats/formats.h"
#include "harness/grade/formats/told.h"
#include "harness/grade/grade.h"

static void put_lines(char *text, FILE *out)
{
	told_lines(out, text, "> ", PLAIN_WHOLE);
	free(text);
}

static void put_stage(const struct stage_result *stage, FILE *out)
{
	char has[POINTS_TEXT], could[POINTS_TEXT];

	fputc('-', out);
	plain_put(out, stage->title, PLAIN_WHOLE, NULL);
	fprintf(out, ": %s, %s of %s\n", stage_end_name(stage->end),
		told_points(stage->points, has), told_points(stage->most, could));
	put_lines(told_stage(stage), out);
}

static void put_comments(const struct grade *grade, FILE *out)
{
	fputs("<|--\n-Whether anybody can be graded here\n", out);
	put_lines(told_certificate(grade), out);
	if (told_gradable(grade)) {
		for (size_t i = 0; i < grade->nr_stages; i++)
			put_stage(&grade->stage[i], out);
	} else {
		fputs("-No grade\n", out);
		put_lines(told_why_not(grade), out);
	}
	fputs("-What to do next\n", out);
	put_lines(told_next(grade), out);
	fputs("--|>\n", out);
}

// A bound of the activity's grades; where it is not said, or no number, what it is otherwise.
static double bound(const char *variable, double otherwise)
{
	const char *value = getenv(variable);
	char *end;
	double number;

	if (!value)
		return otherwise;
	number = strtod(value, &end);
	return end == value || *end || !isfinite(number) ? otherwise : number;
}

static double scaled(const struct grade *grade)
{
	double low = bound("VPL_GRADEMIN", 0), high = bound("VPL_GRADEMAX", grade->most);

	return low + grade->points / grade->most * (high - low);
}

int grade_format_vpl(const struct grade *grade, FILE *out)
{
	char points[POINTS_TEXT];

	put_comments(grade, out);
	if (told_gradable(grade))
		fprintf(out, "Grade :=>> %s\n", told_points(scaled(grade), points));
	return plain_end(out);
}
