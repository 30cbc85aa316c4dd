// SPDX-License-Identifier: MIT

// Four ways, one loop: errands_do with one errand, or with all of them.

#include "benches/labs/waiting/ways.h"

#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <unistd.h>

#include "benches/labs/lab.h"
#include "benches/sync/must.h"

#define CHILD_MOST_NS 60000000000

static void in_turn(struct errand *errands, unsigned n)
{
	for (unsigned i = 0; i < n; i++)
		errands_do(&errands[i], 1);
}

static void *thread_main(void *errand)
{
	errands_do(errand, 1);
	return NULL;
}

static void by_threads(struct errand *errands, unsigned n)
{
	pthread_t threads[WAYS_MAX_TASKS];

	for (unsigned i = 0; i < n; i++)
		must(pthread_create(&threads[i], NULL, thread_main, &errands[i]));
	for (unsigned i = 0; i < n; i++)
		must(pthread_join(threads[i], NULL));
}

static void by_processes(struct errand *errands, unsigned n)
{
	pid_t children[WAYS_MAX_TASKS];

	for (unsigned i = 0; i < n; i++) {
		children[i] = lab_fork();
		if (children[i] == 0) {
			errands_do(&errands[i], 1);
			_exit(EXIT_SUCCESS);
		}
	}
	for (unsigned i = 0; i < n; i++)
		lab_wait(children[i], CHILD_MOST_NS);
}

const struct way ways[NR_WAYS] = {
    {"in turn", in_turn},
    {"threads", by_threads},
    {"processes", by_processes},
    {"poll loop", errands_do},
};

static double cpu_ms(void)
{
	struct rusage children;
	double s;

	must_errno(getrusage(RUSAGE_CHILDREN, &children));
	s = (double)(children.ru_utime.tv_sec + children.ru_stime.tv_sec) +
	    1e-6 * (double)(children.ru_utime.tv_usec + children.ru_stime.tv_usec);
	return 1e3 * s + 1e-6 * (double)lab_process_cpu_ns();
}

struct way_cost way_go(const struct way *way, struct errand *errands, unsigned n)
{
	double used_ms = cpu_ms();
	uint64_t begin_ns = lab_now_ns();
	struct way_cost cost;

	way->go(errands, n);
	cost.wall_ms = 1e-6 * (double)(lab_now_ns() - begin_ns);
	cost.cpu_ms = cpu_ms() - used_ms;
	return cost;
}
