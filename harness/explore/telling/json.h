// SPDX-License-Identifier: MIT

// What was found, as `racelab explore --json` says it. Keys come in the order of the list below;
// null is what does not apply, or was not counted. Counts and values above 2^53, which not every
// reader of JSON can hold, are strings of decimal digits.
//
//     model, tasks, ops (null for a file), program
//     complete, why            why: what stopped it; null
//     executions, executions_complete, interleavings, blocked
//     outcomes                 value, executions, interleavings; if it was measured: measured,
//     allowed verdict                  "proved", "violated", "incomplete" violations kind, text,
//     outcome, witness, steps states, memory_bytes, seconds
//
// A violation's kind is lost_update, mutual_exclusion, hang, data_race, assertion, crash or
// endless; its witness is the schedule (schedule.h), and its steps are step, task, what, order,
// place, value, read, written, from, flush, stale, overwritten, line, source. Steps are numbered
// from 1; `from` is the one that wrote what was read, 0 if it was there; line is "FILE:NUMBER".

#ifndef RACELAB_EXPLORE_JSON_H
#define RACELAB_EXPLORE_JSON_H

#include <jansson.h>

#include "harness/explore/found.h"
#include "harness/explore/replay/measure.h"
#include "harness/explore/telling/subject.h"

// `measured` may be NULL. A new object, or NULL without memory.
json_t *found_json(const struct subject *subject, const struct found *found,
		   const struct measured *measured);

// The names (wrong_name) of kinds of what goes wrong, a bit each, as an array.
json_t *wrongs_json(unsigned wrongs);

#endif
