// SPDX-License-Identifier: MIT

// The model of the echo server that never waits for one client: it asks the kernel which of them
// have something to say, and no call it makes on their behalf blocks. What the other models keep on
// a stack, how far a conversation has come, is a struct here.

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/queue.h>
#include <sys/socket.h>
#include <unistd.h>

#include "benches/labs/echo/model.h"
#include "benches/sync/must.h"

#define NR_EVENTS 64

struct connection {
	LIST_ENTRY(connection) link;
	int client;
	uint32_t events;   /* that it waits for: to read, or, with bytes to send, to write */
	size_t begin, end; /* of the bytes that the client has not taken yet */
	char bytes[ECHO_BUFFER_BYTES];
};

LIST_HEAD(connections, connection);

static bool watch(int epoll, int operation, struct connection *connection, uint32_t events)
{
	struct epoll_event event = {.events = events, .data.ptr = connection};

	connection->events = events;
	return epoll_ctl(epoll, operation, connection->client, &event) == 0;
}

static void hang_up(struct connection *connection)
{
	LIST_REMOVE(connection, link);
	close(connection->client); /* which takes it out of the epoll set, too */
	free(connection);
}

static void welcome(struct echo_server *server, int epoll, struct connections *all, int client)
{
	struct connection *connection = malloc(sizeof *connection);

	if (!connection) {
		echo_refuse(server, client);
		return;
	}
	connection->client = client;
	connection->begin = connection->end = 0;
	if (watch(epoll, EPOLL_CTL_ADD, connection, EPOLLIN)) {
		LIST_INSERT_HEAD(all, connection, link);
		return;
	}
	echo_refuse(server, client);
	free(connection);
}

// All who wait: one at each turn would let those who are in already keep the others out.
static void welcome_all(struct echo_server *server, int epoll, struct connections *all)
{
	int client;

	while ((client = echo_accept(server, SOCK_NONBLOCK)) >= 0)
		welcome(server, epoll, all, client);
}

// Reads only if all was sent that was read before. False if the client is gone.
static bool receive(struct connection *c)
{
	ssize_t length;

	if (c->begin < c->end)
		return true;
	length = recv(c->client, c->bytes, sizeof c->bytes, 0);
	c->begin = 0;
	c->end = length > 0 ? (size_t)length : 0;
	return length > 0 || (length < 0 && echo_passes(errno));
}

static bool send_some(struct connection *c)
{
	ssize_t sent;

	if (c->begin == c->end)
		return true;
	sent = send(c->client, c->bytes + c->begin, c->end - c->begin, MSG_NOSIGNAL);
	c->begin += sent > 0 ? (size_t)sent : 0;
	return sent >= 0 || echo_passes(errno);
}

static void go_on(int epoll, struct connection *connection)
{
	bool there = receive(connection) && send_some(connection);
	uint32_t events = connection->begin < connection->end ? EPOLLOUT : EPOLLIN;

	if (there && events != connection->events)
		there = watch(epoll, EPOLL_CTL_MOD, connection, events);
	if (!there)
		hang_up(connection);
}

static void turn(struct echo_server *server, int epoll, struct connections *all)
{
	struct epoll_event event[NR_EVENTS];
	int nr = epoll_wait(epoll, event, NR_EVENTS, ECHO_TICK_US / 1000);

	for (int i = 0; i < nr; i++)
		if (event[i].data.ptr)
			go_on(epoll, event[i].data.ptr);
		else
			welcome_all(server, epoll, all);
}

void echo_epoll(struct echo_server *server)
{
	struct epoll_event event = {.events = EPOLLIN}; /* with NULL: the listener */
	struct connections all = LIST_HEAD_INITIALIZER(all);
	int epoll = epoll_create1(EPOLL_CLOEXEC);

	must_errno(epoll);
	must_errno(fcntl(server->listener, F_SETFL, O_NONBLOCK));
	must_errno(epoll_ctl(epoll, EPOLL_CTL_ADD, server->listener, &event));
	echo_ready(server);
	while (!echo_stopped(server))
		turn(server, epoll, &all);
	for (struct connection *next, *c = LIST_FIRST(&all); c; c = next) {
		next = LIST_NEXT(c, link);
		hang_up(c);
	}
	close(epoll);
}
