// SPDX-License-Identifier: MIT

// The sandbox: whatever happens inside, the controller learns how it ended and nothing is left
// over.

#include <criterion/criterion.h>
#include <criterion/redirect.h>
#include <errno.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "harness/machine/probe.h"
#include "harness/trial/sandbox.h"

static void open_sandbox(void)
{
	cr_assert_eq(sandbox_init(), 0);
}

TestSuite(sandbox, .init = open_sandbox, .timeout = 30);

#define SECOND 1000000000ull

static int exit_with(void *status)
{
	return *(int *)status;
}

Test(sandbox, passes_the_exit_status_on)
{
	int status = 7;
	struct sandbox_end end = sandbox_run(exit_with, &status, SECOND, NULL);

	cr_expect_eq(end.kind, SANDBOX_EXITED);
	cr_expect_eq(end.status, 7);
	cr_expect_str_eq(end.said, "");
}

static int kill_self(void *signal)
{
	raise(*(int *)signal);
	return 0;
}

Test(sandbox, names_the_signal)
{
	int signal = SIGKILL;
	struct sandbox_end end = sandbox_run(kill_self, &signal, SECOND, NULL);

	cr_expect_eq(end.kind, SANDBOX_SIGNALED);
	cr_expect_eq(end.status, SIGKILL);
}

static int speak(void *words)
{
	fputs(words, stderr);
	return 1;
}

Test(sandbox, keeps_the_first_line_that_was_said)
{
	struct sandbox_end end;

	cr_redirect_stderr();
	end = sandbox_run(speak, "first\nsecond\n", SECOND, NULL);
	fflush(stderr);
	cr_expect_stderr_eq_str("first\nsecond\n"); /* all of it is passed on */
	cr_expect_str_eq(end.said, "first");
	end = sandbox_run(speak, "", SECOND, NULL);
	cr_expect_str_eq(end.said, "", "what an earlier one said is forgotten");
}

// Where a sandbox writes down the process it has left behind.
static pid_t *shared_pid(void)
{
	return mmap(NULL, sizeof(pid_t), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
}

static int leave_orphan(void *argument)
{
	pid_t *orphan = argument;
	pid_t pid = fork();

	if (pid == 0)
		for (;;)
			pause();
	*orphan = pid;
	return 0;
}

static int hang_with_orphan(void *orphan)
{
	leave_orphan(orphan);
	while (pause())
		;
	return 0;
}

static bool is_gone(pid_t pid)
{
	return kill(pid, 0) != 0 && errno == ESRCH;
}

Test(sandbox, leaves_no_process_behind)
{
	pid_t *orphan = shared_pid();
	struct sandbox_end end = sandbox_run(leave_orphan, orphan, SECOND, NULL);

	cr_expect_eq(end.kind, SANDBOX_EXITED);
	cr_assert_gt(*orphan, 0);
	cr_expect(is_gone(*orphan), "process %d is left", *orphan);
	cr_expect_eq(waitpid(-1, NULL, WNOHANG), -1, "a child or zombie is left");
}

Test(sandbox, ends_what_takes_too_long_with_all_its_processes)
{
	pid_t *orphan = shared_pid();
	uint64_t begin = probe_now_ns();
	struct sandbox_end end = sandbox_run(hang_with_orphan, orphan, SECOND / 5, NULL);
	uint64_t taken_ns = probe_now_ns() - begin;

	cr_expect_eq(end.kind, SANDBOX_TIMED_OUT);
	cr_expect_geq(taken_ns, SECOND / 5);
	cr_expect_lt(taken_ns, 5 * SECOND);
	cr_expect(is_gone(*orphan), "process %d is left", *orphan);
}

static volatile sig_atomic_t interrupted;

static void interrupt(int signal)
{
	interrupted = signal;
}

Test(sandbox, ends_when_its_caller_is_interrupted)
{
	struct sigaction action = {.sa_handler = interrupt};
	pid_t *orphan = shared_pid();
	struct sandbox_end end;
	sigset_t blocked;

	sigaction(SIGALRM, &action, NULL);
	sigemptyset(&blocked);
	sigaddset(&blocked, SIGALRM);
	sigprocmask(SIG_BLOCK, &blocked, NULL);
	alarm(1);
	end = sandbox_run(hang_with_orphan, orphan, 20 * SECOND, &interrupted);
	cr_expect_eq(end.kind, SANDBOX_INTERRUPTED);
	cr_expect(is_gone(*orphan));
}
