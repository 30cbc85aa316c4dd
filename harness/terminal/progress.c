// SPDX-License-Identifier: MIT

// The progress line: percentage, time left, and what is being measured.

#include "harness/terminal/progress.h"

#include <stdio.h>

#include "harness/machine/probe.h"
#include "harness/terminal/terminal.h"

#define REPAINT_NS 100000000 /* ten times a second: more would only disturb the trials */

void progress_begin(struct progress *progress, uint64_t nr_all)
{
	*progress = (struct progress){
	    .shown = terminal_redraws(stderr),
	    .nr_all = nr_all,
	    .start_ns = probe_now_ns(),
	};
}

static int columns(void)
{
	size_t width = terminal_width(stderr);

	return width < 20 ? 79 : (int)width - 1; /* a full line would wrap */
}

static void format_left(char *text, size_t size, double seconds)
{
	unsigned s = (unsigned)(seconds + 0.5);

	if (s < 60)
		snprintf(text, size, "  %u s left", s);
	else if (s < 3600)
		snprintf(text, size, "  %u min %02u s left", s / 60, s % 60);
	else
		snprintf(text, size, "  %u h %02u min left", s / 3600, s / 60 % 60);
}

const char *progress_format(const struct progress *progress, uint64_t now_ns, char *text,
			    size_t size)
{
	double share = (double)progress->nr_done / (double)progress->nr_all;
	double spent = (double)(now_ns - progress->start_ns) / 1e9;
	char left[48] = "";

	if (progress->nr_done)
		format_left(left, sizeof left, spent / share - spent);
	snprintf(text, size, "%3.0f %%%s", 100 * share, left);
	return text;
}

static void paint(const struct progress *progress, uint64_t now_ns, const char *what)
{
	char far[64], line[512];

	progress_format(progress, now_ns, far, sizeof far);
	snprintf(line, sizeof line, "%s  %s", far, what);
	fprintf(stderr, "\r\033[K%.*s", columns(), line);
	fflush(stderr);
}

void progress_step(struct progress *progress, const char *what)
{
	uint64_t now_ns = probe_now_ns();

	progress->nr_done++;
	if (!progress->shown || now_ns - progress->painted_ns < REPAINT_NS)
		return;
	paint(progress, now_ns, what);
	progress->painted_ns = now_ns;
}

void progress_end(struct progress *progress)
{
	if (progress->shown)
		fputs("\r\033[K", stderr);
}
