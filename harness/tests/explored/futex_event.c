// SPDX-License-Identifier: MIT

// An event by futex: who waits sleeps while it has not happened, and a wake-up cannot slip in
// between the look and the sleep.

#include <assert.h>
#include <errno.h>
#include <limits.h>
#include <linux/futex.h>
#include <stddef.h>
#include <sys/syscall.h>
#include <unistd.h>

void program_task(unsigned task);

const unsigned program_tasks = 3;

static unsigned happened;
static int what;

static void await(void)
{
	/* acquire: what was written before it happened */
	while (!__atomic_load_n(&happened, __ATOMIC_ACQUIRE))
		if (syscall(SYS_futex, &happened, FUTEX_WAIT_PRIVATE, 0, NULL))
			assert(errno == EAGAIN);
	assert(what == 1);
}

void program_task(unsigned task)
{
	if (task) {
		await();
		return;
	}
	what = 1;
	__atomic_store_n(&happened, 1, __ATOMIC_RELEASE); /* release: with what was written */
	assert(syscall(SYS_futex, &happened, FUTEX_WAKE_PRIVATE, INT_MAX) <= 2);
}
