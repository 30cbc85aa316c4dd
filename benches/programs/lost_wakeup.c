// SPDX-License-Identifier: MIT

// A lost wake-up: the one task waits for a letter, the other delivers it and wakes who waits. But
// the letter box is looked into without the mutex: if the letter comes and the signal is sent
// between the look and the wait, nobody waits yet, a signal is not kept, and the wait never ends: a
// hang, under every model. The remedy is to look under the mutex that pthread_cond_wait gives back,
// to deliver under it, too, and to look again after each wake-up (while, not if), as POSIX lets a
// wait end without a signal.
//
// Source: Birrell, An Introduction to Programming with Threads, DEC SRC report 35, 1989.

#include <pthread.h>
#include <stdatomic.h>

void program_task(unsigned task);

const unsigned program_tasks = 2;

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t delivered = PTHREAD_COND_INITIALIZER;
static atomic_uint letters;

void program_task(unsigned task)
{
	if (task == 0) {
		/* acquire: the letter is read next; right, and yet no help */
		if (atomic_load_explicit(&letters, memory_order_acquire) == 0) {
			pthread_mutex_lock(&mutex);
			pthread_cond_wait(&delivered, &mutex);
			pthread_mutex_unlock(&mutex);
		}
	} else {
		atomic_store_explicit(&letters, 1, memory_order_release); /* release: it is there */
		pthread_mutex_lock(&mutex);
		pthread_cond_signal(&delivered);
		pthread_mutex_unlock(&mutex);
	}
}
