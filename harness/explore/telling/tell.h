// SPDX-License-Identifier: MIT

// The words that all that is told is made of: places, values, steps, lines of source.

#ifndef RACELAB_EXPLORE_TELL_H
#define RACELAB_EXPLORE_TELL_H

#include <stdint.h>
#include <stdio.h>

#include "harness/explore/found.h"
#include "harness/explore/telling/subject.h"

struct deed;
struct line;

// "counter", "lock.serving".
void tell_place(FILE *out, const struct subject *subject, uint16_t place);

// "2"; "&holder[1]" where it is the address of a variable of the program's. `place` is where it
// was read or written.
void tell_value(FILE *out, const struct subject *subject, uint16_t place, uint64_t value);

// What a step does: "load.acq serving -> 0", "store counter = 1", "fetch_add next 0 -> 1",
// "cas lock 0 -> 1 failed (1)", "fence seq_cst", "buffer -> counter = 1". An order is said where
// it orders something.
void tell_event(FILE *out, const struct subject *subject, const struct event *event);

// What a task at that node is about to do: "load counter", "store counter = 1".
void tell_pending(FILE *out, const struct subject *subject, uint32_t node);

// What kind of access a deed is: "load", "store", "cas", "exchange", "fetch_add", "fence".
const char *tell_access(const struct deed *deed);

// An order (ORDER_*) as it stands behind an access: "", ".acq", ".rel", ".acq_rel", ".sc".
const char *tell_suffix(uint8_t order);

// The line of source of what a task does at that node; empty if there is none.
const struct line *tell_line(const struct subject *subject, uint32_t node);

// " at FILE:LINE" of that node; nothing if it is not known.
void tell_where(FILE *out, const struct subject *subject, uint32_t node);

// "a failed assertion (x == 1)": what went wrong, without who and when.
void tell_wrong(FILE *out, const struct subject *subject, const struct wrong *wrong);

// "3 tasks", "1 task".
void tell_number(FILE *out, unsigned nr, const char *what);

// What a task does `ops` of, and what all of them make: "increment" and "the counter" of a
// strategy, "round" and "the count" of an exercise's frame, "the outcome" of a file.
const char *tell_unit(const struct subject *subject);
const char *tell_sum(const struct subject *subject);

#endif
