// SPDX-License-Identifier: MIT

// Probes of the machine's state.

#include "harness/machine/probe.h"

#include <fcntl.h>
#include <gsl/gsl_sort.h>
#include <gsl/gsl_statistics_double.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "benches/structure/loop.h"

static uint64_t clock_ns(clockid_t clock)
{
	struct timespec t;

	clock_gettime(clock, &t);
	return (uint64_t)t.tv_sec * 1000000000 + (uint64_t)t.tv_nsec;
}

uint64_t probe_now_ns(void)
{
	return clock_ns(CLOCK_MONOTONIC);
}

uint64_t probe_cpu_ns(void)
{
	return clock_ns(CLOCK_THREAD_CPUTIME_ID);
}

// The fastest of `goes` goes of `turns` turns, in ns.
static double fastest_ns(uint64_t turns, unsigned goes)
{
	double best = INFINITY;

	for (unsigned i = 0; i < goes; i++) {
		uint64_t begin = probe_now_ns();

		pause_turns(turns);
		best = fmin(best, (double)(probe_now_ns() - begin));
	}
	return best;
}

double probe_spin_ns(void)
{
	return fastest_ns(20000, 3);
}

double probe_turns_per_ns(void)
{
	return 100000 / fmax(fastest_ns(100000, 20), 1);
}

double probe_clock_ns(void)
{
	double between_ns[1001];
	const size_t nr = sizeof between_ns / sizeof *between_ns;

	for (size_t i = 0; i < nr; i++) {
		uint64_t begin = loop_now_ns();

		between_ns[i] = (double)(loop_now_ns() - begin);
	}
	gsl_sort(between_ns, 1, nr);
	return gsl_stats_median_from_sorted_data(between_ns, 1, nr);
}

#define CHUNKS	    15
#define ROUND_TRIPS 16 /* a chunk: about 1.5 to 8 us, far above the clock's own 20 ns */
#define PATIENCE_NS 2000000
#define GAVE_UP	    UINT64_MAX

// Waits until it is `turn`'s turn. False if the other side gave up, or does not answer.
static bool await_turn(struct handoff *h, uint64_t turn, uint64_t deadline_ns)
{
	for (unsigned looks = 1;; looks++) {
		/* acquire: a passage of the line is what is timed, with its ordering */
		uint64_t now = __atomic_load_n(&h->turn, __ATOMIC_ACQUIRE);

		if (now == turn)
			return true;
		if (now == GAVE_UP)
			return false;
		if (looks % 1024 == 0 && probe_now_ns() > deadline_ns) {
			__atomic_store_n(&h->turn, GAVE_UP, __ATOMIC_RELEASE);
			return false;
		}
	}
}

// One chunk of round trips from `turn` on; even turns are side 0's. False if the other gave up.
static bool pass_chunk(struct handoff *h, unsigned side, uint64_t *turn, uint64_t deadline_ns)
{
	for (unsigned i = 0; i < ROUND_TRIPS; i++, *turn += 2) {
		if (!await_turn(h, *turn + side, deadline_ns))
			return false;
		__atomic_store_n(&h->turn, *turn + side + 1, __ATOMIC_RELEASE);
	}
	return true;
}

double probe_handoff_ns(struct handoff *handoff, unsigned side)
{
	uint64_t deadline_ns = probe_now_ns() + PATIENCE_NS, turn = 0;
	double passage_ns[CHUNKS];

	for (unsigned c = 0; c < CHUNKS; c++) {
		uint64_t begin = probe_now_ns();

		if (!pass_chunk(handoff, side, &turn, deadline_ns))
			return NAN;
		passage_ns[c] = (double)(probe_now_ns() - begin) / (2 * ROUND_TRIPS);
	}
	if (side != 0)
		return NAN;
	gsl_sort(passage_ns, 1, CHUNKS);
	return gsl_stats_median_from_sorted_data(passage_ns, 1, CHUNKS);
}

static bool contains(const unsigned *pus, unsigned nr_pus, unsigned pu)
{
	for (unsigned i = 0; i < nr_pus; i++)
		if (pus[i] == pu)
			return true;
	return false;
}

// Adds up the steal ticks of the lines "cpuN user nice system idle iowait irq softirq steal ...".
static int64_t steal_ticks(const char *stat, const unsigned *pus, unsigned nr_pus)
{
	int64_t ticks = -1;

	for (const char *line = stat; line; line = strchr(line, '\n')) {
		unsigned pu;
		long long steal;

		line += *line == '\n';
		if (sscanf(line, "cpu%u %*d %*d %*d %*d %*d %*d %*d %lld", &pu, &steal) != 2)
			continue;
		if (contains(pus, nr_pus, pu))
			ticks = (ticks < 0 ? 0 : ticks) + steal;
	}
	return ticks;
}

int64_t probe_steal_ns(const unsigned *pus, unsigned nr_pus)
{
	static char stat[1 << 16]; /* cpu lines come first: room for some 800 PUs */
	int fd = open("/proc/stat", O_RDONLY | O_CLOEXEC);
	int64_t ticks;

	if (fd < 0)
		return -1;
	ssize_t length = read(fd, stat, sizeof stat - 1);

	close(fd);
	if (length <= 0)
		return -1;
	stat[length] = '\0';
	ticks = steal_ticks(stat, pus, nr_pus);
	return ticks < 0 ? -1 : ticks * (1000000000 / sysconf(_SC_CLK_TCK));
}
