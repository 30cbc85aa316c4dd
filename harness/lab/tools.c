// SPDX-License-Identifier: MIT

// Clocks, memory and children for labs.

#include <errno.h>
#include <math.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/pidfd.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "benches/labs/lab.h"
#include "benches/sync/must.h"
#include "harness/machine/probe.h"
#include "harness/statistics/estimate.h"

/* Between two looks whether a child has ended: little beside what any child takes. */
#define LOOK_NS 50000

uint64_t lab_now_ns(void)
{
	return probe_now_ns();
}

uint64_t lab_thread_cpu_ns(void)
{
	return probe_cpu_ns();
}

uint64_t lab_process_cpu_ns(void)
{
	struct timespec used;

	must_errno(clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used));
	return (uint64_t)used.tv_sec * 1000000000 + (uint64_t)used.tv_nsec;
}

void lab_sleep_ns(uint64_t ns)
{
	struct timespec left = {.tv_sec = (time_t)(ns / 1000000000),
				.tv_nsec = (long)(ns % 1000000000)};

	while (clock_nanosleep(CLOCK_MONOTONIC, 0, &left, &left) == EINTR)
		;
}

static void *map(size_t bytes, int flags)
{
	void *memory = mmap(NULL, bytes, PROT_READ | PROT_WRITE, flags | MAP_ANONYMOUS, -1, 0);

	must(memory == MAP_FAILED ? errno : 0);
	return memory;
}

void *lab_map_shared(size_t bytes)
{
	return map(bytes, MAP_SHARED);
}

void *lab_map_private(size_t bytes)
{
	return map(bytes, MAP_PRIVATE);
}

pid_t lab_fork(void)
{
	pid_t parent = getpid(), child = fork();

	must_errno(child);
	if (child)
		return child;
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != parent) /* it died before we asked to die with it */
		_exit(EXIT_FAILURE);
	return 0;
}

// It stays a zombie, so its number stays its own.
bool lab_has_ended(pid_t child)
{
	siginfo_t info = {0};

	return waitid(P_PID, (id_t)child, &info, WEXITED | WNOHANG | WNOWAIT) != 0 ||
	       info.si_pid == child;
}

// Sleeps until a child has ended or so long has passed; where the kernel has no descriptors of
// processes it comes back at once.
static void sleep_while_running(pid_t child, uint64_t most_ns)
{
	struct pollfd end = {.fd = pidfd_open(child, 0), .events = POLLIN};

	if (end.fd < 0)
		return;
	poll(&end, 1, (int)(most_ns / 1000000));
	close(end.fd);
}

int lab_wait(pid_t child, uint64_t most_ns)
{
	uint64_t deadline_ns = lab_now_ns() + most_ns;
	int status;

	sleep_while_running(child, most_ns);
	while (waitpid(child, &status, WNOHANG) != child) {
		if (lab_now_ns() >= deadline_ns) {
			kill(child, SIGKILL);
			must_errno(waitpid(child, &status, 0));
			break;
		}
		lab_sleep_ns(LOOK_NS);
	}
	return status;
}

double lab_quantile(double *values, size_t n, double q)
{
	return n ? quantile_estimate(values, n, q, 0.95).median : NAN;
}
