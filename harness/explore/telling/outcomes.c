// SPDX-License-Identifier: MIT

#include "harness/explore/telling/outcomes.h"

#include <errno.h>
#include <inttypes.h>
#include <libsmartcols.h>
#include <stdlib.h>
#include <string.h>

#include "harness/data/number.h"
#include "harness/explore/behaviour.h"
#include "harness/explore/program/program.h"
#include "harness/explore/program/runner.h"
#include "harness/explore/telling/count.h"
#include "harness/explore/telling/tell.h"
#include "harness/terminal/paragraph.h"
#include "harness/terminal/terminal.h"

enum column {
	COLUMN_VALUE,
	COLUMN_EXECUTIONS,
	COLUMN_INTERLEAVINGS,
	COLUMN_SHARE,
	COLUMN_MEASURED,
	COLUMN_MEASURED_SHARE,
	COLUMN_MODEL,
	NR_OUTCOME_COLUMNS,
};

struct outcomes {
	const struct subject *subject;
	const struct found *found;
	const struct measured *measured;
	struct libscols_table *table;
	int error;
};

const struct outcome *outcomes_find(const struct found *found, uint64_t value)
{
	for (size_t i = 0; i < found->nr_outcomes; i++)
		if (found->outcome[i].value == value)
			return &found->outcome[i];
	return NULL;
}

bool outcomes_counts(const struct found *found, const struct outcome *outcome)
{
	return outcome && found->counts_executions &&
	       (found->executions_complete || outcome->executions);
}

// Both lists are by value.
bool outcomes_at(const struct found *found, const struct measured *measured, size_t i,
		 uint64_t *value)
{
	size_t f = 0, m = 0, nr_measured = measured ? measured->nr_seen : 0;

	while (f < found->nr_outcomes || m < nr_measured) {
		bool is_found =
		    f < found->nr_outcomes &&
		    (m == nr_measured || found->outcome[f].value <= measured->seen[m].value);

		*value = is_found ? found->outcome[f].value : measured->seen[m].value;
		if (!i--)
			return true;
		f += is_found;
		m += m < nr_measured && measured->seen[m].value == *value;
	}
	return false;
}

bool outcomes_forbid(const struct found *found, uint64_t value)
{
	return found->complete && !found->more_outcomes && !outcomes_find(found, value);
}

static bool is_shown(const struct outcomes *outcomes, enum column column)
{
	switch (column) {
	case COLUMN_VALUE:
		return true;
	case COLUMN_EXECUTIONS:
		return outcomes->found->counts_executions;
	case COLUMN_INTERLEAVINGS:
	case COLUMN_SHARE:
		return outcomes->found->counts_interleavings;
	default:
		return outcomes->measured != NULL;
	}
}

static void add_columns(struct outcomes *outcomes)
{
	const char *const names[NR_OUTCOME_COLUMNS] = {
	    [COLUMN_VALUE] = tell_sum(outcomes->subject) + strlen("the "),
	    [COLUMN_EXECUTIONS] =
		outcomes->found->executions_complete ? "executions" : "executions so far",
	    [COLUMN_INTERLEAVINGS] = "interleavings",
	    [COLUMN_SHARE] = "share",
	    [COLUMN_MEASURED] = "measured",
	    [COLUMN_MEASURED_SHARE] = "share",
	    [COLUMN_MODEL] = model_name(outcomes->subject->model),
	};

	for (int i = 0; i < NR_OUTCOME_COLUMNS; i++)
		if (!scols_table_new_column(outcomes->table, names[i], 0,
					    (i == COLUMN_MODEL ? 0 : SCOLS_FL_RIGHT) |
						(is_shown(outcomes, i) ? 0 : SCOLS_FL_HIDDEN)))
			outcomes->error = ENOMEM;
}

static void put(struct outcomes *outcomes, struct libscols_line *line, enum column column,
		const char *text)
{
	if (!line || scols_line_set_data(line, column, text))
		outcomes->error = ENOMEM;
}

static void put_count(struct outcomes *outcomes, struct libscols_line *line, enum column column,
		      big_count count)
{
	char text[COUNT_TEXT];

	put(outcomes, line, column, count_grouped(count, text));
}

