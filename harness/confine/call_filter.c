// SPDX-License-Identifier: MIT

// What is let through is what glibc makes of C's and POSIX's computing, waiting and ending, on
// x86-64 and arm64. A call of which only some uses are harmless is let through with these arguments
// alone, so none that takes them from memory is among them (clone3).

#include "harness/confine/call_filter.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <seccomp.h>
#include <signal.h>
#include <stddef.h>
#include <sys/mman.h>
#include <unistd.h>

enum {
	CANCEL_SIGNAL = 32, /* glibc's own, as NPTL has it */
};

#define NR(array) (sizeof(array) / sizeof *(array))

// That other kernels or machines do not have one of them is no error.
static int allow(scmp_filter_ctx filter, int call, const struct scmp_arg_cmp *arguments,
		 unsigned nr)
{
	int error = seccomp_rule_add_array(filter, SCMP_ACT_ALLOW, call, nr, arguments);

	return error == -EDOM || error == -EEXIST ? 0 : error;
}

// It is not done, but nobody ends by it.
static int fail(scmp_filter_ctx filter, int call, unsigned with)
{
	int error = seccomp_rule_add(filter, SCMP_ACT_ERRNO(with), call, 0);

	return error == -EDOM || error == -EEXIST ? 0 : error;
}

static int allow_all(scmp_filter_ctx filter, const int *calls, size_t nr)
{
	int error = 0;

	for (size_t i = 0; i < nr && !error; i++)
		error = allow(filter, calls[i], NULL, 0);
	return error;
}

static const int always[] = {
    /* waiting, for each other or for a time */
    SCMP_SYS(futex), SCMP_SYS(futex_waitv), SCMP_SYS(sched_yield), SCMP_SYS(nanosleep),
    SCMP_SYS(clock_nanosleep), SCMP_SYS(restart_syscall), SCMP_SYS(membarrier),
    /* what time and which PU it is, where that is not asked without a call */
    SCMP_SYS(clock_gettime), SCMP_SYS(clock_getres), SCMP_SYS(gettimeofday), SCMP_SYS(time),
    SCMP_SYS(getcpu), SCMP_SYS(getrusage), SCMP_SYS(sched_getaffinity), SCMP_SYS(getpid),
    SCMP_SYS(gettid),
    /* memory; to get any is a matter of arguments */
    SCMP_SYS(munmap), SCMP_SYS(mremap), SCMP_SYS(brk), SCMP_SYS(madvise), SCMP_SYS(getrandom),
    /* what threads begin and end with */
    SCMP_SYS(rseq), SCMP_SYS(set_robust_list), SCMP_SYS(get_robust_list), SCMP_SYS(set_tid_address),
    SCMP_SYS(sigaltstack), SCMP_SYS(rt_sigprocmask), SCMP_SYS(rt_sigreturn), SCMP_SYS(exit),
    SCMP_SYS(exit_group)};

// On descriptors that are there. None of them makes a socket or connects one.
static const int on_sockets[] = {
    SCMP_SYS(accept),	  SCMP_SYS(accept4),	SCMP_SYS(read),		 SCMP_SYS(readv),
    SCMP_SYS(write),	  SCMP_SYS(writev),	SCMP_SYS(recvfrom),	 SCMP_SYS(recvmsg),
    SCMP_SYS(sendto),	  SCMP_SYS(sendmsg),	SCMP_SYS(poll),		 SCMP_SYS(ppoll),
    SCMP_SYS(select),	  SCMP_SYS(pselect6),	SCMP_SYS(epoll_create1), SCMP_SYS(epoll_create),
    SCMP_SYS(epoll_ctl),  SCMP_SYS(epoll_wait), SCMP_SYS(epoll_pwait),	 SCMP_SYS(eventfd2),
    SCMP_SYS(pipe2),	  SCMP_SYS(pipe),	SCMP_SYS(close),	 SCMP_SYS(shutdown),
    SCMP_SYS(getsockopt), SCMP_SYS(setsockopt), SCMP_SYS(getsockname),	 SCMP_SYS(getpeername)};

static struct scmp_arg_cmp equal(unsigned argument, int value)
{
	return (struct scmp_arg_cmp){argument, SCMP_CMP_EQ, (scmp_datum_t)value, 0};
}

