// SPDX-License-Identifier: MIT

// Messages through the kernel: a pipe, by one call a message or one for many; a socket pair; and a
// POSIX message queue, whose name is gone as soon as it is open. System calls are counted where
// they are made.

#include <errno.h>
#include <fcntl.h>
#include <mqueue.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "benches/labs/lab.h"
#include "benches/labs/messages/loop.h"
#include "benches/labs/messages/ways.h"
#include "benches/sync/must.h"

// --- Descriptors: a pipe, a socket pair ---------------------------------------------------------

INLINE size_t read_counted(struct end *end, void *bytes, size_t most)
{
	ssize_t n = read(end->from, bytes, most);

	end->calls++;
	must_errno(n);
	must(n % 8 ? EBADMSG : 0);
	return (size_t)n;
}

INLINE void write_counted(struct end *end, const void *bytes, size_t nr)
{
	ssize_t n = write(end->to, bytes, nr);

	end->calls++;
	must_errno(n);
	must((size_t)n == nr ? 0 : EBADMSG);
}

static int pipe_open(struct end *end)
{
	int fd[2];

	if (pipe2(fd, O_CLOEXEC))
		return errno;
	end->from = fd[0];
	end->to = fd[1];
	return 0;
}

static int pair_open(struct end *end)
{
	int fd[2];

	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, fd))
		return errno;
	end->from = fd[0];
	end->to = fd[1];
	return 0;
}

static void close_both(struct end *end)
{
	if (end->from >= 0)
		close(end->from);
	if (end->to != end->from)
		close(end->to);
}

INLINE void send_one(struct end *end, uint64_t message)
{
	write_counted(end, &message, sizeof message);
}

INLINE uint64_t receive_one(struct end *end)
{
	uint64_t message;

	must(read_counted(end, &message, sizeof message) ? 0 : EPIPE);
	return message;
}

static uint64_t single_send_all(struct end *end, uint64_t nr, uint64_t until_ns)
{
	return send_numbers(end, nr, until_ns, send_one);
}

static struct received single_receive_all(struct end *end)
{
	return receive_numbers(end, receive_one);
}

static void send_batch(struct end *end, const uint64_t *batch, uint64_t held)
{
	write_counted(end, batch, held * sizeof *batch);
}

// Fills a batch with the numbers after i; returns the last of them.
INLINE uint64_t fill(uint64_t *batch, uint64_t nr, uint64_t i)
{
	for (uint64_t k = 0; k < nr; k++)
		batch[k] = ++i;
	return i;
}

// The end is put into the last batch, which has room for it: a full one is sent at once.
static uint64_t batched_send_all(struct end *end, uint64_t nr, uint64_t until_ns)
{
	uint64_t batch[WAY_MOST_AT_ONCE], i = 0, held = 0;

	while (i < nr && lab_now_ns() < until_ns) {
		held = nr - i < end->at_once ? nr - i : end->at_once;
		i = fill(batch, held, i);
		if (held == end->at_once) {
			send_batch(end, batch, held);
			held = 0;
		}
	}
	batch[held++] = END_OF_MESSAGES;
	send_batch(end, batch, held);
	return i;
}

// Adds a batch up; returns whether the end was in it.
static bool add_up(struct received *all, const uint64_t *batch, size_t nr)
{
	uint64_t sum = 0;
	size_t i = 0;

	while (i < nr && batch[i] != END_OF_MESSAGES)
		sum += batch[i++];
	all->nr += i;
	all->sum += sum;
	return i < nr;
}

static struct received batched_receive_all(struct end *end)
{
	uint64_t batch[WAY_MOST_AT_ONCE];
	struct received all = {0};
	size_t nr;

	do {
		nr = read_counted(end, batch, sizeof batch) / sizeof *batch;
		must(nr ? 0 : EPIPE);
	} while (!add_up(&all, batch, nr));
	return all;
}

// --- A POSIX message queue ----------------------------------------------------------------------

// A message queue's deadlines are in CLOCK_REALTIME, and to ask two clocks for each message would
// take a tenth of its time. Returns 0, or ETIMEDOUT if the deadline has passed.
static int set_alarm(struct end *end)
{
	uint64_t now_ns = lab_now_ns(), left_ns = end->deadline_ns - now_ns;

	if (now_ns >= end->deadline_ns)
		return ETIMEDOUT;
	must_errno(clock_gettime(CLOCK_REALTIME, &end->alarm));
	left_ns += (uint64_t)end->alarm.tv_nsec;
	end->alarm.tv_sec += (time_t)(left_ns / 1000000000);
	end->alarm.tv_nsec = (long)(left_ns % 1000000000);
	return 0;
}

static int mq_open_unnamed(struct end *end)
{
	struct mq_attr attr = {.mq_maxmsg = 10, .mq_msgsize = 8}; /* 10: what anyone may have */
	char name[32];
	int error;

	snprintf(name, sizeof name, "/racelab-%d", (int)getpid());
	end->from = end->to = mq_open(name, O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, 0600, &attr);
	error = end->from < 0 ? errno : 0;
	if (error)
		return error;
	must_errno(mq_unlink(name));
	must(set_alarm(end));
	return 0;
}

// After a call that failed. Ends the program, unless it was only the wall clock that leapt over the
// alarm: then the call is worth another try.
static bool goes_on(struct end *end, int error)
{
	must(error == ETIMEDOUT ? set_alarm(end) : error);
	return true;
}

INLINE void mq_send_one(struct end *end, uint64_t message)
{
	const char *bytes = (const char *)&message;
	int error;

	do {
		end->calls++;
		error =
		    mq_timedsend(end->to, bytes, sizeof message, 0, &end->alarm) < 0 ? errno : 0;
	} while (error && goes_on(end, error));
}

INLINE uint64_t mq_receive_one(struct end *end)
{
	uint64_t message;
	char *bytes = (char *)&message;
	int error;

	do {
		end->calls++;
		error = mq_timedreceive(end->from, bytes, sizeof message, NULL, &end->alarm) < 0
			    ? errno
			    : 0;
	} while (error && goes_on(end, error));
	return message;
}

static uint64_t mq_send_all(struct end *end, uint64_t nr, uint64_t until_ns)
{
	return send_numbers(end, nr, until_ns, mq_send_one);
}

static struct received mq_receive_all(struct end *end)
{
	return receive_numbers(end, mq_receive_one);
}

const struct way way_pipe = {
    "pipe", pipe_open, single_send_all, single_receive_all, close_both, true,
};
const struct way way_batched_pipe = {
    "batched pipe", pipe_open, batched_send_all, batched_receive_all, close_both, true,
};
const struct way way_socket_pair = {
    "socket pair", pair_open, single_send_all, single_receive_all, close_both, true,
};
const struct way way_posix_queue = {
    "POSIX queue", mq_open_unnamed, mq_send_all, mq_receive_all, close_both, true,
};
