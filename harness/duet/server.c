// SPDX-License-Identifier: MIT

// Requests are read by whoever can serve them: the controller between two cases, the sandbox within
// one, so that a window begins as soon as it is asked for. Nothing is lost between the two, because
// a client that keeps to the protocol waits for each answer.

#include "harness/duet/server.h"

#include <errno.h>
#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "harness/data/row.h"
#include "harness/duet/line.h"
#include "harness/duet/protocol.h"
#include "harness/machine/topology.h"
#include "harness/plan/axes.h"
#include "harness/plan/case.h"
#include "harness/plan/plan.h"
#include "harness/trial/arena.h"
#include "harness/trial/record.h"

// How far the talk is; shared with the sandbox, which may end at any point of it.
struct turn {
	int64_t window; /* the number that was asked for */
	bool is_ours;	/* a request has no answer yet */
};

struct server {
	const struct bench *bench;
	int out_fd;
	struct turn *turn;
	const char *opened; /* the case's name, until the client has heard that it is ready */
	struct line_reader in;
};

// In the sandbox or out of it, a client that is gone ends the process.
static void answer(const struct server *server, json_t *message)
{
	if (message_write(server->out_fd, message))
		exit(EXIT_FAILURE);
	server->turn->is_ours = false;
}

static void refuse(const struct server *server, const struct complaint *c)
{
	json_t *why = json_string(c->text);

	answer(server, json_pack("{s:o}", "refused", why ? why : json_string("not text")));
}

// The next request, what is none being refused; NULL if the client is gone.
static json_t *next_request(struct server *server)
{
	struct complaint c;
	json_t *request;
	char *line;

	while (line_read(&server->in, UINT64_MAX, NULL, &line) == LINE_WHOLE) {
		request = message_read(line, &c);
		server->turn->is_ours = true;
		if (request)
			return request;
		refuse(server, &c);
	}
	return NULL;
}

// The next request within a case: true if it asks for a window.
static bool hear_window(struct server *server)
{
	json_t *request = next_request(server);
	const json_t *window = json_object_get(request, "window");
	bool wanted = json_is_integer(window);

	server->turn->window = json_integer_value(window);
	json_decref(request);
	return wanted;
}

static bool next_window(void *context)
{
	struct server *server = context;

	if (server->opened)
		answer(server, json_pack("{s:s}", "ready", server->opened));
	server->opened = NULL;
	return hear_window(server);
}

static void send_row(const struct server *server, struct row row)
{
	row.block = server->turn->window;
	row.position = 0;
	answer(server, message_row(&row));
}

static void window_ended(void *context, const struct record *record)
{
	send_row(context, record->row);
}

// A sandbox that ended while nobody had asked is the answer to what is asked next.
static void send_failure(struct server *server, const struct record *record)
{
	if (!server->turn->is_ours)
		hear_window(server);
	send_row(server, record->row);
}

static void race_case(struct server *server, const struct plan *plan, const struct request *request)
{
	static struct record record; /* large: a PU for each of 4096 tasks */
	const struct ground ground = {request->ground_fd, request->ground_offset};
	const struct series_calls calls = {next_window, window_ended, server};
	struct bench bench = *server->bench;
	struct complaint c;
	char name[8192];
	int result;

	bench.measuring = &plan->measuring;
	server->opened = case_format(&plan->cases[0], name, sizeof name);
	result = trial_series(&bench, &plan->cases[0], request->seed, &ground, &calls, &record, &c);
	if (result < 0)
		refuse(server, &c);
	else if (result > 0)
		send_failure(server, &record);
	else if (server->turn->is_ours) /* or the client is gone: nobody asked for the end */
		answer(server, json_pack("{s:b}", "ended", 1));
}

static int plan_one(struct plan *plan, const struct spec *spec, const struct topology *topology,
		    struct complaint *c)
{
	if (plan_build(plan, spec, topology, c))
		return -1;
	if (plan->nr_cases == 1)
		return 0;
	complain(c, "these axes make %zu cases, not one", plan->nr_cases);
	plan_fini(plan);
	return -1;
}

static void serve_case(struct server *server, const json_t *message)
{
	struct request request;
	struct complaint c;
	struct spec spec;
	struct plan plan;

	spec_init(&spec);
	if (message_read_case(message, &spec, &request, &c) ||
	    plan_one(&plan, &spec, server->bench->topology, &c)) {
		refuse(server, &c);
	} else {
		race_case(server, &plan, &request);
		plan_fini(&plan);
	}
	spec_fini(&spec);
}

static int agree_on_protocol(struct server *server, struct complaint *c)
{
	json_t *chosen;
	json_int_t protocol;

	answer(server, message_hello());
	chosen = next_request(server);
	protocol = json_integer_value(json_object_get(chosen, "protocol"));
	json_decref(chosen);
	if (chosen && (protocol < PROTOCOL_OLDEST || protocol > PROTOCOL_NEWEST))
		return complain(c,
				"the client asks for protocol %" JSON_INTEGER_FORMAT
				"; this racelab speaks %d to %d",
				protocol, PROTOCOL_OLDEST, PROTOCOL_NEWEST);
	return 0;
}

int server_run(const struct bench *bench, int in_fd, int out_fd, struct complaint *c)
{
	static struct server server; /* large: a megabyte for a line */
	json_t *request;

	server.bench = bench;
	server.out_fd = out_fd;
	server.turn = mmap(NULL, sizeof *server.turn, PROT_READ | PROT_WRITE,
			   MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (server.turn == MAP_FAILED)
		return complain_machine(c, "no memory for a server: %s", strerror(errno));
	line_reader_init(&server.in, in_fd);
	if (agree_on_protocol(&server, c))
		return -1;
	while ((request = next_request(&server))) {
		serve_case(&server, request);
		json_decref(request);
	}
	return 0;
}
