// SPDX-License-Identifier: MIT

// One thread and one loop around poll. What a client does not take at once is kept for it, and
// nothing more is read from it until it has; so the loop waits in poll and nowhere else.

#include "echo.h"

#include <poll.h>
#include <stdbool.h>
#include <sys/socket.h>
#include <unistd.h>

enum {
	MOST_CLIENTS = 128,
	BUFFER_BYTES = 1024,
};

// Bytes from `sent` to `nr` are still to go back.
struct client {
	char buffer[BUFFER_BYTES];
	ssize_t nr, sent;
};

struct server {
	struct pollfd wait[1 + MOST_CLIENTS]; /* the listener is the first */
	struct client client[1 + MOST_CLIENTS];
	unsigned nr;
};

static void take_in(struct server *server)
{
	int fd = accept(server->wait[0].fd, NULL, NULL);

	if (fd < 0)
		return;
	if (server->nr > MOST_CLIENTS) {
		close(fd);
		return;
	}
	server->wait[server->nr] = (struct pollfd){.fd = fd, .events = POLLIN};
	server->client[server->nr].nr = 0;
	server->client[server->nr].sent = 0;
	server->nr++;
}

// False if the client is gone.
static bool go_on(int fd, struct client *client)
{
	ssize_t did;

	if (client->sent < client->nr) {
		did = send(fd, client->buffer + client->sent, (size_t)(client->nr - client->sent),
			   MSG_NOSIGNAL | MSG_DONTWAIT);
		client->sent += did > 0 ? did : 0;
		return did > 0;
	}
	client->sent = 0;
	client->nr = recv(fd, client->buffer, sizeof client->buffer, MSG_DONTWAIT);
	return client->nr > 0;
}

static void hang_up(struct server *server, unsigned i)
{
	close(server->wait[i].fd);
	server->nr--;
	server->wait[i] = server->wait[server->nr];
	server->client[i] = server->client[server->nr];
}

static void look_at_clients(struct server *server)
{
	for (unsigned i = server->nr - 1; i > 0; i--) {
		const struct client *client = &server->client[i];

		if (server->wait[i].revents && !go_on(server->wait[i].fd, &server->client[i]))
			hang_up(server, i);
		else
			server->wait[i].events = client->sent < client->nr ? POLLOUT : POLLIN;
	}
}

void echo_serve(int listener, const unsigned *stop)
{
	static struct server server;

	server.wait[0] = (struct pollfd){.fd = listener, .events = POLLIN};
	server.nr = 1;
	while (!__atomic_load_n(stop, __ATOMIC_RELAXED)) {
		if (poll(server.wait, server.nr, -1) <= 0)
			continue;
		look_at_clients(&server);
		if (server.wait[0].revents)
			take_in(&server);
	}
	while (server.nr > 1)
		hang_up(&server, server.nr - 1);
}
