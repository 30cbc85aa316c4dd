// SPDX-License-Identifier: MIT

// "hosts" of run.json: which rows were measured where. As a rule it is one; a run whose job was
// queued again may go on elsewhere.

#ifndef RACELAB_HOSTS_H
#define RACELAB_HOSTS_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

#include "harness/machine/host.h"

// A new list of that one, from row 0 on.
json_t *hosts_begin(const struct host *host);

// What `json`, a whole run.json, has: a new list, of its host where there is none, or no such one.
json_t *hosts_of(const json_t *json);

// If the last of them is another, this one is the next, from that row on: true then.
bool hosts_go_on(json_t *hosts, const struct host *host, size_t row);

// "n1, from row 13 on n2"; "" if it is but one. Returns text.
const char *hosts_format(const json_t *hosts, char *text, size_t size);

#endif
