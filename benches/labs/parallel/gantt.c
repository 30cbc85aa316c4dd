// SPDX-License-Identifier: MIT

// Workers as threads or processes; they start at an agreed time, so that nobody waits for one that
// does not come.

#include "benches/labs/parallel/gantt.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "benches/sync/must.h"

#define STEPS	     8192	 /* of a chunk: about 10 us */
#define GAP_NS	     1000000	 /* who misses more was not running */
#define START_NS     20000000	 /* by then all workers exist and wait for the start */
#define CALIBRATE_NS 20000000	 /* some thousand chunks */
#define MOST_NS	     30000000000 /* for a child: far more than it needs */

// Each step needs the one before, so that two workers on one core's two PUs hardly hinder each
// other.
static uint64_t compute(uint64_t x)
{
	for (unsigned i = 0; i < STEPS; i++)
		x = x * 6364136223846793005U + 1442695040888963407U;
	return x;
}

double gantt_chunk_ns(const struct lab_run *run)
{
	uint64_t begin_ns, nr = 0, x = 1;

	must(lab_pin(run, 0));
	begin_ns = lab_thread_cpu_ns();
	for (; lab_thread_cpu_ns() - begin_ns < CALIBRATE_NS; nr++)
		x = compute(x);
	__asm__ volatile("" : : "r"(x)); /* or nothing would be computed */
	lab_unpin(run);
	return (double)(lab_thread_cpu_ns() - begin_ns) / (double)nr;
}

// --- A worker -----------------------------------------------------------------------------------

static void end_span(struct gantt_worker *worker)
{
	if (worker->nr_spans < GANTT_MAX_SPANS)
		worker->spans[worker->nr_spans] = worker->now;
	worker->nr_spans++;
	worker->ran_ns += worker->now.end_ns - worker->now.begin_ns;
}

static void see_clock(struct gantt_worker *worker)
{
	uint64_t now_ns = lab_now_ns();

	if (now_ns - worker->now.end_ns > GAP_NS) {
		end_span(worker);
		worker->now.begin_ns = now_ns;
	}
	worker->now.end_ns = now_ns;
}

static void compute_all(struct gantt *gantt, struct gantt_worker *worker)
{
	if (gantt->locked)
		big_lock_take(&gantt->lock);
	worker->now.begin_ns = worker->now.end_ns = lab_now_ns();
	for (uint64_t i = 0; i < gantt->nr_chunks; i++) {
		worker->state = compute(worker->state);
		see_clock(worker);
		if (gantt->locked)
			big_lock_offer(&gantt->lock);
	}
	end_span(worker);
	if (gantt->locked)
		big_lock_give(&gantt->lock);
}

static void work(struct gantt *gantt, unsigned i)
{
	const struct timespec start = {.tv_sec = (time_t)(gantt->start_ns / 1000000000),
				       .tv_nsec = (long)(gantt->start_ns % 1000000000)};
	uint64_t cpu_ns;

	must(lab_pin(gantt->run, gantt->on_all ? i : 0));
	while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &start, NULL) == EINTR)
		;
	cpu_ns = lab_thread_cpu_ns();
	compute_all(gantt, &gantt->workers[i]);
	gantt->workers[i].cpu_ns = lab_thread_cpu_ns() - cpu_ns;
}

// --- All of them --------------------------------------------------------------------------------

static void *thread_main(void *context)
{
	struct gantt *gantt = context;

	/* relaxed: only the numbers must differ */
	work(gantt, __atomic_fetch_add(&gantt->nr_starting, 1, __ATOMIC_RELAXED));
	return NULL;
}

static void run_threads(struct gantt *gantt)
{
	pthread_t threads[GANTT_MAX_WORKERS];

	for (unsigned i = 0; i < gantt->nr_workers; i++)
		must(pthread_create(&threads[i], NULL, thread_main, gantt));
	for (unsigned i = 0; i < gantt->nr_workers; i++)
		must(pthread_join(threads[i], NULL));
}

static void run_processes(struct gantt *gantt)
{
	pid_t children[GANTT_MAX_WORKERS];

	for (unsigned i = 0; i < gantt->nr_workers; i++) {
		children[i] = lab_fork();
		if (children[i] == 0) {
			work(gantt, i);
			_exit(EXIT_SUCCESS);
		}
	}
	for (unsigned i = 0; i < gantt->nr_workers; i++)
		if (lab_wait(children[i], MOST_NS))
			gantt->failed = true;
}

void gantt_fill(struct gantt *gantt, const struct lab_run *run)
{
	gantt->run = run;
	gantt->failed = false;
	gantt->nr_starting = 0;
	for (unsigned i = 0; i < gantt->nr_workers; i++)
		gantt->workers[i] = (struct gantt_worker){.state = i};
	big_lock_init(&gantt->lock, gantt->interval_ns);
	gantt->start_ns = lab_now_ns() + START_NS;
	if (gantt->processes)
		run_processes(gantt);
	else
		run_threads(gantt);
	big_lock_fini(&gantt->lock);
}

// --- What came of it ----------------------------------------------------------------------------

uint64_t gantt_began_ns(const struct gantt *gantt)
{
	uint64_t first_ns = UINT64_MAX;

	for (unsigned i = 0; i < gantt->nr_workers; i++)
		if (gantt->workers[i].spans[0].begin_ns < first_ns)
			first_ns = gantt->workers[i].spans[0].begin_ns;
	return first_ns;
}

uint64_t gantt_wall_ns(const struct gantt *gantt)
{
	uint64_t last_ns = 0;

	for (unsigned i = 0; i < gantt->nr_workers; i++)
		if (gantt->workers[i].now.end_ns > last_ns)
			last_ns = gantt->workers[i].now.end_ns;
	return gantt->failed ? UINT64_MAX : last_ns - gantt_began_ns(gantt);
}

uint64_t gantt_cpu_ns(const struct gantt *gantt)
{
	uint64_t cpu_ns = 0;

	for (unsigned i = 0; i < gantt->nr_workers; i++)
		cpu_ns += gantt->workers[i].cpu_ns;
	return cpu_ns;
}

uint64_t gantt_ran_ns(const struct gantt *gantt)
{
	uint64_t ran_ns = 0;

	for (unsigned i = 0; i < gantt->nr_workers; i++)
		ran_ns += gantt->workers[i].ran_ns;
	return ran_ns;
}

unsigned gantt_nr_turns(const struct gantt *gantt)
{
	unsigned nr = 0;

	for (unsigned i = 0; i < gantt->nr_workers; i++)
		nr += gantt->workers[i].nr_spans;
	return nr;
}
