// SPDX-License-Identifier: MIT

// The clients and stallers, a thread each.

#include "benches/labs/echo/load.h"

#include <assert.h>
#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "benches/labs/echo/server.h"
#include "benches/labs/lab.h"
#include "benches/sync/must.h"

enum {
	STACK_BYTES = 262144,
	STALL_BYTES = 64, /* of a staller's message */
};

#define PATIENCE_NS UINT64_C(5000000000) /* what a busy machine may take for one answer */

struct client {
	const struct echo_load *load;
	pthread_barrier_t *start;
	uint64_t end_ns;
	unsigned id;
	uint64_t nr_said;
	int fd; /* of a staller */
	char *message, *echo;
	double *took_ns;
	size_t nr, capacity;
	long nr_wrong, nr_broken;
	pthread_t thread;
};

static void *must_allocate(void *block)
{
	must_be_0(block ? 0 : ENOMEM, __FILE__, __LINE__, "malloc");
	return block;
}

// A client may have to wait until all stallers that came before it are done.
static uint64_t patience_ns(const struct echo_load *load)
{
	return PATIENCE_NS + load->nr_stallers * load->delay_ns;
}

uint64_t echo_load_most_ns(const struct echo_load *load)
{
	return load->time_ns + 3 * patience_ns(load);
}

static void keep(struct client *client, double took_ns)
{
	if (client->nr == client->capacity) {
		client->capacity = client->capacity ? 2 * client->capacity : 256;
		client->took_ns = must_allocate(
		    realloc(client->took_ns, client->capacity * sizeof *client->took_ns));
	}
	client->took_ns[client->nr++] = took_ns;
}

static void prepare(struct client *client, size_t bytes)
{
	assert(client->message && client->echo); /* client_init */
	echo_fill(client->message, bytes, ((uint64_t)client->id << 40) + client->nr_said++);
	memset(client->echo, 0, bytes < sizeof ECHO_REFUSAL ? bytes : sizeof ECHO_REFUSAL);
}

// Whether `length` bytes of echo are those that were sent. A refusal, or less of an echo than was
// due, is no wrong echo.
static bool compare(struct client *client, size_t length, bool whole)
{
	size_t refusal = strlen(ECHO_REFUSAL);

	if (memcmp(client->echo, client->message, length) == 0 && whole)
		return true;
	if (memcmp(client->echo, client->message, length) == 0 ||
	    memcmp(client->echo, ECHO_REFUSAL, length < refusal ? length : refusal) == 0)
		client->nr_broken++;
	else
		client->nr_wrong++;
	return false;
}

static bool say(struct client *client, int fd, uint64_t since_ns)
{
	size_t length = client->load->bytes;
	bool whole = echo_exchange(fd, client->message, client->echo, &length, 0);
	uint64_t now_ns = lab_now_ns();

	if (!compare(client, length, whole))
		return false;
	keep(client, (double)(now_ns - since_ns));
	return true;
}

// One connection.
static void visit(struct client *client)
{
	const struct echo_load *load = client->load;
	uint64_t since_ns;
	int fd;

	prepare(client, load->bytes);
	since_ns = lab_now_ns();
	fd = echo_dial(load->port, patience_ns(load));
	if (fd < 0) {
		client->nr_broken++;
		lab_sleep_ns(1000000); /* there is no use in trying it in a tight loop */
		return;
	}
	for (unsigned i = 1; say(client, fd, since_ns) && i < load->nr_messages; i++) {
		prepare(client, load->bytes);
		since_ns = lab_now_ns();
	}
	close(fd);
}

static void *be_client(void *context)
{
	struct client *client = context;

	pthread_barrier_wait(client->start);
	do
		visit(client);
	while (lab_now_ns() < client->end_ns);
	return NULL;
}

// What goes wrong here is noticed when the echo is due.
static void begin_stall(struct client *staller)
{
	prepare(staller, STALL_BYTES);
	staller->fd = echo_dial(staller->load->port, patience_ns(staller->load));
	send(staller->fd, staller->message, STALL_BYTES / 2, MSG_NOSIGNAL);
}

// Reads the echo of the half that was sent, then waits: from then on someone waits for the rest.
static bool stall(struct client *staller)
{
	size_t half = STALL_BYTES / 2;
	bool whole = echo_exchange(staller->fd, staller->message, staller->echo, &half, half);

	if (whole)
		lab_sleep_ns(staller->load->delay_ns);
	return compare(staller, half, whole);
}

