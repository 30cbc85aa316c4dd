// SPDX-License-Identifier: MIT

// Every lock of the catalogue, where it can go wrong: many locks at once, so that what a task keeps
// of one could be taken for another's, and the order in which locks that promise one let tasks in.

#include <criterion/criterion.h>
#include <pthread.h>
#include <sched.h>
#include <stdlib.h>
#include <string.h>

#include "benches/catalog.h"
#include "benches/structure/structure.h"
#include "benches/sync/sync.h"
#include "harness/data/row.h"
#include "harness/plan/case.h"
#include "harness/plan/plan.h"
#include "harness/tests/trials.h"

TestSuite(locks, .init = trials_load, .fini = trials_unload, .timeout = 300);

static const char *const kinds[] = {"thread", "process"};

// Two tasks on a PU each, so that they really meet, with several locks.
static void expect_exact(const struct strategy *strategy, const char *structure, const char *kind,
			 struct granularity granularity)
{
	const struct measuring measuring = {.window_ns = 3000000, .timeout_ns = 20000000000};
	struct case_spec spec = a_case(strategy, structure, kind, 2);
	char name[256], why[256];
	const struct row *row;

	spec.granularity = granularity;
	if (case_impossible(&spec, why, sizeof why))
		return;
	row = run_trial(&spec, &measuring);
	case_format(&spec, name, sizeof name);
	cr_expect_str_eq(row->outcome, "ok", "%s: %s", name, row->detail);
	cr_expect_gt(row->ops, 0, "%s", name);
	cr_expect_eq(row->lost, 0, "%s lost %ld", name, row->lost);
	if (spec.structure->has_entries)
		cr_expect_eq(row->entries_lost, 0, "%s", name);
}

static void expect_all_exact(const char *structure)
{
	static const struct granularity granularities[] = {
	    {.kind = GRANULARITY_STRIPED, .nr_stripes = 3}, {.kind = GRANULARITY_EACH}};

	for (size_t s = 0; s < catalog_nr_strategies(); s++) {
		const struct strategy *strategy = catalog_strategy(s);

		if (!strategy->locks || strategy->about->may_lose)
			continue;
		for (size_t k = 0; k < 2; k++)
			for (size_t g = 0; g < 2; g++)
				expect_exact(strategy, structure, kinds[k], granularities[g]);
	}
}

Test(locks, guard_an_array_by_several)
{
	expect_all_exact("array");
}

Test(locks, guard_a_hash_table_by_several)
{
	expect_all_exact("hashtable");
}

enum {
	NR_LOCKS = 2,
	NR_TASKS = 3,
	TURNS = 2000,
	NOBODY = NR_TASKS,
};

// Two locks and what they guard, for three tasks on two NUMA nodes.
struct site {
	const struct strategy *strategy;
	unsigned char *lock[NR_LOCKS], *holder[NR_TASKS];
	size_t lock_bytes;
	unsigned owner[NR_LOCKS];   /* who is inside; plain, because the lock guards it */
	unsigned entered[NR_LOCKS]; /* how often somebody was */
	unsigned meetings;	    /* how often somebody else was inside, too */
	unsigned order[NR_TASKS];   /* who was let in, in this order */
};

struct task {
	struct site *site;
	unsigned number;
	pthread_t thread;
};

static unsigned char *lines(size_t bytes)
{
	size_t size = (bytes + APART - 1) / APART * APART;
	unsigned char *memory = aligned_alloc(APART, size);

	cr_assert(memory != NULL);
	return memset(memory, 0, size);
}

static void site_init(struct site *site, const struct strategy *strategy)
{
	static const unsigned char node[NR_TASKS] = {0, 1, 0};
	const struct setup setup = {.nr_tasks = NR_TASKS, .node = node};

	*site = (struct site){.strategy = strategy, .lock_bytes = strategy->lock_bytes(&setup)};
	for (unsigned i = 0; i < NR_LOCKS; i++) {
		site->owner[i] = NOBODY;
		site->lock[i] = lines(site->lock_bytes);
		strategy->lock_init(site->lock[i], &setup);
	}
	for (unsigned i = 0; i < NR_TASKS; i++) {
		site->holder[i] = lines(strategy->holder_bytes);
		strategy->holder_init(site->holder[i], &setup, i);
	}
}

static void site_fini(struct site *site)
{
	for (unsigned i = 0; i < NR_LOCKS; i++) {
		site->strategy->lock_fini(site->lock[i]);
		free(site->lock[i]);
	}
	for (unsigned i = 0; i < NR_TASKS; i++)
		free(site->holder[i]);
}

