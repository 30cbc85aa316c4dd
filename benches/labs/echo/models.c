// SPDX-License-Identifier: MIT

// The models of the echo server whose conversations block, from the simplest to a pool, which is
// nothing but several of the simplest.

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "benches/labs/echo/model.h"
#include "benches/labs/echo/server.h"
#include "benches/sync/must.h"

#define STACK_BYTES 262144 /* the buffer's 16 KiB, and room for a sanitizer's redzones */

static void attend(struct echo_server *server)
{
	while (!echo_stopped(server)) {
		int client = echo_accept(server, 0);

		if (client >= 0)
			echo_converse(server, client);
	}
}

void echo_one_at_a_time(struct echo_server *server)
{
	echo_ready(server);
	attend(server);
}

static void attributes_init(pthread_attr_t *attributes, int detached)
{
	must(pthread_attr_init(attributes));
	must(pthread_attr_setstacksize(attributes, STACK_BYTES));
	must(pthread_attr_setdetachstate(attributes, detached));
}

struct visit {
	struct echo_server *server;
	int client;
};

static void *attend_to_one(void *context)
{
	struct visit visit = *(struct visit *)context;

	free(context);
	echo_converse(visit.server, visit.client);
	/* release: the last use of what the server owns comes before */
	__atomic_fetch_sub(&visit.server->nr_threads, 1, __ATOMIC_RELEASE);
	return NULL;
}

static void start_thread(struct echo_server *server, int client, const pthread_attr_t *attributes)
{
	struct visit *visit = malloc(sizeof *visit);
	pthread_t thread;

	__atomic_fetch_add(&server->nr_threads, 1, __ATOMIC_RELAXED); /* relaxed: a count */
	if (visit) {
		*visit = (struct visit){server, client};
		if (pthread_create(&thread, attributes, attend_to_one, visit) == 0)
			return;
	}
	free(visit);
	__atomic_fetch_sub(&server->nr_threads, 1, __ATOMIC_RELAXED); /* relaxed: a count */
	echo_refuse(server, client);
}

void echo_thread(struct echo_server *server)
{
	pthread_attr_t attributes;

	attributes_init(&attributes, PTHREAD_CREATE_DETACHED);
	echo_ready(server);
	while (!echo_stopped(server)) {
		int client = echo_accept(server, 0);

		if (client >= 0)
			start_thread(server, client, &attributes);
	}
	/* acquire: pairs with the release of a thread that is done with the server */
	while (__atomic_load_n(&server->nr_threads, __ATOMIC_ACQUIRE))
		usleep(1000);
	pthread_attr_destroy(&attributes);
}

static _Noreturn void be_process(struct echo_server *server, int client, pid_t parent)
{
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != parent)
		_exit(0);
	close(server->listener); /* or the port would be taken for as long as we live */
	close(server->spare);
	echo_converse(server, client);
	_exit(0);
}

// The parent's copy of the connection is closed at once: the client would never see the end of it,
// and the server would run out of descriptors.
static void start_process(struct echo_server *server, int client)
{
	pid_t parent = getpid(), pid = fork();

	if (pid == 0)
		be_process(server, client, parent);
	if (pid < 0)
		echo_refuse(server, client);
	else
		close(client);
}

static void reap(int options)
{
	pid_t pid;

	do
		pid = waitpid(-1, NULL, options);
	while (pid > 0 || (pid < 0 && errno == EINTR));
}

void echo_process(struct echo_server *server)
{
	echo_ready(server);
	while (!echo_stopped(server)) {
		int client = echo_accept(server, 0);

		if (client >= 0)
			start_process(server, client);
		reap(WNOHANG);
	}
	reap(0);
}

static void *work(void *server)
{
	attend(server);
	return NULL;
}

// The calling thread is one of the workers, so there is always one.
void echo_pool(struct echo_server *server)
{
	pthread_t worker[ECHO_MOST_WORKERS];
	pthread_attr_t attributes;
	unsigned nr = 0;

	attributes_init(&attributes, PTHREAD_CREATE_JOINABLE);
	while (nr + 1 < server->nr_workers && nr < ECHO_MOST_WORKERS &&
	       pthread_create(&worker[nr], &attributes, work, server) == 0)
		nr++;
	echo_ready(server);
	attend(server);
	for (unsigned i = 0; i < nr; i++)
		must(pthread_join(worker[i], NULL));
	pthread_attr_destroy(&attributes);
}
