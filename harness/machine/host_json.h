// SPDX-License-Identifier: MIT

// The facts about the machine as JSON, as run.json and `racelab topo --json` hold them.

#ifndef RACELAB_HOST_JSON_H
#define RACELAB_HOST_JSON_H

#include <jansson.h>

#include "harness/machine/host.h"
#include "harness/machine/job.h"

// A new object with a key for each field of struct host; what is unknown is null.
json_t *host_json(const struct host *host);

// A new object with what is known of the job; null outside of one.
json_t *job_json(const struct job *job);

// A new string; null for NULL, "" and what is no UTF-8.
json_t *json_text_or_null(const char *text);

#endif
