// SPDX-License-Identifier: MIT

// Lines from a pipe whose other end may be any program: in pieces, late, endless, or gone.

#include "harness/duet/line.h"

#include <criterion/criterion.h>
#include <signal.h>
#include <stdint.h>
#include <string.h>
#include <sys/time.h>
#include <unistd.h>

#include "harness/machine/probe.h"

#define MILLISECOND 1000000ull
#define SOON	    (probe_now_ns() + 20000 * MILLISECOND)

static struct line_reader reader; /* large: a megabyte for a line */
static int writer;
static char *line;

static void open_pipe(void)
{
	int ends[2];

	cr_assert_eq(pipe(ends), 0);
	line_reader_init(&reader, ends[0]);
	writer = ends[1];
}

TestSuite(line, .init = open_pipe, .timeout = 30);

static void put(const char *text)
{
	cr_assert_eq(write(writer, text, strlen(text)), (ssize_t)strlen(text));
}

static void expect_line(const char *text)
{
	cr_assert_eq(line_read(&reader, SOON, NULL, &line), LINE_WHOLE);
	cr_expect_str_eq(line, text);
}

Test(line, takes_several_lines_from_one_read)
{
	put("first\n\nthird\n");
	expect_line("first");
	expect_line("");
	expect_line("third");
}

Test(line, puts_a_line_together_from_its_pieces)
{
	put("one\ntwo, be");
	expect_line("one");
	cr_expect_eq(line_read(&reader, probe_now_ns(), NULL, &line), LINE_LATE);
	put("gun\nthree\n");
	expect_line("two, begun");
	expect_line("three");
}

Test(line, ends_with_the_pipe)
{
	put("whole\nin the middle");
	close(writer);
	expect_line("whole");
	cr_expect_eq(line_read(&reader, SOON, NULL, &line), LINE_EOF);
	cr_expect_eq(line_read(&reader, SOON, NULL, &line), LINE_EOF, "and it stays that way");
}

Test(line, waits_no_longer_than_it_may)
{
	uint64_t begin = probe_now_ns();

	put("no end of it");
	cr_expect_eq(line_read(&reader, begin + 50 * MILLISECOND, NULL, &line), LINE_LATE);
	cr_expect_geq(probe_now_ns() - begin, 50 * MILLISECOND);
	cr_expect_lt(probe_now_ns() - begin, 10000 * MILLISECOND);
}

Test(line, has_what_is_there_when_the_time_is_up)
{
	put("there\n");
	cr_expect_eq(line_read(&reader, 0, NULL, &line), LINE_WHOLE);
	cr_expect_str_eq(line, "there");
}

// Writes `length` letters and what comes after them, from a process of its own: a pipe holds less.
static void put_many(size_t length, const char *after)
{
	if (fork())
		return;
	for (size_t i = 0; i < length; i += 1024) {
		char part[1024];

		memset(part, 'x', sizeof part);
		cr_assert_gt(write(writer, part, length - i < 1024 ? length - i : 1024), 0);
	}
	put(after);
	_exit(0);
}

Test(line, takes_a_line_as_long_as_its_buffer)
{
	put_many(LINE_MOST - 1, "\nnext\n");
	cr_assert_eq(line_read(&reader, SOON, NULL, &line), LINE_WHOLE);
	cr_expect_eq(strlen(line), LINE_MOST - 1);
	expect_line("next");
}

Test(line, gives_up_on_an_endless_line)
{
	put_many(LINE_MOST, "x");
	cr_expect_eq(line_read(&reader, SOON, NULL, &line), LINE_TOO_LONG);
}

Test(line, cannot_read_what_is_no_pipe)
{
	cr_assert_eq(dup2(writer, reader.fd), reader.fd); /* the end that can only be written */
	close(writer);
	cr_expect_neq(line_read(&reader, probe_now_ns() + 50 * MILLISECOND, NULL, &line),
		      LINE_WHOLE);
}

static volatile sig_atomic_t interrupted;

static void interrupt(int signal)
{
	interrupted = signal;
}

// As harness/interrupt.h does it: the signal is blocked but while waiting.
static void interrupt_after(long ms)
{
	const struct itimerval after = {.it_value.tv_usec = ms * 1000};
	const struct sigaction action = {.sa_handler = interrupt};
	sigset_t blocked;

	sigaction(SIGALRM, &action, NULL);
	sigemptyset(&blocked);
	sigaddset(&blocked, SIGALRM);
	sigprocmask(SIG_BLOCK, &blocked, NULL);
	setitimer(ITIMER_REAL, &after, NULL);
}

Test(line, is_interrupted_while_it_waits)
{
	interrupt_after(30);
	put("half");
	cr_expect_eq(line_read(&reader, SOON, &interrupted, &line), LINE_INTERRUPTED);
	cr_expect_eq(interrupted, SIGALRM);
}

Test(line, is_interrupted_by_what_came_before)
{
	interrupt_after(1);
	usleep(20000);
	cr_expect_eq(interrupted, 0, "blocked so far");
	cr_expect_eq(line_read(&reader, SOON, &interrupted, &line), LINE_INTERRUPTED);
}

// A side that answers at once always has something to be read.
Test(line, is_interrupted_by_what_was_noticed_before)
{
	interrupted = SIGALRM;
	put("there\n");
	cr_expect_eq(line_read(&reader, SOON, &interrupted, &line), LINE_INTERRUPTED);
}

Test(line, goes_on_after_a_signal_that_means_nothing_to_it)
{
	interrupt_after(10);
	cr_expect_eq(line_read(&reader, probe_now_ns() + 60 * MILLISECOND, NULL, &line), LINE_LATE);
	cr_expect_eq(interrupted, SIGALRM);
}
