// SPDX-License-Identifier: MIT

// Small locks as a student might write them, made into objects that can be raced.

#ifndef RACELAB_TESTS_RACED_OBJECTS_H
#define RACELAB_TESTS_RACED_OBJECTS_H

#include "harness/machine/topology.h"

// This machine, in between raced_enter and raced_leave, which a suite takes as its .init and .fini;
// the latter fails the test if a process is left over.
extern struct topology raced_topology;

void raced_enter(void);
void raced_leave(void);

// "right": test-and-test-and-set, "none", "mutex", "static_mutex", "ticket", "robust", "slow" (as
// right, only that it takes 2 us to release), "crash", "crash_at_once", "loop", "exit", "leave",
// "end_thread", "fork", "keep", "large", "once" (init may run only once, and others are to see it).
//
// Compiles that one with the exercise lock's frame, or the one of that path below the sources
// (NULL: lock's), into ./NAME.so of the working directory. Returns "./NAME.so", valid until the
// next call.
const char *raced_lock(const char *name, const char *frame);

// tests/graded/serve_frame.c with that SERVER.
const char *raced_server(const char *server);

#endif
