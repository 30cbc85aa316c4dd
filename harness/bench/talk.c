// SPDX-License-Identifier: MIT

// The labs' own code, as the labs run it, in turn with hand-written loops: messages from this
// process to a child made anew for each window, and echoes from two servers that are both up all
// the time. The two who talk are on a PU each.

#include "harness/bench/talk.h"

#include <assert.h>
#include <errno.h>
#include <math.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "benches/labs/echo/load.h"
#include "benches/labs/echo/server.h"
#include "benches/labs/lab.h"
#include "benches/labs/messages/count.h"
#include "benches/labs/messages/ways.h"
#include "benches/sync/must.h"
#include "harness/bench/hand_echo.h"
#include "harness/bench/hand_messages.h"
#include "harness/bench/pairs.h"
#include "harness/bench/ratios.h"
#include "harness/lab/run.h"
#include "harness/machine/placement.h"
#include "harness/statistics/estimate.h"

#define WINDOW_NS     2000000
#define NR_PAIRS      300
#define MOST	      1.10	 /* what a lab may cost of the hand-written loop's time */
#define PATIENCE_NS   5000000000 /* for one echo, or a server's start or end */
#define MESSAGE_BYTES 64

extern const struct lab lab_messages;

// What the lab's functions need to know of a run; what is measured on it.
struct talk {
	struct lab_run run;
	uint64_t values[LAB_MAX_OPTIONS];
	const struct way *way;
	const struct hand_way *hand;
};

// --- Messages -----------------------------------------------------------------------------------

static void set_option(struct talk *talk, const char *name, uint64_t value)
{
	for (size_t i = 0; i < lab_nr_options(talk->run.lab); i++)
		if (strcmp(talk->run.lab->options[i].name, name) == 0)
			talk->values[i] = value;
	assert(lab_option(&talk->run, name) == value);
}

static uint64_t count_by_lab(void *context, uint64_t nr)
{
	struct talk *talk = context;
	struct count count;

	set_option(talk, "n", nr);
	must(messages_count(&talk->run, talk->way, &count));
	must(count.messages == nr && !count.lost && !count.sum_off ? 0 : EBADMSG);
	return count.elapsed_ns;
}

static uint64_t count_by_hand(void *context, uint64_t nr)
{
	const struct talk *talk = context;

	return hand_count_ns(&talk->run, talk->hand, nr);
}

static bool exists(struct talk *talk)
{
	struct count count;
	int error;

	set_option(talk, "n", 2);
	error = messages_count(&talk->run, talk->way, &count);
	if (error)
		printf("no %s here: %s\n", talk->way->name, strerror(error));
	return error == 0;
}

// A ring makes no system calls that could be held against a loop's, and goes in and out of step for
// seconds on end, a hand-written one as well: what is printed of it has no bound.
static double most_of(const struct way *way)
{
	return way == &way_ring ? NAN : MOST;
}

static void bench_way(struct talk *talk, struct libscols_table *table)
{
	struct estimate ratio;
	uint64_t nr;

	if (!exists(talk))
		return;
	nr = pairs_calibrate_timed(count_by_hand, talk, WINDOW_NS);
	ratio = pairs_compare_timed(count_by_lab, count_by_hand, talk, nr, NR_PAIRS);
	ratios_add(table, talk->way->name, &ratio, most_of(talk->way));
}

static void bench_messages(struct talk *talk)
{
	static const struct way *const ways[] = {
	    &way_pipe,	      &way_batched_pipe, &way_socket_pair,
	    &way_posix_queue, &way_mutex_queue,	 &way_ring,
	};
	struct libscols_table *table = ratios_create("lab messages", "time / hand-written");

	signal(SIGPIPE, SIG_IGN); /* a receiver that died is an error of write() */
	talk->run.lab = &lab_messages;
	set_option(talk, "batch", WAY_MOST_AT_ONCE);
	set_option(talk, "rounds", 1);
	set_option(talk, "most", 60000000000); /* never reached: n ends a count */
	for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
		talk->way = ways[i];
		talk->hand = hand_way_find(ways[i]->name);
		bench_way(talk, table);
	}
	ratios_print(table);
	putchar('\n');
}

// --- Echoes -------------------------------------------------------------------------------------

// A server of either kind, and our connection to it.
struct server {
	pid_t process;
	int fd;
	struct echo_control *control; /* of the lab's */
};

struct echoes {
	struct server lab, hand;
	char message[MESSAGE_BYTES], echo[MESSAGE_BYTES];
};

static pid_t fork_server(const struct talk *talk)
{
	pid_t child = lab_fork();

	if (!child)
		must(lab_pin(&talk->run, 1));
	return child;
}

