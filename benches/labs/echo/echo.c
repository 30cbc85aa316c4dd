// SPDX-License-Identifier: MIT

// Tests the statement that a server has to give each client a task of its own, thread or process,
// lest one slow client hold up all others. Five models of one echo server are loaded over TCP on
// loopback, by clients that compare every byte; then again with a client that sends half a message
// and waits.
//
// Expect the server that has one client at a time to make all others wait for as long as the
// staller does, because they are in the queue behind it; a pool, as soon as there are as many
// stallers as workers; threads, processes and epoll, never. Processes cost the most for each
// connection; of those that serve any number at once epoll needs the least memory. When the clients
// have gone nothing may be left of them: the process model of many a textbook keeps the parent's
// copy of each connection, or its dead children, for ever.

#include <stdint.h>
#include <stdio.h>

#include "benches/labs/echo/conclusion.h"
#include "benches/labs/echo/hand.h"
#include "benches/labs/echo/load.h"
#include "benches/labs/echo/proc.h"
#include "benches/labs/echo/server.h"
#include "benches/labs/echo/trial.h"
#include "benches/labs/lab.h"

static void count_left(struct lab_run *run, const char *column, long before, long after)
{
	if (before >= 0 && after >= 0)
		lab_count(run, column, after - before);
}

static void report_result(struct lab_run *run, const struct echo_trial *trial)
{
	const struct echo_result *result = &trial->result;

	lab_count(run, "echoes", result->nr_echoes);
	lab_real(run, "echoes_per_s", (double)result->nr_echoes / (result->elapsed_ns / 1e9));
	lab_real(run, "p50_us", result->p50_ns / 1e3);
	lab_real(run, "p90_us", result->p90_ns / 1e3);
	lab_real(run, "p99_us", result->p99_ns / 1e3);
	lab_count(run, "wrong", result->nr_wrong);
	lab_count(run, "broken", result->nr_broken);
}

static void report(struct lab_run *run, const struct echo_trial *trial)
{
	const struct echo_load *load = &trial->load;
	unsigned places = echo_places(trial->model, trial->nr_workers);

	lab_row_begin(run);
	lab_word(run, "model", "%s", trial->model->name);
	if (places)
		lab_count(run, "places", places);
	lab_count(run, "clients", load->nr_clients);
	lab_count(run, "stallers", load->nr_stallers);
	lab_real(run, "delay_ms", (double)load->delay_ns / 1e6);
	if (trial->result.whole)
		report_result(run, trial);
	else
		lab_word(run, "detail", "the clients did not come to an end");
	if (trial->peak_rss_kb > 0)
		lab_count(run, "rss_kb", trial->peak_rss_kb);
	count_left(run, "fds", trial->before.descriptors, trial->after.descriptors);
	count_left(run, "tasks", trial->before.tasks, trial->after.tasks);
	count_left(run, "zombies", trial->before.zombies, trial->after.zombies);
	lab_count(run, "refused", trial->control.nr_refused);
	if (trial->control.nr_refused)
		fprintf(stderr,
			"racelab: the server %s had to refuse %ld clients: too few file "
			"descriptors (ulimit -n)\n",
			trial->model->name, (long)trial->control.nr_refused);
	if (trial->server_status != 0)
		lab_word(run, "detail", "the server ended with status %#x", trial->server_status);
	lab_row_end(run);
}

static struct echo_load load_of(const struct lab_run *run, unsigned nr_stallers)
{
	return (struct echo_load){
	    .nr_clients = (unsigned)lab_option(run, "clients"),
	    .nr_stallers = nr_stallers,
	    .nr_messages = (unsigned)lab_option(run, "messages"),
	    .bytes = lab_option(run, "bytes"),
	    .time_ns = lab_option(run, "time"),
	    .delay_ns = lab_option(run, "delay"),
	};
}

static void try_model(struct lab_run *run, const struct echo_model *model, unsigned nr_stallers,
		      struct echo_trial *trial)
{
	*trial = (struct echo_trial){
	    .model = model,
	    .nr_workers = (unsigned)lab_option(run, "workers"),
	    .load = load_of(run, nr_stallers),
	};
	if (echo_trial_run(trial))
		report(run, trial);
	else
		lab_skip(run, "model", model->name, "the server did not start: status %#x",
			 trial->server_status);
}

