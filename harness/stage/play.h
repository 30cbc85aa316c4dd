// SPDX-License-Identifier: MIT

// What a stage does: it runs trials one after the other, each in a sandbox, as it is asked to.
//
// Over the socket STAGE_FD, one JSON object a line, one answer for each request:
//
//     racelab run                                         stage
//     {"turns_per_ns": 0.9, "clock_ns": 21, "counters": 0}
//                                                         {"ready": true}
//     {"trial": 17, "case": 3}
//                                                         {"row": {"outcome": "ok", ...}}
//
// The end of the conversation is the end of the block. {"refused": "why"} instead of a row is
// trial_run's complaint. Both are the same executable: there is only one version of this.

#ifndef RACELAB_PLAY_H
#define RACELAB_PLAY_H

#include "harness/complaint.h"
#include "harness/plan/plan.h"
#include "harness/trial/trial.h"

// Runs trials of `plan` until whoever asks is gone or *bench->interrupted. What was found out of
// the machine when the run began is put in *bench. Returns 0, or -1 with a user's complaint: that
// is nobody who asks as above.
int stage_play(struct bench *bench, const struct plan *plan, int fd, struct complaint *c);

#endif
