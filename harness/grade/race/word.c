// SPDX-License-Identifier: MIT

#include "harness/grade/race/word.h"

#include <limits.h>
#include <linux/futex.h>
#include <stddef.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

unsigned word_look(const unsigned *word)
{
	return __atomic_load_n(word, __ATOMIC_ACQUIRE); /* acquire: see the header */
}

static void wake_all(unsigned *word)
{
	syscall(SYS_futex, word, FUTEX_WAKE, INT_MAX, NULL, NULL, 0);
}

void word_set(unsigned *word, unsigned value)
{
	__atomic_store_n(word, value, __ATOMIC_RELEASE); /* release: pairs with word_look */
	wake_all(word);
}

void word_add(unsigned *word)
{
	/* acq_rel: collects what all who came before have written, and passes it on */
	__atomic_add_fetch(word, 1, __ATOMIC_ACQ_REL);
	wake_all(word);
}

void word_sleep(const unsigned *word, unsigned value, uint64_t wait_ns)
{
	const struct timespec wait = {.tv_sec = (time_t)(wait_ns / 1000000000),
				      .tv_nsec = (long)(wait_ns % 1000000000)};

	syscall(SYS_futex, word, FUTEX_WAIT, value, wait_ns == UINT64_MAX ? NULL : &wait, NULL, 0);
}
