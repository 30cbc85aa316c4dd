// SPDX-License-Identifier: MIT

#include "harness/confine/confine.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <seccomp.h>
#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "harness/confine/call_filter.h"

static int *report;

void confine_report_to(int *call)
{
	report = call;
}

const char *confine_call_name(int call, char *text, unsigned size)
{
	char *name = call < 0 ? NULL : seccomp_syscall_resolve_num_arch(SCMP_ARCH_NATIVE, call);

	snprintf(text, size, "%s", name ? name : "");
	free(name);
	return text;
}

// SIGSYS is blocked in here: one more call that is refused, and the kernel ends the process by it.
static void on_refusal(int number, siginfo_t *info, void *context)
{
	(void)number;
	(void)context;
	/* relaxed: read when this process is no more; of several at once any will do */
	if (report && __atomic_load_n(report, __ATOMIC_RELAXED) <= 0)
		__atomic_store_n(report, info->si_syscall, __ATOMIC_RELAXED);
	syscall(SYS_getppid);
}

static int catch_refusals(void)
{
	const struct sigaction action = {.sa_sigaction = on_refusal,
					 .sa_flags = SA_SIGINFO | SA_ONSTACK};
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, SIGSYS);
	return sigaction(SIGSYS, &action, NULL) || sigprocmask(SIG_UNBLOCK, &set, NULL);
}

static int by_number(const void *a, const void *b)
{
	const int *one = a, *other = b;

	return (*one > *other) - (*one < *other);
}

// From `first` to `last`. A kernel before 5.9 knows no close_range, and some containers neither.
static void close_from(unsigned first, unsigned last)
{
	struct rlimit limit;

	if (first > last || close_range(first, last, 0) == 0 || getrlimit(RLIMIT_NOFILE, &limit))
		return;
	for (unsigned fd = first; fd <= last && fd < limit.rlim_cur; fd++)
		close((int)fd);
}

static void close_others(const int *keep, unsigned nr_keep)
{
	unsigned next = STDERR_FILENO + 1;

	for (unsigned i = 0; i < nr_keep; i++) {
		if ((unsigned)keep[i] < next)
			continue;
		close_from(next, (unsigned)keep[i] - 1);
		next = (unsigned)keep[i] + 1;
	}
	close_from(next, UINT_MAX);
}

static bool has(const int *keep, unsigned nr_keep, int fd)
{
	for (unsigned i = 0; i < nr_keep; i++)
		if (keep[i] == fd)
			return true;
	return false;
}

static int quieten(const int *keep, unsigned nr_keep)
{
	int null = open("/dev/null", O_RDWR);

	if (null < 0)
		return -1;
	for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
		if (!has(keep, nr_keep, fd) && fd != null && dup2(null, fd) < 0)
			return -1;
	if (null > STDERR_FILENO)
		close(null);
	return 0;
}

enum {
	MOST_KEPT = 64,
};

static int give_away_descriptors(const int *keep, unsigned nr_keep)
{
	int sorted[MOST_KEPT] = {0};

	if (nr_keep > MOST_KEPT) {
		errno = EINVAL;
		return -1;
	}
	if (nr_keep)
		memcpy(sorted, keep, nr_keep * sizeof *keep);
	qsort(sorted, nr_keep, sizeof *sorted, by_number);
	if (quieten(sorted, nr_keep))
		return -1;
	close_others(sorted, nr_keep);
	return 0;
}

static void bound(int resource, rlim_t most)
{
	const struct rlimit limit = {most, most};

	setrlimit(resource, &limit);
}

// What was used until now does not count. The kernel ends it a second after it has said so.
static void bound_cpu(uint64_t ns)
{
	struct timespec used = {0};
	struct rlimit limit;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used);
	limit.rlim_cur = (rlim_t)used.tv_sec + 1 + (ns + 999999999) / 1000000000;
	limit.rlim_max = limit.rlim_cur + 1;
	setrlimit(RLIMIT_CPU, &limit);
}

static void bound_all(const struct confinement *confinement)
{
	bound(RLIMIT_CORE, 0);
	bound(RLIMIT_FSIZE, 0);
	if (confinement->cpu_ns)
		bound_cpu(confinement->cpu_ns);
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
	if (confinement->memory_bytes)
		bound(RLIMIT_AS, confinement->memory_bytes);
#endif /* a sanitizer's shadow alone is terabytes */
}

int confine(const struct confinement *confinement, const int *keep, unsigned nr_keep,
	    struct complaint *c)
{
	int error;

	if (give_away_descriptors(keep, nr_keep) || (report && catch_refusals()))
		return complain_machine(c, "cannot confine a process: %m");
	bound_all(confinement);
	error = call_filter_load(confinement, nr_keep ? keep[0] : -1);
	return error ? complain_machine(c,
					"this place does not let a process give away its system "
					"calls (seccomp: %s), so nothing of a student's may run",
					strerror(error))
		     : 0;
}
