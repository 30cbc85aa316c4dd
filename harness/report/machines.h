// SPDX-License-Identifier: MIT

// What a page says of many machines instead of one.

#ifndef RACELAB_REPORT_MACHINES_H
#define RACELAB_REPORT_MACHINES_H

#include <stdio.h>

#include "harness/report/report.h"

// "30 machines"
void machines_put_title(const struct report *report, FILE *out);

// " on 30 machines (18 AMD EPYC, 12 Intel Xeon), from 2026-11-22 to 2026-11-27."
void machines_put_opening(const struct report *report, FILE *out);

// A table, one machine a row: what it is, what its unsynchronized case loses, and its verdict.
void machines_put_table(const struct report *report, FILE *out);

#endif
