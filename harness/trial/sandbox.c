// SPDX-License-Identifier: MIT

// The sandbox, by fork, a process group and the parent-death signal.

#include "harness/trial/sandbox.h"

#include <errno.h>
#include <poll.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "benches/sync/must.h"
#include "harness/complaint.h"
#include "harness/machine/probe.h"

#define LOOK_AGAIN_NS 1000000000 /* whether the deadline was moved */

static int said_fd = -1; /* a file in memory: cannot fill up and block as a pipe would */
static FILE *heard_by;	 /* NULL: standard error */

static void wake(int signal)
{
	(void)signal; /* that it arrives is enough: it ends the waiting */
}

// The end of a child is noticed only while waiting for it (await_end).
static void catch_child(void)
{
	const struct sigaction action = {.sa_handler = wake};
	sigset_t child;

	sigemptyset(&child);
	sigaddset(&child, SIGCHLD);
	sigprocmask(SIG_BLOCK, &child, NULL);
	sigaction(SIGCHLD, &action, NULL);
}

int sandbox_init(void)
{
	if (prctl(PR_SET_CHILD_SUBREAPER, 1) < 0)
		return errno;
	catch_child();
	if (said_fd >= 0)
		close(
		    said_fd); /* ours from a time before; or, in a sandbox, what we ourselves say */
	said_fd = memfd_create("racelab-sandbox", MFD_CLOEXEC);
	return said_fd < 0 ? errno : 0;
}

int sandbox_prepare(struct complaint *c)
{
	int error = sandbox_init();

	return error ? complain_machine(c, "cannot prepare the sandbox: %s", strerror(error)) : 0;
}

static _Noreturn void sandbox_main(int (*main)(void *), void *context, pid_t parent)
{
	static const int stops[] = {SIGINT, SIGTERM, SIGHUP};
	sigset_t none;

	setpgid(0, 0); /* the terminal's Ctrl-C is for the controller alone */
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != parent)
		_exit(0);
	/* what came before we left the group is discarded by being ignored */
	for (size_t i = 0; i < sizeof stops / sizeof *stops; i++) {
		signal(stops[i], SIG_IGN);
		signal(stops[i], SIG_DFL);
	}
	signal(SIGCHLD, SIG_DFL);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	must_errno(dup2(said_fd, STDERR_FILENO));
	_exit(main(context));
}

// How long to sleep: until the deadline, and no longer than until it may have been moved.
static struct timespec nap_until(uint64_t deadline_ns, uint64_t now_ns)
{
	uint64_t left_ns = deadline_ns - now_ns;

	left_ns = left_ns < LOOK_AGAIN_NS ? left_ns : LOOK_AGAIN_NS;
	return (struct timespec){.tv_sec = (time_t)(left_ns / 1000000000),
				 .tv_nsec = (long)(left_ns % 1000000000)};
}

// True when the child has ended, with its wait status; false when the time is up or the caller was
// interrupted.
static bool await_end(pid_t pid, int *status, const uint64_t *deadline_ns,
		      const volatile sig_atomic_t *interrupted)
{
	sigset_t none;

	sigemptyset(&none);
	while (waitpid(pid, status, WNOHANG) != pid) {
		/* relaxed: when it is seen does not matter much, and nothing hangs on it */
		uint64_t deadline = __atomic_load_n(deadline_ns, __ATOMIC_RELAXED);
		uint64_t now_ns = probe_now_ns();
		struct timespec nap;

		if (now_ns >= deadline || (interrupted && *interrupted))
			return false;
		nap = nap_until(deadline, now_ns);
		/* the mask is opened only here, so neither an end nor an interrupt is missed */
		ppoll(NULL, 0, &nap, &none);
	}
	return true;
}

// Whatever is left of the sandbox's group is killed and reaped, also tasks that outlived it.
static void kill_and_reap_group(pid_t group)
{
	kill(-group, SIGKILL);
	while (waitpid(-group, NULL, 0) > 0)
		;
}

// Passes on what the sandbox wrote to standard error and keeps its first line.
static void collect_said(char *first_line, size_t size)
{
	char part[4096];
	ssize_t length, nr_kept = 0;

	first_line[0] = '\0';
	lseek(said_fd, 0, SEEK_SET);
	while ((length = read(said_fd, part, sizeof part)) > 0) {
		if (!nr_kept) {
			nr_kept = length < (ssize_t)size ? length : (ssize_t)size - 1;
			memcpy(first_line, part, (size_t)nr_kept);
			first_line[nr_kept] = '\0';
			first_line[strcspn(first_line, "\n")] = '\0';
		}
		fwrite(part, 1, (size_t)length, heard_by ? heard_by : stderr);
	}
}

void sandbox_pass_on(FILE *to)
{
	heard_by = to;
}

static struct sandbox_end end_of(int status)
{
	if (WIFSIGNALED(status))
		return (struct sandbox_end){.kind = SANDBOX_SIGNALED, .status = WTERMSIG(status)};
	return (struct sandbox_end){.kind = SANDBOX_EXITED, .status = WEXITSTATUS(status)};
}

struct sandbox_end sandbox_run_until(int (*main)(void *context), void *context,
				     const uint64_t *deadline_ns,
				     const volatile sig_atomic_t *interrupted)
{
	struct sandbox_end end;
	pid_t parent = getpid(), pid;
	int status;

	must_errno(ftruncate(said_fd, 0));
	must_errno((int)lseek(said_fd, 0, SEEK_SET));
	pid = fork();
	if (pid < 0)
		return (struct sandbox_end){.kind = SANDBOX_FAILED, .status = errno};
	if (pid == 0)
		sandbox_main(main, context, parent);
	setpgid(pid, pid); /* on both sides: whoever comes first */
	if (await_end(pid, &status, deadline_ns, interrupted))
		end = end_of(status);
	else if (interrupted && *interrupted)
		end = (struct sandbox_end){.kind = SANDBOX_INTERRUPTED};
	else
		end = (struct sandbox_end){.kind = SANDBOX_TIMED_OUT};
	kill_and_reap_group(pid);
	collect_said(end.said, sizeof end.said);
	return end;
}

struct sandbox_end sandbox_run(int (*main)(void *context), void *context, uint64_t timeout_ns,
			       const volatile sig_atomic_t *interrupted)
{
	uint64_t deadline_ns = probe_now_ns() + timeout_ns;

	return sandbox_run_until(main, context, &deadline_ns, interrupted);
}
