// SPDX-License-Identifier: MIT

// The side that measures: takes cases, answers with rows. protocol.h has the messages.

#ifndef RACELAB_SERVER_H
#define RACELAB_SERVER_H

#include "harness/complaint.h"
#include "harness/trial/trial.h"

// Serves one client until it closes its end. `bench` is without measuring, which each case brings.
// Returns 0, or -1 with a user's complaint about the client (it does not speak the protocol), or a
// machine's (it cannot be answered). sandbox_init must have been called.
int server_run(const struct bench *bench, int in_fd, int out_fd, struct complaint *c);

#endif
