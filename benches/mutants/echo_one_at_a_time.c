// SPDX-License-Identifier: MIT

// Misconception: a client is quickly served. Most are; the one that says half a line and then
// nothing keeps the server in recv, and all others wait with it for as long as it likes.

#include "echo.h"

#include <stdbool.h>
#include <stddef.h>
#include <sys/socket.h>
#include <unistd.h>

enum {
	BUFFER_BYTES = 4096,
};

// A socket takes what it has room for, which may be less than all.
static bool send_all(int client, const char *bytes, size_t nr)
{
	while (nr > 0) {
		ssize_t sent = send(client, bytes, nr, MSG_NOSIGNAL);

		if (sent <= 0)
			return false;
		bytes += sent;
		nr -= (size_t)sent;
	}
	return true;
}

static void serve(int client)
{
	char buffer[BUFFER_BYTES];
	ssize_t nr;

	do
		nr = recv(client, buffer, sizeof buffer, 0);
	while (nr > 0 && send_all(client, buffer, (size_t)nr));
	close(client);
}

void echo_serve(int listener, const unsigned *stop)
{
	/* relaxed: nothing hangs on it but that we end */
	while (!__atomic_load_n(stop, __ATOMIC_RELAXED)) {
		int client = accept(listener, NULL, NULL);

		if (client >= 0)
			serve(client);
	}
}
