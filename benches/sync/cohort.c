// SPDX-License-Identifier: MIT

// A lock for machines of several NUMA nodes: one ticket lock for each node, and one above them. Who
// unlocks hands both to the next task of its own node, if one waits, so the lock and what it guards
// stay in that node's caches; after PASSES such handoffs in a row the other nodes have their turn.
// On a machine of one node it is a ticket lock that pays for two. It, too, has a cliff when there
// are more tasks than PUs.
//
// Source: Dice, Marathe and Shavit, Lock Cohorting: A General Technique for Designing NUMA Locks,
// PPoPP 2012 (C-TKT-TKT).

#define SYNC_NAME cohort
#define SYNC_LOCK
#include "benches/sync/sync.h"
#include "benches/sync/spin.h"

#define PASSES 64 /* as in the paper: handoffs within a node before the others have their turn */

struct tickets {
	unsigned next;
	unsigned serving __attribute__((aligned(APART)));
};

struct cohort {
	struct tickets tickets;
	/* only for who holds this node's ticket lock: it keeps them on the line of `serving` */
	unsigned has_top; /* the task before left us the lock above, too */
	unsigned passes;  /* how often in a row that has happened */
};

struct lock {
	struct tickets top;
	struct cohort cohort[MAX_NODES];
};

struct holder {
	unsigned node;
};

static void lock_init(struct lock *lock, const struct setup *setup)
{
	(void)setup;
	*lock = (struct lock){0};
}

static void lock_fini(struct lock *lock)
{
	(void)lock;
}

static void holder_init(struct holder *holder, const struct setup *setup, unsigned task)
{
	holder->node = setup->node ? setup->node[task] : 0;
}

// A ticket lock, as in ticket.c, where the memory orders are explained.
INLINE void wait_turn(struct tickets *t)
{
	unsigned mine = __atomic_fetch_add(&t->next, 1, __ATOMIC_RELAXED), looks = 0;

	while (__builtin_expect(__atomic_load_n(&t->serving, __ATOMIC_ACQUIRE) != mine, 0))
		spin_wait(&looks);
}

INLINE void serve_next(struct tickets *t)
{
	unsigned mine = __atomic_load_n(&t->serving, __ATOMIC_RELAXED);

	__atomic_store_n(&t->serving, mine + 1, __ATOMIC_RELEASE);
}

INLINE bool somebody_waits(const struct tickets *t)
{
	/* relaxed: who comes just now is seen the next time */
	return __atomic_load_n(&t->next, __ATOMIC_RELAXED) !=
	       __atomic_load_n(&t->serving, __ATOMIC_RELAXED) + 1;
}

INLINE void acquire(struct lock *lock, struct holder *holder)
{
	struct cohort *own = &lock->cohort[holder->node];

	wait_turn(&own->tickets);
	if (!own->has_top)
		wait_turn(&lock->top);
}

INLINE void release(struct lock *lock, struct holder *holder)
{
	struct cohort *own = &lock->cohort[holder->node];

	own->has_top = somebody_waits(&own->tickets) && own->passes < PASSES;
	own->passes = own->has_top ? own->passes + 1 : 0;
	if (!own->has_top)
		serve_next(&lock->top);
	serve_next(&own->tickets);
}

static const struct about about = {
    .class = CLASS_LOCKED,
    .summary =
	"NUMA-aware: handed on within a node first, by a ticket lock for each node and one above",
    .source = "Dice, Marathe, Shavit: Lock Cohorting, PPoPP 2012",
    .yields = true,
};

#include "benches/sync/instantiate.h"
