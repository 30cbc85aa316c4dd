// SPDX-License-Identifier: MIT

// Ctrl-C and its relatives: noticed only while waiting for a trial, so that nothing is ever
// interrupted in the middle of being written.

#ifndef RACELAB_INTERRUPT_H
#define RACELAB_INTERRUPT_H

#include <signal.h>

// The signal that asked us to stop (SIGINT, SIGTERM or SIGHUP); 0: none so far.
extern volatile sig_atomic_t interrupt_signal;

// Blocks these signals from now on, and remembers the one that arrives when sandbox_run or
// line_read lets it through. SIGINT and SIGHUP stay ignored if they are so far, as after nohup.
void interrupt_catch(void);

// The signal that asked us to stop, also where it still waits to be let through; 0: none.
int interrupt_waits(void);

#endif
