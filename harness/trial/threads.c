// SPDX-License-Identifier: MIT

// Tasks as POSIX threads of the sandbox.

#include <errno.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "benches/sync/must.h"
#include "harness/trial/crew.h"
#include "harness/trial/tasks.h"

/* A loop needs little stack, and a thousand threads should not reserve eight gigabytes. */
#define STACK_BYTES (256 << 10)

static void *thread_main(void *argument)
{
	struct member *member = argument;

	member->crew->body(member->crew->context, member->task);
	return NULL;
}

static int start(struct crew *crew, unsigned nr_tasks, task_body *body, void *context, char *why,
		 size_t why_size)
{
	pthread_attr_t attributes;
	int error = 0;

	crew->body = body;
	crew->context = context;
	crew->members = calloc(nr_tasks, sizeof *crew->members);
	must(crew->members ? 0 : ENOMEM);
	must(pthread_attr_init(&attributes));
	must(pthread_attr_setstacksize(&attributes, STACK_BYTES));
	for (unsigned i = 0; i < nr_tasks && !error; i++) {
		struct member *member = &crew->members[i];

		*member = (struct member){.crew = crew, .task = i};
		error = pthread_create(&member->thread, &attributes, thread_main, member);
		crew->nr_started += !error;
	}
	must(pthread_attr_destroy(&attributes));
	if (!error)
		return 0;
	snprintf(why, why_size, "only %u of %u threads could be started: %s", crew->nr_started,
		 nr_tasks, strerror(error));
	return -1;
}

static bool failed(struct crew *crew)
{
	(void)crew; /* a thread that crashes takes the whole sandbox with it */
	return false;
}

static int join(struct crew *crew)
{
	for (unsigned i = 0; i < crew->nr_started; i++)
		must(pthread_join(crew->members[i].thread, NULL));
	return 0;
}

const struct task_kind task_threads = {
    .name = "thread",
    .plural = "threads",
    .start = start,
    .failed = failed,
    .join = join,
};
