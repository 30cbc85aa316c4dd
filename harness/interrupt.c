// SPDX-License-Identifier: MIT

// Remembering the signal that asked us to stop.

#include "harness/interrupt.h"

#include <stddef.h>

volatile sig_atomic_t interrupt_signal;

static void remember(int number)
{
	interrupt_signal = number;
}

static const int signals[] = {SIGINT, SIGTERM, SIGHUP};

int interrupt_waits(void)
{
	sigset_t waiting;

	if (interrupt_signal || sigpending(&waiting))
		return interrupt_signal;
	for (size_t i = 0; i < sizeof signals / sizeof *signals; i++)
		if (sigismember(&waiting, signals[i]))
			return signals[i];
	return 0;
}

void interrupt_catch(void)
{
	struct sigaction action = {.sa_handler = remember}; /* no SA_RESTART: waiting must end */
	sigset_t blocked;

	sigemptyset(&blocked);
	for (size_t i = 0; i < sizeof signals / sizeof *signals; i++) {
		sigaddset(&blocked, signals[i]);
		sigaction(signals[i], &action, NULL);
	}
	sigprocmask(SIG_BLOCK, &blocked, NULL);
}
