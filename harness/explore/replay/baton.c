// SPDX-License-Identifier: MIT

#include "harness/explore/replay/baton.h"

#include <limits.h>
#include <linux/futex.h>
#include <sched.h>
#include <stddef.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "benches/sync/must.h"
#include "benches/sync/spin.h"
#include "harness/machine/probe.h"

/* what `turn` is when it is no step's */
#define FREE	(UINT32_MAX - 1)
#define STOPPED UINT32_MAX

#define LOOKS 1000 /* some 20 us, as at the gate of a trial */

void baton_init(struct baton *baton, unsigned nr_tasks, bool shared_pus)
{
	pthread_mutexattr_t attributes;

	*baton = (struct baton){.nr_tasks = nr_tasks, .looks = shared_pus ? 0 : LOOKS};
	must(pthread_mutexattr_init(&attributes));
	must(pthread_mutexattr_setpshared(&attributes, PTHREAD_PROCESS_SHARED));
	must(pthread_mutex_init(&baton->one, &attributes));
	must(pthread_mutexattr_destroy(&attributes));
}

void baton_begin(struct baton *baton)
{
	/* relaxed: the start of the round publishes them */
	__atomic_store_n(&baton->turn, 0, __ATOMIC_RELAXED);
	__atomic_store_n(&baton->resting, 0, __ATOMIC_RELAXED);
	__atomic_store_n(&baton->at_rest, 0, __ATOMIC_RELAXED);
}

static uint32_t look(const uint32_t *word)
{
	/* acquire: who has the turn sees all that was done in earlier ones */
	return __atomic_load_n(word, __ATOMIC_ACQUIRE);
}

static void wake_all(uint32_t *word)
{
	syscall(SYS_futex, word, FUTEX_WAKE, INT_MAX, NULL, NULL, 0);
}

static void sleep_while(struct baton *baton, uint32_t turn)
{
	/* seq_cst, and so in announce: either the sleeper is seen, or it sees the new turn */
	__atomic_add_fetch(&baton->sleepers, 1, __ATOMIC_SEQ_CST);
	syscall(SYS_futex, &baton->turn, FUTEX_WAIT, turn, NULL, NULL, 0);
	__atomic_sub_fetch(&baton->sleepers, 1, __ATOMIC_SEQ_CST);
}

static void announce(struct baton *baton)
{
	/* seq_cst, as the setting of the turn before it was */
	if (__atomic_load_n(&baton->sleepers, __ATOMIC_SEQ_CST))
		wake_all(&baton->turn);
}

// The turn that comes after `turn`, as soon as there is one.
static uint32_t await_other(struct baton *baton, uint32_t turn)
{
	uint32_t now;

	for (unsigned i = 0; i < baton->looks; i++) {
		now = look(&baton->turn);
		if (now != turn)
			return now;
		cpu_relax();
	}
	while ((now = look(&baton->turn)) == turn)
		sleep_while(baton, turn);
	return now;
}

bool baton_take(struct baton *baton, uint32_t step)
{
	uint32_t turn = look(&baton->turn);

	while (turn != step && turn != STOPPED)
		turn = await_other(baton, turn);
	return turn == step;
}

void baton_pass(struct baton *baton)
{
	uint32_t turn = look(&baton->turn);

	/* release, and see announce; it fails if somebody has said stop meanwhile */
	if (turn != STOPPED && __atomic_compare_exchange_n(&baton->turn, &turn, turn + 1, false,
							   __ATOMIC_SEQ_CST, __ATOMIC_RELAXED))
		announce(baton);
}

uint32_t baton_turn(const struct baton *baton)
{
	uint32_t turn = look(&baton->turn);

	return turn >= FREE ? UINT32_MAX : turn;
}

static void tell_conductor(struct baton *baton)
{
	__atomic_store_n(&baton->at_rest, 1, __ATOMIC_RELEASE); /* with all that tasks did */
	wake_all(&baton->at_rest);
}

void baton_done(struct baton *baton)
{
	/* acq_rel: collects what all tasks did, for the conductor */
	if (__atomic_add_fetch(&baton->resting, 1, __ATOMIC_ACQ_REL) == baton->nr_tasks)
		tell_conductor(baton);
}

bool baton_rest(struct baton *baton)
{
	uint32_t turn = look(&baton->turn);

	while (turn < FREE)
		turn = await_other(baton, turn);
	return turn == FREE;
}

bool baton_free_begin(struct baton *baton)
{
	must(pthread_mutex_lock(&baton->one));
	if (look(&baton->turn) == FREE)
		return true;
	must(pthread_mutex_unlock(&baton->one));
	return false;
}

void baton_free_end(struct baton *baton)
{
	must(pthread_mutex_unlock(&baton->one));
	sched_yield(); /* or who waits for the same mutex, or PU, might wait for long */
}

bool baton_at_rest(struct baton *baton, uint64_t wait_ns)
{
	uint64_t end_ns = probe_now_ns() + wait_ns, now_ns;

	while (!look(&baton->at_rest) && (now_ns = probe_now_ns()) < end_ns) {
		struct timespec left = {.tv_sec = (time_t)((end_ns - now_ns) / 1000000000),
					.tv_nsec = (long)((end_ns - now_ns) % 1000000000)};

		syscall(SYS_futex, &baton->at_rest, FUTEX_WAIT, 0, &left, NULL, 0);
	}
	return look(&baton->at_rest);
}

static void set_turn(struct baton *baton, uint32_t turn)
{
	__atomic_store_n(&baton->turn, turn, __ATOMIC_SEQ_CST); /* see sleep_while */
	announce(baton);
}

void baton_let_go(struct baton *baton)
{
	set_turn(baton, FREE);
}

void baton_stop(struct baton *baton)
{
	set_turn(baton, STOPPED);
	tell_conductor(baton);
}
