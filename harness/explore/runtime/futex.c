// SPDX-License-Identifier: MIT

// syscall(SYS_futex, ...), and no other call of the kernel (futex(2)): who waits looks at the word
// and falls asleep in one, as far as any wake-up is concerned; a wake-up wakes any of those who are
// asleep. The kernel does both under the lock of a hash bucket, and puts a full barrier between a
// waiter's coming and its look at the word, and between a waker's write to the word and its look
// for waiters (kernel/futex/waitwake.c): so is it here, and no more than that.

#include <errno.h>
#include <linux/futex.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/syscall.h>

#include "harness/explore/runtime/entry.h"
#include "harness/explore/runtime/runtime.h"
#include "harness/explore/runtime/seam.h"
#include "harness/explore/runtime/sleepers.h"
#include "harness/explore/runtime/words.h"
#include "harness/explore/step.h"

#define CALLER __builtin_return_address(0)

enum {
	BUCKETS = 1024,
	UPPER = (1 << (32 - SLEEPERS_FOR)) - 1,
};

/* who is asleep at the words that are so many words from the beginning, but for a multiple of all
 */
static uint32_t futex_waiters[BUCKETS];

// Variadic for its callers. To be so here, too, would be to save all that is in registers, and what
// happens to be there would become part of what the task knows.
ENTRY(syscall)
long racelab_syscall(long number, uint32_t *word, long operation, long value,
		     const void *timeout) __asm__("syscall_entered");

static uint64_t number_of(const uint32_t *word)
{
	return ((uintptr_t)word - racelab_seam.image.low) / sizeof *word;
}

static uint32_t *waiters_at(const uint32_t *word)
{
	return &futex_waiters[number_of(word) % BUCKETS];
}

static uint32_t upper_of(const uint32_t *word)
{
	return number_of(word) / BUCKETS & UPPER;
}

static void full_barrier(void *pc)
{
	racelab_step(STEP_FENCE, OPERATION_EXCHANGE, NULL, 8, 0, 0, ORDER_SEQ_CST, ORDER_SEQ_CST,
		     pc);
}

static long fail(int error)
{
	racelab_own()->error = error;
	return -1;
}

// True if the caller is asleep.
static bool fall_asleep(uint32_t *word, uint32_t value, void *pc)
{
	uint32_t *waiters = waiters_at(word), upper = upper_of(word), others, seen;

	/* acquire and release: the lock of the bucket */
	others = sleepers_come(waiters, upper, SLEEPERS_COMING, ORDER_ACQUIRE, pc);
	full_barrier(pc);
	seen = word_load(word, ORDER_RELAXED, pc);
	if (seen == value)
		others = (others | upper << SLEEPERS_FOR) + SLEEPERS_ASLEEP;
	word_store(waiters, others, ORDER_RELEASE, pc);
	return seen == value;
}

static long wait_at(uint32_t *word, uint32_t value, bool timed, void *pc)
{
	if (!fall_asleep(word, value, pc))
		return fail(EAGAIN);
	/* acquire: of who woke it */
	if (!sleepers_leave(waiters_at(word), upper_of(word), timed, ORDER_ACQUIRE, pc))
		return fail(ETIMEDOUT);
	return 0;
}

static long wake(uint32_t *word, uint32_t most, void *pc)
{
	full_barrier(pc);
	return sleepers_wake(waiters_at(word), upper_of(word), most, ORDER_ACQ_REL, pc);
}

long racelab_syscall(long number, uint32_t *word, long operation, long value, const void *timeout)
{
	int command = (int)operation & FUTEX_CMD_MASK;

	if (number != SYS_futex)
		racelab_end(STEP_CRASH, "a system call that cannot be seen into", CALLER);
	if (command == FUTEX_WAIT || command == FUTEX_WAIT_BITSET)
		return wait_at(word, (uint32_t)value, timeout != NULL, CALLER);
	if (command == FUTEX_WAKE || command == FUTEX_WAKE_BITSET)
		return wake(word, value < 1 ? 1 : (uint32_t)value, CALLER);
	racelab_end(STEP_CRASH, "a futex operation that is not explored", CALLER);
}
