// SPDX-License-Identifier: MIT

// The ways by which one process hands 8-byte messages to another, for the lab `messages`: all are
// opened, sent on, received from and closed alike, so that only the way itself makes a difference.

#ifndef RACELAB_LABS_MESSAGES_WAYS_H
#define RACELAB_LABS_MESSAGES_WAYS_H

#include <stdbool.h>
#include <stdint.h>
#include <time.h>

enum {
	WAY_MOST_AT_ONCE = 512, /* x 8 bytes = PIPE_BUF: a pipe takes them all or none */
	WAY_ROOM = 8192,	/* x 8 bytes = 64 KiB: a ring holds as many as a pipe */
};

// One end of a way. It is opened once, and both processes go on with a copy of their own.
struct end {
	uint64_t calls;	       /* system calls that this process has made to send or receive */
	uint64_t deadline_ns;  /* CLOCK_MONOTONIC; who has to wait until then gives up and exits */
	struct timespec alarm; /* POSIX queue: the deadline by the wall clock */
	int from, to;	       /* descriptors; equal: one for both ends, or not used */
	void *shared;	       /* memory of both processes, or NULL */
	uint64_t mine, others; /* ring: how far this end is, and how far it has seen the other */
	unsigned at_once;      /* messages that are sent by one call */
};

struct received {
	uint64_t nr, sum;
};

struct way {
	const char *name;
	// Returns 0, or an errno value: the machine does not have it. The end is all zero but for
	// deadline_ns and at_once.
	int (*open)(struct end *end);
	// Sends 1, 2, ... nr, or what can be sent until then, and an end. Returns how many.
	uint64_t (*send_all)(struct end *end, uint64_t nr, uint64_t until_ns);
	struct received (*receive_all)(struct end *end); /* until the end comes */
	void (*close)(struct end *end);
	bool counted; /* calls are: all that it makes are made here, none inside the C library */
};

// Through the kernel.
extern const struct way way_pipe, way_batched_pipe, way_socket_pair, way_posix_queue;

// In shared memory.
extern const struct way way_mutex_queue, way_ring;

#endif
