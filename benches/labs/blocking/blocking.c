// SPDX-License-Identifier: MIT

// Taking a lock that another task holds blocks until it is released: for how long, at what price,
// and how soon does the waiter go on? One thread holds a lock for a while, asleep, and another one
// wants it. The lock is a mutex, whose waiters sleep in the kernel, or a spin lock, whose waiters
// look at it again and again.
//
// Expected: the wait is as long as the lock is held, for both: nobody can go on before. The price
// is not the same: a sleeping waiter needs next to no CPU time, a spinning one as much as it waits.
// In return the spinner goes on within a microsecond or so of the release, while the sleeper must
// be woken and given a PU, which takes tens of them. That is why locks held briefly spin and others
// do not.

#include "benches/labs/lab.h"

#include <math.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/resource.h>

#include "benches/sync/must.h"

enum {
	MAX_REPEATS = 50
};

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_spinlock_t spin;

static void take_mutex(void)
{
	must(pthread_mutex_lock(&mutex));
}

static void give_mutex(void)
{
	must(pthread_mutex_unlock(&mutex));
}

static void take_spin(void)
{
	must(pthread_spin_lock(&spin));
}

static void give_spin(void)
{
	must(pthread_spin_unlock(&spin));
}

static const struct lock {
	const char *name;
	void (*take)(void);
	void (*give)(void);
} locks[] = {
    {"mutex", take_mutex, give_mutex},
    {"spin", take_spin, give_spin},
};

// What happened once, by both sides' clocks.
struct encounter {
	const struct lab_run *run;
	const struct lock *lock;
	pthread_barrier_t held; /* passed when the holder has the lock */
	uint64_t taken_ns, given_ns;
	uint64_t asked_ns, got_ns, cpu_ns;
	long sleeps;
};

// How often the calling thread gave its PU away because it had nothing to do.
static long nr_sleeps(void)
{
	struct rusage usage;

	must_errno(getrusage(RUSAGE_THREAD, &usage));
	return usage.ru_nvcsw;
}

static void *want(void *context)
{
	struct encounter *encounter = context;
	uint64_t cpu_ns;
	long sleeps;

	must(lab_pin(encounter->run, 1));
	pthread_barrier_wait(&encounter->held);
	sleeps = nr_sleeps();
	cpu_ns = lab_thread_cpu_ns();
	encounter->asked_ns = lab_now_ns();
	encounter->lock->take();
	encounter->got_ns = lab_now_ns();
	encounter->cpu_ns = lab_thread_cpu_ns() - cpu_ns;
	encounter->sleeps = nr_sleeps() - sleeps;
	encounter->lock->give();
	return NULL;
}

static void hold(struct encounter *encounter, uint64_t held_ns)
{
	encounter->lock->take();
	encounter->taken_ns = lab_now_ns();
	pthread_barrier_wait(&encounter->held);
	lab_sleep_ns(held_ns);
	encounter->given_ns = lab_now_ns();
	encounter->lock->give();
}

// Holder and waiter on a PU each, if there are two.
static void meet(struct encounter *encounter, uint64_t held_ns)
{
	pthread_t waiter;

	must(pthread_barrier_init(&encounter->held, NULL, 2));
	must(lab_pin(encounter->run, 0));
	must(pthread_create(&waiter, NULL, want, encounter));
	hold(encounter, held_ns);
	must(pthread_join(waiter, NULL));
	must(pthread_barrier_destroy(&encounter->held));
}

static void write_row(struct lab_run *run, const struct encounter *encounter, unsigned repeat)
{
	lab_row_begin(run);
	lab_word(run, "lock", "%s", encounter->lock->name);
	lab_count(run, "repeat", repeat);
	lab_real(run, "held_ms", 1e-6 * (double)(encounter->given_ns - encounter->taken_ns));
	lab_real(run, "wait_ms", 1e-6 * (double)(encounter->got_ns - encounter->asked_ns));
	lab_real(run, "cpu_ms", 1e-6 * (double)encounter->cpu_ns);
	lab_count(run, "sleeps", encounter->sleeps);
	lab_real(run, "handover_us",
		 1e-3 * ((double)encounter->got_ns - (double)encounter->given_ns));
	lab_row_end(run);
}

static void run(struct lab_run *run)
{
	unsigned nr_repeats = (unsigned)lab_option(run, "repeats");

	must(pthread_spin_init(&spin, PTHREAD_PROCESS_PRIVATE));
	for (unsigned repeat = 1; repeat <= nr_repeats; repeat++)
		for (size_t i = 0; i < sizeof locks / sizeof *locks; i++) {
			struct encounter encounter = {.run = run, .lock = &locks[i]};

			meet(&encounter, lab_option(run, "held"));
			write_row(run, &encounter, repeat);
		}
	must(pthread_spin_destroy(&spin));
}

