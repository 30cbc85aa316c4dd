// SPDX-License-Identifier: MIT

// A TCP server that sends back what it is sent, in five models: how one server divides itself among
// many clients. The bytes are echoed as they come, whatever a line is, so a client may send one at
// a time or megabytes; a connection never takes more memory than one buffer, because nothing is
// read from a client that does not take what is its due.

#ifndef RACELAB_ECHO_SERVER_H
#define RACELAB_ECHO_SERVER_H

#include <stdbool.h>
#include <stdint.h>

enum {
	ECHO_ONE_AT_A_TIME,
	ECHO_THREAD,
	ECHO_PROCESS,
	ECHO_POOL,
	ECHO_EPOLL,
	ECHO_NR_MODELS,
};

enum {
	ECHO_MOST_WORKERS = 64,
};

struct echo_server; /* model.h */

struct echo_model {
	const char *name;
	const char *summary;
	unsigned places; /* clients it serves at once; 0: as many as come */
	bool pooled;	 /* it serves as many as it has workers */
	void (*serve)(struct echo_server *server);
};

extern const struct echo_model echo_models[ECHO_NR_MODELS];

// Their names as an option's choices; "all" comes first.
#define ECHO_MODEL_CHOICES "all|one_at_a_time|thread|process|pool|epoll"

// What a server and those outside of it tell each other. It lies in memory that children share
// (MAP_SHARED), all zero at first; its fields are read and written as atomics.
struct echo_control {
	int stop; /* for others to set: the server then ends within 0.1 s, clients or not */
	int port; /* the server sets it when it is ready; 0 before */
	long nr_accepted, nr_refused;
};

// What a client is told, before it is hung up on, if there is no descriptor, thread or process for
// it.
#define ECHO_REFUSAL "racelab echo: no room for another client\n"

// Serves on that port (0: one that is free, see control->port) of that IPv4 address of this machine
// (in host byte order; INADDR_LOOPBACK: nobody else can reach it) until it is stopped. nr_workers:
// of the pool, 1 to ECHO_MOST_WORKERS. Nothing is left over afterwards. Returns 0, or an errno
// value if it cannot listen. Reaps all children of the calling process.
int echo_serve(uint32_t address, uint16_t port, const struct echo_model *model, unsigned nr_workers,
	       struct echo_control *control);

// As many as this process may have: a client is a descriptor.
void echo_allow_many_descriptors(void);

// How many clients that model serves at once; 0: as many as come.
unsigned echo_places(const struct echo_model *model, unsigned nr_workers);

#endif
