// SPDX-License-Identifier: MIT

// The server is a process of its own, so that whatever its clients do to it, we can say so.

#include "benches/labs/echo/hand.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdint.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "benches/labs/echo/server.h"

#define LOOK_NS	 UINT64_C(100000000)
#define END_NS	 UINT64_C(2000000000)
#define START_NS UINT64_C(10000000000)

struct stand {
	const struct echo_model *model;
	uint32_t address;
	uint16_t port;
	unsigned nr_workers;
	struct echo_control *control; /* shared with the server */
	pid_t server;
};

static const struct echo_model *model_asked_for(const struct lab_run *run)
{
	uint64_t choice = lab_option(run, "model");

	return &echo_models[choice ? choice - 1 : ECHO_THREAD];
}

static void start(struct stand *stand)
{
	stand->server = lab_fork();
	if (stand->server == 0)
		_exit(echo_serve(stand->address, stand->port, stand->model, stand->nr_workers,
				 stand->control));
}

static int port_of(const struct stand *stand)
{
	/* acquire: what the server has set up before it said so is seen, too */
	return __atomic_load_n(&stand->control->port, __ATOMIC_ACQUIRE);
}

static void announce(const struct stand *stand, const char *address)
{
	printf("%s: %s\nat %s, port %d; try it: nc %s %d\nstop it by Ctrl-C\n", stand->model->name,
	       stand->model->summary, address, port_of(stand), address, port_of(stand));
	fflush(stdout);
}

static void await_start(const struct stand *stand)
{
	uint64_t deadline_ns = lab_now_ns() + START_NS;

	while (!port_of(stand) && !lab_has_ended(stand->server) && lab_now_ns() < deadline_ns)
		lab_sleep_ns(1000000);
}

// Returns whether the server ended in good order; else it has written why.
static bool stop(const struct stand *stand, const char *address, FILE *why)
{
	int status;

	__atomic_store_n(&stand->control->stop, 1, __ATOMIC_RELAXED); /* relaxed: stands alone */
	status = lab_wait(stand->server, END_NS);
	if (status == 0)
		return true;
	if (WIFEXITED(status))
		fprintf(why, "cannot listen at %s, port %u: %s", address, stand->port,
			strerror(WEXITSTATUS(status)));
	else
		fprintf(why, "the server was killed by signal %d (SIG%s)", WTERMSIG(status),
			sigabbrev_np(WTERMSIG(status)));
	return false;
}

bool echo_serve_by_hand(struct lab_run *run, FILE *why)
{
	struct in_addr in = {.s_addr = htonl((uint32_t)lab_option(run, "bind"))};
	struct stand stand = {
	    .model = model_asked_for(run),
	    .address = (uint32_t)lab_option(run, "bind"),
	    .port = (uint16_t)lab_option(run, "port"),
	    .nr_workers = (unsigned)lab_option(run, "workers"),
	    .control = lab_map_shared(sizeof *stand.control),
	};
	char address[INET_ADDRSTRLEN];
	bool well;

	echo_allow_many_descriptors();
	inet_ntop(AF_INET, &in, address, sizeof address);
	start(&stand);
	await_start(&stand);
	if (port_of(&stand))
		announce(&stand, address);
	while (!lab_has_ended(stand.server) && !lab_stop_asked(run, LOOK_NS))
		;
	well = stop(&stand, address, why);
	if (well)
		printf("served %ld clients, refused %ld\n", stand.control->nr_accepted,
		       stand.control->nr_refused);
	return well;
}