// No memory is made that can be run; nor is any file mapped.
static int allow_memory(scmp_filter_ctx filter)
{
	const struct scmp_arg_cmp map[] = {
	    SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0),
	    SCMP_A3(SCMP_CMP_MASKED_EQ, MAP_ANONYMOUS, MAP_ANONYMOUS)};
	int error = allow(filter, SCMP_SYS(mmap), map, 2);

	return error ? error : allow(filter, SCMP_SYS(mprotect), map, 1);
}

// Signals to oneself: abort() is to end by what it says, and to cancel a thread is one, too.
static int allow_signal(scmp_filter_ctx filter, int signal)
{
	const struct scmp_arg_cmp own[] = {equal(0, getpid()), equal(2, signal)};

	return allow(filter, SCMP_SYS(tgkill), own, 2);
}

// glibc sets its handler when the first thread is cancelled.
static int allow_cancel(scmp_filter_ctx filter)
{
	const struct scmp_arg_cmp its = equal(0, CANCEL_SIGNAL);
	int error = allow_signal(filter, CANCEL_SIGNAL);

	return error ? error : allow(filter, SCMP_SYS(rt_sigaction), &its, 1);
}

// Who prints does so to nobody, as that is /dev/null; what that is he is not told, nor what any
// file is, as its name cannot be seen here.
static int allow_output(scmp_filter_ctx filter)
{
	const struct scmp_arg_cmp output = equal(0, STDOUT_FILENO),
				  errors = equal(0, STDERR_FILENO);
	int error = allow(filter, SCMP_SYS(write), &output, 1);

	if (!error)
		error = allow(filter, SCMP_SYS(write), &errors, 1);
	if (!error)
		error = allow(filter, SCMP_SYS(writev), &errors, 1);
	if (!error)
		error = fail(filter, SCMP_SYS(newfstatat), EACCES);
	return error ? error : fail(filter, SCMP_SYS(fstat), EACCES);
}

// By clone alone, whose flags can be seen; glibc takes it where there is no clone3.
static int allow_threads(scmp_filter_ctx filter)
{
	const struct scmp_arg_cmp thread = SCMP_A0(SCMP_CMP_MASKED_EQ, CLONE_THREAD, CLONE_THREAD);
	int error = allow(filter, SCMP_SYS(clone), &thread, 1);

	return error ? error
		     : seccomp_rule_add(filter, SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(clone3), 0);
}

static int allow_sockets(scmp_filter_ctx filter)
{
	static const int commands[] = {F_GETFL, F_SETFL, F_GETFD, F_SETFD};
	int error = allow_all(filter, on_sockets, NR(on_sockets));

	for (size_t i = 0; i < NR(commands) && !error; i++) {
		const struct scmp_arg_cmp command = equal(1, commands[i]);

		error = allow(filter, SCMP_SYS(fcntl), &command, 1);
	}
	return error;
}

static int allow_talk(scmp_filter_ctx filter, int over)
{
	const struct scmp_arg_cmp descriptor = equal(0, over);
	int error = allow(filter, SCMP_SYS(recvfrom), &descriptor, 1);

	if (!error)
		error = allow(filter, SCMP_SYS(sendto), &descriptor, 1);
	return error ? error : allow(filter, SCMP_SYS(setitimer), NULL, 0);
}

static int allow_these(scmp_filter_ctx filter, const struct confinement *confinement,
		       int talks_over)
{
	int error = allow_all(filter, always, NR(always));

	if (!error)
		error = allow_memory(filter);
	if (!error)
		error = allow_signal(filter, SIGABRT);
	if (!error)
		error = allow_cancel(filter);
	if (!error)
		error = allow_output(filter);
	if (!error && confinement->threads)
		error = allow_threads(filter);
	if (!error && confinement->sockets)
		error = allow_sockets(filter);
	if (!error && confinement->explored)
		error = allow_talk(filter, talks_over);
	return error;
}

// All threads have it at once; calls by another machine's numbers end the process without a word.
static int set_up(scmp_filter_ctx filter)
{
	int error = seccomp_attr_set(filter, SCMP_FLTATR_CTL_TSYNC, 1);

	if (!error)
		error = seccomp_attr_set(filter, SCMP_FLTATR_ACT_BADARCH, SCMP_ACT_KILL_PROCESS);
	return error;
}

int call_filter_load(const struct confinement *confinement, int talks_over)
{
	scmp_filter_ctx filter = seccomp_init(SCMP_ACT_TRAP);
	int error = filter ? set_up(filter) : -ENOMEM;

	if (!error)
		error = allow_these(filter, confinement, talks_over);
	if (!error)
		error = seccomp_load(filter);
	if (filter)
		seccomp_release(filter);
	return -error;
}
