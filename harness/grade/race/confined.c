// SPDX-License-Identifier: MIT

#include "harness/grade/race/confined.h"

#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <sys/resource.h>

#include "benches/sync/must.h"
#include "harness/confine/confine.h"

static int leaks_are_not_ours; /* what a student's exit() leaves; to look for it is refused */

// LeakSanitizer asks this before it looks for leaks; nobody else does.
int __lsan_is_turned_off(void);

int __lsan_is_turned_off(void)
{
	return leaks_are_not_ours;
}

// Loads what unwinds stacks, and sets what cancels threads up: neither can be done later.
static void *end_at_once(void *unused)
{
	pthread_cancel(pthread_self());
	pthread_testcancel();
	return unused;
}

void confined_prepare(void)
{
	static const int signals[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGTRAP, SIGABRT};
	const struct rlimit none = {0, 0};
	pthread_t thread;

	leaks_are_not_ours = 1;
	setrlimit(RLIMIT_CORE, &none);
	for (size_t i = 0; i < sizeof signals / sizeof *signals; i++)
		signal(signals[i], SIG_DFL);
	must(pthread_create(&thread, NULL, end_at_once, NULL));
	must(pthread_join(thread, NULL));
}

// Twice what all of it can take: who is stopped by it loops where no patience reaches.
static uint64_t cpu_ns_of(const struct heat_plan *plan)
{
	uint64_t in_all_ns = 2 * heat_patience_ns(plan->asked) + plan->lasts_ns;

	return 2 * in_all_ns * (plan->processes ? 1 : plan->nr_tasks + 2);
}

bool confined(struct conductor *conductor)
{
	struct confinement confinement = {.cpu_ns = cpu_ns_of(conductor->plan)};
	struct heat *heat = conductor->heat;
	struct complaint c;

	confine_report_to(&heat->call);
	if (confine(&confinement, NULL, 0, &c) == 0)
		return true;
	snprintf(heat->why, sizeof heat->why, "%s", c.text);
	return false;
}

int confined_server(int listener, uint64_t most_cpu_ns, int *call, struct complaint *c)
{
	const struct confinement confinement = {
	    .threads = true, .sockets = true, .cpu_ns = most_cpu_ns};

	confine_report_to(call);
	return confine(&confinement, &listener, 1, c);
}
