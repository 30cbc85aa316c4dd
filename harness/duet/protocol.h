// SPDX-License-Identifier: MIT

// What `racelab duet` and `racelab serve` say to each other, over two pipes: one JSON object a
// line, one answer for each request, so that a newer and an older executable understand each other.
//
//     server                                              client
//     {"racelab": "0.1.0", "protocol": 1, "oldest": 1, ...}
//                                                         {"protocol": 1}
//                                                         {"case": {"sync": "ticket", ...},
//                                                         "window_ns": 1000000,
//                                                          "timeout_ns": ..., "seed": 7, "ground":
//                                                          {"fd": 3, "offset": 0}}
//     {"ready": "variable ticket thread 2 compact"}
//                                                         {"window": 1}
//     {"row": {"outcome": "ok", "ops": 12345, ...}}
//                                                         {"end": true}
//     {"ended": true}
//
// {"refused": "why"} in place of an answer means that there is none; the connection stays good. A
// row that is not ok ends its case. Fields that one side does not know are passed over; a row's
// columns have the names of row.def, and what was not measured is absent. Both sides say which
// protocols they speak (from oldest to protocol), and the newest that both do is used.

#ifndef RACELAB_PROTOCOL_H
#define RACELAB_PROTOCOL_H

#include <jansson.h>
#include <stddef.h>
#include <stdint.h>

#include "harness/complaint.h"
#include "harness/data/rows.h"
#include "harness/plan/axes.h"

#define PROTOCOL_NEWEST 1
#define PROTOCOL_OLDEST 1

// Writes one message as a line, and frees it. Returns 0, or an errno value.
int message_write(int fd, json_t *message);

// A line as an object. NULL with a user's complaint if it is none; json_decref is due.
json_t *message_read(const char *line, struct complaint *c);

// What a server says first: version, protocols, commit, compiler.
json_t *message_hello(void);

// The newest protocol that both speak; 0 with a user's complaint.
int message_protocol(const json_t *hello, struct complaint *c);

struct request {
	uint64_t window_ns, timeout_ns, seed;
	int ground_fd; /* as the server sees it */
	size_t ground_offset;
};

// A case to race, by the axes of a row; and back, as what a user would have typed. Returns 0, or -1
// with a user's complaint.
json_t *message_case(const struct row *axes, const struct request *request);
int message_read_case(const json_t *message, struct spec *spec, struct request *request,
		      struct complaint *c);

// A row; and back, its words kept in `words`. Returns 0, or -1 with a user's complaint: no outcome,
// a column of another kind.
json_t *message_row(const struct row *row);
int message_read_row(const json_t *message, struct words *words, struct row *row,
		     struct complaint *c);

#endif
