// SPDX-License-Identifier: MIT

// Whether two runs can be held against each other at all.

#ifndef RACELAB_COMPARABLE_H
#define RACELAB_COMPARABLE_H

#include <jansson.h>
#include <stddef.h>

// What differs between two run.json of what decides a throughput: CPU model, PUs, CPU quota,
// governor, virtualization, architecture, compiler and its flags, window or ops per trial: "CPU
// model 'A' and 'B'; window 20 ms and 5 ms". Empty if nothing does. A value that one of them lacks
// differs; one that both lack does not. Returns text (cut off at size).
const char *comparable_differences(const json_t *head, const json_t *base, char *text, size_t size);

#endif
