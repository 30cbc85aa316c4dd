// SPDX-License-Identifier: MIT

// The program of the lab `lifetime`. It ends as programs do: daemon or not is nothing that a thread
// or a process is, but what main does at its end.

#include "benches/labs/lifetime/program.h"

#include <pthread.h>
#include <signal.h>
#include <stddef.h>
#include <sys/wait.h>
#include <unistd.h>

#include "benches/labs/lab.h"
#include "benches/sync/must.h"

// --- A worker -----------------------------------------------------------------------------------

static void write_half(const struct lifetime *life, char half)
{
	must_errno((int)write(life->file, &half, 1));
}

static void work(struct lifetime *life)
{
	for (uint64_t i = 0; life->forever || i < life->nr_records; i++) {
		write_half(life, LIFETIME_FIRST_HALF);
		lab_sleep_ns(life->pause_ns);
		write_half(life, LIFETIME_SECOND_HALF);
	}
	/* relaxed: read when all have ended */
	__atomic_fetch_add(&life->nr_finished, 1, __ATOMIC_RELAXED);
}

// --- Threads ------------------------------------------------------------------------------------

// The end of one thread, which is the end of the program if it is the last one. The C library would
// call exit then, which a forked child must not: it would flush its parent's files once more.
static _Noreturn void leave(struct lifetime *life)
{
	/* acq_rel: the last one has seen what all did */
	if (__atomic_fetch_sub(&life->left, 1, __ATOMIC_ACQ_REL) == 1)
		_exit(0);
	pthread_exit(NULL);
}

static void *work_as_thread(void *context)
{
	struct lifetime *life = context;

	work(life);
	leave(life);
}

static _Noreturn void run_threads(struct lifetime *life)
{
	pthread_t workers[LIFETIME_MAX_WORKERS];

	for (unsigned i = 0; i < life->nr_workers; i++)
		must(pthread_create(&workers[i], NULL, work_as_thread, life));
	lab_sleep_ns(life->main_ns);
	for (unsigned i = 0; life->joined && i < life->nr_workers; i++)
		must(pthread_join(workers[i], NULL));
	life->main_end_ns = lab_now_ns();
	if (life->daemon)
		_exit(0); /* all of its threads end with the process, wherever they are */
	leave(life);
}

// --- Processes ----------------------------------------------------------------------------------

static pid_t start_process(struct lifetime *life)
{
	pid_t child = lab_fork();

	if (child)
		return child;
	work(life);
	_exit(0);
}

// Waits without a limit, as a join does: the lab ends the program if it takes too long.
static void await(const pid_t *workers, unsigned nr)
{
	for (unsigned i = 0; i < nr; i++)
		must_errno(waitpid(workers[i], NULL, 0));
}

static _Noreturn void run_processes(struct lifetime *life)
{
	pid_t workers[LIFETIME_MAX_WORKERS];

	for (unsigned i = 0; i < life->nr_workers; i++)
		workers[i] = start_process(life);
	lab_sleep_ns(life->main_ns);
	if (life->joined)
		await(workers, life->nr_workers);
	life->main_end_ns = lab_now_ns();
	for (unsigned i = 0; life->daemon && !life->joined && i < life->nr_workers; i++)
		must_errno(kill(workers[i], SIGTERM));
	if (!life->joined)
		await(workers, life->nr_workers);
	_exit(0);
}

void lifetime_run(struct lifetime *life)
{
	if (life->processes)
		run_processes(life);
	run_threads(life);
}
