// SPDX-License-Identifier: MIT

#include "harness/grade/race/clients.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "harness/machine/probe.h"

enum {
	LINES = 12, /* of each client */
	LONGEST = 300,
	LOOK_AGAIN_MS = 20,
	SLOW = 0, /* which one is */
};

#define SLOW_LEAD_NS 20000000 /* for the server to begin to wait for the rest of the line */

struct client {
	int fd; /* -1: it has given up */
	char text[LINES * LONGEST];
	unsigned end[LINES];	   /* of each line in the text */
	unsigned chunk;		   /* lines that it has begun to say */
	unsigned due, said, heard; /* bytes: of those lines, of what was sent, of what came back */
	bool wrong;
};

struct clients {
	unsigned nr; /* the slow one included */
	struct client client[MOST_CLIENTS + 1];
};

static int dial(uint16_t port)
{
	const struct sockaddr_in at = {
	    .sin_family = AF_INET, .sin_port = htons(port), .sin_addr = {htonl(INADDR_LOOPBACK)}};
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	if (fd >= 0 && connect(fd, (const struct sockaddr *)&at, sizeof at) < 0) {
		close(fd);
		fd = -1;
	}
	return fd;
}

// Lines of all lengths, none of them twice: "client 3, line 7: xxxx\n".
static void write_text(struct client *client, unsigned number)
{
	unsigned at = 0;

	for (unsigned line = 0; line < LINES; line++) {
		unsigned xs = (number * 37 + line * 53) % (LONGEST - 60);

		at += (unsigned)sprintf(client->text + at, "client %u, line %u: ", number, line);
		memset(client->text + at, 'x', xs);
		at += xs;
		client->text[at++] = '\n';
		client->end[line] = at;
	}
}

struct clients *clients_open(uint16_t port, unsigned nr)
{
	struct clients *clients = calloc(1, sizeof *clients);

	if (!clients)
		return NULL;
	for (; clients->nr <= nr && clients->nr <= MOST_CLIENTS; clients->nr++) {
		struct client *client = &clients->client[clients->nr];

		write_text(client, clients->nr);
		client->fd = dial(port);
		if (client->fd < 0) {
			clients_close(clients);
			return NULL;
		}
	}
	return clients;
}

static bool is_done(const struct client *client)
{
	return client->heard == client->end[LINES - 1];
}

static void give_up(struct client *client)
{
	close(client->fd);
	client->fd = -1;
}

// What comes next: one line, or two at once.
static void go_on(struct client *client)
{
	if (client->heard < client->due || is_done(client))
		return;
	for (unsigned lines = 1 + client->chunk % 3 / 2; lines > 0 && client->chunk < LINES;
	     lines--)
		client->due = client->end[client->chunk++];
}

static void say(struct client *client)
{
	ssize_t nr = send(client->fd, client->text + client->said, client->due - client->said,
			  MSG_NOSIGNAL | MSG_DONTWAIT);

	if (nr > 0)
		client->said += (unsigned)nr;
}

// Or a server's second line would wait until the system acknowledges its first, which takes 40 ms.
static void acknowledge(const struct client *client)
{
	const int on = 1;

	setsockopt(client->fd, IPPROTO_TCP, TCP_QUICKACK, &on, sizeof on);
}

// Back comes what was said, and no more than that.
static void hear(struct client *client)
{
	char heard[LONGEST];
	ssize_t nr = recv(client->fd, heard, sizeof heard, MSG_DONTWAIT);

	if (nr <= 0) {
		give_up(client);
		return;
	}
	acknowledge(client);
	client->wrong = (size_t)nr > client->said - client->heard ||
			memcmp(heard, client->text + client->heard, (size_t)nr) != 0;
	if (client->wrong) {
		give_up(client);
		return;
	}
	client->heard += (unsigned)nr;
	go_on(client);
}

static bool wants(const struct client *client)
{
	return client->fd >= 0 && !is_done(client);
}

// Clients from `first` on talk for a moment. Returns how many of them have still something to do.
static unsigned talk_on(struct clients *clients, unsigned first, unsigned nr)
{
	struct pollfd ready[MOST_CLIENTS + 1];
	unsigned wanting = 0;

	for (unsigned i = 0; i < nr; i++) {
		const struct client *client = &clients->client[first + i];
		bool says = client->said < client->due;

		ready[i] = (struct pollfd){.fd = wants(client) ? client->fd : -1,
					   .events = (short)(POLLIN | (says ? POLLOUT : 0))};
		wanting += wants(client);
	}
	if (!wanting || poll(ready, nr, LOOK_AGAIN_MS) <= 0)
		return wanting;
	for (unsigned i = 0; i < nr; i++) {
		if (ready[i].revents & POLLOUT)
			say(&clients->client[first + i]);
		if (ready[i].revents & (POLLIN | POLLHUP | POLLERR))
			hear(&clients->client[first + i]);
	}
	return wanting;
}

static void talk_until(struct clients *clients, unsigned first, unsigned nr, uint64_t end_ns)
{
	while (talk_on(clients, first, nr) && probe_now_ns() < end_ns)
		;
}

unsigned clients_talk(struct clients *clients, uint64_t wait_ns, uint64_t *took_ns)
{
	struct client *slow = &clients->client[SLOW];
	const struct timespec lead = {.tv_nsec = SLOW_LEAD_NS};
	unsigned answered = 0;
	uint64_t begin_ns;

	slow->due = slow->end[0] / 2;
	say(slow);
	nanosleep(&lead, NULL);
	begin_ns = probe_now_ns();
	for (unsigned i = SLOW + 1; i < clients->nr; i++)
		go_on(&clients->client[i]);
	talk_until(clients, SLOW + 1, clients->nr - 1, begin_ns + wait_ns);
	*took_ns = probe_now_ns() - begin_ns;
	for (unsigned i = SLOW + 1; i < clients->nr; i++)
		answered += is_done(&clients->client[i]);
	return answered;
}

bool clients_end_slow(struct clients *clients, uint64_t wait_ns)
{
	struct client *slow = &clients->client[SLOW];

	slow->due = slow->end[0];
	slow->chunk = 1;
	talk_until(clients, SLOW, 1, probe_now_ns() + wait_ns);
	return is_done(slow);
}

unsigned clients_wrong(const struct clients *clients)
{
	unsigned wrong = 0;

	for (unsigned i = 0; i < clients->nr; i++)
		wrong += clients->client[i].wrong;
	return wrong;
}

void clients_close(struct clients *clients)
{
	for (unsigned i = 0; i < clients->nr; i++)
		if (clients->client[i].fd >= 0)
			close(clients->client[i].fd);
	free(clients);
}

bool clients_wake(uint16_t port)
{
	int fd = dial(port);

	if (fd >= 0)
		close(fd);
	return fd >= 0;
}
