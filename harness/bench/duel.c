// SPDX-License-Identifier: MIT

// The threads of a duel sleep at a barrier between windows; the caller's thread, which is none of
// them and sleeps during windows, lets them through and closes the window.

#include "harness/bench/duel.h"

#include <assert.h>
#include <errno.h>
#include <gsl/gsl_rng.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>
#include <time.h>

#include "benches/catalog.h"
#include "benches/structure/loop.h"
#include "benches/structure/structure.h"
#include "benches/sync/must.h"
#include "harness/machine/placement.h"
#include "harness/machine/probe.h"
#include "harness/trial/arena.h"
#include "harness/trial/gate.h"
#include "harness/trial/keys.h"

struct contest;

// One thread, and what it did in the latest window.
struct fighter {
	struct contest *contest;
	unsigned task, pu;
	pthread_t thread;
	uint64_t ops, start_ns, end_ns;
} __attribute__((aligned(APART)));

struct contest {
	const struct topology *topology;
	const struct side *turn; /* whose window it is; NULL: the duel is over */
	pthread_barrier_t begin, end;
	struct gate gate;
	unsigned stop __attribute__((aligned(APART)));
	unsigned nr_fighters __attribute__((aligned(APART)));
	struct fighter fighters[DUEL_MAX_TASKS];
};

int side_create(struct side *side, const struct case_spec *spec, struct complaint *c)
{
	const struct structure *structure = spec->structure;
	struct arena *arena = arena_create(spec, 0, NULL, c);
	struct key_source *keys;

	if (!arena)
		return -1;
	*side = (struct side){
	    .kernel = catalog_kernel(structure, spec->strategy),
	    .nr_tasks = spec->count,
	    .enter_task = structure->enter_task,
	    .leave_task = structure->leave_task,
	    .works = arena->works,
	    .spec = *spec,
	    .arena = arena,
	};
	arena_build(arena, &side->spec);
	keys = key_source_create(&side->spec, &arena->extent, arena->guard_bytes / CACHE_LINE);
	must(keys ? 0 : ENOMEM);
	for (unsigned i = 0; i < spec->count; i++) {
		arena->works[i].batch = strategy_batch(spec->strategy);
		arena->works[i].ops = UINT64_MAX;
		keys_draw(keys, i, i, (struct key *)arena->works[i].keys);
	}
	key_source_destroy(keys);
	return 0;
}

void side_destroy(struct side *side)
{
	const struct structure *structure = side->spec.structure;

	if (structure->fini)
		structure->fini(side->arena->cells, &side->arena->extent);
	arena_fini_locks(side->arena, &side->spec);
	arena_destroy(side->arena);
}

static void run_window(struct fighter *fighter, const struct side *side)
{
	struct contest *contest = fighter->contest;

	if (side->enter_task)
		side->enter_task();
	gate_line_up(&contest->gate);
	fighter->start_ns = probe_now_ns();
	fighter->ops = side->kernel(&side->works[fighter->task]);
	fighter->end_ns = probe_now_ns();
	if (side->leave_task)
		side->leave_task();
}

static void *fight(void *argument)
{
	struct fighter *fighter = argument;
	struct contest *contest = fighter->contest;

	must(topology_pin(contest->topology, fighter->pu));
	for (;;) {
		pthread_barrier_wait(&contest->begin);
		if (!contest->turn)
			return NULL;
		if (fighter->task < contest->turn->nr_tasks)
			run_window(fighter, contest->turn);
		pthread_barrier_wait(&contest->end);
	}
}

static void sleep_window(void)
{
	struct timespec rest = {.tv_nsec = DUEL_WINDOW_NS};

	while (clock_nanosleep(CLOCK_MONOTONIC, 0, &rest, &rest) == EINTR)
		;
}

