// SPDX-License-Identifier: MIT

// An echo server, right or wrong: with a thread for each client, or as SERVER says.

#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "benches/exercises/frame.h"

#ifndef SERVER
#define SERVER RIGHT
#endif

enum server {
	RIGHT,
	ONE_BY_ONE,  /* a client is served when the one before has gone */
	GARBLES,     /* the first letter of each line */
	LEAVES_OPEN, /* what a client was served by */
	CRASHES,     /* at the first line */
	EXITS,	     /* at the first line */
	FORKS,	     /* at the first line */
	NEVER_STOPS,
	GOES_HOME, /* after the first client */
};

static void misbehave(char *line)
{
	if (SERVER == GARBLES)
		line[0] ^= 1;
	if (SERVER == CRASHES)
		__builtin_trap();
	if (SERVER == EXITS)
		exit(0);
	if (SERVER == FORKS)
		fork();
}

static void say(int fd, const char *text, size_t length)
{
	while (length > 0) {
		ssize_t said = send(fd, text, length, MSG_NOSIGNAL);

		if (said <= 0)
			return;
		text += said;
		length -= (size_t)said;
	}
}

static void serve(int fd)
{
	char line[1000];
	size_t length = 0;

	while (length < sizeof line && read(fd, line + length, 1) == 1)
		if (line[length++] == '\n') {
			misbehave(line);
			say(fd, line, length);
			length = 0;
		}
	if (SERVER != LEAVES_OPEN)
		close(fd);
}

static void *serve_one(void *fd)
{
	serve((int)(intptr_t)fd);
	return NULL;
}

static void begin_to_serve(int fd)
{
	pthread_t thread;

	if (SERVER == ONE_BY_ONE)
		serve(fd);
	else if (pthread_create(&thread, NULL, serve_one, (void *)(intptr_t)fd) == 0)
		pthread_detach(thread);
}

void frame_serve(int listener, const unsigned *stop)
{
	for (;;) {
		int fd = accept(listener, NULL, NULL);

		if (SERVER != NEVER_STOPS && __atomic_load_n(stop, __ATOMIC_ACQUIRE))
			return; /* acquire: as in any server */
		if (fd >= 0)
			begin_to_serve(fd);
		if (SERVER == GOES_HOME)
			return;
	}
}
