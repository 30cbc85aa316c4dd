// SPDX-License-Identifier: MIT

// What the models of the echo server are made of, and the models. For them alone; who wants a
// server includes server.h.

#ifndef RACELAB_ECHO_MODEL_H
#define RACELAB_ECHO_MODEL_H

#include <pthread.h>
#include <stdbool.h>

enum {
	ECHO_BUFFER_BYTES = 16384,
	ECHO_TICK_US =
	    50000, /* how long anyone waits before looking whether the server was stopped */
};

struct echo_server {
	int listener; /* accepts and what it accepted wait at most a tick */
	int spare;    /* to be given up when there is no other descriptor; -1: it is gone */
	int port;
	unsigned nr_workers;
	unsigned nr_threads;	   /* that serve a client; atomic */
	pthread_mutex_t accepting; /* who waits at accept has it, and with it the spare */
	struct echo_control *control;
};

// Tells those outside that from now on the server has only its clients to wait for.
void echo_ready(struct echo_server *server);

bool echo_stopped(const struct echo_server *server);

// Whether a call that failed with that errno value is worth another try.
bool echo_passes(int error);

// The next client; -1 if none came within a tick, or one came and had to be refused.
int echo_accept(struct echo_server *server, int flags);

// Tells a client that there is no room for it, and hangs up.
void echo_refuse(struct echo_server *server, int client);

// Echoes until the client has hung up or the server is stopped, then hangs up, too.
void echo_converse(const struct echo_server *server, int client);

void echo_one_at_a_time(struct echo_server *server);
void echo_thread(struct echo_server *server);
void echo_process(struct echo_server *server);
void echo_pool(struct echo_server *server);
void echo_epoll(struct echo_server *server);

#endif
