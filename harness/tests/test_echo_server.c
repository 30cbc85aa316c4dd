// SPDX-License-Identifier: MIT

// Each model of the echo server against awkward clients: every byte is echoed, nothing is left
// over, and no client can keep it from serving the next.

#include <criterion/criterion.h>
#include <errno.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "benches/labs/echo/load.h"
#include "benches/labs/echo/proc.h"
#include "benches/labs/echo/server.h"

#define PATIENCE_NS UINT64_C(10000000000)
#define ALL_MODELS                                                                                 \
	const struct echo_model *model = echo_models;                                              \
	model < echo_models + ECHO_NR_MODELS;                                                      \
	model++

enum {
	NR_WORKERS = 4,
	LENGTH = 64, /* of a usual message */
	LONG = 10 << 20,
};

TestSuite(echo_server, .timeout = 120);

// --- A server of our own ------------------------------------------------------------------------

struct server {
	pid_t pid;
	struct echo_control *control;
	struct echo_holding before;
};

static void limit_descriptors(rlim_t nr)
{
	struct rlimit limit;

	cr_assert_eq(getrlimit(RLIMIT_NOFILE, &limit), 0);
	limit.rlim_cur = nr < limit.rlim_max ? nr : limit.rlim_max;
	cr_assert_eq(setrlimit(RLIMIT_NOFILE, &limit), 0);
}

static void server_init(struct server *server, const struct echo_model *model, unsigned nr_workers,
			rlim_t nr_descriptors)
{
	server->control = mmap(NULL, sizeof *server->control, PROT_READ | PROT_WRITE,
			       MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	cr_assert_neq(server->control, MAP_FAILED);
	server->pid = fork();
	cr_assert_geq(server->pid, 0);
	if (server->pid == 0) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		limit_descriptors(nr_descriptors);
		_exit(echo_serve(INADDR_LOOPBACK, 0, model, nr_workers, server->control));
	}
	for (int i = 0; i < 5000 && !__atomic_load_n(&server->control->port, __ATOMIC_ACQUIRE); i++)
		usleep(1000);
	cr_assert_gt(server->control->port, 0, "%s does not listen", model->name);
	server->before = echo_look(server->pid);
	cr_assert_gt(server->before.descriptors, 0);
}

static void server_init_usual(struct server *server, const struct echo_model *model)
{
	server_init(server, model, NR_WORKERS, RLIM_INFINITY);
}

// Ends it, in good order and soon, whatever its clients are doing.
static void server_stop(struct server *server, const char *name)
{
	int status = -1;

	__atomic_store_n(&server->control->stop, 1, __ATOMIC_RELAXED); /* relaxed: stands alone */
	for (int i = 0; i < 5000 && waitpid(server->pid, &status, WNOHANG) == 0; i++)
		usleep(1000);
	cr_assert_eq(status, 0, "%s: ended with status %#x (-1: not at all)", name, status);
	munmap(server->control, sizeof *server->control);
}

// Nothing of its clients may be left, once it had the time to notice that they went.
static void server_fini(struct server *server, const char *name)
{
	const struct echo_holding *before = &server->before;
	struct echo_holding after = {0};

	for (int i = 0; i < 2000; i++) {
		after = echo_look(server->pid);
		if (after.descriptors == before->descriptors && after.tasks == before->tasks &&
		    after.zombies == before->zombies)
			break;
		usleep(1000);
	}
	cr_expect_eq(after.descriptors, before->descriptors, "%s: descriptors %ld, were %ld", name,
		     after.descriptors, before->descriptors);
	cr_expect_eq(after.tasks, before->tasks, "%s: tasks %ld, were %ld", name, after.tasks,
		     before->tasks);
	cr_expect_eq(after.zombies, 0, "%s: %ld zombies", name, after.zombies);
	server_stop(server, name);
}

static int dial(const struct server *server)
{
	int fd = echo_dial(server->control->port, PATIENCE_NS);

	cr_assert_geq(fd, 0, "connect: %s", strerror(errno));
	return fd;
}

