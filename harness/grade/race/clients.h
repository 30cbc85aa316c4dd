// SPDX-License-Identifier: MIT

// TCP clients of an echo server, all at once in one thread (poll): each says its lines, one or two
// at a time, and is to get them back, byte by byte, before it says the next. One of them is slow:
// it says half a line, and nothing more until the others are done.

#ifndef RACELAB_GRADE_CLIENTS_H
#define RACELAB_GRADE_CLIENTS_H

#include <stdbool.h>
#include <stdint.h>

enum {
	MOST_CLIENTS = 64,
};

struct clients;

// Connects so many clients to that port of this machine, and the slow one before them. NULL if
// that cannot be done.
struct clients *clients_open(uint16_t port, unsigned nr);

// The slow one says its half of a line; then the others talk, until all have their answers or
// wait_ns are over. Returns how many have, and in *took_ns how long they talked.
unsigned clients_talk(struct clients *clients, uint64_t wait_ns, uint64_t *took_ns);

// The slow one says the rest, and its other lines. Returns whether it gets all back within wait_ns.
bool clients_end_slow(struct clients *clients, uint64_t wait_ns);

// How many got something wrong.
unsigned clients_wrong(const struct clients *clients);

// All disconnect.
void clients_close(struct clients *clients);

// One that says nothing, only to wake a server: connected and gone. Returns whether it connected.
bool clients_wake(uint16_t port);

#endif
