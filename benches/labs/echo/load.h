// SPDX-License-Identifier: MIT

// What an echo server is loaded with: clients that send a message, wait for its echo, compare every
// byte of it, and say the next one; after some messages they hang up and come back. And stallers:
// clients that send half a message, wait, send the rest, and come back.

#ifndef RACELAB_ECHO_LOAD_H
#define RACELAB_ECHO_LOAD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct echo_load {
	int port;
	unsigned nr_clients, nr_stallers;
	unsigned nr_messages; /* on each connection */
	size_t bytes;	      /* of a message */
	uint64_t time_ns;     /* after it nobody comes back */
	uint64_t delay_ns;    /* how long a staller waits; the first ones come before the clients */
};

// Of the clients without the stallers, but for the counts of what went wrong.
struct echo_result {
	bool whole;		       /* set last */
	long nr_echoes;		       /* that were right */
	long nr_wrong;		       /* bytes came back, but not those that were sent */
	long nr_broken;		       /* connections that were refused, cut, or got no answer */
	double elapsed_ns;	       /* until the last client was done */
	double p50_ns, p90_ns, p99_ns; /* from when a message was to be sent (on a connection that
					  may have to be made first) until all of it was back */
};

// Uses a thread for each client, so call it in a process of its own. The result may lie in shared
// memory.
void echo_load_run(const struct echo_load *load, struct echo_result *result);

// How long the load can take at most, if the server answers at all.
uint64_t echo_load_most_ns(const struct echo_load *load);

// A connection to that port of 127.0.0.1, whose calls fail with EAGAIN after patience_ns; -1 with
// errno if there is none. When it is closed it is reset, so that no TIME_WAIT is left behind.
int echo_dial(int port, uint64_t patience_ns);

// Fills a message with bytes that no other number's has at the same places.
void echo_fill(char *message, size_t length, uint64_t number);

// Sends a message, of which `sent` bytes were sent before, and reads its echo, both at once if it
// is long. False, with *length less than that, if the connection was cut or its patience ended.
bool echo_exchange(int fd, const char *message, char *echo, size_t *length, size_t sent);

#endif