// Without it, closing resets the connection.
static void end_by_fin(int fd)
{
	static const struct linger off;

	cr_assert_eq(setsockopt(fd, SOL_SOCKET, SO_LINGER, &off, sizeof off), 0);
}

static void expect_echo(int fd, const char *name)
{
	char message[LENGTH], echo[LENGTH];
	size_t length = LENGTH;

	echo_fill(message, length, (uint64_t)fd);
	cr_assert(echo_exchange(fd, message, echo, &length, 0), "%s: %zu bytes of %d", name, length,
		  LENGTH);
	cr_assert_arr_eq(echo, message, LENGTH, "%s", name);
}

// --- Awkward clients ----------------------------------------------------------------------------

static void say_bytewise(int fd, const char *name)
{
	char message[LENGTH], echo[LENGTH];
	size_t length = LENGTH;

	echo_fill(message, length, 1);
	for (int i = 0; i < LENGTH; i++) {
		size_t one = 1;

		cr_assert(echo_exchange(fd, message + i, echo + i, &one, 0), "%s", name);
	}
	cr_assert_arr_eq(echo, message, LENGTH, "%s", name);
	for (int i = 0; i < LENGTH; i++)
		cr_assert_eq(send(fd, message + i, 1, MSG_NOSIGNAL), 1);
	memset(echo, 0, sizeof echo);
	cr_assert(echo_exchange(fd, message, echo, &length, length), "%s", name);
	cr_assert_arr_eq(echo, message, LENGTH, "%s", name);
}

Test(echo_server, one_byte_at_a_time)
{
	for (ALL_MODELS) {
		struct server server;
		int fd;

		server_init_usual(&server, model);
		fd = dial(&server);
		say_bytewise(fd, model->name);
		close(fd);
		server_fini(&server, model->name);
	}
}

// It says all that fits before it reads a byte of it.
static void say_then_listen(int fd, const char *message, char *echo, const char *name)
{
	static const int little = 262144; /* several segments: less is slow */
	size_t sent = 0, length = LONG;
	int nr_full = 0;

	cr_assert_eq(setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &little, sizeof little), 0);
	while (nr_full < 10 && sent < length) {
		ssize_t n = send(fd, message + sent, length - sent, MSG_DONTWAIT | MSG_NOSIGNAL);

		sent += n > 0 ? (size_t)n : 0;
		nr_full = n > 0 ? 0 : nr_full + 1;
		usleep(n > 0 ? 0 : 10000);
	}
	cr_expect(echo_exchange(fd, message, echo, &length, sent), "%s: %zu bytes", name, length);
	cr_expect(memcmp(echo, message, LONG) == 0, "%s", name);
}

Test(echo_server, ten_megabytes)
{
	char *message = malloc(LONG), *echo = malloc(LONG);

	cr_assert(message && echo);
	echo_fill(message, LONG, 7);
	for (ALL_MODELS) {
		size_t length = LONG;
		struct server server;
		int fd;

		server_init_usual(&server, model);
		fd = dial(&server);
		memset(echo, 0, LONG);
		cr_expect(echo_exchange(fd, message, echo, &length, 0), "%s: %zu bytes",
			  model->name, length);
		cr_expect(memcmp(echo, message, LONG) == 0, "%s", model->name);
		memset(echo, 0, LONG);
		say_then_listen(fd, message, echo, model->name);
		close(fd);
		server_fini(&server, model->name);
	}
	free(message);
	free(echo);
}

static void say_without_listening(int fd)
{
	static char much[1 << 16];
	ssize_t sent;

	do
		sent = send(fd, much, sizeof much, MSG_DONTWAIT | MSG_NOSIGNAL);
	while (sent > 0);
}

