// SPDX-License-Identifier: MIT

// The scene of the lab `release`. Each one is played in a process of its own: a lock that stays
// held and a thread that lives on with it are gone with that.

#include "benches/labs/release/scene.h"

#include <errno.h>
#include <setjmp.h>
#include <signal.h>
#include <time.h>
#include <unistd.h>

#include "benches/labs/lab.h"
#include "benches/sync/must.h"
#include "benches/sync/tsan.h"

#define LOOK_NS                                                                                    \
	5000000 /* how often one who waits for the lock looks whether the fault has struck */
#define LATE_NS 2000000000 /* the unlucky one did not get the lock at all */

static _Thread_local jmp_buf far_away;

static uint64_t load(const uint64_t *ns)
{
	return __atomic_load_n(ns, __ATOMIC_ACQUIRE); /* acquire: pairs with stamp */
}

static void stamp(uint64_t *ns)
{
	/* release: who sees the time sees what was before it */
	__atomic_store_n(ns, lab_now_ns(), __ATOMIC_RELEASE);
}

// --- The unlucky one ----------------------------------------------------------------------------

void scene_acquire(struct scene *scene)
{
	must(pthread_mutex_lock(&scene->mutex));
}

void scene_release(struct scene *scene)
{
	must(pthread_mutex_unlock(&scene->mutex));
}

static void release_for(void *scene)
{
	scene_release(scene);
}

bool scene_meets_fault(struct scene *scene)
{
	stamp(&scene->inside_ns);
	lab_sleep_ns(scene->held_ns);
	if (scene->fault == FAULT_CANCEL || scene->fault == FAULT_KILL)
		for (;;) /* these come from outside; pause is a cancellation point */
			pause();
	stamp(&scene->struck_ns);
	if (scene->fault == FAULT_LONGJMP)
		longjmp(far_away, 1);
	if (scene->fault == FAULT_EXIT)
		pthread_exit(NULL);
	return true;
}

void section_bare(struct scene *scene)
{
	scene_acquire(scene);
	if (scene_meets_fault(scene))
		return;
	scene_release(scene);
}

void section_handler(struct scene *scene)
{
	scene_acquire(scene);
	pthread_cleanup_push(release_for, scene);
	/* POSIX forbids to return or to jump out of here, and no compiler says so. What comes of it
	   on Linux is that the handler does not run. */
	if (scene_meets_fault(scene))
		return;
	pthread_cleanup_pop(1);
}

static _Noreturn void be_unlucky(struct scene *scene)
{
	static void (*const sections[NR_GUARDS])(struct scene *) = {
	    [GUARD_BARE] = section_bare,
	    [GUARD_SCOPED] = section_scoped,
	    [GUARD_HANDLER] = section_handler,
	    [GUARD_ROBUST] = section_bare,
	};
	lab_sleep_ns(scene->before_ns);
	if (setjmp(far_away) == 0)
		sections[scene->guard](scene);
	for (;;) /* it lives on: a fault is not the end of who made it */
		pause();
}

static void *be_unlucky_thread(void *scene)
{
	be_unlucky(scene);
}

// --- The others ---------------------------------------------------------------------------------

static bool is_over(const struct scene *scene)
{
	uint64_t struck_ns = load(&scene->struck_ns), now_ns = lab_now_ns();

	if (struck_ns)
		return now_ns >= struck_ns + scene->patience_ns;
	return now_ns >= scene->begin_ns + scene->before_ns + scene->held_ns + LATE_NS;
}

static int lock_in_time(struct scene *scene)
{
	uint64_t struck_ns = load(&scene->struck_ns);
	uint64_t until_ns = struck_ns ? struck_ns + scene->patience_ns : lab_now_ns() + LOOK_NS;
	const struct timespec until = {.tv_sec = (time_t)(until_ns / 1000000000),
				       .tv_nsec = (long)(until_ns % 1000000000)};

	return pthread_mutex_clocklock(&scene->mutex, CLOCK_MONOTONIC, &until);
}

// With the lock: this increment, and how we came to have it.
static void count(struct scene *scene, int error)
{
	uint64_t now_ns = lab_now_ns(), bucket = (now_ns - scene->begin_ns) / SCENE_BUCKET_NS;

	if (error == EOWNERDEAD) {
		scene->owner_died = true;
		error = pthread_mutex_consistent(&scene->mutex);
	}
	must(error);
	if (!scene->back_ns && load(&scene->struck_ns))
		scene->back_ns = now_ns;
	if (bucket < SCENE_MAX_BUCKETS)
		scene->counted[bucket]++;
}

static void *count_on(void *context)
{
	struct scene *scene = context;

	while (!is_over(scene)) {
		int error = lock_in_time(scene);

		if (error == ETIMEDOUT)
			continue;
		tsan_acquired(&scene->mutex); /* which it does not see once an owner has died */
		count(scene, error);
		tsan_releasing(&scene->mutex);
		must(pthread_mutex_unlock(&scene->mutex));
	}
	return NULL;
}

// --- The play -----------------------------------------------------------------------------------

static void mutex_init(struct scene *scene)
{
	pthread_mutexattr_t attributes;

	must(pthread_mutexattr_init(&attributes));
	must(pthread_mutexattr_setpshared(&attributes, PTHREAD_PROCESS_SHARED));
	if (scene->guard == GUARD_ROBUST)
		must(pthread_mutexattr_setrobust(&attributes, PTHREAD_MUTEX_ROBUST));
	must(pthread_mutex_init(&scene->mutex, &attributes));
	must(pthread_mutexattr_destroy(&attributes));
}

static pid_t start_process(struct scene *scene)
{
	pid_t child = lab_fork();

	if (child == 0)
		be_unlucky(scene);
	return child;
}

// The faults that come from outside.
static void strike(struct scene *scene, pthread_t thread, pid_t child)
{
	while (!load(&scene->inside_ns) && !is_over(scene))
		lab_sleep_ns(100000);
	lab_sleep_ns(scene->held_ns);
	stamp(&scene->struck_ns);
	if (child)
		must_errno(kill(child, SIGKILL));
	else
		must(pthread_cancel(thread));
}

static void play(struct scene *scene)
{
	pthread_t others[SCENE_MAX_OTHERS] = {0}, unlucky = pthread_self();
	pid_t child = 0;

	mutex_init(scene);
	scene->begin_ns = lab_now_ns();
	if (scene->fault == FAULT_KILL)
		child = start_process(scene);
	else
		must(pthread_create(&unlucky, NULL, be_unlucky_thread, scene));
	for (unsigned i = 0; i < scene->nr_others; i++)
		must(pthread_create(&others[i], NULL, count_on, scene));
	if (scene->fault == FAULT_KILL || scene->fault == FAULT_CANCEL)
		strike(scene, unlucky, child);
	for (unsigned i = 0; i < scene->nr_others; i++)
		must(pthread_join(others[i], NULL));
	if (child)
		lab_wait(child, 0);
	else if (scene->fault == FAULT_EXIT || scene->fault == FAULT_CANCEL) /* others live on */
		must(pthread_join(unlucky, NULL));
}

void scene_play(struct scene *scene)
{
	uint64_t most_ns =
	    scene->before_ns + scene->held_ns + scene->patience_ns + LATE_NS + LATE_NS;
	pid_t child = lab_fork();

	if (child == 0) {
		play(scene);
		_exit(0);
	}
	lab_wait(child, most_ns);
}
