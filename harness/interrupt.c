// SPDX-License-Identifier: MIT

// Remembering the signal that asked us to stop.

#include "harness/interrupt.h"

#include <stdbool.h>
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

// Whoever starts us by nohup, or in the background of a script, has these ignored, and means it.
// SIGTERM is also how our own processes end each other.
static bool stays_ignored(int number)
{
	struct sigaction now;

	return number != SIGTERM && sigaction(number, NULL, &now) == 0 && now.sa_handler == SIG_IGN;
}

void interrupt_catch(void)
{
	struct sigaction action = {.sa_handler = remember}; /* no SA_RESTART: waiting must end */
	sigset_t caught;

	sigemptyset(&caught);
	for (size_t i = 0; i < sizeof signals / sizeof *signals; i++)
		if (!stays_ignored(signals[i]))
			sigaddset(&caught, signals[i]);
	/* blocked first: one that is remembered while nobody waits would wake nobody later */
	sigprocmask(SIG_BLOCK, &caught, NULL);
	for (size_t i = 0; i < sizeof signals / sizeof *signals; i++)
		if (sigismember(&caught, signals[i]))
			sigaction(signals[i], &action, NULL);
}
