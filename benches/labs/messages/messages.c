// SPDX-License-Identifier: MIT

// Tests that processes have to talk to each other by queues and pipes, or share memory, and what
// the difference costs: one process counts to N and tells each number to another, which adds them
// up. Through a pipe every number is two system calls, and often two sleeps: about 1 us. Through a
// ring in shared memory it is a few loads and stores and now and then a cache line that has to be
// fetched: 10 to 100 times as fast. A pipe that is handed 512 numbers by one call pays for the call
// once, so batching closes the gap. Nothing is ever lost: a way of messages is also a lock.
//
// The same count by an atomic increment of a shared variable is what racelab run measures.

#include <math.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "benches/labs/lab.h"
#include "benches/labs/messages/count.h"
#include "benches/labs/messages/ways.h"

#define MAX_ROUNDS 99

static const struct way *const ways[] = {
    &way_pipe, &way_batched_pipe, &way_socket_pair, &way_posix_queue, &way_mutex_queue, &way_ring,
};

static double ns_per_message(const struct count *count)
{
	return count->messages ? (double)count->elapsed_ns / (double)count->messages : 0;
}

static int faster(const void *a, const void *b)
{
	double x = ns_per_message(a), y = ns_per_message(b);

	return (x > y) - (x < y);
}

static void write_rate(struct lab_run *run, double ns)
{
	lab_real(run, "ns_per_message", ns);
	lab_real(run, "messages_per_s", 1e9 / ns);
}

// The round in the middle, with what all of them lost.
static void write_counts(struct lab_run *run, const struct way *way, struct count *counts,
			 uint64_t nr)
{
	int64_t lost = 0, sum_off = 0;
	const struct count *middle;

	for (uint64_t i = 0; i < nr; i++) {
		lost += llabs(counts[i].lost);
		sum_off += llabs(counts[i].sum_off);
	}
	qsort(counts, nr, sizeof *counts, faster);
	middle = &counts[nr / 2];
	lab_row_begin(run);
	lab_word(run, "way", "%s", way->name);
	lab_count(run, "messages", (int64_t)middle->messages);
	lab_count(run, "lost", lost);
	lab_count(run, "sum_off", sum_off);
	write_rate(run, ns_per_message(middle));
	if (way->counted)
		lab_real(run, "calls_per_message",
			 (double)middle->calls / (double)middle->messages);
	lab_real(run, "switches_per_message", (double)middle->switches / (double)middle->messages);
	lab_row_end(run);
}

static void measure(struct lab_run *run, const struct way *way)
{
	uint64_t rounds = lab_option(run, "rounds");
	struct count counts[MAX_ROUNDS];

	for (uint64_t i = 0; i < rounds; i++) {
		int error = messages_count(run, way, &counts[i]);

		if (error) {
			lab_skip(run, "way", way->name, "%s", strerror(error));
			return;
		}
	}
	write_counts(run, way, counts, rounds);
}

// As many increments by each of two as N asks for, or as the time allows.
static uint64_t increments_of_each(const struct lab_run *run)
{
	uint64_t most_ns = lab_option(run, "most") / lab_option(run, "rounds");
	uint64_t nr = lab_option(run, "n") / 2;
	uint64_t most = most_ns / 200 + 1; /* 2 tasks x 100 ns: where the line travels far */

	return nr < most ? nr : most;
}

// The count as racelab run has it: both processes increment, and no message is sent at all.
static void measure_increments(struct lab_run *run)
{
	uint64_t rounds = lab_option(run, "rounds"), each = increments_of_each(run);
	double ns[MAX_ROUNDS];
	struct lab_raced raced = {0};
	int64_t lost = 0;

	for (uint64_t i = 0; i < rounds; i++) {
		if (lab_race(run, "fetch_add", "process", 2, each, &raced)) {
			lab_skip(run, "way", "fetch_add", "its trial failed");
			return;
		}
		ns[i] = raced.ns_per_op;
		lost += raced.lost;
	}
	lab_row_begin(run);
	lab_word(run, "way", "fetch_add");
	lab_count(run, "messages", raced.ops);
	lab_count(run, "lost", lost);
	write_rate(run, lab_quantile(ns, rounds, 0.5));
	lab_row_end(run);
}

