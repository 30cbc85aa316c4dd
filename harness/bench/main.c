// SPDX-License-Identifier: MIT

// make bench: what racelab itself costs.
//
// First, each kernel of `variable` with one task against a hand-written loop of the same operation,
// in one process and in neighbouring windows of 5 ms: 1.00 means that the harness adds nothing to
// an increment. Then, how much of a run's wall time is spent inside windows, our hash table
// beside liburcu's, and the labs in which processes talk beside hand-written ones.

#include <assert.h>
#include <hwloc.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "benches/catalog.h"
#include "benches/structure/loop.h"
#include "benches/sync/sync.h"
#include "harness/bench/hand.h"
#include "harness/bench/pairs.h"
#include "harness/bench/plugin.h"
#include "harness/bench/ratios.h"
#include "harness/bench/scaling.h"
#include "harness/bench/share.h"
#include "harness/bench/tables.h"
#include "harness/bench/talk.h"
#include "harness/bench/twins.h"
#include "harness/cli/cli.h"
#include "harness/complaint.h"
#include "harness/machine/topology.h"
#include "harness/statistics/estimate.h"

#define WINDOW_NS 5000000
#define NR_PAIRS  200
#define MOST	  1.02 /* what a kernel may cost of the hand-written loop's time */

// One strategy's kernel and its hand-written loop, on a counter each.
struct contest {
	const struct strategy *strategy;
	kernel_fn *kernel;
	const struct hand *hand;
	struct work work;
	uint64_t counter __attribute__((aligned(APART)));
	unsigned stop;
	unsigned char lock[1024] __attribute__((aligned(APART)));
	unsigned char holder[1024] __attribute__((aligned(APART)));
	uint64_t hand_counter __attribute__((aligned(APART)));
	pthread_mutex_t hand_lock;
};

static void run_kernel(void *context, uint64_t ops)
{
	struct contest *contest = context;

	contest->work.ops = ops;
	contest->kernel(&contest->work);
}

static void run_hand(void *context, uint64_t ops)
{
	struct contest *contest = context;

	contest->hand->loop(&contest->hand_counter, &contest->hand_lock, &contest->stop, ops);
}

static void contest_init(struct contest *contest, const struct strategy *strategy)
{
	const struct setup setup = {.nr_tasks = 1};

	memset(contest, 0, sizeof *contest);
	contest->strategy = strategy;
	contest->kernel = catalog_kernel(catalog_find_structure("variable"), strategy);
	contest->hand = hand_find(strategy->name);
	contest->work = (struct work){
	    .cells = &contest->counter,
	    .guards = contest->lock,
	    .holder = contest->holder,
	    .batch = strategy_batch(strategy),
	    .stop = &contest->stop,
	};
	pthread_mutex_init(&contest->hand_lock, NULL);
	if (!strategy->locks)
		return;
	assert(strategy->lock_bytes(&setup) <= sizeof contest->lock);
	assert(strategy->holder_bytes <= sizeof contest->holder);
	strategy->lock_init(contest->lock, &setup);
	strategy->holder_init(contest->holder, &setup, 0);
}

static void bench_kernels(void)
{
	struct libscols_table *table =
	    ratios_create("kernel of variable, 1 task", "time / hand-written");
	static struct contest contest;

	for (size_t i = 0; i < catalog_nr_strategies(); i++) {
		struct estimate ratio;

		if (!hand_find(catalog_strategy(i)->name))
			continue;
		contest_init(&contest, catalog_strategy(i));
		ratio = pairs_compare(run_kernel, run_hand, &contest,
				      pairs_calibrate(run_kernel, &contest, WINDOW_NS), NR_PAIRS);
		ratios_add(table, contest.strategy->name, &ratio, MOST);
	}
	ratios_print(table);
	printf("medians of %d pairs of %d ms windows, in random order within each pair, in this "
	       "start\n\n",
	       NR_PAIRS, WINDOW_NS / 1000000);
}

int main(int argc, char **argv)
{
	struct topology topology;
	struct complaint c;

	if (argc > 1 && strcmp(argv[1], "stage") == 0) /* what bench_share's run executes anew */
		return stage_main(argc - 1, argv + 1);
	if (topology_load(&topology, &c)) {
		fprintf(stderr, "bench: %s\n", c.text);
		return 2;
	}
	if (bench_share(&topology, &c) || bench_scaling(&topology, &c) ||
	    bench_tables(&topology, &c) || bench_plugin(&topology, &c) ||
	    bench_talk(&topology, &c)) {
		fprintf(stderr, "bench: %s\n", c.text);
		return 2;
	}
	bench_twins(&topology);
	topology_pin(&topology, (unsigned)hwloc_bitmap_last(topology.allowed));
	bench_kernels();
	topology_fini(&topology);
	return 0;
}