static void start(struct task *task, struct site *site, unsigned number, void *(*body)(void *))
{
	*task = (struct task){.site = site, .number = number};
	cr_assert_eq(pthread_create(&task->thread, NULL, body, task), 0);
}

static void join(struct task *task)
{
	cr_assert_eq(pthread_join(task->thread, NULL), 0);
}

// Now the one lock, now the other, in an order of each task's own.
static void *take_turns(void *argument)
{
	struct task *task = argument;
	struct site *site = task->site;
	unsigned random = task->number;

	for (unsigned i = 0; i < TURNS; i++) {
		random = random * 1664525 + 1013904223;
		unsigned l = (random >> 16) % NR_LOCKS;

		site->strategy->acquire(site->lock[l], site->holder[task->number]);
		if (site->owner[l] != NOBODY)
			__atomic_fetch_add(&site->meetings, 1, __ATOMIC_RELAXED);
		site->owner[l] = task->number;
		site->entered[l]++;
		if (site->owner[l] != task->number)
			__atomic_fetch_add(&site->meetings, 1, __ATOMIC_RELAXED);
		site->owner[l] = NOBODY;
		site->strategy->release(site->lock[l], site->holder[task->number]);
	}
	return NULL;
}

Test(locks, let_one_task_in_at_a_time_when_three_share_two)
{
	for (size_t s = 0; s < catalog_nr_strategies(); s++) {
		const struct strategy *strategy = catalog_strategy(s);
		const struct about *about = strategy->about;
		struct task task[NR_TASKS];
		struct site site;

		if (!strategy->locks || about->may_lose || about->one_lock ||
		    (about->max_tasks && about->max_tasks < NR_TASKS))
			continue;
		site_init(&site, strategy);
		for (unsigned i = 0; i < NR_TASKS; i++)
			start(&task[i], &site, i, take_turns);
		for (unsigned i = 0; i < NR_TASKS; i++)
			join(&task[i]);
		cr_expect_eq(site.meetings, 0, "%s let two in %u times", strategy->name,
			     site.meetings);
		cr_expect_eq(site.entered[0] + site.entered[1], NR_TASKS * TURNS,
			     "%s let %u + %u in", strategy->name, site.entered[0], site.entered[1]);
		site_fini(&site);
	}
}

// Takes the lock once, and writes down that it had it.
static void *queue_up(void *argument)
{
	struct task *task = argument;
	struct site *site = task->site;

	site->strategy->acquire(site->lock[0], site->holder[task->number]);
	site->order[site->entered[0]++] = task->number;
	site->strategy->release(site->lock[0], site->holder[task->number]);
	return NULL;
}

// Waits until the lock's memory is no longer what it was: somebody has queued up.
static void await_change(const struct site *site, const unsigned char *before)
{
	for (;;) {
		for (size_t i = 0; i < site->lock_bytes; i++)
			if (__atomic_load_n(&site->lock[0][i], __ATOMIC_RELAXED) != before[i])
				return;
		sched_yield();
	}
}

// While task 0 has the lock, task 1 comes, and then task 2.
static void come_in_order(struct site *site)
{
	struct task task[NR_TASKS];
	unsigned char *before = lines(site->lock_bytes);

	site->strategy->acquire(site->lock[0], site->holder[0]);
	site->order[site->entered[0]++] = 0;
	for (unsigned i = 1; i < NR_TASKS; i++) {
		memcpy(before, site->lock[0], site->lock_bytes);
		start(&task[i], site, i, queue_up);
		await_change(site, before);
	}
	site->strategy->release(site->lock[0], site->holder[0]);
	for (unsigned i = 1; i < NR_TASKS; i++)
		join(&task[i]);
	free(before);
}

// Who comes first is served first; but `cohort` prefers task 2, which is on the owner's node.
Test(locks, keep_the_order_that_they_promise)
{
	static const struct {
		const char *strategy;
		unsigned order[NR_TASKS];
	} cases[] = {
	    {"ticket", {0, 1, 2}}, {"anderson", {0, 1, 2}}, {"mcs", {0, 1, 2}},
	    {"clh", {0, 1, 2}},	   {"cohort", {0, 2, 1}},   {"ck_ticket", {0, 1, 2}},
	    {"ck_mcs", {0, 1, 2}}, {"ck_clh", {0, 1, 2}},   {"ck_anderson", {0, 1, 2}},
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct site site;

		site_init(&site, catalog_find_strategy(cases[i].strategy));
		come_in_order(&site);
		cr_expect_arr_eq(site.order, cases[i].order, sizeof site.order, "%s: %u %u %u",
				 cases[i].strategy, site.order[0], site.order[1], site.order[2]);
		site_fini(&site);
	}
}
