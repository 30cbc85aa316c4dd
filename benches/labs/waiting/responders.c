// SPDX-License-Identifier: MIT

// Scripted hosts, all in one poll loop of one process. A host has at most one answer under way: who
// asks it waits for that, or has given it up.

#include "benches/labs/waiting/responders.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "benches/labs/lab.h"
#include "benches/sync/must.h"

#define MS	    1000000
#define EVERY_OTHER 0xaaaaaaaa /* the second, fourth, ... */
#define ALL	    0xffffffff
#define SEQUENCE_AT 6 /* where a probe has its number: the layout of an ICMP echo request */

// Hosts take these in turn, so that three of them show all that can be found out.
static const struct script {
	uint64_t delay_ns;
	uint32_t lost;
} scripts[] = {
    {2 * MS, 0}, {5 * MS, EVERY_OTHER}, {0, ALL}, {20 * MS, 0}, {10 * MS, 1}, {0, 0},
};

// What a host is going to send.
struct answer {
	bool due;
	uint64_t when_ns;
	struct sockaddr_in to;
	size_t length;
	uint8_t bytes[64];
};

struct sockaddr_in responder_address(unsigned i)
{
	return (struct sockaddr_in){.sin_family = AF_INET,
				    .sin_addr.s_addr = htonl(INADDR_LOOPBACK + 10 + i)};
}

bool responder_loses(const struct responder *host, unsigned sequence)
{
	return host->lost >> (sequence % 32) & 1;
}

static void hear(const struct responder *host, struct answer *answer)
{
	socklen_t size = sizeof answer->to;
	ssize_t length = recvfrom(host->fd, answer->bytes, sizeof answer->bytes, MSG_DONTWAIT,
				  (struct sockaddr *)&answer->to, &size);
	uint16_t sequence;

	if (length < (ssize_t)(SEQUENCE_AT + sizeof sequence))
		return;
	memcpy(&sequence, answer->bytes + SEQUENCE_AT, sizeof sequence);
	answer->length = (size_t)length;
	answer->when_ns = lab_now_ns() + host->delay_ns;
	answer->due = !responder_loses(host, sequence);
}

// Sends it if it is time for that. Who asked may be gone: nobody minds.
static void say(const struct responder *host, struct answer *answer)
{
	if (!answer->due || lab_now_ns() < answer->when_ns)
		return;
	sendto(host->fd, answer->bytes, answer->length, MSG_DONTWAIT,
	       (struct sockaddr *)&answer->to, sizeof answer->to);
	answer->due = false;
}

// Until the next answer is due, or somebody asks.
static void rest(const struct responders *responders, const struct answer *answers,
		 struct pollfd *polls)
{
	uint64_t now_ns = lab_now_ns(), left_ns = 1000000000;
	struct timespec left;

	for (unsigned i = 0; i < responders->nr; i++) {
		polls[i] = (struct pollfd){.fd = responders->hosts[i].fd, .events = POLLIN};
		if (answers[i].due && answers[i].when_ns < now_ns + left_ns)
			left_ns = answers[i].when_ns > now_ns ? answers[i].when_ns - now_ns : 0;
	}
	left = (struct timespec){.tv_sec = (time_t)(left_ns / 1000000000),
				 .tv_nsec = (long)(left_ns % 1000000000)};
	must(ppoll(polls, responders->nr, &left, NULL) < 0 && errno != EINTR ? errno : 0);
}

static _Noreturn void serve(const struct responders *responders)
{
	static struct answer answers[RESPONDERS_MAX];
	struct pollfd polls[RESPONDERS_MAX];

	for (;;) {
		rest(responders, answers, polls);
		for (unsigned i = 0; i < responders->nr; i++) {
			if (polls[i].revents)
				hear(&responders->hosts[i], &answers[i]);
			say(&responders->hosts[i], &answers[i]);
		}
	}
}

// At an address of its own, on a port that is free. Returns 0, or an errno value.
static int bind_host(struct responder *host, unsigned i)
{
	const struct script *script = &scripts[i % (sizeof scripts / sizeof *scripts)];
	socklen_t size = sizeof host->address;

	*host = (struct responder){
	    .address = responder_address(i), .delay_ns = script->delay_ns, .lost = script->lost};
	host->fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	if (host->fd < 0)
		return errno;
	if (bind(host->fd, (struct sockaddr *)&host->address, sizeof host->address) < 0 ||
	    getsockname(host->fd, (struct sockaddr *)&host->address, &size) < 0) {
		int error = errno;

		close(host->fd);
		return error;
	}
	return 0;
}

static void close_hosts(struct responders *responders)
{
	for (unsigned i = 0; i < responders->nr; i++)
		must_errno(close(responders->hosts[i].fd));
}

int responders_start(struct responders *responders, unsigned nr)
{
	int error = 0;

	for (responders->nr = 0; responders->nr < nr && !error; responders->nr += !error)
		error = bind_host(&responders->hosts[responders->nr], responders->nr);
	if (!error) {
		responders->pid = lab_fork();
		if (responders->pid == 0)
			serve(responders);
	}
	close_hosts(responders);
	return error;
}

void responders_stop(struct responders *responders)
{
	kill(responders->pid, SIGKILL);
	lab_wait(responders->pid, 1000000000);
}
