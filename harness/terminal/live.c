// SPDX-License-Identifier: MIT

// The live table: tallies of each case's trials, and when it is drawn.

#include "harness/terminal/live.h"

#include <math.h>
#include <stdlib.h>

#include "harness/data/case_name.h"
#include "harness/data/column.h"
#include "harness/data/summary.h"
#include "harness/machine/probe.h"
#include "harness/terminal/progress.h"
#include "harness/terminal/screen.h"
#include "harness/terminal/terminal.h"

enum {
	MOST_SAID = 65536, /* bytes kept of what sandboxes write */
};

#define REDRAW_NS 200000000u  /* five times a second */
#define TURN_NS	  2000000000u /* a page can be read meanwhile */

// Cases are called by what tells them apart; a single one by all that it is.
static void find_differences(struct live_table *table)
{
	const struct row *axes = table->axes;
	bool any = false;

	for (size_t i = 1; i < table->nr_cases; i++)
		for (int id = 0; id < NR_COLUMNS; id++)
			if (column_is_axis(id) && id != COLUMN_class &&
			    column_compare(id, &axes[0], &axes[i]))
				any = table->differs[id] = true;
	for (int id = 0; id < NR_COLUMNS && !any; id++)
		table->differs[id] = column_is_axis(id) && id != COLUMN_class;
}

// The lines of the window that a drawing may take: one is left for what the shell says.
static size_t window_lines(void)
{
	size_t height = terminal_height(stderr);

	height = height ? height - 1 : 23;
	return height < SCREEN_MAX_LINES ? height : SCREEN_MAX_LINES;
}

static void draw(struct live *live, uint64_t now_ns)
{
	size_t width = terminal_width(stderr);
	char *text = live_text(&live->table, width ? width - 1 : 79, window_lines(),
			       terminal_colours(stderr), now_ns); /* a full line would wrap */

	if (text)
		screen_draw(text);
	free(text);
	live->table.progress.painted_ns = now_ns;
}

static void keep_said(struct live *live)
{
	live->said_text = calloc(1, MOST_SAID);
	if (live->said_text)
		live->said = fmemopen(live->said_text, MOST_SAID, "w"); /* what is too much fails */
}

void live_begin(struct live *live, enum showing showing, const struct rows *cases, uint64_t blocks,
		const uint32_t *schedule, const bool *done)
{
	uint64_t nr_trials = cases->nr_rows * blocks, nr_done = 0;

	*live = (struct live){
	    .showing = showing,
	    .table.axes = cases->row,
	    .table.nr_cases = cases->nr_rows,
	    .table.blocks = blocks,
	    .table.cases = calloc(cases->nr_rows, sizeof *live->table.cases),
	};
	for (uint64_t trial = 0; trial < nr_trials; trial++) {
		nr_done += done[trial];
		if (live->table.cases)
			live->table.cases[schedule[trial]].nr_done += done[trial];
	}
	progress_begin(&live->table.progress, nr_trials - nr_done);
	if (!live->table.cases || !live->table.progress.shown || nr_done == nr_trials)
		live->showing = SHOWING_NOTHING;
	if (live->showing != SHOWING_TABLE)
		return;
	find_differences(&live->table);
	keep_said(live);
	screen_begin();
	draw(live, probe_now_ns());
}

static void note(struct live_table *table, size_t i, const struct row *row)
{
	size_t most = live_capacity(table);
	struct live_case *c = &table->cases[i];
	int outcome = outcome_find(row->outcome);

	c->nr_done++;
	if (outcome >= 0)
		c->nr_ended[outcome]++;
	if (outcome != OUTCOME_OK)
		return;
	if (row->ops > 0 && row->lost != COUNT_EMPTY) {
		c->ops += row->ops;
		c->lost += row->lost;
	}
	if (!c->throughput)
		c->throughput = calloc(most, sizeof *c->throughput);
	if (c->throughput && isfinite(row->throughput_per_s))
		c->throughput[c->nr_throughput++ % most] = row->throughput_per_s;
}

static void step_line(struct live *live, size_t next)
{
	char name[256] = "";

	if (next < live->table.nr_cases)
		case_name(&live->table.axes[next], true, name, sizeof name);
	progress_step(&live->table.progress, name);
}

void live_step(struct live *live, size_t i, const struct row *row, size_t next)
{
	uint64_t now_ns = probe_now_ns();

	if (live->showing == SHOWING_LINE)
		step_line(live, next);
	if (live->showing != SHOWING_TABLE)
		return;
	live->table.progress.nr_done++;
	note(&live->table, i, row);
	if (now_ns - live->table.progress.painted_ns < REDRAW_NS)
		return;
	if (now_ns - live->turned_ns >= TURN_NS) {
		live->table.first = i;
		live->turned_ns = now_ns;
	}
	draw(live, now_ns);
}

static void let_out_said(struct live *live)
{
	if (live->said)
		fclose(live->said);
	if (live->said_text)
		fprintf(stderr, "%.*s", MOST_SAID, live->said_text);
	free(live->said_text);
}

void live_end(struct live *live)
{
	if (live->showing == SHOWING_LINE)
		progress_end(&live->table.progress);
	if (live->showing == SHOWING_TABLE) {
		screen_end();
		let_out_said(live);
	}
	for (size_t i = 0; live->table.cases && i < live->table.nr_cases; i++)
		free(live->table.cases[i].throughput);
	free(live->table.cases);
}
