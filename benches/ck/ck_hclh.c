// SPDX-License-Identifier: MIT

// Concurrency Kit's hierarchical queue lock: a queue for each NUMA node, whose first task appends
// the whole queue to that of all nodes, so that tasks of one node follow each other. To be held
// against `cohort`. Fair within a node, with the cliff of fair locks. On machines with weaker order
// than x86 it lacks a fence where the lock comes from the same node, so we set one.
//
// Source: Concurrency Kit (S. Al Bahra), spinlock/hclh.h.

#define SYNC_NAME ck_hclh
#define SYNC_LOCK
#include "benches/sync/sync.h"
#include "benches/ck/ck.h"

#include <ck_pr.h>

struct lock {
	ck_spinlock_hclh_t *queue;
	ck_spinlock_hclh_t *queue_of_node[MAX_NODES];
	ck_spinlock_hclh_t first[1 + MAX_NODES];
};

struct holder {
	ck_spinlock_hclh_t *mine; /* nodes travel, see clh.c */
	unsigned node;
	ck_spinlock_hclh_t first __attribute__((aligned(APART)));
};

static void lock_init(struct lock *lock, const struct setup *setup)
{
	(void)setup;
	for (int i = 0; i < MAX_NODES; i++)
		ck_spinlock_hclh_init(&lock->queue_of_node[i], &lock->first[i], i);
	ck_spinlock_hclh_init(&lock->queue, &lock->first[MAX_NODES], -1);
}

static void lock_fini(struct lock *lock)
{
	(void)lock;
}

static void holder_init(struct holder *holder, const struct setup *setup, unsigned task)
{
	holder->first = (ck_spinlock_hclh_t){0};
	holder->mine = &holder->first;
	holder->node = setup->node ? setup->node[task] : 0;
}

INLINE void acquire(struct lock *lock, struct holder *holder)
{
	ck_begin_waiting();
	ck_spinlock_hclh_lock(&lock->queue, &lock->queue_of_node[holder->node], holder->mine);
	ck_pr_fence_lock();
	tsan_acquired(lock);
}

INLINE void release(struct lock *lock, struct holder *holder)
{
	tsan_releasing(lock);
	(void)lock;
	ck_spinlock_hclh_unlock(&holder->mine);
}

static const struct about about = {
    .class = CLASS_LOCKED,
    .summary = "Concurrency Kit's queue for each NUMA node, appended to one of all nodes",
    .source = "Concurrency Kit, spinlock/hclh.h",
    .yields = true,
    .unexplored = "inline assembly",
};

#include "benches/sync/instantiate.h"