// "45.7 %"; a little of a lot must show, as a lost update does.
static void put_share(struct outcomes *outcomes, struct libscols_line *line, enum column column,
		      big_count part, big_count all)
{
	double percent = all ? 100 * (double)part / (double)all : 0;
	char *text = NULL;
	size_t size;
	FILE *cell = open_memstream(&text, &size);

	if (!cell) {
		outcomes->error = ENOMEM;
		return;
	}
	if (percent && percent < 0.001)
		fputs("<0.001", cell);
	else
		number_put(cell, percent);
	fputs(" %", cell);
	if (fclose(cell) == 0)
		put(outcomes, line, column, text);
	free(text);
}

static const char *judged(const struct outcomes *outcomes, uint64_t value)
{
	if (outcomes_find(outcomes->found, value))
		return "allowed";
	if (!outcomes_forbid(outcomes->found, value))
		return "not found so far";
	/* no machine promises sc: what it does beyond that is no fault of its */
	return outcomes->subject->model == MODEL_SC ? "not under sc" : "FORBIDDEN";
}

static void add_measured(struct outcomes *outcomes, struct libscols_line *line, uint64_t value)
{
	uint64_t count = measured_times(outcomes->measured, value);
	const char *word = judged(outcomes, value);

	put_count(outcomes, line, COLUMN_MEASURED, count);
	put_share(outcomes, line, COLUMN_MEASURED_SHARE, count, outcomes->measured->times);
	put(outcomes, line, COLUMN_MODEL, word);
	if (line && strcmp(word, "FORBIDDEN") == 0)
		scols_line_set_color(line, "red");
}

// What was not counted stays empty: it is not 0.
static void add_line(struct outcomes *outcomes, uint64_t value)
{
	struct libscols_line *line = scols_table_new_line(outcomes->table, NULL);
	const struct found *found = outcomes->found;
	const struct outcome *counted = outcomes_find(found, value);
	char text[24];

	snprintf(text, sizeof text, "%" PRIu64, value);
	put(outcomes, line, COLUMN_VALUE, text);
	if (outcomes_counts(found, counted))
		put_count(outcomes, line, COLUMN_EXECUTIONS, counted->executions);
	if (counted && found->counts_interleavings) {
		put_count(outcomes, line, COLUMN_INTERLEAVINGS, counted->interleavings);
		put_share(outcomes, line, COLUMN_SHARE, counted->interleavings,
			  found->interleavings);
	}
	if (outcomes->measured)
		add_measured(outcomes, line, value);
}

static void add_lines(struct outcomes *outcomes)
{
	uint64_t value;

	for (size_t i = 0; outcomes_at(outcomes->found, outcomes->measured, i, &value); i++)
		add_line(outcomes, value);
}

static void print_legend(FILE *out, const struct found *found)
{
	size_t width = terminal_width(out);

	if (found->more_outcomes)
		paragraph_put(out, "There are more outcomes than these.", 0, 0, width);
	if (found->counts_executions && found->counts_interleavings)
		paragraph_put(out, "Neither count is a probability on hardware.", 0, 0, width);
	else if (found->counts_executions || found->counts_interleavings)
		paragraph_put(out, "A count is no probability on hardware.", 0, 0, width);
}

int outcomes_print(FILE *out, const struct subject *subject, const struct found *found,
		   const struct measured *measured)
{
	struct outcomes outcomes = {subject, found, measured, NULL, 0};

	if (!subject->behaviour->program->runner.facts.has_outcome)
		return 0;
	outcomes.table = scols_new_table();
	if (!outcomes.table)
		return ENOMEM;
	scols_table_set_stream(outcomes.table, out);
	scols_table_enable_minout(outcomes.table, 1);
	scols_table_enable_colors(outcomes.table, terminal_colours(out));
	add_columns(&outcomes);
	add_lines(&outcomes);
	if (!outcomes.error && scols_print_table(outcomes.table))
		outcomes.error = EIO;
	scols_unref_table(outcomes.table);
	if (!outcomes.error)
		print_legend(out, found);
	return outcomes.error;
}
