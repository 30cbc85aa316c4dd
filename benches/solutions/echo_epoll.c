// SPDX-License-Identifier: MIT

// One thread around epoll, a small struct for each client on the heap. As with poll: what a client
// does not take at once is kept for it, and nothing more is read from it until it has.

#include "echo.h"

#include <stdbool.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

enum {
	EVENTS = 16,
	BUFFER_BYTES = 1024,
};

// Bytes from `sent` to `nr` are still to go back.
struct client {
	int fd;
	char buffer[BUFFER_BYTES];
	ssize_t nr, sent;
};

static void take_in(int epoll, int listener)
{
	int fd = accept(listener, NULL, NULL);
	struct client *client = fd < 0 ? NULL : calloc(1, sizeof *client);
	struct epoll_event event = {.events = EPOLLIN, .data.ptr = client};

	if (client) {
		client->fd = fd;
		if (epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &event) == 0)
			return; // NOLINT(clang-analyzer-unix.Malloc): now epoll knows where it is
	}
	free(client);
	if (fd >= 0)
		close(fd);
}

// False if the client is gone.
static bool go_on(struct client *client)
{
	ssize_t did;

	if (client->sent == client->nr) {
		client->sent = 0;
		client->nr = recv(client->fd, client->buffer, sizeof client->buffer, MSG_DONTWAIT);
		return client->nr > 0;
	}
	did = send(client->fd, client->buffer + client->sent, (size_t)(client->nr - client->sent),
		   MSG_NOSIGNAL | MSG_DONTWAIT);
	client->sent += did > 0 ? did : 0;
	return did > 0;
}

static void look_at(int epoll, struct client *client)
{
	struct epoll_event event = {.data.ptr = client};

	if (go_on(client)) {
		event.events = client->sent < client->nr ? EPOLLOUT : EPOLLIN;
		epoll_ctl(epoll, EPOLL_CTL_MOD, client->fd, &event);
	} else {
		close(client->fd);
		free(client);
	}
}

void echo_serve(int listener, const unsigned *stop)
{
	int epoll = epoll_create1(0);
	struct epoll_event event = {.events = EPOLLIN, .data.ptr = NULL}, ready[EVENTS];

	epoll_ctl(epoll, EPOLL_CTL_ADD, listener, &event);
	while (!__atomic_load_n(stop, __ATOMIC_RELAXED)) {
		int nr = epoll_wait(epoll, ready, EVENTS, -1);

		for (int i = 0; i < nr; i++)
			if (ready[i].data.ptr)
				look_at(epoll, ready[i].data.ptr);
			else
				take_in(epoll, listener);
	}
	close(epoll);
}