// Half a message or none, by a reset or in good order; more than fits, without reading an echo.
static void vanish(const struct server *server, unsigned manner)
{
	int fd = dial(server);

	if (manner & 1)
		end_by_fin(fd);
	if (manner & 2)
		cr_assert_eq(send(fd, "half a ", 7, MSG_NOSIGNAL), 7);
	if (manner & 4)
		say_without_listening(fd);
	close(fd);
}

Test(echo_server, clients_that_vanish)
{
	for (ALL_MODELS) {
		struct server server;
		int fd;

		server_init_usual(&server, model);
		for (unsigned i = 0; i < 64; i++)
			vanish(&server, i % 8);
		fd = dial(&server);
		expect_echo(fd, model->name);
		close(fd);
		server_fini(&server, model->name);
	}
}

// It is echoed all that it said, and then hung up on.
Test(echo_server, a_client_that_has_said_all)
{
	for (ALL_MODELS) {
		char message[LENGTH], echo[LENGTH];
		size_t length = LENGTH;
		struct server server;
		int fd;

		server_init_usual(&server, model);
		fd = dial(&server);
		echo_fill(message, length, 3);
		cr_assert_eq(send(fd, message, length, MSG_NOSIGNAL), LENGTH);
		shutdown(fd, SHUT_WR);
		cr_assert(echo_exchange(fd, message, echo, &length, length), "%s", model->name);
		cr_expect_arr_eq(echo, message, LENGTH, "%s", model->name);
		cr_expect_eq(recv(fd, echo, 1, 0), 0, "%s", model->name);
		close(fd);
		server_fini(&server, model->name);
	}
}

// 1000 connections, or as many as we may have.
static size_t nr_at_once(void)
{
	struct rlimit limit;

	limit_descriptors(RLIM_INFINITY);
	cr_assert_eq(getrlimit(RLIMIT_NOFILE, &limit), 0);
	return limit.rlim_cur > 1100 ? 1000 : 200;
}

// All are there and have spoken before the first one listens; a server of few places gets to the
// next when one goes.
Test(echo_server, a_thousand_connections_at_once)
{
	size_t nr = nr_at_once();
	int *fd = calloc(nr, sizeof *fd);

	for (ALL_MODELS) {
		char message[LENGTH], echo[LENGTH];
		struct server server;

		server_init_usual(&server, model);
		for (size_t i = 0; i < nr; i++) {
			fd[i] = dial(&server);
			echo_fill(message, LENGTH, i);
			cr_assert_eq(send(fd[i], message, LENGTH, MSG_NOSIGNAL), LENGTH);
		}
		for (size_t i = 0; i < nr; i++) {
			size_t length = LENGTH;

			echo_fill(message, LENGTH, i);
			cr_assert(echo_exchange(fd[i], message, echo, &length, length),
				  "%s: client %zu got %zu bytes", model->name, i, length);
			cr_assert_arr_eq(echo, message, LENGTH, "%s: client %zu", model->name, i);
			close(fd[i]);
		}
		cr_expect_eq(server.control->nr_refused, 0, "%s", model->name);
		cr_expect_eq(server.control->nr_accepted, (long)nr, "%s", model->name);
		server_fini(&server, model->name);
	}
	free(fd);
}

// --- No descriptors left ------------------------------------------------------------------------

enum {
	FEW = 40,
	CROWD = 60,
};

// Whether it was echoed; if not, it was told why and hung up on.
static bool is_served(int fd, const char *message, const char *name)
{
	char answer[LENGTH + 1] = "";
	size_t length = LENGTH;

	if (echo_exchange(fd, message, answer, &length, LENGTH)) {
		cr_assert_arr_eq(answer, message, LENGTH, "%s", name);
		return true;
	}
	cr_assert_str_eq(answer, ECHO_REFUSAL, "%s: %zu bytes: %s", name, length, answer);
	return false;
}

// A client may know that it was refused before the server has counted it.
static long nr_refused(const struct server *server, long expected)
{
	long nr = 0;

	for (int i = 0; i < 5000 && nr != expected; i++) {
		nr = __atomic_load_n(&server->control->nr_refused, __ATOMIC_RELAXED);
		usleep(1000);
	}
	return nr;
}

