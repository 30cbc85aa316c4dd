// SPDX-License-Identifier: MIT

#include "harness/explore/program/faults.h"

#include <signal.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <ucontext.h>

#include "benches/sync/must.h"
#include "harness/explore/step.h"

enum {
	ROOM = 64 << 10, /* for a handler; what the kernel saves of AVX-512 takes 3 KB of it */
};

static struct seam *whose;

// Of each thread: what it caught, and where it runs on, as its task's stack may be what is broken.
static __thread int caught;
static __thread unsigned char *spare;

// Where a thread lands behind its handler. Unknown to ThreadSanitizer, which counts calls that do
// not return.
static void __attribute__((no_sanitize("thread"))) land(void)
{
	if (caught == SIGALRM)
		whose->give_up(STEP_ENDLESS, "no access to shared memory in 2 s");
	else
		whose->give_up(STEP_CRASH, strsignal(caught));
}

static void go_on_at(ucontext_t *context, void (*function)(void), uint64_t stack)
{
#if defined(__x86_64__)
	context->uc_mcontext.gregs[REG_RIP] = (greg_t)(uintptr_t)function;
	context->uc_mcontext.gregs[REG_RSP] = (greg_t)(stack - 8); /* as behind a call */
#else /* arm64: the runtime's switch knows no other */
	context->uc_mcontext.pc = (uintptr_t)function;
	context->uc_mcontext.sp = stack;
#endif
}

// The task is given up where it stands: not here, where little is allowed, but right behind.
static void on_signal(int number, siginfo_t *info, void *context)
{
	(void)info;
	if (!whose) {
		signal(number, SIG_DFL); /* and again, when this returns */
		return;
	}
	caught = number;
	go_on_at(context, land, (uintptr_t)(spare + ROOM));
}

static unsigned char *make_stack(void)
{
	void *stack = mmap(NULL, ROOM, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	must_errno(stack == MAP_FAILED ? -1 : 0);
	return stack;
}

void faults_belong_to(struct seam *seam)
{
	whose = seam;
}

void faults_catch(void)
{
	static const int signals[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGTRAP, SIGSYS, SIGALRM};
	const struct sigaction action = {.sa_sigaction = on_signal,
					 .sa_flags = SA_SIGINFO | SA_ONSTACK | SA_NODEFER};
	const stack_t stack = {.ss_sp = make_stack(), .ss_size = ROOM};
	sigset_t set;

	spare = make_stack();
	must_errno(sigaltstack(&stack, NULL));
	sigemptyset(&set);
	for (size_t i = 0; i < sizeof signals / sizeof *signals; i++) {
		sigaction(signals[i], &action, NULL);
		sigaddset(&set, signals[i]);
	}
	pthread_sigmask(SIG_UNBLOCK, &set, NULL);
}
