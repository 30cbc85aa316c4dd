// SPDX-License-Identifier: MIT

// Whatever is started here dies with the lab: it is the lab's child, and in its process group.

#include "benches/labs/python/talk.h"

#include <fcntl.h>
#include <poll.h>
#include <stdbool.h>
#include <stdint.h>
#include <unistd.h>

#include "benches/labs/lab.h"
#include "benches/sync/must.h"

#define PIPE_BYTES 65536 /* pipe(7) */

// In the child.
static void become(const char *const *argv, int to)
{
	int nothing = open("/dev/null", O_RDONLY | O_CLOEXEC);

	must_errno(nothing);
	must_errno(dup2(nothing, STDIN_FILENO));
	must_errno(dup2(to, STDOUT_FILENO));
	must_errno(dup2(to, STDERR_FILENO));
	execvp(argv[0], (char *const *)(uintptr_t)argv); /* which leaves them as they are */
	_exit(TALK_NO_PROGRAM);
}

void talk_begin(struct talk *talk, const char *const *argv, uint64_t most_ns)
{
	int fd[2];

	*talk = (struct talk){.deadline_ns = lab_now_ns() + most_ns};
	must_errno(pipe2(fd, O_CLOEXEC));
	talk->child = lab_fork();
	if (!talk->child)
		become(argv, fd[1]);
	close(fd[1]);
	talk->from = fd[0];
}

static int ms_until(uint64_t deadline_ns)
{
	uint64_t now_ns = lab_now_ns();

	return now_ns < deadline_ns ? (int)((deadline_ns - now_ns) / 1000000 + 1) : 0;
}

// What was written in time may be read late, where we listened to another before; that is no more
// than a pipe holds.
static bool next(struct talk *talk, char *c)
{
	struct pollfd ready = {talk->from, POLLIN, 0};
	int ms = ms_until(talk->deadline_ns);

	talk->late += ms == 0;
	return talk->late <= PIPE_BYTES && poll(&ready, 1, ms) > 0 && read(talk->from, c, 1) == 1;
}

bool talk_line(struct talk *talk, char *line, size_t bytes)
{
	size_t length = 0;
	bool some = false;
	char c;

	while (next(talk, &c) && (some = true) && c != '\n')
		if (length + 1 < bytes)
			line[length++] = c;
	line[length] = '\0';
	return some;
}

// It is waited for first: closed, its pipe could end it by a signal that is not ours.
int talk_end(struct talk *talk)
{
	uint64_t now_ns = lab_now_ns();
	int status =
	    lab_wait(talk->child, now_ns < talk->deadline_ns ? talk->deadline_ns - now_ns : 0);

	close(talk->from);
	return status;
}
