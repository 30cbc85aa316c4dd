// SPDX-License-Identifier: MIT

// The few functions of the C library that an explored program may call, as steps or as nothing;
// what POSIX and C11 have for tasks is in the files beside. What is not here cannot be looked into,
// and is refused by name when the program is linked.

#include <assert.h>
#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "harness/explore/runtime/runtime.h"
#include "harness/explore/step.h"

#define CALLER __builtin_return_address(0)

// glibc's assert ends here.
void __assert_fail(const char *assertion, const char *file, unsigned line, const char *function)
{
	(void)file;
	(void)line;
	(void)function;
	racelab_end(STEP_ASSERT, assertion, CALLER);
}

void abort(void)
{
	racelab_end(STEP_CRASH, "abort()", CALLER);
}

void exit(int status)
{
	(void)status;
	racelab_end(STEP_CRASH, "exit()", CALLER);
}

void _exit(int status)
{
	(void)status;
	racelab_end(STEP_CRASH, "_exit()", CALLER);
}

int *__errno_location(void)
{
	return &racelab_own()->error;
}

// Nobody is kept from running by one who does not yield.
int sched_yield(void)
{
	return 0;
}

// To sleep is to be scheduled later, which may happen to anybody at any time.
unsigned sleep(unsigned seconds)
{
	(void)seconds;
	return 0;
}

int usleep(useconds_t microseconds)
{
	(void)microseconds;
	return 0;
}

int nanosleep(const struct timespec *time, struct timespec *left)
{
	(void)time;
	(void)left;
	return 0;
}

int clock_nanosleep(clockid_t clock, int flags, const struct timespec *time, struct timespec *left)
{
	(void)clock;
	(void)flags;
	(void)time;
	(void)left;
	return 0;
}

// A thread is known by its task's number.
pthread_t pthread_self(void)
{
	return racelab_number();
}

int pthread_equal(pthread_t one, pthread_t other)
{
	return one == other;
}

void pthread_exit(void *result)
{
	(void)result;
	racelab_end_task();
}

void *memset(void *to, int byte, size_t size)
{
	for (unsigned char *p = to; size; p++, size--) {
		racelab_announce(p, 1, CALLER);
		*(volatile unsigned char *)p = (unsigned char)byte;
	}
	return to;
}

static void copy_byte(unsigned char *to, const unsigned char *from, void *pc)
{
	unsigned char byte;

	racelab_read((volatile void *)(uintptr_t)from, 1, pc);
	byte = *(const volatile unsigned char *)from;
	racelab_announce(to, 1, pc);
	*(volatile unsigned char *)to = byte;
}

void *memcpy(void *restrict to, const void *restrict from, size_t size)
{
	for (size_t i = 0; i < size; i++)
		copy_byte((unsigned char *)to + i, (const unsigned char *)from + i, CALLER);
	return to;
}

void *memmove(void *to, const void *from, size_t size)
{
	if ((uintptr_t)to <= (uintptr_t)from)
		return memcpy(to, from, size);
	while (size--)
		copy_byte((unsigned char *)to + size, (const unsigned char *)from + size, CALLER);
	return to;
}

void *__tsan_memset(void *to, int byte, size_t size)
{
	return memset(to, byte, size);
}

void *__tsan_memcpy(void *to, const void *from, size_t size)
{
	return memcpy(to, from, size);
}

void *__tsan_memmove(void *to, const void *from, size_t size)
{
	return memmove(to, from, size);
}

// Any would be right; one for all tasks is the case in which they get in each other's way.
int sched_getcpu(void)
{
	return 0;
}
