// SPDX-License-Identifier: MIT

// The progress line: percentage, time left, and what is being measured.

#include "harness/cli/progress.h"

#include <stdio.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "harness/machine/probe.h"

#define REPAINT_NS 100000000 /* ten times a second: more would only disturb the trials */

void progress_begin(struct progress *progress, uint64_t nr_all)
{
	*progress = (struct progress){
	    .shown = isatty(STDERR_FILENO),
	    .nr_all = nr_all,
	    .start_ns = probe_now_ns(),
	};
}

static int columns(void)
{
	struct winsize size;

	if (ioctl(STDERR_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col < 20)
		return 79;
	return size.ws_col - 1; /* a full line would wrap */
}

static void format_left(char *text, size_t size, double seconds)
{
	unsigned s = (unsigned)(seconds + 0.5);

	if (s < 60)
		snprintf(text, size, "%u s left", s);
	else if (s < 3600)
		snprintf(text, size, "%u min %02u s left", s / 60, s % 60);
	else
		snprintf(text, size, "%u h %02u min left", s / 3600, s / 60 % 60);
}

static void paint(const struct progress *progress, uint64_t now_ns, const char *what)
{
	double share = (double)progress->nr_done / (double)progress->nr_all;
	double spent = (double)(now_ns - progress->start_ns) / 1e9;
	char left[48], line[512];

	format_left(left, sizeof left, spent / share - spent);
	snprintf(line, sizeof line, "%3.0f %%  %s  %s", 100 * share, left, what);
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
