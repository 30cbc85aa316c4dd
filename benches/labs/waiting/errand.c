// SPDX-License-Identifier: MIT

// Errands, by ppoll. A sleep is a probe that nothing answers.
//
// Source: RFC 792 (echo request and reply); RFC 1071 (checksum); Linux man-pages, icmp(7).

#include "benches/labs/waiting/errand.h"

#include <errno.h>
#include <netinet/ip_icmp.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "benches/labs/lab.h"
#include "benches/sync/must.h"

enum {
	MAX_ERRANDS = 256
};

// All kinds send this; UDP hosts send all of it back. The id tells our echo replies from others'.
struct probe {
	uint8_t type, code;
	uint16_t checksum, id, sequence;
};

void errand_sleep(struct errand *errand, uint64_t ns)
{
	*errand = (struct errand){.fd = -1, .nr_probes = 1, .limit_ns = ns};
}

static int open_socket(enum errand_kind kind)
{
	int flags = SOCK_CLOEXEC | SOCK_NONBLOCK;

	if (kind == ERRAND_UDP)
		return socket(AF_INET, SOCK_DGRAM | flags, 0);
	return socket(AF_INET, (kind == ERRAND_ICMP ? SOCK_DGRAM : SOCK_RAW) | flags, IPPROTO_ICMP);
}

int errand_open(struct errand *errand, enum errand_kind kind, const struct sockaddr_in *host,
		unsigned nr_probes, uint64_t limit_ns)
{
	int fd = open_socket(kind);

	if (fd < 0)
		return -errno;
	if (connect(fd, (const struct sockaddr *)host, sizeof *host) < 0) {
		int error = errno;

		close(fd);
		return -error;
	}
	*errand =
	    (struct errand){.kind = kind, .fd = fd, .nr_probes = nr_probes, .limit_ns = limit_ns};
	return 0;
}

void errand_close(struct errand *errand)
{
	if (errand->fd >= 0)
		must_errno(close(errand->fd));
}

// --- Asking -------------------------------------------------------------------------------------

static uint16_t checksum(const struct probe *probe)
{
	uint16_t words[sizeof *probe / 2];
	uint32_t sum = 0;

	memcpy(words, probe, sizeof words);
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		sum += words[i];
	sum = (sum & 0xffff) + (sum >> 16);
	return (uint16_t) ~(sum + (sum >> 16));
}

static uint16_t id_of(const struct errand *errand)
{
	return (uint16_t)(getpid() + errand->fd);
}

// A probe that cannot be sent is one that gets no answer.
static void ask(struct errand *errand)
{
	struct probe probe = {.type = ICMP_ECHO, .id = id_of(errand)};

	probe.sequence = (uint16_t)errand->nr_sent++;
	errand->deadline_ns = lab_now_ns() + errand->limit_ns;
	if (errand->fd < 0)
		return;
	probe.checksum = checksum(&probe);
	if (send(errand->fd, &probe, sizeof probe, 0) < 0)
		must(errno == EBADF || errno == ENOTSOCK || errno == EFAULT ? errno : 0);
}

// The next probe, or the end.
static void go_on(struct errand *errand)
{
	if (errand->nr_sent < errand->nr_probes) {
		ask(errand);
		return;
	}
	errand->ended_ns = lab_now_ns();
	errand->done = true;
}

// --- Answers ------------------------------------------------------------------------------------

// Takes the probe out of a packet; a raw socket gets the IP header, too.
static bool unpack(struct probe *probe, const struct errand *errand, const uint8_t *packet,
		   size_t length)
{
	size_t header = errand->kind == ERRAND_ICMP_RAW && length ? 4 * (packet[0] & 0xfU) : 0;

	if (length < header + sizeof *probe)
		return false;
	memcpy(probe, packet + header, sizeof *probe);
	return true;
}

// The answer to the latest probe. A raw socket on the loopback sees our requests as well; the
// kernel gives the other one only what belongs to it, under an id of its own.
static bool is_answer(const struct errand *errand, const struct probe *probe)
{
	if (probe->sequence != (uint16_t)(errand->nr_sent - 1))
		return false;
	if (errand->kind == ERRAND_UDP)
		return probe->id == id_of(errand);
	return probe->type == ICMP_ECHOREPLY &&
	       (errand->kind == ERRAND_ICMP || probe->id == id_of(errand));
}

// Whatever has come; late answers are passed over, as their probes already count as lost.
static void hear(struct errand *errand)
{
	uint8_t packet[256];
	struct probe probe;
	ssize_t length;

	while ((length = recv(errand->fd, packet, sizeof packet, 0)) >= 0)
		if (unpack(&probe, errand, packet, (size_t)length) && is_answer(errand, &probe)) {
			errand->nr_received++;
			go_on(errand);
			return;
		}
}

// --- The loop -----------------------------------------------------------------------------------

// Returns how many are not done, and by when one of them has waited long enough.
static unsigned fill(struct pollfd *polls, const struct errand *errands, unsigned n,
		     uint64_t *deadline_ns)
{
	unsigned nr_left = 0;

	*deadline_ns = UINT64_MAX;
	for (unsigned i = 0; i < n; i++) {
		polls[i] =
		    (struct pollfd){.fd = errands[i].done ? -1 : errands[i].fd, .events = POLLIN};
		if (errands[i].done)
			continue;
		nr_left++;
		if (errands[i].deadline_ns < *deadline_ns)
			*deadline_ns = errands[i].deadline_ns;
	}
	return nr_left;
}

static void sleep_until(struct pollfd *polls, unsigned n, uint64_t deadline_ns)
{
	uint64_t now_ns = lab_now_ns();
	uint64_t left_ns = deadline_ns > now_ns ? deadline_ns - now_ns : 0;
	const struct timespec left = {.tv_sec = (time_t)(left_ns / 1000000000),
				      .tv_nsec = (long)(left_ns % 1000000000)};

	must(ppoll(polls, n, &left, NULL) < 0 && errno != EINTR ? errno : 0);
}

void errands_do(struct errand *errands, unsigned n)
{
	struct pollfd polls[MAX_ERRANDS];
	uint64_t deadline_ns;

	must(n > MAX_ERRANDS ? E2BIG : 0);
	for (unsigned i = 0; i < n; i++) {
		errands[i].began_ns = lab_now_ns();
		ask(&errands[i]);
	}
	while (fill(polls, errands, n, &deadline_ns)) {
		sleep_until(polls, n, deadline_ns);
		for (unsigned i = 0; i < n; i++) {
			if (polls[i].revents)
				hear(&errands[i]);
			if (!errands[i].done && lab_now_ns() >= errands[i].deadline_ns)
				go_on(&errands[i]);
		}
	}
}

const char *errand_verdict(unsigned nr_sent, unsigned nr_received)
{
	return !nr_received ? "offline" : nr_received < nr_sent ? "lossy" : "online";
}
