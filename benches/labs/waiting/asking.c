// SPDX-License-Identifier: MIT

// Each way asks through sockets of its own, so that an answer that comes late is not taken for one
// to the next.

#include "benches/labs/waiting/asking.h"

#include <arpa/inet.h>
#include <math.h>
#include <netinet/in.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

#include "benches/labs/waiting/responders.h"
#include "benches/sync/must.h"

void go_one_way(struct lab_run *run, const char *job, const struct way *way, struct errand *errands,
		unsigned n, struct waits waits)
{
	struct way_cost cost = way_go(way, errands, n);

	lab_row_begin(run);
	lab_word(run, "job", "%s", job);
	lab_word(run, "way", "%s", way->name);
	lab_count(run, "tasks", n);
	lab_real(run, "wall_ms", cost.wall_ms);
	lab_real(run, "cpu_ms", cost.cpu_ms);
	lab_real(run, "sum_ms", waits.sum_ms);
	lab_real(run, "max_ms", waits.max_ms);
	lab_row_end(run);
}

struct ping {
	const char *job;
	enum errand_kind kind;
	const struct responders *hosts;
	unsigned nr_probes;
	uint64_t limit_ns;
};

static unsigned nr_answered(const struct ping *ping, const struct responder *host)
{
	unsigned nr = 0;

	for (unsigned i = 0; i < ping->nr_probes; i++)
		nr += !responder_loses(host, i);
	return nr;
}

// By their scripts; how long the kernel takes to answer for the loopback is not known.
static struct waits waits_for(const struct ping *ping)
{
	struct waits waits = {0};

	if (ping->kind != ERRAND_UDP)
		return (struct waits){NAN, NAN};
	for (unsigned i = 0; i < ping->hosts->nr; i++) {
		const struct responder *host = &ping->hosts->hosts[i];
		unsigned nr = nr_answered(ping, host);
		double ms =
		    1e-6 * (double)(nr * host->delay_ns + (ping->nr_probes - nr) * ping->limit_ns);

		waits.sum_ms += ms;
		waits.max_ms = fmax(waits.max_ms, ms);
	}
	return waits;
}

static void write_host(struct lab_run *run, const struct ping *ping, const struct way *way,
		       const struct errand *errand, const struct responder *host)
{
	char address[INET_ADDRSTRLEN];

	inet_ntop(AF_INET, &host->address.sin_addr, address, sizeof address);
	lab_row_begin(run);
	lab_word(run, "job", "%s", ping->job);
	lab_word(run, "way", "%s", way->name);
	lab_word(run, "host", "%s", address);
	lab_real(run, "wall_ms", 1e-6 * (double)(errand->ended_ns - errand->began_ns));
	lab_count(run, "probes", errand->nr_sent);
	lab_count(run, "answers", errand->nr_received);
	lab_word(run, "scripted", "%s", errand_verdict(ping->nr_probes, nr_answered(ping, host)));
	lab_word(run, "verdict", "%s", errand_verdict(errand->nr_sent, errand->nr_received));
	lab_row_end(run);
}

static void ask_all_ways(struct lab_run *run, struct errand *errands, const struct ping *ping)
{
	const struct responders *hosts = ping->hosts;

	for (size_t i = 0; i < NR_WAYS; i++) {
		for (unsigned j = 0; j < hosts->nr; j++)
			must(-errand_open(&errands[j], ping->kind, &hosts->hosts[j].address,
					  ping->nr_probes, ping->limit_ns));
		go_one_way(run, ping->job, &ways[i], errands, hosts->nr, waits_for(ping));
		for (unsigned j = 0; j < hosts->nr; j++) {
			write_host(run, ping, &ways[i], &errands[j], &hosts->hosts[j]);
			errand_close(&errands[j]);
		}
	}
}

static struct ping ping_of(const struct lab_run *run, const char *job, enum errand_kind kind,
			   const struct responders *hosts)
{
	return (struct ping){
	    .job = job,
	    .kind = kind,
	    .hosts = hosts,
	    .nr_probes = (unsigned)lab_option(run, "probes"),
	    .limit_ns = lab_option(run, "limit"),
	};
}

// Whether the loopback is up: 0, or an errno value.
static int try_host(struct errand *errand, const struct responder *host)
{
	int error = errand_open(errand, ERRAND_UDP, &host->address, 1, 1);

	if (!error)
		errand_close(errand);
	return -error;
}

void ask_responders(struct lab_run *run, struct errand *errands)
{
	static struct responders hosts;
	const struct ping ping = ping_of(run, "ping", ERRAND_UDP, &hosts);
	int error = responders_start(&hosts, (unsigned)lab_option(run, "hosts"));

	if (error) {
		lab_skip(run, "job", "ping", "no sockets on 127.0.0.0/8: %s", strerror(error));
		return;
	}
	error = try_host(errands, &hosts.hosts[0]);
	if (error)
		lab_skip(run, "job", "ping", "no way to 127.0.0.0/8: %s", strerror(error));
	else
		ask_all_ways(run, errands, &ping);
	responders_stop(&hosts);
}

// The kind of socket that the system lets us have, or why not: -errno.
static int icmp_kind(struct errand *errand, const struct sockaddr_in *host)
{
	static const enum errand_kind kinds[] = {ERRAND_ICMP, ERRAND_ICMP_RAW};
	int error = 0;

	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
		error = errand_open(errand, kinds[i], host, 1, 1);
		if (!error) {
			errand_close(errand);
			return (int)kinds[i];
		}
	}
	return error;
}

static bool echo_is_ignored(void)
{
	FILE *file = fopen("/proc/sys/net/ipv4/icmp_echo_ignore_all", "re");
	bool ignored = file && fgetc(file) == '1';

	if (file)
		fclose(file);
	return ignored;
}

void ask_loopback(struct lab_run *run, struct errand *errands)
{
	static struct responders hosts;
	struct ping ping;
	int kind;

	hosts.nr = (unsigned)lab_option(run, "hosts");
	for (unsigned i = 0; i < hosts.nr; i++)
		hosts.hosts[i].address = responder_address(i);
	kind = icmp_kind(errands, &hosts.hosts[0].address);
	ping = ping_of(run, "icmp", (enum errand_kind)kind, &hosts);
	if (kind < 0)
		lab_skip(run, "job", "icmp", "no sockets for ICMP: %s", strerror(-kind));
	else if (echo_is_ignored())
		lab_skip(run, "job", "icmp", "this system ignores echo requests");
	else
		ask_all_ways(run, errands, &ping);
}
