// SPDX-License-Identifier: MIT

// Loops that send and receive messages, written by hand, and the two processes that run them.

#include "harness/bench/hand_messages.h"

#include <errno.h>
#include <fcntl.h>
#include <mqueue.h>
#include <pthread.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

#include "benches/sync/must.h"

#define INLINE static inline __attribute__((always_inline))

#define ROOM	8192 /* messages in shared memory, and at once in a batch, as the lab has them */
#define AT_ONCE 512
#define LOOKS	1000		      /* before the PU is given up */
#define MOST_NS UINT64_C(60000000000) /* that a receiver may take */

// --- A pipe, a socket pair ----------------------------------------------------------------------

static void open_pipe(struct hand_line *line)
{
	int fd[2];

	must_errno(pipe2(fd, O_CLOEXEC));
	*line = (struct hand_line){.from = fd[0], .to = fd[1]};
}

static void open_pair(struct hand_line *line)
{
	int fd[2];

	must_errno(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, fd));
	*line = (struct hand_line){.from = fd[0], .to = fd[1]};
}

static void close_both(struct hand_line *line)
{
	close(line->from);
	if (line->to != line->from)
		close(line->to);
}

static void write_one(int fd, uint64_t message)
{
	must(write(fd, &message, sizeof message) == sizeof message ? 0 : EIO);
}

static void send_each(const struct hand_line *line, uint64_t nr)
{
	for (uint64_t i = 1; i <= nr; i++)
		write_one(line->to, i);
	write_one(line->to, 0);
}

static uint64_t receive_each(const struct hand_line *line)
{
	uint64_t message, sum = 0;

	do {
		must(read(line->from, &message, sizeof message) == sizeof message ? 0 : EIO);
		sum += message;
	} while (message);
	return sum;
}

// --- A pipe, many messages a call ---------------------------------------------------------------

static void write_batch(int fd, const uint64_t *batch, size_t nr)
{
	ssize_t bytes = (ssize_t)(nr * sizeof *batch);

	must(write(fd, batch, (size_t)bytes) == bytes ? 0 : EIO);
}

static void send_batches(const struct hand_line *line, uint64_t nr)
{
	uint64_t batch[AT_ONCE];
	size_t held = 0;

	for (uint64_t i = 1; i <= nr; i++) {
		batch[held++] = i;
		if (held == AT_ONCE) {
			write_batch(line->to, batch, held);
			held = 0;
		}
	}
	batch[held++] = 0;
	write_batch(line->to, batch, held);
}

static uint64_t receive_batches(const struct hand_line *line)
{
	uint64_t batch[AT_ONCE], sum = 0;

	for (;;) {
		ssize_t bytes = read(line->from, batch, sizeof batch);

		must(bytes > 0 ? 0 : EIO);
		for (size_t i = 0; i < (size_t)bytes / 8; i++) {
			if (!batch[i])
				return sum;
			sum += batch[i];
		}
	}
}

// --- A POSIX message queue ----------------------------------------------------------------------

static void open_mq(struct hand_line *line)
{
	struct mq_attr attr = {.mq_maxmsg = 10, .mq_msgsize = 8};
	char name[32];
	int mq;

	snprintf(name, sizeof name, "/racelab-hand-%d", (int)getpid());
	mq = mq_open(name, O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, 0600, &attr);
	must_errno(mq);
	must_errno(mq_unlink(name));
	*line = (struct hand_line){.from = mq, .to = mq};
}

static void mq_send_each(const struct hand_line *line, uint64_t nr)
{
	static const uint64_t last = 0;

	for (uint64_t i = 1; i <= nr; i++)
		must_errno(mq_send(line->to, (const char *)&i, sizeof i, 0));
	must_errno(mq_send(line->to, (const char *)&last, sizeof last, 0));
}

static uint64_t mq_receive_each(const struct hand_line *line)
{
	uint64_t message, sum = 0;

	do {
		must_errno(mq_receive(line->from, (char *)&message, sizeof message, NULL));
		sum += message;
	} while (message);
	return sum;
}

// --- A queue under a mutex ----------------------------------------------------------------------

struct queue {
	pthread_mutex_t lock;
	pthread_cond_t not_empty, not_full;
	uint64_t put, taken;
	uint64_t cell[ROOM];
};

static void open_queue(struct hand_line *line)
{
	struct queue *queue = line->shared = lab_map_shared(sizeof *queue);
	pthread_mutexattr_t mutex;
	pthread_condattr_t condition;

	must(pthread_mutexattr_init(&mutex));
	must(pthread_mutexattr_setpshared(&mutex, PTHREAD_PROCESS_SHARED));
	must(pthread_mutex_init(&queue->lock, &mutex));
	must(pthread_condattr_init(&condition));
	must(pthread_condattr_setpshared(&condition, PTHREAD_PROCESS_SHARED));
	must(pthread_cond_init(&queue->not_empty, &condition));
	must(pthread_cond_init(&queue->not_full, &condition));
}

static void close_queue(struct hand_line *line)
{
	must_errno(munmap(line->shared, sizeof(struct queue)));
}

static void put(struct queue *queue, uint64_t message)
{
	pthread_mutex_lock(&queue->lock);
	while (queue->put - queue->taken == ROOM)
		pthread_cond_wait(&queue->not_full, &queue->lock);
	queue->cell[queue->put++ % ROOM] = message;
	pthread_cond_signal(&queue->not_empty);
	pthread_mutex_unlock(&queue->lock);
}

