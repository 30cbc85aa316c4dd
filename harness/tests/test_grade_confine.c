// SPDX-License-Identifier: MIT

// The confinement by itself, as if there were no screen before it: whoever makes a call that is not
// allowed ends by SIGSYS, and it is said which; what computing, waiting and ending need goes on.

#include <criterion/criterion.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/futex.h>
#include <netinet/in.h>
#include <pthread.h>
#include <sched.h>
#include <semaphore.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "harness/complaint.h"
#include "harness/confine/confine.h"

TestSuite(grade_confine, .timeout = 60);

#define LENGTH(array) (sizeof(array) / sizeof((array)[0]))

static const struct confinement usual;
static int file = -1; /* open before */

struct ending {
	int status; /* as wait has it */
	char call[32];
};

static int *shared_call(void)
{
	int *call =
	    mmap(NULL, sizeof *call, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	cr_assert_neq(call, MAP_FAILED);
	*call = -1;
	return call;
}

// What becomes of a confined child that does it; 0 is its exit status if it comes to its end.
static struct ending done_by(const struct confinement *confinement, void (*deed)(void), int keep)
{
	int *call = shared_call();
	struct ending ending;
	struct complaint c;
	pid_t pid = fork();

	cr_assert_geq(pid, 0);
	if (pid == 0) {
		signal(SIGABRT, SIG_DFL); /* a test's own handlers are not what is tried */
		signal(SIGSEGV, SIG_DFL);
		confine_report_to(call);
		if (confine(confinement, &keep, keep >= 0, &c))
			_exit(99);
		deed();
		_exit(0);
	}
	cr_assert_eq(waitpid(pid, &ending.status, 0), pid);
	confine_call_name(*call, ending.call, sizeof ending.call);
	munmap(call, sizeof *call);
	return ending;
}

static bool ends_by(const struct ending *ending, int signal)
{
	return WIFSIGNALED(ending->status) && WTERMSIG(ending->status) == signal;
}

static void do_fork(void)
{
	if (fork() == 0)
		pause();
}

static void do_vfork(void)
{
	syscall(SYS_clone, CLONE_VM | CLONE_VFORK | SIGCHLD, 0, 0, 0, 0);
}

static void do_clone3(void)
{
	uint64_t arguments[11] = {0};

	syscall(SYS_clone3, arguments, sizeof arguments);
}

static void do_exec(void)
{
	execl("/bin/true", "true", (char *)NULL);
}

static void do_open(void)
{
	(void)!open("/etc/passwd", O_RDONLY);
}

static void do_create(void)
{
	(void)!creat("results.json", 0600);
}

static void do_read(void)
{
	char byte;

	(void)!read(file, &byte, 1);
}

static void do_write(void)
{
	(void)!write(file, "{\"score\": 20}", 13);
}

static void do_unlink(void)
{
	unlink("/nothing");
}

static void do_socket(void)
{
	(void)!socket(AF_INET, SOCK_STREAM, 0);
}

static void do_connect(void)
{
	const struct sockaddr_in there = {.sin_family = AF_INET};

	connect(file, (const struct sockaddr *)&there, sizeof there);
}

static void do_send(void)
{
	send(file, "x", 1, MSG_NOSIGNAL);
}

static void do_kill_all(void)
{
	kill(-1, SIGCONT); /* no harm, should it get through */
}

static void do_kill_parent(void)
{
	kill(getppid(), 0);
}

static void do_kill_others_thread(void)
{
	syscall(SYS_tgkill, 1, 1, SIGABRT);
}

static void do_stop_itself(void)
{
	raise(SIGSTOP);
}

static void do_ptrace(void)
{
	ptrace(PTRACE_ATTACH, 1, NULL, NULL);
}

static void do_read_process(void)
{
	char byte;
	struct iovec here = {&byte, 1}, there = {&byte, 1};

	process_vm_readv(1, &here, 1, &there, 1, 0);
}

static void do_prctl(void)
{
	prctl(PR_SET_PDEATHSIG, 0);
}

static void do_sigaction(void)
{
	signal(SIGSYS, SIG_IGN);
}

static void do_map_code(void)
{
	mmap(NULL, 4096, PROT_READ | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
}

static void do_map_file(void)
{
	mmap(NULL, 4096, PROT_READ, MAP_PRIVATE, file, 0);
}

static void do_protect_code(void)
{
	mprotect((void *)((uintptr_t)&usual & ~UINT64_C(4095)), 4096, PROT_READ | PROT_EXEC);
}

static void do_setrlimit(void)
{
	const struct rlimit limit = {1, 1};

	setrlimit(RLIMIT_CPU, &limit);
}

static void do_affinity(void)
{
	cpu_set_t set;

	CPU_ZERO(&set);
	sched_setaffinity(0, sizeof set, &set);
}

static void do_dup(void)
{
	dup2(1, 7);
}

static void do_memfd(void)
{
	(void)!memfd_create("x", 0);
}

static void do_shm(void)
{
	syscall(SYS_memfd_secret, 0);
}

static void do_unshare(void)
{
	unshare(CLONE_NEWUSER);
}

static void do_timer(void)
{
	alarm(1000);
}

static void do_io_uring(void)
{
	syscall(425, 1, NULL); /* io_uring_setup */
}

static void do_thread(void)
{
	pthread_t thread;

	pthread_create(&thread, NULL, (void *(*)(void *))(uintptr_t)do_open, NULL);
}

static void do_none(void)
{
	syscall(100000);
}

// Blocked signals are none that a filter sends.
static void do_open_unheard(void)
{
	sigset_t all;

	sigfillset(&all);
	sigprocmask(SIG_SETMASK, &all, NULL);
	do_open();
}

Test(grade_confine, what_is_not_allowed_ends_by_sigsys)
{
	static const struct {
		void (*deed)(void);
		/* by which of them glibc does it is its own matter; with a ?, it may do so with
		 * all signals blocked, so that nothing hears which it was */
		const char *calls;
	} deeds[] = {
	    {do_fork, "clone fork ?"},
	    {do_vfork, "clone"},
	    {do_clone3, "clone3"},
	    {do_exec, "execve"},
	    {do_open, "open openat"},
	    {do_create, "creat open openat"},
	    {do_read, "read"},
	    {do_write, "write"},
	    {do_unlink, "unlink unlinkat"},
	    {do_socket, "socket"},
	    {do_connect, "connect"},
	    {do_send, "sendto"},
	    {do_kill_all, "kill"},
	    {do_kill_parent, "getppid"},
	    {do_stop_itself, "tgkill"},
	    {do_kill_others_thread, "tgkill"},
	    {do_ptrace, "ptrace"},
	    {do_prctl, "prctl"},
	    {do_read_process, "process_vm_readv"},
	    {do_sigaction, "rt_sigaction"},
	    {do_map_code, "mmap"},
	    {do_map_file, "mmap"},
	    {do_protect_code, "mprotect"},
	    {do_setrlimit, "setrlimit prlimit64"},
	    {do_affinity, "sched_setaffinity"},
	    {do_dup, "dup2 dup3"},
	    {do_memfd, "memfd_create"},
	    {do_shm, "memfd_secret"},
	    {do_unshare, "unshare"},
	    {do_timer, "alarm setitimer"},
	    {do_io_uring, "io_uring_setup"},
	    {do_thread, "?"},
	    {do_none, "?"},
	};

	file = open("/dev/null", O_RDWR);
	for (size_t i = 0; i < LENGTH(deeds); i++) {
		struct ending ending = done_by(&usual, deeds[i].deed, -1);

		cr_expect(ends_by(&ending, SIGSYS), "%s: %#x", deeds[i].calls, ending.status);
		cr_expect(strstr(deeds[i].calls, ending.call), "%s, not %s", ending.call,
			  deeds[i].calls);
		cr_expect(ending.call[0] || strchr(deeds[i].calls, '?'), "%s: nothing said",
			  deeds[i].calls);
	}
	close(file);
}

Test(grade_confine, nor_is_it_with_signals_blocked)
{
	struct ending ending = done_by(&usual, do_open_unheard, -1);

	cr_expect(ends_by(&ending, SIGSYS), "%#x", ending.status);
}

static void do_what_programs_do(void)
{
	const struct timespec nap = {0, 1000};
	pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
	pthread_cond_t cond = PTHREAD_COND_INITIALIZER;
	struct timespec now;
	sem_t sem;

	clock_gettime(CLOCK_REALTIME, &now);
	pthread_mutex_lock(&mutex);
	if (pthread_cond_timedwait(&cond, &mutex, &now) != ETIMEDOUT)
		_exit(1);
	sem_init(&sem, 0, 0);
	if (sem_timedwait(&sem, &now) == 0)
		_exit(2);
	nanosleep(&nap, NULL);
	clock_nanosleep(CLOCK_MONOTONIC, 0, &nap, NULL);
	sched_yield();
	free(memset(malloc(64 << 20), 1, 64 << 20));
	free(malloc(100));
	printf("to nobody\n");
	fflush(stdout);
	fprintf(stderr, "nor here\n");
	syscall(SYS_futex, &now, FUTEX_WAKE, 1, NULL, NULL, 0);
	if (sched_getcpu() < 0)
		_exit(3);
}

Test(grade_confine, what_programs_need_goes_on)
{
	struct ending ending = done_by(&usual, do_what_programs_do, -1);

	cr_expect_eq(ending.status, 0, "%#x %s", ending.status, ending.call);
}

static void do_abort(void)
{
	abort();
}

static int *volatile nowhere = (int *)(uintptr_t)8;

static void do_crash(void)
{
	*nowhere = 1;
}

static void do_loop(void)
{
	for (;;)
		__asm__ volatile("");
}

static void do_grow(void)
{
	for (size_t n = 0; n < 256; n++)
		if (!malloc(16 << 20))
			_exit(7);
}

Test(grade_confine, how_it_ends_otherwise_is_told_right)
{
	struct ending ending = done_by(&usual, do_abort, -1);

	cr_expect(ends_by(&ending, SIGABRT), "%#x %s", ending.status, ending.call);
	ending = done_by(&usual, do_crash, -1);
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
	cr_expect(ends_by(&ending, SIGSEGV), "%#x %s", ending.status, ending.call);
#else
	cr_expect_neq(ending.status, 0);
#endif
}

Test(grade_confine, time_and_memory_have_bounds)
{
	const struct confinement brief = {.cpu_ns = 1000000000}, small = {.memory_bytes = 1 << 30};
	struct ending ending = done_by(&brief, do_loop, -1);

	cr_expect(ends_by(&ending, SIGXCPU), "%#x %s", ending.status, ending.call);
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
	ending = done_by(&small, do_grow, -1);
	cr_expect(WIFEXITED(ending.status) && WEXITSTATUS(ending.status) == 7, "%#x %s",
		  ending.status, ending.call);
#else
	(void)small; /* there is no bound of memory: see confine.c */
	(void)do_grow;
#endif
}

static void *return_it(void *argument)
{
	return argument;
}

static void do_threads(void)
{
	static int word;
	pthread_t one, other;
	void *result;

	if (pthread_create(&one, NULL, return_it, &word) ||
	    pthread_create(&other, NULL, return_it, NULL) || pthread_join(one, &result) ||
	    pthread_join(other, NULL) || result != &word)
		_exit(1);
}

Test(grade_confine, threads_where_they_are_allowed)
{
	const struct confinement threads = {.threads = true};
	struct ending ending = done_by(&threads, do_threads, -1);

	cr_expect_eq(ending.status, 0, "%#x %s", ending.status, ending.call);
	ending = done_by(&threads, do_fork, -1);
	cr_expect(ends_by(&ending, SIGSYS), "%#x", ending.status);
	cr_expect(strstr("clone fork", ending.call), "%s", ending.call);
	ending = done_by(&threads, do_vfork, -1);
	cr_expect(ends_by(&ending, SIGSYS), "%#x", ending.status);
}

static void *open_later(void *go)
{
	while (!__atomic_load_n((int *)go, __ATOMIC_RELAXED)) /* relaxed: a flag, no more */
		sched_yield();
	do_open();
	return NULL;
}

// Threads that were there before are as confined as the one that confines.
Test(grade_confine, threads_that_are_there_already)
{
	int *call = shared_call(), status;
	struct complaint c;
	pid_t pid = fork();

	if (pid == 0) {
		static int go;
		pthread_t thread;

		confine_report_to(call);
		if (pthread_create(&thread, NULL, open_later, &go) || confine(&usual, NULL, 0, &c))
			_exit(99);
		__atomic_store_n(&go, 1, __ATOMIC_RELAXED);
		pthread_join(thread, NULL);
		_exit(0);
	}
	cr_assert_eq(waitpid(pid, &status, 0), pid);
	cr_expect(WIFSIGNALED(status) && WTERMSIG(status) == SIGSYS, "%#x", status);
	cr_expect_gt(*call, 0);
	munmap(call, sizeof *call);
}

static void *nap(void *argument)
{
	for (;;)
		sleep(1);
	return argument;
}

static void do_cancel(void)
{
	pthread_t thread;

	if (pthread_create(&thread, NULL, nap, NULL) || pthread_cancel(thread) ||
	    pthread_join(thread, NULL))
		_exit(1);
}

static void *end_at_once(void *argument)
{
	pthread_exit(argument);
}

// glibc loads what unwinds stacks when it is first needed: that has to be before.
Test(grade_confine, threads_are_cancelled)
{
	const struct confinement threads = {.threads = true};
	struct ending ending;
	pthread_t thread;

	cr_assert_eq(pthread_create(&thread, NULL, end_at_once, NULL), 0);
	cr_assert_eq(pthread_join(thread, NULL), 0);
	ending = done_by(&threads, do_cancel, -1);
	cr_expect_eq(ending.status, 0, "%#x %s", ending.status, ending.call);
}

// Half of what a server does; it is refused the other half.
static void do_serve(void)
{
	int client = accept(file, NULL, NULL);
	char line[16];
	ssize_t nr = read(client, line, sizeof line);

	if (nr != 3 || write(client, line, 3) != 3)
		_exit(1);
	close(client);
}

static int listening(struct sockaddr_in *address)
{
	socklen_t length = sizeof *address;
	int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	*address =
	    (struct sockaddr_in){.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	cr_assert_eq(bind(listener, (struct sockaddr *)address, sizeof *address), 0);
	cr_assert_eq(listen(listener, 1), 0);
	cr_assert_eq(getsockname(listener, (struct sockaddr *)address, &length), 0);
	return listener;
}

Test(grade_confine, a_server_has_its_socket_and_no_other)
{
	const struct confinement server = {.threads = true, .sockets = true};
	struct sockaddr_in address;
	int client = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	struct ending ending;
	char line[3] = "";

	file = listening(&address);
	cr_assert_eq(connect(client, (struct sockaddr *)&address, sizeof address), 0);
	cr_assert_eq(write(client, "ab\n", 3), 3);
	ending = done_by(&server, do_serve, file);
	cr_expect_eq(ending.status, 0, "%#x %s", ending.status, ending.call);
	cr_expect_eq(read(client, line, 3), 3);
	cr_expect_eq(memcmp(line, "ab\n", 3), 0);
	ending = done_by(&server, do_socket, file);
	cr_expect(ends_by(&ending, SIGSYS), "%#x", ending.status);
	cr_expect_str_eq(ending.call, "socket");
	ending = done_by(&server, do_connect, file);
	cr_expect_str_eq(ending.call, "connect");
	close(client);
	close(file);
}

static void write_it(void)
{
	if (write(file, "x", 1) >= 0 || errno != EBADF)
		_exit(1);
	if (write(STDOUT_FILENO, "x", 1) != 1 || write(STDERR_FILENO, "x", 1) != 1)
		_exit(2);
}

// What was open is closed, whatever its number; what is kept is not.
Test(grade_confine, descriptors_are_given_away)
{
	const struct confinement server = {.sockets = true};
	int kept = open("/dev/zero", O_RDONLY);
	struct ending ending;

	file = fcntl(kept, F_DUPFD, 900);
	cr_assert_geq(file, 900);
	ending = done_by(&server, write_it, kept);
	cr_expect_eq(ending.status, 0, "%#x %s", ending.status, ending.call);
	file = dup(kept);
	ending = done_by(&server, write_it, kept);
	cr_expect_eq(ending.status, 0, "%#x %s", ending.status, ending.call);
	close(file);
	close(kept);
}

Test(grade_confine, calls_have_names)
{
	char text[32];

	cr_expect_str_eq(confine_call_name(SYS_openat, text, sizeof text), "openat");
	cr_expect_str_eq(confine_call_name(-1, text, sizeof text), "");
	cr_expect_str_eq(confine_call_name(123456, text, sizeof text), "");
}
