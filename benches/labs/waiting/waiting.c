// SPDX-License-Identifier: MIT

// What tasks are good for that have nothing to compute: to wait for several things at the same
// time. Some sleeps, and some hosts that are asked whether they are there, are done one after
// another, by a thread each, by a process each, and by one poll loop. The hosts are UDP sockets on
// the loopback that answer late, lose some probes, or never answer, by a script; with --icmp, the
// loopback's addresses are pinged as well.
//
// Expected: one after another takes the sum of all waits, the three other ways the longest of them;
// none takes CPU time worth mentioning, since who waits sleeps in the kernel. A host is online only
// if it has answered every time; one that has never answered is offline, however well the probes
// were sent.

#include "benches/labs/lab.h"

#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "benches/labs/waiting/asking.h"
#include "benches/labs/waiting/errand.h"
#include "benches/labs/waiting/responders.h"
#include "benches/labs/waiting/ways.h"

static void sleep_all_ways(struct lab_run *run, struct errand *errands)
{
	unsigned n = (unsigned)lab_option(run, "tasks");
	uint64_t ns = lab_option(run, "wait");
	const struct waits waits = {.sum_ms = 1e-6 * (double)(n * ns), .max_ms = 1e-6 * (double)ns};

	for (size_t i = 0; i < NR_WAYS; i++) {
		for (unsigned j = 0; j < n; j++)
			errand_sleep(&errands[j], ns);
		go_one_way(run, "sleep", &ways[i], errands, n, waits);
	}
}

static void run(struct lab_run *run)
{
	struct errand *errands = lab_map_shared(WAYS_MAX_TASKS * sizeof *errands);

	sleep_all_ways(run, errands);
	ask_responders(run, errands);
	if (lab_option(run, "icmp"))
		ask_loopback(run, errands);
}

// --- The conclusion -----------------------------------------------------------------------------

static double figure(const struct lab_table *table, const char *job, const char *way,
		     const char *column)
{
	return lab_real_at(
	    table, lab_find(table, 0, "job", job, "way", way, "host", "", "detail", "", NULL),
	    column);
}

// Of the three ways that wait for all at once.
static double slowest_at_once(const struct lab_table *table, const char *job)
{
	double slowest = NAN;

	for (size_t i = 1; i < NR_WAYS; i++)
		slowest = fmax(slowest, figure(table, job, ways[i].name, "wall_ms"));
	return slowest;
}

static double most_cpu(const struct lab_table *table, const char *job)
{
	double most = NAN;

	for (size_t i = 0; i < NR_WAYS; i++)
		most = fmax(most, figure(table, job, ways[i].name, "cpu_ms"));
	return most;
}

static void count_verdicts(const struct lab_table *table, unsigned *nr, unsigned *nr_right)
{
	*nr = *nr_right = 0;
	for (long row = 0; row < (long)lab_nr_rows(table); row++) {
		const char *scripted = lab_word_at(table, row, "scripted");

		*nr += scripted[0] != '\0';
		*nr_right +=
		    scripted[0] && strcmp(scripted, lab_word_at(table, row, "verdict")) == 0;
	}
}

// What is not as the lecture says of a job, or NULL. At once: nearer to the longest than to the
// sum.
static const char *complaint_about(const struct lab_table *table, const char *job)
{
	double sum_ms = figure(table, job, ways[0].name, "sum_ms");
	double max_ms = figure(table, job, ways[0].name, "max_ms");
	double turn_ms = figure(table, job, ways[0].name, "wall_ms");

	if (!(turn_ms > 0.9 * sum_ms && turn_ms < 1.5 * sum_ms))
		return "in turn they did not take the sum of their waits";
	for (size_t i = 1; i < NR_WAYS; i++)
		if (!(figure(table, job, ways[i].name, "wall_ms") < (sum_ms + max_ms) / 2))
			return "at once they took nearly as long as in turn";
	if (!(most_cpu(table, job) < 0.1 * sum_ms))
		return "waiting took CPU time";
	return NULL;
}

