// SPDX-License-Identifier: MIT

// Rows that no trial has made, for tests of what is found in rows.

#ifndef RACELAB_TESTS_MADE_RUN_H
#define RACELAB_TESTS_MADE_RUN_H

#include <stddef.h>
#include <stdint.h>

#include "harness/data/summary.h"

// An ok trial in which 1000 increments were done and found, by two tasks on two PUs; of class
// locked, or unsynchronized for the strategy "none". An array and a hashtable have 64 slots,
// uniform. The words must outlive it.
struct row made_row(const char *structure, const char *sync, int64_t count, int64_t block);

struct made_run {
	struct rows rows;
	struct summary summary;
};

// Takes over no memory: row[] must outlive it. made_run_fini is due.
void made_run_init(struct made_run *run, struct row *row, size_t nr);
void made_run_fini(struct made_run *run);

#endif
