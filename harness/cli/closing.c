// SPDX-License-Identifier: MIT

// The end of a run, from its rows as they were written.

#include "harness/cli/closing.h"

#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "harness/cli/warn.h"
#include "harness/data/directory.h"
#include "harness/data/summary.h"
#include "harness/terminal/paragraph.h"
#include "harness/terminal/summary_table.h"
#include "harness/terminal/terminal.h"
#include "harness/verdict/warnings.h"

// What has not been said yet.
static void find_warnings(struct warnings *warnings, const char *path, const struct rows *rows,
			  const struct summary *summary)
{
	if (isatty(STDERR_FILENO))
		warnings_of_trials(warnings, rows, summary, path);
	else
		warn_of_directory(warnings, path, rows, summary);
}

static int print_summary(const char *path, struct warnings *warnings, struct complaint *c)
{
	struct summary summary;
	struct rows rows;
	int error;

	if (directory_load(&rows, path, c))
		return -1;
	error = summary_build(&summary, &rows) ? ENOMEM : 0;
	if (!error) {
		find_warnings(warnings, path, &rows, &summary);
		error = summary_print(&summary, stdout);
		summary_fini(&summary);
	}
	rows_fini(&rows);
	return error ? complain_machine(c, "cannot print the summary: %s", strerror(error)) : 0;
}

int closing_print(const char *path, const struct measured *measured, enum showing showing,
		  struct complaint *c)
{
	uint64_t wall_ns = measured->wall_ns ? measured->wall_ns : 1;
	struct warnings warnings = {.nr = 0};
	char text[4200]; /* the longest path, and the words around it */

	if (print_summary(path, &warnings, c))
		return -1;
	if (showing == SHOWING_NOTHING)
		return 0;
	fputc('\n', stderr);
	warn(&warnings);
	snprintf(text, sizeof text,
		 "%lu trials in %.1f s, %.0f %% of the time inside windows; written to %s",
		 measured->nr_trials, (double)measured->wall_ns / 1e9,
		 100 * (double)measured->window_ns / (double)wall_ns, path);
	paragraph_put(stderr, text, 0, 0, terminal_width(stderr));
	fprintf(stderr, "Next: racelab plot %s\n", path);
	return 0;
}
