// SPDX-License-Identifier: MIT

// Hosts to be asked whether they are there: UDP sockets on 127.0.0.11 and the following addresses,
// served by a process of their own. Each follows a script: how long it takes to answer, and which
// probes it loses. So it is known beforehand what must be found out about it, and nothing depends
// on a network.

#ifndef RACELAB_LABS_RESPONDERS_H
#define RACELAB_LABS_RESPONDERS_H

#include <netinet/in.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

enum {
	RESPONDERS_MAX = 48
};

struct responder {
	int fd;
	struct sockaddr_in address;
	uint64_t delay_ns;
	uint32_t lost; /* bit i: probe i, modulo 32 */
};

struct responders {
	unsigned nr;
	pid_t pid;
	struct responder hosts[RESPONDERS_MAX];
};

// 127.0.0.11 and so on, without a port.
struct sockaddr_in responder_address(unsigned i);

bool responder_loses(const struct responder *host, unsigned sequence);

// Starts them; responders_stop is due. Returns 0, or the errno value of the loopback's refusal.
int responders_start(struct responders *responders, unsigned nr);
void responders_stop(struct responders *responders);

#endif
