// SPDX-License-Identifier: MIT

// The gate, by atomics and futex(2), so that it serves threads and processes alike.

#include "harness/trial/gate.h"

#include <limits.h>
#include <linux/futex.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "benches/sync/spin.h"

/* About 20 us of looking before sleeping: the usual time between two tasks' arrivals. */
#define LOOKS_BEFORE_SLEEP 1000

void gate_init(struct gate *gate, unsigned nr_tasks, bool line_up)
{
	*gate = (struct gate){.nr_tasks = nr_tasks, .line_up = line_up};
}

static bool is_assembled(struct gate *gate)
{
	/* acquire: what was prepared before the last arrival is seen after it */
	return __atomic_load_n(&gate->assembled, __ATOMIC_ACQUIRE);
}

bool gate_assembled(struct gate *gate, uint64_t wait_ns)
{
	struct timespec wait = {.tv_sec = (time_t)(wait_ns / 1000000000),
				.tv_nsec = (long)(wait_ns % 1000000000)};

	if (!is_assembled(gate))
		syscall(SYS_futex, &gate->assembled, FUTEX_WAIT, 0, &wait, NULL, 0);
	return is_assembled(gate);
}

static void release_all(struct gate *gate)
{
	/* release: pairs with the acquire in is_assembled */
	__atomic_store_n(&gate->assembled, 1, __ATOMIC_RELEASE);
	syscall(SYS_futex, &gate->assembled, FUTEX_WAKE, INT_MAX, NULL, NULL, 0);
}

void gate_assemble(struct gate *gate)
{
	/* acq_rel: collects what all earlier arrivals have prepared, and passes it on */
	if (__atomic_add_fetch(&gate->arrived, 1, __ATOMIC_ACQ_REL) == gate->nr_tasks) {
		release_all(gate);
		return;
	}
	for (unsigned look = 0; look < LOOKS_BEFORE_SLEEP && gate->line_up; look++) {
		if (is_assembled(gate))
			return;
		cpu_relax();
	}
	while (!is_assembled(gate))
		syscall(SYS_futex, &gate->assembled, FUTEX_WAIT, 0, NULL, NULL, 0);
}

void gate_line_up(struct gate *gate)
{
	if (!gate->line_up)
		return;
	__atomic_add_fetch(&gate->lined_up, 1, __ATOMIC_ACQ_REL); /* as in gate_assemble */
	while (__atomic_load_n(&gate->lined_up, __ATOMIC_ACQUIRE) < gate->nr_tasks)
		cpu_relax();
}
