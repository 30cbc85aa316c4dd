// SPDX-License-Identifier: MIT

// Tasks as processes forked from the sandbox. They share the arena, which was mapped as shared
// before, and nothing else. Each dies with its parent, so none is ever left over.

#include <errno.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "benches/sync/must.h"
#include "harness/trial/crew.h"
#include "harness/trial/tasks.h"

static void process_main(struct crew *crew, unsigned task, pid_t parent)
{
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != parent) /* it died before we asked to die with it */
		_exit(0);
	crew->body(crew->context, task);
	_exit(0);
}

static int start(struct crew *crew, unsigned nr_tasks, task_body *body, void *context, char *why,
		 size_t why_size)
{
	pid_t parent = getpid();

	crew->body = body;
	crew->context = context;
	crew->members = calloc(nr_tasks, sizeof *crew->members);
	must(crew->members ? 0 : ENOMEM);
	for (unsigned i = 0; i < nr_tasks; i++) {
		pid_t pid = fork();

		if (pid == 0)
			process_main(crew, i, parent);
		if (pid < 0) {
			snprintf(why, why_size, "only %u of %u processes could be started: %s", i,
				 nr_tasks, strerror(errno));
			return -1;
		}
		crew->members[i] = (struct member){.crew = crew, .task = i, .pid = pid};
		crew->nr_started++;
	}
	return 0;
}

static void mark_ended(struct crew *crew, pid_t pid, int status)
{
	for (unsigned i = 0; i < crew->nr_started; i++)
		if (crew->members[i].pid == pid)
			crew->members[i].pid = 0;
	if (status != 0 && crew->status == 0)
		crew->status = status;
}

static bool failed(struct crew *crew)
{
	int status;
	pid_t pid;

	while ((pid = waitpid(-1, &status, WNOHANG)) > 0)
		mark_ended(crew, pid, status);
	return crew->status != 0;
}

// One failed task is enough to end the trial: the others may wait for ever for a lock it held.
static void kill_rest(struct crew *crew)
{
	for (unsigned i = 0; i < crew->nr_started; i++)
		if (crew->members[i].pid)
			kill(crew->members[i].pid, SIGKILL);
	while (waitpid(-1, NULL, 0) > 0)
		;
}

static int join(struct crew *crew)
{
	int status;
	pid_t pid;

	while (!crew->status && (pid = waitpid(-1, &status, 0)) > 0)
		mark_ended(crew, pid, status);
	if (crew->status)
		kill_rest(crew);
	return crew->status;
}

const struct task_kind task_processes = {
    .name = "process",
    .plural = "processes",
    .processes = true,
    .start = start,
    .failed = failed,
    .join = join,
};
