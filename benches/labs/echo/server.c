// SPDX-License-Identifier: MIT

// What all models of the echo server have in common: listening, accepting, refusing, and the
// conversation with one client.

#include "benches/labs/echo/server.h"

#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include "benches/labs/echo/model.h"
#include "benches/sync/must.h"

void echo_ready(struct echo_server *server)
{
	/* release: what the model has set up by now comes before */
	__atomic_store_n(&server->control->port, server->port, __ATOMIC_RELEASE);
}

bool echo_stopped(const struct echo_server *server)
{
	/* relaxed: when it is seen does not matter much, and nothing hangs on it */
	return __atomic_load_n(&server->control->stop, __ATOMIC_RELAXED) != 0;
}

bool echo_passes(int error)
{
	return error == EAGAIN || error == EWOULDBLOCK || error == EINTR;
}

static void count(long *counter)
{
	__atomic_fetch_add(counter, 1, __ATOMIC_RELAXED); /* relaxed: only the sum is read */
}

static int open_spare(void)
{
	return open("/dev/null", O_RDONLY | O_CLOEXEC);
}

// What has come is read first: to close a socket with bytes unread resets the connection.
void echo_refuse(struct echo_server *server, int client)
{
	char unread[4096];

	send(client, ECHO_REFUSAL, strlen(ECHO_REFUSAL), MSG_NOSIGNAL | MSG_DONTWAIT);
	shutdown(client, SHUT_WR);
	while (recv(client, unread, sizeof unread, MSG_DONTWAIT) > 0)
		;
	close(client);
	count(&server->control->nr_refused);
}

static bool is_lack(int error)
{
	return error == EMFILE || error == ENFILE || error == ENOBUFS || error == ENOMEM;
}

// A client took the place of the spare descriptor. If there is none for the spare, not even now, it
// is told so: without that those after it would wait in the queue, and nobody could tell them.
// Returns the client, or -1.
static int keep_or_refuse(struct echo_server *server, int client)
{
	server->spare = open_spare();
	if (server->spare >= 0)
		return client;
	echo_refuse(server, client);
	server->spare = open_spare();
	return -1;
}

static int accept_with_spare(struct echo_server *server, int flags)
{
	int client;

	if (server->spare < 0)
		usleep(ECHO_TICK_US); /* there is none to give up: do not spin */
	else
		close(server->spare);
	client = accept4(server->listener, NULL, NULL, flags);
	if (client >= 0)
		return keep_or_refuse(server, client);
	server->spare = open_spare();
	return -1;
}

static int accept_next(struct echo_server *server, int flags)
{
	int client = accept4(server->listener, NULL, NULL, flags);

	if (client < 0 && is_lack(errno))
		client = accept_with_spare(server, flags);
	if (client >= 0)
		count(&server->control->nr_accepted);
	return client;
}

// Whoever waits at accept has a descriptor for the client already; so one waits there, and the
// others for the one, or a pool with more threads than descriptors would have none left to serve
// with.
int echo_accept(struct echo_server *server, int flags)
{
	int client = -1;

	must(pthread_mutex_lock(&server->accepting));
	if (!echo_stopped(server))
		client = accept_next(server, flags | SOCK_CLOEXEC);
	must(pthread_mutex_unlock(&server->accepting));
	return client;
}

static bool send_all(const struct echo_server *server, int client, const char *bytes, size_t length)
{
	while (length && !echo_stopped(server)) {
		ssize_t sent = send(client, bytes, length, MSG_NOSIGNAL);

		if (sent < 0 && !echo_passes(errno))
			return false;
		if (sent > 0) {
			bytes += sent;
			length -= (size_t)sent;
		}
	}
	return length == 0;
}

void echo_converse(const struct echo_server *server, int client)
{
	char bytes[ECHO_BUFFER_BYTES];

	while (!echo_stopped(server)) {
		ssize_t length = recv(client, bytes, sizeof bytes, 0);

		if (length < 0 && echo_passes(errno))
			continue;
		if (length <= 0 || !send_all(server, client, bytes, (size_t)length))
			break;
	}
	close(client);
}

// On Linux what a listener accepts inherits all of these.
static int set_options(int listener)
{
	static const struct timeval tick = {.tv_usec = ECHO_TICK_US};
	static const int on = 1;

	/* a server may come back to its port while old connections linger there */
	if (setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) ||
	    setsockopt(listener, SOL_SOCKET, SO_RCVTIMEO, &tick, sizeof tick) ||
	    setsockopt(listener, SOL_SOCKET, SO_SNDTIMEO, &tick, sizeof tick))
		return -1;
	/* an echo must not wait for the acknowledgement of the one before */
	return setsockopt(listener, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
}

static int listen_on(int listener, uint32_t address, uint16_t port, int *actual)
{
	struct sockaddr_in at = {.sin_family = AF_INET, .sin_port = htons(port)};
	socklen_t length = sizeof at;

	at.sin_addr.s_addr = htonl(address);
	if (set_options(listener) || bind(listener, (struct sockaddr *)&at, sizeof at) ||
	    listen(listener, SOMAXCONN) || getsockname(listener, (struct sockaddr *)&at, &length))
		return errno;
	*actual = ntohs(at.sin_port);
	return 0;
}

static int serve_with_spare(struct echo_server *server, const struct echo_model *model)
{
	server->spare = open_spare();
	if (server->spare < 0)
		return errno;
	must(pthread_mutex_init(&server->accepting, NULL));
	model->serve(server);
	must(pthread_mutex_destroy(&server->accepting));
	if (server->spare >= 0)
		close(server->spare);
	return 0;
}

int echo_serve(uint32_t address, uint16_t port, const struct echo_model *model, unsigned nr_workers,
	       struct echo_control *control)
{
	struct echo_server server = {.nr_workers = nr_workers, .control = control};
	int error;

	server.listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (server.listener < 0)
		return errno;
	error = listen_on(server.listener, address, port, &server.port);
	if (!error)
		error = serve_with_spare(&server, model);
	close(server.listener);
	return error;
}

void echo_allow_many_descriptors(void)
{
	struct rlimit limit;

	must_errno(getrlimit(RLIMIT_NOFILE, &limit));
	limit.rlim_cur = limit.rlim_max;
	must_errno(setrlimit(RLIMIT_NOFILE, &limit));
}

unsigned echo_places(const struct echo_model *model, unsigned nr_workers)
{
	return model->pooled ? nr_workers : model->places;
}

const struct echo_model echo_models[ECHO_NR_MODELS] = {
    [ECHO_ONE_AT_A_TIME] =
	{
	    .name = "one_at_a_time",
	    .summary = "accepts a client when it is done with the one before",
	    .places = 1,
	    .serve = echo_one_at_a_time,
	},
    [ECHO_THREAD] =
	{
	    .name = "thread",
	    .summary = "starts a thread for each client",
	    .serve = echo_thread,
	},
    [ECHO_PROCESS] =
	{
	    .name = "process",
	    .summary = "forks a process for each client",
	    .serve = echo_process,
	},
    [ECHO_POOL] =
	{
	    .name = "pool",
	    .summary = "has threads that each serve one client at a time",
	    .pooled = true,
	    .serve = echo_pool,
	},
    [ECHO_EPOLL] =
	{
	    .name = "epoll",
	    .summary = "serves whichever client has something to say, all in one thread",
	    .serve = echo_epoll,
	},
};