static void run_messages(struct lab_run *run)
{
	signal(SIGPIPE, SIG_IGN); /* a receiver that died is an error of write() */
	for (size_t i = 0; i < sizeof ways / sizeof *ways; i++)
		measure(run, ways[i]);
	measure_increments(run);
}

static double ns_of(const struct lab_table *table, const char *way)
{
	return lab_real_at(table, lab_find(table, 0, "way", way, NULL), "ns_per_message");
}

static double or_0(double real)
{
	return isnan(real) ? 0 : real;
}

// With a number lost and another that came twice, the sum is off.
static double lost_at_all(const struct lab_table *table)
{
	double lost = 0;

	for (long i = 0; i < (long)lab_nr_rows(table); i++)
		lost += or_0(lab_real_at(table, i, "lost")) +
			(or_0(lab_real_at(table, i, "sum_off")) != 0);
	return lost;
}

static bool conclude(const struct lab_table *table, FILE *sentence)
{
	double pipe = ns_of(table, "pipe"), ring = ns_of(table, "ring"),
	       batched = ns_of(table, "batched pipe"), lost = lost_at_all(table);
	bool fast = pipe >= 10 * ring, closed = pipe >= 5 * batched;

	if (!(pipe > 0 && ring > 0 && batched > 0)) {
		fputs("There are no figures for the pipe or for shared memory, so nothing follows",
		      sentence);
		return false;
	}
	fprintf(sentence,
		"Shared memory is %s%.3g times as fast as a pipe (%.1f and %.0f ns a message)",
		fast ? "" : "only ", pipe / ring, ring, pipe);
	fprintf(sentence, "; batching %s the gap (%.1f ns)", closed ? "closes" : "does not close",
		batched);
	if (lost > 0)
		fprintf(sentence, ", but %.0f messages were lost", lost);
	else
		fputs(", and no message was lost", sentence);
	return fast && closed && lost == 0;
}

const struct lab lab_messages = {
    .name = "messages",
    .summary = "counting to N by messages from one process to another, and in shared memory",
    .statement = "Processes exchange data through queues and pipes, or share memory: a system call "
		 "a message is what costs",
    .example = "racelab lab messages --n 1000000 --most 5s",
    .options =
	{
	    {"n", LAB_NUMBER, "100000", 2, 1000000000, "Numbers to count to"},
	    {"batch", LAB_NUMBER, "512", 1, WAY_MOST_AT_ONCE, "Numbers a call of the batched pipe"},
	    {"rounds", LAB_NUMBER, "5", 1, MAX_ROUNDS,
	     "Counts by each way; the middle one is told"},
	    {"most", LAB_TIME, "1s", 1000000, 3600000000000, "Time for a way, all its rounds"},
	},
    .columns =
	{
	    {"way", LAB_WORD, "how a number gets from one process to the other"},
	    {"messages", LAB_COUNT,
	     "numbers sent in the middle round; fewer than N if time was up"},
	    {"lost", LAB_COUNT, "numbers that did not arrive, or came twice, in all rounds"},
	    {"sum_off", LAB_COUNT, "how far the sum of what arrived is off, in all rounds"},
	    {"messages_per_s", LAB_REAL, "messages that arrived per second"},
	    {"ns_per_message", LAB_REAL, "from the first sent to the last received, per message"},
	    {"calls_per_message", LAB_REAL,
	     "system calls of both processes, counted where they are made; empty: not in our code"},
	    {"switches_per_message", LAB_REAL, "context switches of both processes"},
	    {"detail", LAB_WORD, "why it was left out"},
	},
    .table = {"way", "messages", "lost", "messages_per_s", "ns_per_message", "calls_per_message"},
    .run = run_messages,
    .conclude = conclude,
};
