// SPDX-License-Identifier: MIT

// What the servers and the client of the lab `echo` are held against: recv and send on both sides,
// in loops of nothing else (and epoll_wait where the server has it).

#ifndef RACELAB_HAND_ECHO_H
#define RACELAB_HAND_ECHO_H

#include <stddef.h>

// Listens on a port of 127.0.0.1 and writes which. Returns the descriptor.
int hand_listen(int *port);

// Serves the first client that comes to the listener until it hangs up. One that blocks in recv,
// and one that waits for it by epoll.
void hand_serve(int listener);
void hand_serve_epoll(int listener);

// A connection to that port of 127.0.0.1.
int hand_dial(int port);

// Sends that many bytes and waits until as many have come back.
void hand_exchange(int fd, const char *message, char *echo, size_t length);

// All of these end the program if a call fails.

#endif
