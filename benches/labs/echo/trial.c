// SPDX-License-Identifier: MIT

// A trial of the echo server: start it, load it, look at it, stop it.

#include "benches/labs/echo/trial.h"

#include <netinet/in.h>
#include <stdint.h>
#include <unistd.h>

#include "benches/labs/lab.h"
#include "benches/sync/must.h"

#define LOOK_NS UINT64_C(20000000) /* between two looks at the server's memory */

/* For what the last client leaves: 20 of the server's ticks. */
#define SETTLE_NS UINT64_C(1000000000)

#define START_NS UINT64_C(5000000000)

static _Noreturn void be_server(struct echo_trial *trial)
{
	int error =
	    echo_serve(INADDR_LOOPBACK, 0, trial->model, trial->nr_workers, &trial->control);

	must(error);
	_exit(0);
}

static _Noreturn void be_load(struct echo_trial *trial)
{
	echo_load_run(&trial->load, &trial->result);
	_exit(0);
}

static pid_t start(void (*be)(struct echo_trial *), struct echo_trial *trial)
{
	pid_t child = lab_fork();

	if (child == 0)
		be(trial);
	return child;
}

static bool await_port(pid_t server, struct echo_trial *trial)
{
	uint64_t deadline_ns = lab_now_ns() + START_NS;

	while (!lab_has_ended(server) && lab_now_ns() < deadline_ns) {
		/* acquire: what the server has set up before it said so is seen, too */
		trial->load.port = __atomic_load_n(&trial->control.port, __ATOMIC_ACQUIRE);
		if (trial->load.port)
			return true;
		lab_sleep_ns(1000000);
	}
	return false;
}

static void watch(pid_t server, pid_t clients, struct echo_trial *trial)
{
	uint64_t deadline_ns = lab_now_ns() + echo_load_most_ns(&trial->load);

	while (!lab_has_ended(clients) && lab_now_ns() < deadline_ns) {
		struct echo_holding now = echo_look(server);

		if (now.rss_kb > trial->peak_rss_kb)
			trial->peak_rss_kb = now.rss_kb;
		lab_sleep_ns(LOOK_NS);
	}
	lab_wait(clients, 0);
}

static bool has_more(const struct echo_holding *now, const struct echo_holding *before)
{
	return now->descriptors > before->descriptors || now->tasks > before->tasks ||
	       now->zombies > before->zombies;
}

// What is left after the last client, once the server had the time to notice that it went.
static void settle(pid_t server, struct echo_trial *trial)
{
	uint64_t deadline_ns = lab_now_ns() + SETTLE_NS;

	do {
		lab_sleep_ns(1000000);
		trial->after = echo_look(server);
	} while (has_more(&trial->after, &trial->before) && lab_now_ns() < deadline_ns);
}

bool echo_trial_run(struct echo_trial *trial)
{
	pid_t server = start(be_server, trial);
	bool up = await_port(server, trial);

	if (up) {
		trial->before = echo_look(server);
		watch(server, start(be_load, trial), trial);
		settle(server, trial);
	}
	__atomic_store_n(&trial->control.stop, 1, __ATOMIC_RELAXED); /* relaxed: stands alone */
	trial->server_status = lab_wait(server, up ? START_NS : 0);
	return up;
}
