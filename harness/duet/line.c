// SPDX-License-Identifier: MIT

// Lines by ppoll and read: stdio would wait for the rest of a line for ever.

#include "harness/duet/line.h"

#include <errno.h>
#include <poll.h>
#include <stdbool.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "harness/machine/probe.h"

void line_reader_init(struct line_reader *reader, int fd)
{
	reader->fd = fd;
	reader->length = reader->taken = 0;
}

// True if there is something to read, or an end; false if the time is up or a signal came.
static bool await(const struct line_reader *reader, uint64_t deadline_ns)
{
	struct pollfd ready = {.fd = reader->fd, .events = POLLIN};
	uint64_t now_ns = probe_now_ns(), left_ns = deadline_ns > now_ns ? deadline_ns - now_ns : 0;
	struct timespec left = {.tv_sec = (time_t)(left_ns / 1000000000),
				.tv_nsec = (long)(left_ns % 1000000000)};
	sigset_t none;

	sigemptyset(&none);
	/* the mask is opened only here, so no interrupt is missed */
	return ppoll(&ready, 1, &left, &none) > 0;
}

static char *take_line(struct line_reader *reader)
{
	char *begin = reader->buffer + reader->taken;
	char *end = memchr(begin, '\n', reader->length - reader->taken);

	if (!end)
		return NULL;
	*end = '\0';
	reader->taken = (size_t)(end + 1 - reader->buffer);
	return begin;
}

static void make_room(struct line_reader *reader)
{
	reader->length -= reader->taken;
	memmove(reader->buffer, reader->buffer + reader->taken, reader->length);
	reader->taken = 0;
}

// Reads on. Returns LINE_WHOLE for "perhaps", or why there is no more.
static enum line_end fill(struct line_reader *reader)
{
	ssize_t nr;

	if (reader->length == LINE_MOST)
		return LINE_TOO_LONG;
	nr = read(reader->fd, reader->buffer + reader->length, LINE_MOST - reader->length);
	if (nr < 0)
		return errno == EINTR || errno == EAGAIN ? LINE_WHOLE : LINE_TOO_LONG;
	reader->length += (size_t)nr;
	return nr ? LINE_WHOLE : LINE_EOF;
}

static bool is_interrupted(const volatile sig_atomic_t *interrupted)
{
	return interrupted && *interrupted;
}

enum line_end line_read(struct line_reader *reader, uint64_t deadline_ns,
			const volatile sig_atomic_t *interrupted, char **line)
{
	enum line_end end = LINE_WHOLE;

	while (end == LINE_WHOLE) {
		/* also one of before: what is always there to be read would hide it for ever */
		if (is_interrupted(interrupted))
			return LINE_INTERRUPTED;
		*line = take_line(reader);
		if (*line)
			return LINE_WHOLE;
		make_room(reader);
		if (await(reader, deadline_ns))
			end = fill(reader);
		else if (!is_interrupted(interrupted) && probe_now_ns() >= deadline_ns)
			end = LINE_LATE;
	}
	return end;
}
