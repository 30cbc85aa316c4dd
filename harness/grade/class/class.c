// SPDX-License-Identifier: MIT

#include "harness/grade/class/class.h"

#include <csv.h>
#include <errno.h>
#include <libsmartcols.h>
#include <stdbool.h>
#include <string.h>

#include "harness/grade/class/tally.h"
#include "harness/grade/conduct.h"
#include "harness/grade/exercise.h"
#include "harness/grade/grade.h"
#include "harness/grade/rubric.h"
#include "harness/terminal/terminal.h"

enum {
	CELL = 24,
	MOST_MISTAKES = 10, /* that are shown */
};

// The stage of that kind, or NULL.
static const struct stage_result *stage_of(const struct grade *grade, int stage)
{
	for (size_t i = 0; i < grade->nr_stages; i++)
		if (strcmp(grade->stage[i].name, stage_name((enum stage)stage)) == 0)
			return &grade->stage[i];
	return NULL;
}

static const char *mistake(const struct grade *grade)
{
	const char *found = tally_found(grade);

	return found ? found : "";
}

static const char *points_text(double points, char text[CELL])
{
	snprintf(text, CELL, "%.4g", points);
	return text;
}

struct table {
	struct libscols_table *scols;
	struct libscols_line *line;
	size_t column;
	int error;
};

static void put(struct table *table, const char *text)
{
	if (!table->line || scols_line_set_data(table->line, table->column++, text))
		table->error = ENOMEM;
}

static void add_columns(struct table *table, const struct batch *batch)
{
	scols_table_new_column(table->scols, "student", 0, 0);
	for (int stage = 0; stage < NR_RUBRIC_STAGES; stage++)
		if (batch_asks(batch, stage))
			scols_table_new_column(table->scols, stage_name((enum stage)stage), 0,
					       SCOLS_FL_RIGHT);
	scols_table_new_column(table->scols, "points", 0, SCOLS_FL_RIGHT);
	scols_table_new_column(table->scols, "of", 0, SCOLS_FL_RIGHT);
	scols_table_new_column(table->scols, "what was found", 0.3, SCOLS_FL_TRUNC);
}

static void add_line(struct table *table, const struct batch *batch,
		     const struct assignment *assignment)
{
	const struct grade *grade = &assignment->grade;
	bool graded = tally_graded(assignment);
	char text[CELL];

	table->line = scols_table_new_line(table->scols, NULL);
	table->column = 0;
	put(table, assignment->student);
	for (int stage = 0; stage < NR_RUBRIC_STAGES; stage++) {
		const struct stage_result *result = stage_of(grade, stage);

		if (batch_asks(batch, stage))
			put(table, graded && result ? points_text(result->points, text) : "");
	}
	put(table, graded ? points_text(grade->points, text) : "");
	put(table, graded ? points_text(grade->most, text) : "");
	put(table, graded ? mistake(grade) : assignment->why);
}

static void print_sum(const struct batch *batch, FILE *out)
{
	size_t nr = 0, full = 0;
	double points = 0, seconds = 0;

	for (size_t i = 0; i < batch->nr; i++) {
		const struct assignment *assignment = &batch->assignment[i];

		if (!tally_graded(assignment))
			continue;
		nr++;
		full += assignment->grade.points >= assignment->grade.most;
		points += assignment->grade.points / assignment->grade.most;
		seconds += assignment->grade.seconds;
	}
	fprintf(out, "\n%zu of %zu graded", nr, batch->nr);
	if (nr)
		fprintf(out, ": %zu with full points, %.0f %% of all points, %.2g s for each", full,
			100 * points / (double)nr, seconds / (double)nr);
	fputs(".\n", out);
}

int class_print(const struct batch *batch, FILE *out)
{
	struct table table = {.scols = scols_new_table()};

	if (!table.scols)
		return ENOMEM;
	scols_table_set_stream(table.scols, out);
	if (terminal_width(out))
		scols_table_set_termwidth(table.scols, (size_t)terminal_width(out));
	add_columns(&table, batch);
	for (size_t i = 0; i < batch->nr && !table.error; i++)
		add_line(&table, batch, &batch->assignment[i]);
	if (!table.error && scols_print_table(table.scols))
		table.error = EIO;
	scols_unref_table(table.scols);
	if (!table.error)
		print_sum(batch, out);
	return table.error;
}

static void add_mistake(struct table *table, const char *what, unsigned students)
{
	char text[CELL];

	snprintf(text, sizeof text, "%u", students);
	table->line = scols_table_new_line(table->scols, NULL);
	table->column = 0;
	put(table, text);
	put(table, what);
}

static void add_mistakes(struct table *table, const struct tally *tally)
{
	unsigned others = 0;

	scols_table_new_column(table->scols, "students", 0, SCOLS_FL_RIGHT);
	scols_table_new_column(table->scols, "what was found first", 0, 0);
	for (size_t i = 0; i < tally->nr_mistakes; i++) {
		if (i < MOST_MISTAKES)
			add_mistake(table, tally->mistake[i].what, tally->mistake[i].students);
		else
			others += tally->mistake[i].students;
	}
	if (others)
		add_mistake(table, "something else", others);
}

int class_print_mistakes(const struct tally *tally, FILE *out)
{
	struct table table = {.scols = NULL};

	if (!tally->nr_mistakes || tally->mistake[0].students < 2)
		return 0;
	table.scols = scols_new_table();
	if (!table.scols)
		return ENOMEM;
	fputc('\n', out);
	scols_table_set_stream(table.scols, out);
	add_mistakes(&table, tally);
	if (!table.error && scols_print_table(table.scols))
		table.error = EIO;
	scols_unref_table(table.scols);
	return table.error;
}

static void put_csv(FILE *out, const char *text, const char *after)
{
	csv_fwrite(out, text, strlen(text));
	fputs(after, out);
}

static void put_number(FILE *out, bool known, double number)
{
	if (known)
		fprintf(out, "%.6g", number);
	fputc(',', out);
}

static void write_row(const struct assignment *assignment, FILE *out)
{
	const struct grade *grade = &assignment->grade;
	bool graded = tally_graded(assignment);

	put_csv(out, assignment->student, ",");
	put_csv(out, assignment->file, ",");
	put_csv(out, assignment->course->exercise.name, ",");
	put_number(out, graded, grade->points);
	put_number(out, graded, grade->most);
	for (int stage = 0; stage < NR_RUBRIC_STAGES; stage++) {
		const struct stage_result *result = stage_of(grade, stage);

		put_number(out, graded && result, result ? result->points : 0);
	}
	put_number(out, graded, grade->seconds);
	put_csv(out, graded ? mistake(grade) : assignment->why, "\r\n");
}

int class_write_csv(const void *what, FILE *out)
{
	const struct batch *batch = what;

	fputs("student,file,exercise,points,most,", out);
	for (int stage = 0; stage < NR_RUBRIC_STAGES; stage++)
		fprintf(out, "%s_points,", stage_name((enum stage)stage));
	fputs("seconds,found\r\n", out);
	for (size_t i = 0; i < batch->nr; i++)
		write_row(&batch->assignment[i], out);
	return ferror(out) ? EIO : 0;
}
