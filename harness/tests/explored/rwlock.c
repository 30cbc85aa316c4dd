// SPDX-License-Identifier: MIT

// A read-write lock as it is to be used: who reads never sees half of what is written.

#include <assert.h>
#include <errno.h>
#include <pthread.h>

void program_task(unsigned task);

const unsigned program_tasks = 3;

static pthread_rwlock_t lock = PTHREAD_RWLOCK_INITIALIZER;
static int one, other;

void program_task(unsigned task)
{
	if (task == 0) {
		pthread_rwlock_wrlock(&lock);
		assert(pthread_rwlock_tryrdlock(&lock) == EBUSY);
		one++;
		other++;
	} else {
		pthread_rwlock_rdlock(&lock);
		assert(pthread_rwlock_trywrlock(&lock) == EBUSY);
		assert(one == other);
	}
	pthread_rwlock_unlock(&lock);
}