static void crowd_in(const struct server *server, const char *name)
{
	char message[LENGTH];
	int fd[CROWD], nr_served = 0;

	echo_fill(message, LENGTH, 9);
	for (int i = 0; i < CROWD; i++) {
		fd[i] = dial(server);
		send(fd[i], message, LENGTH, MSG_NOSIGNAL); /* may be refused by now */
	}
	for (int i = 0; i < CROWD; i++)
		nr_served += is_served(fd[i], message, name);
	cr_expect(nr_served > 0 && nr_served < FEW, "%s: %d served", name, nr_served);
	cr_expect_eq(nr_refused(server, CROWD - nr_served), CROWD - nr_served,
		     "%s: %d served, %ld refused", name, nr_served, server->control->nr_refused);
	for (int i = 0; i < CROWD; i++)
		close(fd[i]);
}

static void expect_goes_on(const struct server *server, const char *name)
{
	bool served = false;
	char message[LENGTH];

	echo_fill(message, LENGTH, 9);
	for (int i = 0; i < 200 && !served; i++) {
		int fd = dial(server);

		send(fd, message, LENGTH, MSG_NOSIGNAL);
		served = is_served(fd, message, name);
		close(fd);
		usleep(10000);
	}
	cr_expect(served, "%s", name);
}

Test(echo_server, without_descriptors_it_refuses_and_goes_on)
{
	static const char *const names[] = {"thread", "pool",
					    "epoll"}; /* the others need but one */

	for (ALL_MODELS) {
		struct server server;
		bool may_lack = false;

		for (size_t i = 0; i < sizeof names / sizeof *names; i++)
			may_lack = may_lack || strcmp(model->name, names[i]) == 0;
		if (!may_lack)
			continue;
		server_init(&server, model, ECHO_MOST_WORKERS, FEW);
		crowd_in(&server, model->name);
		expect_goes_on(&server, model->name);
		server_fini(&server, model->name);
	}
}

// --- The port, and the end ----------------------------------------------------------------------

Test(echo_server, only_this_machine_can_reach_it)
{
	struct sockaddr_in address = {.sin_family = AF_INET};
	int fd = socket(AF_INET, SOCK_STREAM, 0);
	struct server server;

	server_init_usual(&server, &echo_models[ECHO_ONE_AT_A_TIME]);
	address.sin_port = htons((uint16_t)server.control->port);
	address.sin_addr.s_addr = htonl(INADDR_LOOPBACK + 1); /* 127.0.0.2 is this machine, too */
	cr_expect_eq(connect(fd, (struct sockaddr *)&address, sizeof address), -1);
	cr_expect_eq(errno, ECONNREFUSED, "%s", strerror(errno));
	close(fd);
	server_fini(&server, "one_at_a_time");
}

Test(echo_server, a_port_that_is_taken)
{
	struct echo_control control = {0};
	struct server server;

	server_init_usual(&server, &echo_models[ECHO_ONE_AT_A_TIME]);
	cr_expect_eq(echo_serve(INADDR_LOOPBACK, (uint16_t)server.control->port,
				&echo_models[ECHO_THREAD], NR_WORKERS, &control),
		     EADDRINUSE);
	cr_expect_eq(control.port, 0);
	server_fini(&server, "one_at_a_time");
}

Test(echo_server, it_ends_in_the_middle_of_conversations)
{
	for (ALL_MODELS) {
		struct server server;
		int silent, deaf;

		server_init_usual(&server, model);
		deaf = dial(&server);
		say_without_listening(deaf);
		silent = dial(&server);
		cr_assert_eq(send(silent, "half a ", 7, MSG_NOSIGNAL), 7);
		usleep(20000);
		server_stop(&server, model->name);
		close(silent);
		close(deaf);
	}
}
