// SPDX-License-Identifier: MIT

// Misconception: what was sent at once is received at once, so one recv is one line. TCP is a
// stream of bytes: two lines may come in one piece, and here only the first of them is answered.

#include "echo.h"

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
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

static void *serve(void *argument)
{
	int client = (int)(intptr_t)argument; /* a copy of its own */
	char buffer[BUFFER_BYTES];
	ssize_t nr;

	while ((nr = recv(client, buffer, sizeof buffer, 0)) > 0) {
		const char *end = memchr(buffer, '\n', (size_t)nr);

		if (!send_all(client, buffer, end ? (size_t)(end + 1 - buffer) : (size_t)nr))
			break;
	}
	close(client);
	return NULL;
}

static void take_in(int client)
{
	pthread_t thread;

	if (pthread_create(&thread, NULL, serve, (void *)(intptr_t)client) == 0)
		pthread_detach(thread);
	else
		close(client); /* no room for one more */
}

void echo_serve(int listener, const unsigned *stop)
{
	/* relaxed: nothing hangs on it but that we end */
	while (!__atomic_load_n(stop, __ATOMIC_RELAXED)) {
		int client = accept(listener, NULL, NULL);

		if (client >= 0)
			take_in(client);
	}
}
