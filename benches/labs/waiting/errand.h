// SPDX-License-Identifier: MIT

// Something that takes time but no work: to sleep, or to ask a host a few times whether it is
// there, each time waiting for the answer, but not for ever. One loop drives any number of them, so
// that "one after another", "a thread each" and "all in one poll loop" differ in nothing else.

#ifndef RACELAB_LABS_ERRAND_H
#define RACELAB_LABS_ERRAND_H

#include <netinet/in.h>
#include <stdbool.h>
#include <stdint.h>

enum errand_kind {
	ERRAND_SLEEP,
	ERRAND_UDP,	 /* a datagram that is to come back */
	ERRAND_ICMP,	 /* an echo request, through a socket for just that */
	ERRAND_ICMP_RAW, /* the same through one that sees all of ICMP */
};

struct errand {
	enum errand_kind kind;
	int fd;		   /* -1: a sleep */
	uint64_t limit_ns; /* how long to wait for an answer; how long to sleep */
	unsigned nr_probes, nr_sent, nr_received;
	uint64_t began_ns, ended_ns, deadline_ns;
	bool done;
};

void errand_sleep(struct errand *errand, uint64_t ns);

// Asks nr_probes times at an address. errand_close is due unless it is < 0, and then it is -errno.
int errand_open(struct errand *errand, enum errand_kind kind, const struct sockaddr_in *host,
		unsigned nr_probes, uint64_t limit_ns);
void errand_close(struct errand *errand);

// Begins n errands and returns when all of them are done.
void errands_do(struct errand *errands, unsigned n);

// "offline", "lossy" or "online": no answer, some, all.
const char *errand_verdict(unsigned nr_sent, unsigned nr_received);

#endif
