// SPDX-License-Identifier: MIT

// MPICH's mpiexec takes a process that ends without MPI_Finalize for dead, and kills all others.
// What MPI_Finalize would have told it in the end is two lines of PMI-1 over a descriptor; where
// that is not spoken, the others are killed, at a time when nothing is left to do.

#include "harness/rank/play/leave.h"

#include <mpi.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#include "harness/rank/part.h"

static int talk_fd, pmi_fd;
static pid_t waited_for;

int leave_status(pid_t controller)
{
	int status = 0;

	if (controller) /* every handler of ours lets it go on */
		waitpid(controller, &status, 0);
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

// False if nobody is there: a controller that was never to race has gone already.
static bool say(int fd, const char *line)
{
	return write(fd, line, strlen(line)) >= 0;
}

// Only what a signal handler may call.
static void without_mpi(int signal)
{
	char answer[64];
	int status = 0;

	(void)signal;
	if (talk_fd >= 0) {
		say(talk_fd, "{\"ended\": false}\n");
		status = leave_status(waited_for);
	}
	if (pmi_fd > 0 && say(pmi_fd, "cmd=finalize\n") && read(pmi_fd, answer, sizeof answer) < 0)
		status = EXIT_FAILURE;
	_exit(status);
}

static void limit_is_over(int signal)
{
	(void)signal;
	_exit(EXIT_FAILURE);
}

static void set_limit(uint64_t ns)
{
	const struct itimerval limit = {.it_value = {.tv_sec = (time_t)(ns / 1000000000),
						     .tv_usec = (long)(ns % 1000000000 / 1000)}};

	setitimer(ITIMER_REAL, &limit, NULL);
}

void leave_after(uint64_t ns)
{
	signal(SIGALRM, limit_is_over);
	set_limit(ns);
}

void leave(struct memory *memory, int controller_fd, pid_t controller)
{
	const char *pmi = getenv("PMI_FD");

	talk_fd = controller_fd;
	waited_for = controller;
	pmi_fd = pmi ? (int)strtol(pmi, NULL, 10) : 0;
	signal(SIGALRM, without_mpi);
	set_limit(PART_END_NS);
	memory_fini(memory);
	MPI_Finalize();
	set_limit(0);
	if (controller_fd >= 0)
		say(controller_fd, "{\"ended\": true}\n");
}