static void end_stall(struct client *staller, int fd, const char *rest)
{
	size_t half = STALL_BYTES / 2;
	bool whole = echo_exchange(fd, rest, staller->echo, &half, 0);

	if (!whole || memcmp(staller->echo, rest, half) != 0)
		staller->nr_broken++;
	close(fd);
}

// The next connection is made before the last one ends, so a staller is always in the queue.
static void *be_staller(void *context)
{
	struct client *staller = context;
	bool again;

	do {
		char rest[STALL_BYTES / 2];
		bool stalled = stall(staller);
		int fd = staller->fd;

		memcpy(rest, staller->message + sizeof rest, sizeof rest);
		again = stalled && lab_now_ns() < staller->end_ns;
		if (again)
			begin_stall(staller);
		if (stalled)
			end_stall(staller, fd, rest);
		else
			close(fd);
	} while (again);
	return NULL;
}

static void client_init(struct client *client, const struct echo_load *load, unsigned id)
{
	size_t bytes = load->bytes > STALL_BYTES ? load->bytes : STALL_BYTES;

	client->load = load;
	client->id = id;
	client->message = must_allocate(malloc(bytes));
	client->echo = must_allocate(malloc(bytes + sizeof ECHO_REFUSAL));
}

static void client_fini(struct client *client)
{
	free(client->message);
	free(client->echo);
	free(client->took_ns);
}

// Stallers come first in the array, and first to the server.
static void start_all(struct client *all, unsigned nr, pthread_barrier_t *start)
{
	const struct echo_load *load = all->load;
	uint64_t end_ns;
	pthread_attr_t attributes;

	must(pthread_attr_init(&attributes));
	must(pthread_attr_setstacksize(&attributes, STACK_BYTES));
	for (unsigned i = 0; i < load->nr_stallers; i++)
		begin_stall(&all[i]);
	end_ns = lab_now_ns() + load->time_ns;
	for (unsigned i = 0; i < nr; i++) {
		all[i].start = start;
		all[i].end_ns = end_ns;
		must(pthread_create(&all[i].thread, &attributes,
				    i < load->nr_stallers ? be_staller : be_client, &all[i]));
	}
	pthread_attr_destroy(&attributes);
}

static void join(struct client *client, unsigned nr)
{
	for (unsigned i = 0; i < nr; i++)
		must(pthread_join(client[i].thread, NULL));
}

// The clients' latencies, one after another, in memory of *nr values.
static double *gather(const struct client *client, unsigned nr_clients, size_t *nr)
{
	double *took_ns;

	*nr = 0;
	for (unsigned i = 0; i < nr_clients; i++)
		*nr += client[i].nr;
	took_ns = must_allocate(malloc((*nr + 1) * sizeof *took_ns));
	*nr = 0;
	for (unsigned i = 0; i < nr_clients; i++) {
		if (client[i].nr)
			memcpy(took_ns + *nr, client[i].took_ns, client[i].nr * sizeof *took_ns);
		*nr += client[i].nr;
	}
	return took_ns;
}

static void conclude(const struct client *client, unsigned nr_clients, struct echo_result *result)
{
	size_t nr;
	double *took_ns = gather(client, nr_clients, &nr);

	result->nr_echoes = (long)nr;
	result->p50_ns = lab_quantile(took_ns, nr, 0.50);
	result->p90_ns = lab_quantile(took_ns, nr, 0.90);
	result->p99_ns = lab_quantile(took_ns, nr, 0.99);
	free(took_ns);
}

void echo_load_run(const struct echo_load *load, struct echo_result *result)
{
	unsigned nr = load->nr_stallers + load->nr_clients;
	struct client *all = must_allocate(calloc(nr, sizeof *all));
	struct client *clients = all + load->nr_stallers;
	pthread_barrier_t start;
	uint64_t begin_ns;

	must(pthread_barrier_init(&start, NULL, load->nr_clients + 1));
	for (unsigned i = 0; i < nr; i++)
		client_init(&all[i], load, i);
	start_all(all, nr, &start);
	begin_ns = lab_now_ns();
	pthread_barrier_wait(&start);
	join(clients, load->nr_clients);
	result->elapsed_ns = (double)(lab_now_ns() - begin_ns);
	join(all, load->nr_stallers);
	conclude(clients, load->nr_clients, result);
	for (unsigned i = 0; i < nr; i++) {
		result->nr_wrong += all[i].nr_wrong;
		result->nr_broken += all[i].nr_broken;
		client_fini(&all[i]);
	}
	pthread_barrier_destroy(&start);
	free(all);
	result->whole = true;
}
