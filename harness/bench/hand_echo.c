// SPDX-License-Identifier: MIT

// An echo server and its client, written by hand.

#include "harness/bench/hand_echo.h"

#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "benches/labs/echo/model.h"
#include "benches/sync/must.h"

static struct sockaddr_in address_of(int port)
{
	return (struct sockaddr_in){.sin_family = AF_INET,
				    .sin_port = htons((uint16_t)port),
				    .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
}

static int stream(void)
{
	static const int on = 1;
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	must_errno(fd);
	must_errno(setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on));
	return fd;
}

int hand_listen(int *port)
{
	struct sockaddr_in address = address_of(0);
	socklen_t length = sizeof address;
	int listener = stream();

	must_errno(bind(listener, (struct sockaddr *)&address, sizeof address));
	must_errno(listen(listener, 1));
	must_errno(getsockname(listener, (struct sockaddr *)&address, &length));
	*port = ntohs(address.sin_port);
	return listener;
}

// Returns false when the client has hung up.
static bool echo_once(int client, char *bytes)
{
	ssize_t length = recv(client, bytes, ECHO_BUFFER_BYTES, 0);

	if (length <= 0)
		return false;
	must(send(client, bytes, (size_t)length, MSG_NOSIGNAL) == length ? 0 : EIO);
	return true;
}

void hand_serve(int listener)
{
	char bytes[ECHO_BUFFER_BYTES];
	int client = accept4(listener, NULL, NULL, SOCK_CLOEXEC);

	must_errno(client);
	while (echo_once(client, bytes))
		;
	close(client);
}

void hand_serve_epoll(int listener)
{
	char bytes[ECHO_BUFFER_BYTES];
	int client = accept4(listener, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
	int epoll = epoll_create1(EPOLL_CLOEXEC);
	struct epoll_event event = {.events = EPOLLIN};

	must_errno(client);
	must_errno(epoll);
	must_errno(epoll_ctl(epoll, EPOLL_CTL_ADD, client, &event));
	do
		must_errno(epoll_wait(epoll, &event, 1, -1));
	while (echo_once(client, bytes));
	close(epoll);
	close(client);
}

// Reset when it is closed, as the lab's is: no TIME_WAIT is left behind.
int hand_dial(int port)
{
	static const struct linger reset = {.l_onoff = 1};
	struct sockaddr_in address = address_of(port);
	int fd = stream();

	must_errno(setsockopt(fd, SOL_SOCKET, SO_LINGER, &reset, sizeof reset));
	must_errno(connect(fd, (struct sockaddr *)&address, sizeof address));
	return fd;
}

void hand_exchange(int fd, const char *message, char *echo, size_t length)
{
	size_t received = 0;

	must(send(fd, message, length, MSG_NOSIGNAL) == (ssize_t)length ? 0 : EIO);
	while (received < length) {
		ssize_t n = recv(fd, echo + received, length - received, 0);

		must(n > 0 ? 0 : EPIPE);
		received += (size_t)n;
	}
}