// The side's time per increment in one window, in ns: from the first start to the last end.
static double window_ns_per_op(struct contest *contest, const struct side *side)
{
	uint64_t first_start_ns = UINT64_MAX, last_end_ns = 0, ops = 0;

	contest->turn = side;
	contest->stop = 0; /* plain: the barriers order it */
	gate_init(&contest->gate, side->nr_tasks, side->nr_tasks <= contest->topology->nr_pus);
	pthread_barrier_wait(&contest->begin);
	sleep_window();
	__atomic_store_n(&contest->stop, 1, __ATOMIC_RELAXED); /* relaxed: only when, not what */
	pthread_barrier_wait(&contest->end);
	for (unsigned i = 0; i < side->nr_tasks; i++) {
		const struct fighter *f = &contest->fighters[i];

		first_start_ns = f->start_ns < first_start_ns ? f->start_ns : first_start_ns;
		last_end_ns = f->end_ns > last_end_ns ? f->end_ns : last_end_ns;
		ops += f->ops;
	}
	return (double)(last_end_ns - first_start_ns) / (double)ops;
}

static struct estimate run_pairs(struct contest *contest, const struct side *a,
				 const struct side *b, unsigned nr_pairs)
{
	gsl_rng *rng = gsl_rng_alloc(gsl_rng_mt19937);
	double ratio[DUEL_MAX_PAIRS];

	assert(rng);
	window_ns_per_op(contest, a);
	window_ns_per_op(contest, b);
	for (unsigned i = 0; i < nr_pairs; i++) {
		/* which goes first is drawn, so that neither has the warmer cache by habit */
		bool b_first = gsl_rng_uniform_int(rng, 2);
		double first = window_ns_per_op(contest, b_first ? b : a);
		double second = window_ns_per_op(contest, b_first ? a : b);

		ratio[i] = b_first ? second / first : first / second;
	}
	gsl_rng_free(rng);
	return median_estimate(ratio, nr_pairs, 0.95);
}

static void start(struct contest *contest)
{
	const struct place compact = {.kind = PLACE_COMPACT};
	unsigned pus[DUEL_MAX_TASKS];
	struct complaint c;
	int nr_pus = placement_order(contest->topology, &compact, pus, DUEL_MAX_TASKS, &c);

	assert(nr_pus > 0);
	must(pthread_barrier_init(&contest->begin, NULL, contest->nr_fighters + 1));
	must(pthread_barrier_init(&contest->end, NULL, contest->nr_fighters + 1));
	for (unsigned i = 0; i < contest->nr_fighters; i++) {
		struct fighter *f = &contest->fighters[i];

		*f = (struct fighter){
		    .contest = contest, .task = i, .pu = pus[i % (unsigned)nr_pus]};
		must(pthread_create(&f->thread, NULL, fight, f));
	}
}

static void finish(struct contest *contest)
{
	contest->turn = NULL;
	pthread_barrier_wait(&contest->begin);
	for (unsigned i = 0; i < contest->nr_fighters; i++)
		pthread_join(contest->fighters[i].thread, NULL);
	pthread_barrier_destroy(&contest->begin);
	pthread_barrier_destroy(&contest->end);
}

static void share_stop(struct contest *contest, struct side *side)
{
	assert(side->nr_tasks > 0 && side->nr_tasks <= DUEL_MAX_TASKS);
	for (unsigned i = 0; i < side->nr_tasks; i++)
		side->works[i].stop = &contest->stop;
}

struct estimate duel(struct side *a, struct side *b, const struct topology *t, unsigned nr_pairs)
{
	static struct contest contest;
	struct estimate ratio;

	assert(nr_pairs <= DUEL_MAX_PAIRS);
	contest = (struct contest){
	    .topology = t,
	    .nr_fighters = a->nr_tasks > b->nr_tasks ? a->nr_tasks : b->nr_tasks,
	};
	share_stop(&contest, a);
	share_stop(&contest, b);
	start(&contest);
	ratio = run_pairs(&contest, a, b, nr_pairs);
	finish(&contest);
	return ratio;
}

int duel_cases(struct estimate *ratio, const struct case_spec *a, const struct case_spec *b,
	       const struct topology *t, unsigned nr_pairs, struct complaint *c)
{
	struct side first, second;

	if (side_create(&first, a, c))
		return -1;
	if (side_create(&second, b, c)) {
		side_destroy(&first);
		return -1;
	}
	*ratio = duel(&first, &second, t, nr_pairs);
	side_destroy(&first);
	side_destroy(&second);
	return 0;
}
