// SPDX-License-Identifier: MIT

// The sandbox, by fork, a process group, a pidfd and the parent-death signal.

#include "harness/trial/sandbox.h"

#include <errno.h>
#include <poll.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/pidfd.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "benches/sync/must.h"
#include "harness/machine/probe.h"

static int said_fd = -1; /* a file in memory: cannot fill up and block as a pipe would */

int sandbox_init(void)
{
	if (said_fd >= 0)
		return 0;
	if (prctl(PR_SET_CHILD_SUBREAPER, 1) < 0)
		return errno;
	said_fd = memfd_create("racelab-sandbox", MFD_CLOEXEC);
	return said_fd < 0 ? errno : 0;
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
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	must_errno(dup2(said_fd, STDERR_FILENO));
	_exit(main(context));
}

// True when the child has ended; false when the time is up or the caller was interrupted.
static bool await_end(int pidfd, uint64_t deadline_ns, const volatile sig_atomic_t *interrupted)
{
	struct pollfd watched = {.fd = pidfd, .events = POLLIN};
	sigset_t none;

	sigemptyset(&none);
	while (!interrupted || !*interrupted) {
		uint64_t now_ns = probe_now_ns(), left_ns;
		struct timespec left;

		if (now_ns >= deadline_ns)
			return false;
		left_ns = deadline_ns - now_ns;
		left = (struct timespec){.tv_sec = (time_t)(left_ns / 1000000000),
					 .tv_nsec = (long)(left_ns % 1000000000)};
		/* the mask is opened only while waiting, so an interrupt is never missed */
		if (ppoll(&watched, 1, &left, &none) > 0)
			return true;
	}
	return false;
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
		fwrite(part, 1, (size_t)length, stderr);
	}
}

static struct sandbox_end end_of(pid_t pid, bool ended, bool interrupted)
{
	struct sandbox_end end = {.kind = SANDBOX_TIMED_OUT};
	int status;

	if (!ended) {
		kill_and_reap_group(pid);
		if (interrupted)
			end.kind = SANDBOX_INTERRUPTED;
		return end;
	}
	must_errno(waitpid(pid, &status, 0));
	kill_and_reap_group(pid);
	if (WIFSIGNALED(status))
		return (struct sandbox_end){.kind = SANDBOX_SIGNALED, .status = WTERMSIG(status)};
	return (struct sandbox_end){.kind = SANDBOX_EXITED, .status = WEXITSTATUS(status)};
}

struct sandbox_end sandbox_run(int (*main)(void *context), void *context, uint64_t timeout_ns,
			       const volatile sig_atomic_t *interrupted)
{
	uint64_t deadline_ns = probe_now_ns() + timeout_ns;
	struct sandbox_end end;
	pid_t parent = getpid(), pid;
	bool ended;
	int pidfd;

	must_errno(ftruncate(said_fd, 0));
	must_errno((int)lseek(said_fd, 0, SEEK_SET));
	pid = fork();
	if (pid < 0)
		return (struct sandbox_end){.kind = SANDBOX_FAILED, .status = errno};
	if (pid == 0)
		sandbox_main(main, context, parent);
	setpgid(pid, pid); /* on both sides: whoever comes first */
	pidfd = pidfd_open(pid, 0);
	must_errno(pidfd);
	ended = await_end(pidfd, deadline_ns, interrupted);
	close(pidfd);
	end = end_of(pid, ended, interrupted && *interrupted);
	collect_said(end.said, sizeof end.said);
	return end;
}