static int await_port(const struct echo_control *control)
{
	uint64_t deadline_ns = lab_now_ns() + PATIENCE_NS;
	int port;

	/* acquire: what the server has set up before it said so is seen, too */
	while (!(port = __atomic_load_n(&control->port, __ATOMIC_ACQUIRE))) {
		must(lab_now_ns() < deadline_ns ? 0 : ETIMEDOUT);
		lab_sleep_ns(100000);
	}
	return port;
}

static void start_labs(const struct talk *talk, struct server *server,
		       const struct echo_model *model)
{
	server->control = lab_map_shared(sizeof *server->control);
	server->process = fork_server(talk);
	if (!server->process) {
		must(echo_serve(INADDR_LOOPBACK, 0, model, 1, server->control));
		_exit(0);
	}
	server->fd = echo_dial(await_port(server->control), PATIENCE_NS);
	must_errno(server->fd);
}

static void start_hands(const struct talk *talk, struct server *server, void (*serve)(int listener))
{
	int port, listener = hand_listen(&port);

	server->process = fork_server(talk);
	if (!server->process) {
		serve(listener);
		_exit(0);
	}
	close(listener);
	server->fd = hand_dial(port);
}

static void stop(struct server *server)
{
	close(server->fd);
	if (server->control) /* relaxed: stands alone */
		__atomic_store_n(&server->control->stop, 1, __ATOMIC_RELAXED);
	must(lab_wait(server->process, PATIENCE_NS) ? ECHILD : 0);
	if (server->control)
		must_errno(munmap(server->control, sizeof *server->control));
}

// What came back last, once a window: to compare each echo is not a part of the exchange.
static void check(struct echoes *echoes)
{
	must(memcmp(echoes->message, echoes->echo, MESSAGE_BYTES) ? EBADMSG : 0);
	memset(echoes->echo, 0, MESSAGE_BYTES);
}

static void echo_by_lab(void *context, uint64_t nr)
{
	struct echoes *echoes = context;
	size_t length = MESSAGE_BYTES;

	for (uint64_t i = 0; i < nr && length == MESSAGE_BYTES; i++)
		echo_exchange(echoes->lab.fd, echoes->message, echoes->echo, &length, 0);
	check(echoes);
}

static void echo_by_hand(void *context, uint64_t nr)
{
	struct echoes *echoes = context;

	for (uint64_t i = 0; i < nr; i++)
		hand_exchange(echoes->hand.fd, echoes->message, echoes->echo, MESSAGE_BYTES);
	check(echoes);
}

// A model of the lab's server, and the server written by hand that it is held against.
struct match {
	const struct echo_model *model;
	void (*serve)(int listener);
};

static struct estimate compare_servers(const struct talk *talk, const struct match *match)
{
	struct echoes echoes = {.lab.control = NULL};
	struct estimate ratio;

	echo_fill(echoes.message, MESSAGE_BYTES, 1);
	start_hands(talk, &echoes.hand, match->serve);
	start_labs(talk, &echoes.lab, match->model);
	must(lab_pin(&talk->run, 0));
	ratio = pairs_compare(echo_by_lab, echo_by_hand, &echoes,
			      pairs_calibrate(echo_by_hand, &echoes, WINDOW_NS), NR_PAIRS);
	lab_unpin(&talk->run);
	stop(&echoes.lab); /* first, because its process has a copy of the other's connection */
	stop(&echoes.hand);
	return ratio;
}

// The conversations of the models that are not here are the same as one_at_a_time's.
static void bench_echo(const struct talk *talk)
{
	static const struct match matches[] = {
	    {&echo_models[ECHO_ONE_AT_A_TIME], hand_serve},
	    {&echo_models[ECHO_THREAD], hand_serve},
	    {&echo_models[ECHO_EPOLL], hand_serve_epoll},
	};
	struct libscols_table *table =
	    ratios_create("lab echo, 1 client, 64 bytes", "time / hand-written");

	for (size_t i = 0; i < sizeof matches / sizeof *matches; i++) {
		struct estimate ratio = compare_servers(talk, &matches[i]);

		ratios_add(table, matches[i].model->name, &ratio, MOST);
	}
	ratios_print(table);
	printf("medians of %d pairs of windows of %d ms; the two who talk are on a PU each\n\n",
	       NR_PAIRS, WINDOW_NS / 1000000);
}

int bench_talk(const struct topology *topology, struct complaint *c)
{
	static struct talk talk; /* large: a number for each PU */
	const struct place compact = {.kind = PLACE_COMPACT};
	int nr_pus;

	talk = (struct talk){.run = {.topology = topology, .values = talk.values}};
	nr_pus = placement_order(topology, &compact, talk.run.pus, PLACE_MAX_CPUS, c);
	if (nr_pus < 0)
		return -1;
	talk.run.nr_pus = (unsigned)nr_pus;
	if (nr_pus < 2)
		return 0;
	bench_messages(&talk);
	bench_echo(&talk);
	return 0;
}