static uint64_t take(struct queue *queue)
{
	uint64_t message;

	pthread_mutex_lock(&queue->lock);
	while (queue->put == queue->taken)
		pthread_cond_wait(&queue->not_empty, &queue->lock);
	message = queue->cell[queue->taken++ % ROOM];
	pthread_cond_signal(&queue->not_full);
	pthread_mutex_unlock(&queue->lock);
	return message;
}

static void put_each(const struct hand_line *line, uint64_t nr)
{
	for (uint64_t i = 1; i <= nr; i++)
		put(line->shared, i);
	put(line->shared, 0);
}

static uint64_t take_each(const struct hand_line *line)
{
	uint64_t message, sum = 0;

	while ((message = take(line->shared)))
		sum += message;
	return sum;
}

// --- A ring -------------------------------------------------------------------------------------

struct ring {
	uint64_t put __attribute__((aligned(128)));
	uint64_t taken __attribute__((aligned(128)));
	uint64_t cell[ROOM] __attribute__((aligned(128)));
};

static void open_ring(struct hand_line *line)
{
	line->shared = lab_map_shared(sizeof(struct ring));
}

static void close_ring(struct hand_line *line)
{
	must_errno(munmap(line->shared, sizeof(struct ring)));
}

// Waits until `index` is not `old` any more and returns what it is. Apart from the loops, which
// would otherwise keep less in registers.
static __attribute__((noinline)) uint64_t await_other(const uint64_t *index, uint64_t old)
{
	uint64_t now;

	/* acquire: the other one is done with the cells before */
	for (unsigned n = 1; (now = __atomic_load_n(index, __ATOMIC_ACQUIRE)) == old; n++)
		if (n % LOOKS == 0)
			sched_yield();
	return now;
}

INLINE void ring_put(struct ring *ring, uint64_t put, uint64_t *taken, uint64_t message)
{
	if (put - *taken == ROOM)
		*taken = await_other(&ring->taken, *taken);
	ring->cell[put % ROOM] = message;
	/* release: publishes the cell */
	__atomic_store_n(&ring->put, put + 1, __ATOMIC_RELEASE);
}

static void ring_send_each(const struct hand_line *line, uint64_t nr)
{
	struct ring *ring = line->shared;
	uint64_t taken = 0;

	for (uint64_t i = 0; i < nr; i++)
		ring_put(ring, i, &taken, i + 1);
	ring_put(ring, nr, &taken, 0);
}

static uint64_t ring_receive_each(const struct hand_line *line)
{
	struct ring *ring = line->shared;
	uint64_t put = 0, taken = 0, message, sum = 0;

	do {
		if (put == taken)
			put = await_other(&ring->put, put);
		sum += message = ring->cell[taken % ROOM];
		/* release: the cell has been read */
		__atomic_store_n(&ring->taken, ++taken, __ATOMIC_RELEASE);
	} while (message);
	return sum;
}

// --- The two processes --------------------------------------------------------------------------

static const struct hand_way ways[] = {
    {"pipe", open_pipe, send_each, receive_each, close_both},
    {"batched pipe", open_pipe, send_batches, receive_batches, close_both},
    {"socket pair", open_pair, send_each, receive_each, close_both},
    {"POSIX queue", open_mq, mq_send_each, mq_receive_each, close_both},
    {"mutex queue", open_queue, put_each, take_each, close_queue},
    {"ring", open_ring, ring_send_each, ring_receive_each, close_ring},
};

const struct hand_way *hand_way_find(const char *name)
{
	for (size_t i = 0; i < sizeof ways / sizeof *ways; i++)
		if (strcmp(ways[i].name, name) == 0)
			return &ways[i];
	return NULL;
}

// What the receiver says; in shared memory.
struct report {
	int ready;
	uint64_t sum, ended_ns;
};

static _Noreturn void receive(const struct lab_run *run, const struct hand_way *way,
			      const struct hand_line *line, struct report *report)
{
	must(lab_pin(run, 1));
	__atomic_store_n(&report->ready, 1, __ATOMIC_RELEASE); /* release: the pin is done */
	report->sum = way->receive(line);
	report->ended_ns = lab_now_ns();
	_exit(0);
}

static pid_t start_receiver(const struct lab_run *run, const struct hand_way *way,
			    const struct hand_line *line, struct report *report)
{
	pid_t child = lab_fork();

	if (!child)
		receive(run, way, line, report);
	while (!__atomic_load_n(&report->ready, __ATOMIC_ACQUIRE)) /* acquire: as its release */
		lab_sleep_ns(20000);
	return child;
}

uint64_t hand_count_ns(const struct lab_run *run, const struct hand_way *way, uint64_t nr)
{
	struct report *report = lab_map_shared(sizeof *report);
	struct hand_line line;
	uint64_t begin_ns, ns;
	pid_t child;

	way->open(&line);
	child = start_receiver(run, way, &line, report);
	must(lab_pin(run, 0));
	begin_ns = lab_now_ns();
	way->send(&line, nr);
	lab_unpin(run);
	must(lab_wait(child, MOST_NS) ? ECHILD : 0);
	must(report->sum == nr * (nr + 1) / 2 ? 0 : EBADMSG);
	ns = report->ended_ns - begin_ns;
	way->close(&line);
	must_errno(munmap(report, sizeof *report));
	return ns;
}
