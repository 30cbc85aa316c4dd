// SPDX-License-Identifier: MIT

// The program of the lab `containment`, a process of its own: only what is in the stage outlives
// it.

#include "benches/labs/containment/program.h"

#include <signal.h>
#include <stddef.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "benches/labs/lab.h"
#include "benches/sync/must.h"

#define LOOK_NS 200000
#define BURST	64    /* increments between two rests */
#define REST_NS 50000 /* so that a few PUs are enough for all workers */

struct worker {
	struct stage *stage;
	unsigned i;
};

// --- A worker -----------------------------------------------------------------------------------

static int *volatile nowhere; /* volatile: or the compiler would know */

static __attribute__((no_sanitize("undefined"))) void write_through_null(struct stage *stage)
{
	stage_store(&stage->fault_ns, lab_now_ns());
	*nowhere = 1;
}

// The one place where a worker agrees to be cancelled: not in the middle of somebody else's
// function.
static void agree_to_end(void)
{
	must(pthread_setcancelstate(PTHREAD_CANCEL_ENABLE, NULL));
	pthread_testcancel();
	must(pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, NULL));
}

static void *work(void *context)
{
	struct worker *worker = context;
	struct stage *stage = worker->stage;

	must(pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, NULL));
	for (;;) {
		for (unsigned i = 0; i < BURST; i++) {
			/* relaxed: a count, it orders nothing */
			__atomic_fetch_add(&stage->counter, 1, __ATOMIC_RELAXED);
			__atomic_fetch_add(&stage->worker[worker->i].tally, 1, __ATOMIC_RELAXED);
		}
		if (worker->i == PROGRAM_VICTIM && stage_load(&stage->null_is_due))
			write_through_null(stage);
		agree_to_end();
		lab_sleep_ns(REST_NS);
	}
	return NULL;
}

// --- The program --------------------------------------------------------------------------------

static void start(struct program *program, struct worker *worker)
{
	if (program->task == THREAD) {
		must(pthread_create(&program->worker[worker->i].thread, NULL, work, worker));
		return;
	}
	program->worker[worker->i].process = lab_fork();
	if (program->worker[worker->i].process == 0)
		work(worker);
}

static void strike(struct program *program)
{
	static const int signals[NR_FAULTS] = {[KILL] = SIGKILL, [CANCEL] = SIGTERM};
	struct stage *stage = program->stage;

	stage_store(&stage->at_fault, stage_load(&stage->counter));
	if (program->fault == NULL_WRITE) {
		stage_store(&stage->null_is_due, 1);
		return;
	}
	stage_store(&stage->fault_ns, lab_now_ns());
	if (program->task == PROCESS)
		must_errno(kill(program->worker[PROGRAM_VICTIM].process, signals[program->fault]));
	else if (program->fault == KILL)
		must(pthread_kill(program->worker[PROGRAM_VICTIM].thread, SIGKILL));
	else
		must(pthread_cancel(program->worker[PROGRAM_VICTIM].thread));
}

// The lab ends the program if this takes too long.
static void await_victim(struct program *program)
{
	if (program->task == THREAD)
		must(pthread_join(program->worker[PROGRAM_VICTIM].thread, NULL));
	else
		must_errno(waitpid(program->worker[PROGRAM_VICTIM].process, NULL, 0));
	stage_store(&program->stage->end_ns, lab_now_ns());
	must_errno((int)write(program->says, "", 1));
}

static void end_processes(struct program *program)
{
	for (unsigned i = 0; i < program->nr_workers; i++)
		if (program->task == PROCESS && i != PROGRAM_VICTIM)
			lab_wait(program->worker[i].process, 0);
}

// Crashes without a trace: neither a core file nor a sanitizer's report.
static void crash_quietly(void)
{
	const struct rlimit none = {0};

	must_errno(setrlimit(RLIMIT_CORE, &none));
	must_errno(prctl(PR_SET_DUMPABLE, 0));
	signal(SIGSEGV, SIG_DFL);
}

_Noreturn void containment_run(struct program *program)
{
	struct worker workers[PROGRAM_MAX_WORKERS];
	struct stage *stage = program->stage;

	crash_quietly();
	for (unsigned i = 0; i < program->nr_workers; i++) {
		workers[i] = (struct worker){stage, i};
		start(program, &workers[i]);
	}
	lab_sleep_ns(program->before_ns);
	strike(program);
	await_victim(program);
	while (!stage_load(&stage->curtain))
		lab_sleep_ns(LOOK_NS);
	stage_store(&stage->afterwards, stage_load(&stage->counter));
	end_processes(program);
	_exit(0);
}
