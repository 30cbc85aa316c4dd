// SPDX-License-Identifier: MIT

// What becomes of a lock whose holder is killed. A process takes it and dies by SIGKILL; then
// another one tries. Strategies that say that the kernel cleans up must let it in, and the others
// must not: that they stay stuck is what shows that these tests can fail.

#include <criterion/criterion.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "benches/catalog.h"
#include "benches/sync/sync.h"

#define TASKS	  3
#define SECOND_NS 1000000000

// Room for one lock and the holders of any strategy, shared by all processes at one address.
struct bed {
	const struct strategy *strategy;
	unsigned held; /* atomic: the first task is inside */
	unsigned char lock[4096] __attribute__((aligned(APART)));
	unsigned char holders[TASKS][4096] __attribute__((aligned(APART)));
};

static struct bed *bed_create(const char *name)
{
	const struct setup setup = {.nr_tasks = TASKS, .processes = true};
	struct bed *bed =
	    mmap(NULL, sizeof *bed, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	cr_assert_neq(bed, MAP_FAILED);
	bed->strategy = catalog_find_strategy(name);
	cr_assert_not_null(bed->strategy, "%s", name);
	cr_assert_leq(bed->strategy->lock_bytes(&setup), sizeof bed->lock);
	cr_assert_leq(bed->strategy->holder_bytes, sizeof bed->holders[0]);
	bed->strategy->lock_init(bed->lock, &setup);
	for (unsigned i = 0; i < TASKS; i++)
		bed->strategy->holder_init(bed->holders[i], &setup, i);
	return bed;
}

static void bed_destroy(struct bed *bed)
{
	bed->strategy->lock_fini(bed->lock);
	munmap(bed, sizeof *bed);
}

// Forks task i as the harness does: it dies with the test, whatever happens to that.
static pid_t start(struct bed *bed, void (*body)(struct bed *, unsigned), unsigned task)
{
	pid_t pid = fork();

	cr_assert_geq(pid, 0);
	if (pid)
		return pid;
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	body(bed, task);
	_exit(0);
}

static void take_and_stay(struct bed *bed, unsigned task)
{
	bed->strategy->acquire(bed->lock, bed->holders[task]);
	/* release: who sees it set sees the lock held */
	__atomic_store_n(&bed->held, 1, __ATOMIC_RELEASE);
	for (;;)
		pause();
}

static void take_and_leave(struct bed *bed, unsigned task)
{
	bed->strategy->acquire(bed->lock, bed->holders[task]);
	bed->strategy->release(bed->lock, bed->holders[task]);
}

static void nap(void)
{
	nanosleep(&(struct timespec){.tv_nsec = 1000000}, NULL);
}

static uint64_t now_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (uint64_t)now.tv_sec * SECOND_NS + (uint64_t)now.tv_nsec;
}

static void kill_and_reap(pid_t pid)
{
	kill(pid, SIGKILL);
	cr_assert_eq(waitpid(pid, NULL, 0), pid);
}

// True if the task came to its end within the time, without an error; otherwise it is killed.
static bool ends_within(pid_t pid, uint64_t time_ns)
{
	uint64_t deadline_ns = now_ns() + time_ns;
	int status;

	while (now_ns() < deadline_ns) {
		if (waitpid(pid, &status, WNOHANG) == pid)
			return status == 0;
		nap();
	}
	kill_and_reap(pid);
	return false;
}

// A first task takes the lock; returns when it holds it.
static pid_t hold(struct bed *bed)
{
	uint64_t deadline_ns = now_ns() + 10ull * SECOND_NS;
	pid_t pid = start(bed, take_and_stay, 0);

	/* acquire: pairs with take_and_stay */
	while (!__atomic_load_n(&bed->held, __ATOMIC_ACQUIRE)) {
		cr_assert_lt(now_ns(), deadline_ns, "%s cannot be taken", bed->strategy->name);
		nap();
	}
	return pid;
}

static const char *const survivors[] = {"mutex_robust", "sysv_semaphore", "flock", "fcntl"};
static const char *const others[] = {"mutex", "semaphore", "futex", "rwlock", "pthread_spin"};

#define LENGTH(array) (sizeof(array) / sizeof((array)[0]))

TestSuite(killed_holder, .timeout = 120);

Test(killed_holder, gives_its_lock_back_where_the_kernel_sees_to_it)
{
	for (size_t i = 0; i < LENGTH(survivors); i++) {
		struct bed *bed = bed_create(survivors[i]);

		kill_and_reap(hold(bed));
		cr_expect(ends_within(start(bed, take_and_leave, 1), 10ull * SECOND_NS),
			  "%s was not given back", survivors[i]);
		/* and it is as good as new: the repair was not for once only */
		cr_expect(ends_within(start(bed, take_and_leave, 2), 10ull * SECOND_NS),
			  "%s was lost after it had been given back", survivors[i]);
		bed_destroy(bed);
	}
}

// The one who waits already when the holder dies.
Test(killed_holder, lets_in_who_waits_already)
{
	for (size_t i = 0; i < LENGTH(survivors); i++) {
		struct bed *bed = bed_create(survivors[i]);
		pid_t holder = hold(bed), waiter = start(bed, take_and_leave, 1);

		for (int ms = 0; ms < 50; ms++)
			nap();
		cr_expect_eq(waitpid(waiter, NULL, WNOHANG), 0, "%s let two in", survivors[i]);
		kill_and_reap(holder);
		cr_expect(ends_within(waiter, 10ull * SECOND_NS), "%s was not given back",
			  survivors[i]);
		bed_destroy(bed);
	}
}

Test(killed_holder, keeps_an_ordinary_lock_for_ever)
{
	for (size_t i = 0; i < LENGTH(others); i++) {
		struct bed *bed = bed_create(others[i]);

		kill_and_reap(hold(bed));
		cr_expect(!ends_within(start(bed, take_and_leave, 1), SECOND_NS / 5),
			  "%s was given back: who did that?", others[i]);
		munmap(bed, sizeof *bed); /* ending a lock that is held is undefined */
	}
}
