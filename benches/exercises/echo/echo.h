// SPDX-License-Identifier: MIT

// A server that sends back what it is sent, to be written in echo.c.

#ifndef ECHO_H
#define ECHO_H

// Serves all who connect to `listener`, a TCP socket that listens already: each gets back what it
// sends, byte for byte, until it hangs up. Returns when *stop is not 0; then, or at any other time,
// a client may connect, say nothing and be gone: that is how one is woken that waits in accept.
// *stop is written by somebody else: read it by __atomic_load_n(stop, __ATOMIC_RELAXED).
void echo_serve(int listener, const unsigned *stop);

#endif
