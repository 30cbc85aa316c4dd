// SPDX-License-Identifier: MIT

// Lines from a pipe, with a time limit: the other end may be any program.

#ifndef RACELAB_LINE_H
#define RACELAB_LINE_H

#include <signal.h>
#include <stddef.h>
#include <stdint.h>

#define LINE_MOST (1 << 20) /* bytes; a row of 4096 tasks has 30 KiB */

struct line_reader {
	int fd;
	size_t length, taken; /* of what is in buffer, and of that, what was returned */
	char buffer[LINE_MOST];
};

enum line_end {
	LINE_WHOLE,
	LINE_EOF,	  /* also in the middle of a line */
	LINE_LATE,	  /* the time is up */
	LINE_TOO_LONG,	  /* or the pipe cannot be read */
	LINE_INTERRUPTED, /* *interrupted is true, whatever there is to read */
};

void line_reader_init(struct line_reader *reader, int fd);

// Waits for a whole line until deadline_ns (probe_now_ns) at the latest. *line is it without its
// newline and valid until the next call. `interrupted` as in sandbox_run, or NULL.
enum line_end line_read(struct line_reader *reader, uint64_t deadline_ns,
			const volatile sig_atomic_t *interrupted, char **line);

#endif