// The median of a column over a lock's rows; NaN if there is none.
static double median(const struct lab_table *table, const char *lock, const char *column)
{
	double values[MAX_REPEATS];
	size_t n = 0;
	long row = -1;

	while (n < MAX_REPEATS && (row = lab_find(table, row + 1, "lock", lock, NULL)) >= 0)
		if (!isnan(lab_real_at(table, row, column)))
			values[n++] = lab_real_at(table, row, column);
	return lab_quantile(values, n, 0.5);
}

// What it cost to wait for one kind of lock, in the middle of its repetitions.
struct price {
	double held_ms, wait_ms, cpu_ms, handover_us;
};

static struct price price_of(const struct lab_table *table, const char *lock)
{
	return (struct price){
	    .held_ms = median(table, lock, "held_ms"),
	    .wait_ms = median(table, lock, "wait_ms"),
	    .cpu_ms = median(table, lock, "cpu_ms"),
	    .handover_us = median(table, lock, "handover_us"),
	};
}

static bool waited_as_long_as_it_was_held(const struct price *price)
{
	return price->wait_ms > 0.8 * price->held_ms && price->wait_ms < 1.2 * price->held_ms;
}

// What is not as the lecture says, or NULL. A spinner that shares its PU gets a part of it only.
static const char *complaint_about(const struct price *mutex_price, const struct price *spin_price)
{
	if (!waited_as_long_as_it_was_held(mutex_price))
		return "the wait for the mutex was not as long as it was held";
	if (!waited_as_long_as_it_was_held(spin_price))
		return "the wait for the spin lock was not as long as it was held";
	if (mutex_price->cpu_ms > 0.1 * mutex_price->wait_ms)
		return "the mutex's waiter cannot have slept";
	if (spin_price->cpu_ms < 0.25 * spin_price->wait_ms)
		return "the spin lock's waiter cannot have spun all the time";
	return NULL;
}

// Two digits that mean something.
static int decimals(double x)
{
	return x < 0.1 ? 3 : x < 1 ? 2 : x < 10 ? 1 : 0;
}

static void put_price(FILE *sentence, const char *lock, const struct price *price)
{
	fprintf(sentence, "%.*f ms for a %s: %.*f ms of CPU time, over %.*f us after the release",
		decimals(price->wait_ms), price->wait_ms, lock, decimals(price->cpu_ms),
		price->cpu_ms, decimals(price->handover_us), price->handover_us);
}

static bool conclude(const struct lab_table *table, FILE *sentence)
{
	const struct price m = price_of(table, "mutex"), s = price_of(table, "spin");
	const char *complaint;

	if (isnan(m.wait_ms) || isnan(s.wait_ms)) {
		fputs("no figures for both locks, so nothing can be said", sentence);
		return false;
	}
	complaint = complaint_about(&m, &s);
	fputs("waiting ", sentence);
	put_price(sentence, "mutex", &m);
	fputs("; ", sentence);
	put_price(sentence, "spin lock", &s);
	if (complaint)
		fprintf(sentence, "; unexpectedly, %s", complaint);
	return !complaint;
}

const struct lab lab_blocking = {
    .name = "blocking",
    .summary = "wait, CPU time and hand-over of a waiter behind a held lock",
    .statement = "Taking a held lock blocks until it is released; a waiter on a mutex sleeps "
		 "meanwhile, one on a spin lock burns CPU time to go on sooner",
    .example = "racelab lab blocking --held 20ms --repeats 10",
    .options =
	{
	    {"held", LAB_TIME, "100ms", 1000000, 1000000000, "How long the lock is held"},
	    {"repeats", LAB_NUMBER, "5", 1, MAX_REPEATS, "How often, for each lock"},
	},
    .columns =
	{
	    {"lock", LAB_WORD, "mutex, or spin: a spin lock"},
	    {"repeat", LAB_COUNT, "which repetition"},
	    {"held_ms", LAB_REAL, "how long the holder had the lock"},
	    {"wait_ms", LAB_REAL, "how long the waiter was blocked"},
	    {"cpu_ms", LAB_REAL, "CPU time that the waiter used meanwhile"},
	    {"sleeps", LAB_COUNT, "how often the waiter gave its PU away meanwhile"},
	    {"handover_us", LAB_REAL, "from the release until the waiter went on"},
	},
    .run = run,
    .conclude = conclude,
};
