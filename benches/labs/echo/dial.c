// SPDX-License-Identifier: MIT

// One client's side of an echo.

#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include "benches/labs/echo/load.h"

static int set_options(int fd, uint64_t patience_ns)
{
	static const struct linger reset = {.l_onoff = 1};
	static const int on = 1;
	const struct timeval patience = {.tv_sec = (time_t)(patience_ns / 1000000000),
					 .tv_usec = (suseconds_t)(patience_ns / 1000 % 1000000)};

	if (setsockopt(fd, SOL_SOCKET, SO_LINGER, &reset, sizeof reset) ||
	    setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience) ||
	    setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience)) /* connect, too */
		return -1;
	return setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
}

int echo_dial(int port, uint64_t patience_ns)
{
	struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), error;

	if (fd < 0)
		return -1;
	address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	if (set_options(fd, patience_ns) == 0 &&
	    connect(fd, (struct sockaddr *)&address, sizeof address) == 0)
		return fd;
	error = errno;
	close(fd);
	errno = error;
	return -1;
}

// A linear congruential generator (Knuth, MMIX); its high byte has a period no message reaches.
void echo_fill(char *message, size_t length, uint64_t number)
{
	uint64_t state = number * UINT64_C(0x9e3779b97f4a7c15); /* neighbours begin far apart */

	for (size_t i = 0; i < length; i++) {
		state = state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
		message[i] = (char)(state >> 56);
	}
}

// After a call that would have blocked: waits until there is something to read or room to write.
static bool wait_for_either(int fd)
{
	struct timeval patience = {0};
	socklen_t length = sizeof patience;
	struct pollfd both = {.fd = fd, .events = POLLIN | POLLOUT};

	getsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, &length);
	return poll(&both, 1, (int)(patience.tv_sec * 1000 + patience.tv_usec / 1000)) > 0;
}

static bool would_block(ssize_t moved)
{
	return moved < 0 && errno == EAGAIN;
}

// A long message is not sent as a whole before it is read: the buffers between may hold less, and
// then both sides would wait for the other to read.
bool echo_exchange(int fd, const char *message, char *echo, size_t *length, size_t sent)
{
	size_t received = 0, all = *length;

	while (received < all) {
		ssize_t in, out = 0;

		if (sent < all)
			out = send(fd, message + sent, all - sent, MSG_NOSIGNAL | MSG_DONTWAIT);
		sent += out > 0 ? (size_t)out : 0;
		in = recv(fd, echo + received, all - received, sent < all ? MSG_DONTWAIT : 0);
		received += in > 0 ? (size_t)in : 0;
		if (in == 0 || (in < 0 && (!would_block(in) || sent == all)))
			break;
		if (in < 0 && out <= 0 && !wait_for_either(fd))
			break;
	}
	*length = received;
	return received == all;
}
