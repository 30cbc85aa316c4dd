// SPDX-License-Identifier: MIT

// A task's counters, by getrusage(2) and perf_event_open(2).

#include "harness/machine/counters.h"

#include <linux/perf_event.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "harness/machine/probe.h"

static const struct {
	uint32_t type;
	uint64_t config;
} events[NR_COUNTERS] = {
    [COUNTER_MIGRATIONS] = {PERF_TYPE_SOFTWARE, PERF_COUNT_SW_CPU_MIGRATIONS},
    [COUNTER_CYCLES] = {PERF_TYPE_HARDWARE, PERF_COUNT_HW_CPU_CYCLES},
    [COUNTER_INSTRUCTIONS] = {PERF_TYPE_HARDWARE, PERF_COUNT_HW_INSTRUCTIONS},
    [COUNTER_CACHE_MISSES] = {PERF_TYPE_HARDWARE, PERF_COUNT_HW_CACHE_MISSES},
};

static int open_event(enum counter counter)
{
	struct perf_event_attr attributes = {
	    .size = sizeof attributes,
	    .type = events[counter].type,
	    .config = events[counter].config,
	    /* what an unprivileged user may count (perf_event_paranoid 2); a migration happens
	       in the kernel, so there it must not be left out */
	    .exclude_kernel = counter != COUNTER_MIGRATIONS,
	    .exclude_hv = 1,
	};

	return (int)syscall(SYS_perf_event_open, &attributes, 0, -1, -1, PERF_FLAG_FD_CLOEXEC);
}

unsigned counters_available(void)
{
	unsigned available = 0;

	for (unsigned i = 0; i < NR_COUNTERS; i++) {
		int fd = open_event(i);

		if (fd < 0)
			continue;
		close(fd);
		available |= 1u << i;
	}
	return available;
}

void counters_open(struct counters *counters, unsigned available)
{
	for (unsigned i = 0; i < NR_COUNTERS; i++)
		counters->fd[i] = available & 1u << i ? open_event(i) : -1;
}

void counters_close(struct counters *counters)
{
	for (unsigned i = 0; i < NR_COUNTERS; i++)
		if (counters->fd[i] >= 0)
			close(counters->fd[i]);
}

static int64_t read_event(int fd)
{
	int64_t value;

	if (fd < 0 || read(fd, &value, sizeof value) != (ssize_t)sizeof value)
		return -1;
	return value;
}

void counters_read(const struct counters *counters, struct counts *now)
{
	struct rusage usage;

	getrusage(RUSAGE_THREAD, &usage); /* cannot fail with these arguments */
	now->voluntary = usage.ru_nvcsw;
	now->involuntary = usage.ru_nivcsw;
	for (unsigned i = 0; i < NR_COUNTERS; i++)
		now->counter[i] = read_event(counters->fd[i]);
	now->cpu_ns = probe_cpu_ns();
}

void counts_since(struct counts *end, const struct counts *begin)
{
	end->cpu_ns -= begin->cpu_ns;
	end->voluntary -= begin->voluntary;
	end->involuntary -= begin->involuntary;
	for (unsigned i = 0; i < NR_COUNTERS; i++)
		if (end->counter[i] >= 0)
			end->counter[i] -= begin->counter[i];
}