static const char *describe_hosts(const struct lab_table *table, FILE *sentence)
{
	unsigned nr, nr_right;

	count_verdicts(table, &nr, &nr_right);
	fprintf(sentence, "; asking %.0f hosts %.0f and %.0f ms, with %u of %u verdicts right",
		figure(table, "ping", ways[0].name, "tasks"),
		figure(table, "ping", ways[0].name, "wall_ms"), slowest_at_once(table, "ping"),
		nr_right, nr);
	return nr_right < nr ? "a host was judged wrongly" : complaint_about(table, "ping");
}

static bool conclude(const struct lab_table *table, FILE *sentence)
{
	const char *complaint = complaint_about(table, "sleep"), *of_hosts = NULL;

	if (isnan(slowest_at_once(table, "sleep"))) {
		fputs("no figures, so nothing can be said", sentence);
		return false;
	}
	fprintf(
	    sentence,
	    "%.0f sleeps of %.0f ms take %.0f ms in turn, %.0f ms at once and %.2g ms of CPU time",
	    figure(table, "sleep", ways[0].name, "tasks"),
	    figure(table, "sleep", ways[0].name, "max_ms"),
	    figure(table, "sleep", ways[0].name, "wall_ms"), slowest_at_once(table, "sleep"),
	    most_cpu(table, "sleep"));
	if (!isnan(slowest_at_once(table, "ping")))
		of_hosts = describe_hosts(table, sentence);
	if (complaint || of_hosts)
		fprintf(sentence, "; unexpectedly, %s", complaint ? complaint : of_hosts);
	return !complaint && !of_hosts;
}

const struct lab lab_waiting = {
    .name = "waiting",
    .summary = "wall and CPU time of many waits, one after another and at once, and who is online",
    .statement = "Waits one after another take their sum, at once (threads, processes, one poll "
		 "loop) only the longest of them; a host that never answers is offline",
    .example = "racelab lab waiting --tasks 100 --wait 20ms --icmp",
    .options =
	{
	    {"tasks", LAB_NUMBER, "10", 2, WAYS_MAX_TASKS, "Tasks that sleep"},
	    {"wait", LAB_TIME, "100ms", 10000000, 1000000000, "How long each of them sleeps"},
	    {"hosts", LAB_NUMBER, "6", 3, RESPONDERS_MAX, "Hosts that are asked"},
	    {"probes", LAB_NUMBER, "3", 2, 16, "How often each of them is asked"},
	    {"limit", LAB_TIME, "150ms", 50000000, 1000000000, "How long to wait for an answer"},
	    {"icmp", LAB_FLAG, "", 0, 0, "Ping the loopback's addresses, too"},
	},
    .columns =
	{
	    {"job", LAB_WORD, "sleep; ping: hosts asked by UDP; icmp: by echo requests"},
	    {"way", LAB_WORD, "in turn, or at once: threads, processes, one poll loop"},
	    {"host", LAB_WORD, "the one it is about; empty: all tasks together"},
	    {"wall_ms", LAB_REAL, "how long it took"},
	    {"cpu_ms", LAB_REAL, "CPU time it took, with children"},
	    {"sum_ms", LAB_REAL, "what the waits add up to, by the script"},
	    {"max_ms", LAB_REAL, "the longest of them, by the script"},
	    {"answers", LAB_COUNT, "probes that were answered in time"},
	    {"verdict", LAB_WORD, "online: all answered; lossy: some; offline: none"},
	    {"tasks", LAB_COUNT, "sleeps, or hosts"},
	    {"probes", LAB_COUNT, "probes sent"},
	    {"scripted", LAB_WORD, "what the verdict must be"},
	    {"detail", LAB_WORD, "why it was left out"},
	},
    .table = {"job", "way", "host", "wall_ms", "cpu_ms", "sum_ms", "max_ms", "answers", "verdict",
	      "detail"},
    .run = run,
    .conclude = conclude,
};