static void run_all(struct lab_run *run)
{
	struct echo_trial *trial = lab_map_shared(sizeof *trial);
	uint64_t only = lab_option(run, "model"); /* 0: all */

	echo_allow_many_descriptors();
	for (unsigned i = 0; i < ECHO_NR_MODELS; i++) {
		if (only && only != i + 1)
			continue;
		try_model(run, &echo_models[i], 0, trial);
		try_model(run, &echo_models[i], (unsigned)lab_option(run, "stallers"), trial);
	}
}

const struct lab lab_echo = {
    .name = "echo",
    .summary = "five models of a TCP echo server, with and without a client that stalls",
    .statement = "A server that has one client at a time makes all of them wait for the slowest; "
		 "a thread or a process for each does not",
    .example = "racelab lab echo --workers 4 --stallers 4\n"
	       "  racelab lab echo --serve --port 50000 --model thread",
    .options =
	{
	    {"clients", LAB_NUMBER, "8", 1, 1000, "Clients that say something all the time"},
	    {"messages", LAB_NUMBER, "4", 1, 50, "Messages of a client before it hangs up"},
	    {"bytes", LAB_SIZE, "64", 1, 16 << 20, "Bytes of a message"},
	    {"time", LAB_TIME, "300ms", 10000000, 60000000000, "How long each model is loaded"},
	    {"stallers", LAB_NUMBER, "1", 1, 64, "Clients that stall"},
	    {"delay", LAB_TIME, "200ms", 10000000, 10000000000, "How long a staller waits"},
	    {"workers", LAB_NUMBER, "4", 1, ECHO_MOST_WORKERS, "Workers of the pool"},
	    {"model", LAB_CHOICE, ECHO_MODEL_CHOICES, 0, 0, "How the server divides itself"},
	    {"port", LAB_NUMBER, "0", 0, 65535, "With --serve: where; 0: wherever it is free"},
	    {"bind", LAB_ADDRESS, "127.0.0.1", 0, 0, "With --serve: 0.0.0.0 lets others in"},
	},
    .columns =
	{
	    {"model", LAB_WORD, "How the server divides itself among its clients"},
	    {"places", LAB_COUNT, "Clients it serves at once; empty: as many as come"},
	    {"clients", LAB_COUNT, "Clients without the stallers; all other figures are theirs"},
	    {"stallers", LAB_COUNT, "Clients that stall"},
	    {"delay_ms", LAB_REAL, "How long they wait in the middle of a message, ms"},
	    {"echoes", LAB_COUNT, "Messages that came back right"},
	    {"echoes_per_s", LAB_REAL, "The same per second, of all clients together"},
	    {"p50_us", LAB_REAL, "Time from message to echo, connecting included: median, us"},
	    {"p90_us", LAB_REAL, "90th percentile, us"},
	    {"p99_us", LAB_REAL, "99th percentile, us"},
	    {"rss_kb", LAB_COUNT,
	     "Peak memory of the server's processes, shared pages in each, kB"},
	    {"fds", LAB_COUNT, "The server's descriptors at the end, less those at its start"},
	    {"zombies", LAB_COUNT, "Its dead children that nobody waited for, at the end"},
	    {"tasks", LAB_COUNT, "Its threads and children at the end, less those at its start"},
	    {"wrong", LAB_COUNT, "Echoes that differ from what was sent"},
	    {"broken", LAB_COUNT, "Connections that were refused, cut, or got no answer"},
	    {"refused", LAB_COUNT, "Clients that the server had no room for"},
	    {"detail", LAB_WORD, "What went wrong"},
	},
    .table = {"model", "stallers", "echoes_per_s", "p50_us", "p90_us", "p99_us", "rss_kb", "fds",
	      "zombies"},
    .run = run_all,
    .serve = echo_serve_by_hand,
    .conclude = echo_conclude,
};
