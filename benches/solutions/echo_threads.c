// SPDX-License-Identifier: MIT

// C11's threads, one for each client, each with a struct of its own on the heap that says which
// client is meant.

#include "echo.h"

#include <stdlib.h>
#include <sys/socket.h>
#include <threads.h>
#include <unistd.h>

struct visit {
	int fd;
	char line[512];
};

static int serve(void *argument)
{
	struct visit *visit = argument;
	ssize_t nr, sent, did = 1;

	while (did > 0 && (nr = read(visit->fd, visit->line, sizeof visit->line)) > 0)
		for (sent = 0; sent < nr && did > 0; sent += did)
			did =
			    send(visit->fd, visit->line + sent, (size_t)(nr - sent), MSG_NOSIGNAL);
	close(visit->fd);
	free(visit);
	return 0;
}

static void take_in(int fd)
{
	struct visit *visit = malloc(sizeof *visit);
	thrd_t thread;

	if (visit)
		visit->fd = fd;
	if (visit && thrd_create(&thread, serve, visit) == thrd_success) {
		thrd_detach(thread);
	} else {
		free(visit);
		close(fd);
	}
}

void echo_serve(int listener, const unsigned *stop)
{
	int fd;

	while (!__atomic_load_n(stop, __ATOMIC_RELAXED))
		if ((fd = accept(listener, NULL, NULL)) >= 0)
			take_in(fd);
}
