// SPDX-License-Identifier: MIT

// The screen, by four control sequences that every terminal since the VT100 knows: carriage return,
// cursor up, erase the line's rest, erase the screen's rest.

#include "harness/terminal/screen.h"

#include <errno.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "harness/terminal/terminal.h"

enum {
	SEQUENCE_BYTES = 32,
};

static struct {
	size_t nr_lines; /* that are drawn; the cursor is at the end of the last one */
	size_t columns[SCREEN_MAX_LINES];
	volatile sig_atomic_t gone; /* taken away by a suspension */
	char erase[SEQUENCE_BYTES]; /* what takes them away in the window they were drawn in */
	size_t erase_bytes;
	pid_t owner;
	struct sigaction before;
	bool was_blocked;
} screen;

// From the cursor's place to the first line's beginning, when the lines take so many rows.
static int format_return(char *text, size_t nr_rows)
{
	if (nr_rows < 2)
		return snprintf(text, SEQUENCE_BYTES, "\r");
	return snprintf(text, SEQUENCE_BYTES, "\r\033[%zuA", nr_rows - 1);
}

// How many rows the lines take now: a window that became narrower has broken the longer ones.
static size_t nr_rows(void)
{
	size_t width = terminal_width(stderr), rows = 0;

	for (size_t i = 0; i < screen.nr_lines; i++)
		rows += width && screen.columns[i] > width ? (screen.columns[i] + width - 1) / width
							   : 1;
	return rows;
}

// Only what a signal handler may call: write, getpid, sigaction and their kind.
static void suspend(int number)
{
	struct sigaction stopping = {.sa_handler = SIG_DFL}, ours;
	int error = errno;
	sigset_t mask, before;

	if (getpid() != screen.owner) /* a child that has not shed its handlers yet */
		return;
	if (!screen.gone && write(STDERR_FILENO, screen.erase, screen.erase_bytes) >= 0)
		screen.gone = true;
	sigaction(number, &stopping, &ours);
	raise(number);
	sigemptyset(&mask);
	sigaddset(&mask, number);
	sigprocmask(SIG_UNBLOCK, &mask, &before); /* here it stops, and here it goes on */
	sigprocmask(SIG_SETMASK, &before, NULL);
	sigaction(number, &ours, NULL);
	errno = error;
}

void screen_begin(void)
{
	struct sigaction action = {.sa_handler = suspend};
	sigset_t blocked, before;

	screen.nr_lines = screen.erase_bytes = 0;
	screen.gone = false;
	screen.owner = getpid();
	sigemptyset(&blocked);
	sigaddset(&blocked, SIGTSTP);
	sigprocmask(SIG_BLOCK, &blocked, &before);
	screen.was_blocked = sigismember(&before, SIGTSTP);
	sigaction(SIGTSTP, &action, &screen.before);
}

static void put_line(FILE *out, const char *line, size_t bytes)
{
	char *copy = strndup(line, bytes);

	if (screen.nr_lines)
		fputc('\n', out);
	fprintf(out, "%.*s\033[K", (int)bytes, line);
	if (screen.nr_lines < SCREEN_MAX_LINES)
		screen.columns[screen.nr_lines++] = copy ? terminal_columns(copy) : bytes;
	free(copy);
}

static bool in_background(void)
{
	pid_t foreground = tcgetpgrp(STDERR_FILENO); /* -1: a terminal that controls nobody */

	return foreground >= 0 && foreground != getpgrp();
}

void screen_draw(const char *text)
{
	char back[SEQUENCE_BYTES];

	if (in_background())
		return;
	if (screen.gone)
		screen.nr_lines = 0;
	format_return(back, nr_rows());
	fputs(back, stderr);
	screen.nr_lines = 0;
	screen.gone = false;
	for (size_t bytes; *text; text += bytes + (text[bytes] == '\n')) {
		bytes = strcspn(text, "\n");
		put_line(stderr, text, bytes);
	}
	fputs("\033[J", stderr);
	fflush(stderr);
	format_return(screen.erase, screen.nr_lines);
	strcat(screen.erase, "\033[J");
	screen.erase_bytes = strlen(screen.erase);
}

void screen_end(void)
{
	char back[SEQUENCE_BYTES];
	sigset_t ours;

	if (screen.nr_lines && !screen.gone && !in_background()) {
		format_return(back, nr_rows());
		fprintf(stderr, "%s\033[J", back);
		fflush(stderr);
	}
	sigaction(SIGTSTP, &screen.before, NULL);
	sigemptyset(&ours);
	sigaddset(&ours, SIGTSTP);
	if (!screen.was_blocked)
		sigprocmask(SIG_UNBLOCK, &ours, NULL);
}
