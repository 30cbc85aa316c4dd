// SPDX-License-Identifier: MIT

// The echo server for people to try by hand.

#ifndef RACELAB_ECHO_HAND_H
#define RACELAB_ECHO_HAND_H

#include <stdbool.h>
#include <stdio.h>

#include "benches/labs/lab.h"

// Serves as the options `model`, `bind`, `port` and `workers` say, as lab.h has it of `serve`.
bool echo_serve_by_hand(struct lab_run *run, FILE *why);

#endif
