// SPDX-License-Identifier: MIT

// Messages through the kernel: a pipe, by one call a message or one for many; a socket pair; and a
// POSIX message queue, whose name is gone as soon as it is open. System calls are counted where
// they are made.

#include <fcntl.h>
#include <mqueue.h>
#include <sys/socket.h>
#include <time.h>

#include "benches/labs/lab.h"
#include "benches/labs/messages_ways.h"
#include "benches/sync/must.h"

// --- Descriptors: a pipe, a socket pair ---------------------------------------------------------

static size_t read_counted(struct end *end, void *bytes, size_t most)
{
	ssize_t n = read(end->from, bytes, most);

	end->calls++;
	must_errno(n);
	must(n % 8 ? EBADMSG : 0);
	return (size_t)n;
}

static void write_counted(struct end *end, const void *bytes, size_t nr)
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

static void send_one(struct end *end, uint64_t message)
{
	write_counted(end, &message, sizeof message);
}

static uint64_t receive_one(struct end *end)
{
	uint64_t message;

	must(read_counted(end, &message, sizeof message) ? 0 : EPIPE);
	return message;
}

static void flush_batch(struct end *end)
{
	if (end->held)
		write_counted(end, end->batch, end->held * sizeof *end->batch);
	end->held = 0;
}

static void send_batched(struct end *end, uint64_t message)
{
	end->batch[end->held++] = message;
	if (end->held == end->at_once)
		flush_batch(end);
}

static uint64_t receive_batched(struct end *end)
{
	if (end->next == end->held) {
		end->held = (unsigned)(read_counted(end, end->batch, sizeof end->batch) / 8);
		end->next = 0;
		must(end->held ? 0 : EPIPE);
	}
	return end->batch[end->next++];
}

// --- A POSIX message queue ----------------------------------------------------------------------

static int mq_open_unnamed(struct end *end)
{
	struct mq_attr attr = {.mq_maxmsg = 10, .mq_msgsize = 8}; /* 10: what anyone may have */
	char name[32];
	int error;

	snprintf(name, sizeof name, "/racelab-%d", (int)getpid());
	end->from = end->to = mq_open(name, O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, 0600, &attr);
	error = end->from < 0 ? errno : 0;
	if (!error)
		must_errno(mq_unlink(name));
	return error;
}

// A message queue's deadlines are in CLOCK_REALTIME.
static struct timespec realtime(uint64_t deadline_ns)
{
	uint64_t now_ns = lab_now_ns(), left_ns = deadline_ns > now_ns ? deadline_ns - now_ns : 0;
	struct timespec at;

	clock_gettime(CLOCK_REALTIME, &at);
	left_ns += (uint64_t)at.tv_nsec;
	at.tv_sec += (time_t)(left_ns / 1000000000);
	at.tv_nsec = (long)(left_ns % 1000000000);
	return at;
}

static void mq_send_one(struct end *end, uint64_t message)
{
	struct timespec at = realtime(end->deadline_ns);

	end->calls++;
	must_errno(mq_timedsend(end->to, (const char *)&message, sizeof message, 0, &at));
}

static uint64_t mq_receive_one(struct end *end)
{
	struct timespec at = realtime(end->deadline_ns);
	uint64_t message;

	end->calls++;
	must_errno(mq_timedreceive(end->from, (char *)&message, sizeof message, NULL, &at));
	return message;
}

const struct way way_pipe = {
    "pipe", pipe_open, send_one, NULL, receive_one, close_both, true,
};
const struct way way_batched_pipe = {
    "batched pipe", pipe_open, send_batched, flush_batch, receive_batched, close_both, true,
};
const struct way way_socket_pair = {
    "socket pair", pair_open, send_one, NULL, receive_one, close_both, true,
};
const struct way way_posix_queue = {
    "POSIX queue", mq_open_unnamed, mq_send_one, NULL, mq_receive_one, close_both, true,
};
