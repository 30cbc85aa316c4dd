// SPDX-License-Identifier: MIT

// A timer interrupts whatever the rank does, and the signal's handler yields. How far behind others
// that puts it depends on its time slice, so that is made as long as a turn; see sched_setattr(2),
// from Linux 6.12 on. Before, a slice is what it is.

#include "harness/rank/play/turns.h"

#include <sched.h>
#include <signal.h>
#include <stdint.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "benches/sync/must.h"

/* a hundred ways to the owner within a host; more turns leave less of the PU to us where others
 * want it */
#define TURN_NS 400000

static timer_t timer;

// Who has slept within its turn has left the PU to others already.
static void yield(int signal)
{
	static long sleeps;
	struct rusage usage;

	(void)signal;
	if (getrusage(RUSAGE_THREAD, &usage) == 0 && usage.ru_nvcsw == sleeps)
		sched_yield();
	sleeps = usage.ru_nvcsw;
}

void turns_prepare(void)
{
	struct {
		uint32_t size, policy;
		uint64_t flags;
		int32_t nice;
		uint32_t priority;
		uint64_t slice_ns, deadline_ns, period_ns;
	} attributes = {.size = sizeof attributes, .policy = SCHED_OTHER, .slice_ns = TURN_NS};
	struct sigaction action = {.sa_handler = yield, .sa_flags = SA_RESTART};
	struct sigevent event = {.sigev_notify = SIGEV_SIGNAL, .sigev_signo = SIGRTMIN};

	syscall(SYS_sched_setattr, 0, &attributes, 0); /* or it stays as it is */
	must_errno(sigaction(SIGRTMIN, &action, NULL));
	must_errno(timer_create(CLOCK_MONOTONIC, &event, &timer));
}

static void set(long turn_ns)
{
	const struct itimerspec turn = {{.tv_nsec = turn_ns}, {.tv_nsec = turn_ns}};

	must_errno(timer_settime(timer, 0, &turn, NULL));
}

void turns_begin(void)
{
	set(TURN_NS);
}

void turns_end(void)
{
	set(0);
}
