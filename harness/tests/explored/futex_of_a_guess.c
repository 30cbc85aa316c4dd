// SPDX-License-Identifier: MIT

// Who waits sleeps on whatever it finds in the word, so what it did not look at is not seen: a
// hang.

#include <linux/futex.h>
#include <stddef.h>
#include <sys/syscall.h>
#include <unistd.h>

void program_task(unsigned task);

const unsigned program_tasks = 2;

static unsigned happened;

void program_task(unsigned task)
{
	if (task) {
		unsigned now = __atomic_load_n(&happened, __ATOMIC_RELAXED);

		syscall(SYS_futex, &happened, FUTEX_WAIT, now, NULL);
	} else {
		__atomic_store_n(&happened, 1, __ATOMIC_RELAXED);
		syscall(SYS_futex, &happened, FUTEX_WAKE, 1);
	}
}
