// SPDX-License-Identifier: MIT

// The same event, but only one is woken: a hang.

#include <linux/futex.h>
#include <stddef.h>
#include <sys/syscall.h>
#include <unistd.h>

void program_task(unsigned task);

const unsigned program_tasks = 3;

static unsigned happened;

void program_task(unsigned task)
{
	if (task) {
		while (!__atomic_load_n(&happened, __ATOMIC_RELAXED))
			syscall(SYS_futex, &happened, FUTEX_WAIT, 0, NULL);
	} else {
		__atomic_store_n(&happened, 1, __ATOMIC_RELAXED);
		syscall(SYS_futex, &happened, FUTEX_WAKE, 1);
	}
}
