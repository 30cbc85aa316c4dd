// SPDX-License-Identifier: MIT

// Starting an executable, asking it, and not trusting it: every answer has a time limit.

#include "harness/duet/contender.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "benches/sync/must.h"
#include "harness/descriptor.h"
#include "harness/machine/probe.h"

#define FAREWELL_NS    2000000000 /* to end after the pipe was closed */
#define FIRST_NAP_NS   100000	  /* most have ended by then; each nap is twice as long */
#define LONGEST_NAP_NS 10000000
#define GROUND_FD      3
#define MOST_ARGUMENTS (2 * MAX_PLUGINS + 3)

uint64_t contender_hello_ns = 10000000000;

// The first line it wrote to standard error; "" for none.
static const char *first_said(const struct contender *contender, char *line, size_t size)
{
	ssize_t length = pread(contender->said_fd, line, size - 1, 0);

	line[length > 0 ? length : 0] = '\0';
	line[strcspn(line, "\n")] = '\0';
	return line;
}

static enum answer lose(const struct contender *contender, struct complaint *c)
{
	struct complaint why = *c;
	char said[200];

	if (first_said(contender, said, sizeof said)[0])
		complain(c, "%s; it said: %s", why.text, said);
	if (contender->nr_starts > 1 && !contender->protocol) {
		snprintf(said, sizeof said, "start %u", contender->nr_starts);
		complain_at(c, said);
	}
	complain_at(c, contender->path);
	complain_at(c, contender->role);
	return ANSWER_LOST;
}

// In the child.
static _Noreturn void become(const struct contender *contender, int in_fd, int out_fd, pid_t parent)
{
	char *arguments[MOST_ARGUMENTS + 1] = {(char *)"racelab", (char *)"serve"};
	sigset_t none;

	setpgid(0, 0); /* the terminal's Ctrl-C is for whoever asks */
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != parent)
		_exit(EXIT_FAILURE);
	plugins_arguments(contender->plugins, arguments + 2);
	signal(SIGPIPE, SIG_DFL);
	signal(SIGCHLD, SIG_DFL);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	/* first the ground: it may be where one of the others goes, if we were started without */
	if (contender->ground_fd ==
	    GROUND_FD) /* dup2 of a descriptor onto itself leaves close-on-exec set */
		must_errno(fcntl(GROUND_FD, F_SETFD, 0));
	else
		must_errno(dup2(contender->ground_fd, GROUND_FD));
	must_errno(dup2(in_fd, STDIN_FILENO));
	must_errno(dup2(out_fd, STDOUT_FILENO));
	must_errno(dup2(contender->said_fd, STDERR_FILENO));
	execv(contender->path, arguments);
	_exit(127);
}

// Above those that a child is given.
static int lift(int fd)
{
	int lifted = descriptor_lift(fd, GROUND_FD + 1);

	must_errno(lifted);
	return lifted;
}

static int spawn(struct contender *contender, struct complaint *c)
{
	pid_t parent = getpid();
	int to[2], from[2];

	contender->said_fd = memfd_create("racelab-said", MFD_CLOEXEC);
	if (contender->said_fd < 0 || pipe(to) < 0 || pipe(from) < 0)
		return complain_machine(c, "no pipe: %s", strerror(errno));
	contender->said_fd = lift(contender->said_fd);
	for (int i = 0; i < 2; i++) {
		to[i] = lift(to[i]);
		from[i] = lift(from[i]);
	}
	contender->pid = fork();
	if (contender->pid == 0)
		become(contender, to[0], from[1], parent);
	close(to[0]);
	close(from[1]);
	contender->to_fd = to[1];
	line_reader_init(&contender->from, from[0]);
	return contender->pid < 0 ? complain_machine(c, "fork: %s", strerror(errno)) : 0;
}

static int check_executable(const char *path, struct complaint *c)
{
	struct stat file;

	if (stat(path, &file) < 0)
		return complain(c, "%s", strerror(errno));
	if (!S_ISREG(file.st_mode) || access(path, X_OK) < 0)
		return complain(c, "this is no executable; give a racelab, or sync:NAME");
	return 0;
}

// Whoever builds while a duet is raced would have two executables compared as if they were one.
static int check_same(struct contender *contender, struct complaint *c)
{
	struct identity now = identity_of(contender->path);

	if (contender->nr_starts == 1)
		contender->identity = now;
	if (!identity_same(&now, &contender->identity))
		return complain(c, "it has been replaced since the duet began");
	return 0;
}

// What it said that is no answer.
static enum answer complain_of_silence(const struct contender *contender, enum line_end end,
				       struct complaint *c)
{
	if (end == LINE_INTERRUPTED)
		return ANSWER_INTERRUPTED;
	if (end == LINE_EOF)
		complain(c, "it ended without an answer");
	else if (end == LINE_LATE)
		complain(c, "no answer within %.3g s", (double)contender->patience_ns / 1e9);
	else
		complain(c, "an answer longer than %d bytes", LINE_MOST);
	return lose(contender, c);
}

// The next message; NULL, with why in *answer.
static json_t *hear(struct contender *contender, enum answer *answer, struct complaint *c)
{
	char *line;
	enum line_end end = line_read(&contender->from, probe_now_ns() + contender->patience_ns,
				      contender->interrupted, &line);
	json_t *message;

	if (end != LINE_WHOLE) {
		*answer = complain_of_silence(contender, end, c);
		return NULL;
	}
	message = message_read(line, c);
	*answer = message ? ANSWER_GOOD : lose(contender, c);
	return message;
}

// Asks, and waits for the answer. A refusal becomes the complaint.
static json_t *ask(struct contender *contender, json_t *request, enum answer *answer,
		   struct complaint *c)
{
	int error = message_write(contender->to_fd, request);
	json_t *message, *refused;

	if (error && error != EPIPE) {
		complain(c, "cannot be asked: %s", strerror(error));
		*answer = lose(contender, c);
		return NULL;
	}
	message = hear(contender, answer, c);
	refused = json_object_get(message, "refused");
	if (!refused)
		return message;
	complain(c, "%s",
		 json_is_string(refused) ? json_string_value(refused) : "refused without a reason");
	complain_at(c, contender->role);
	*answer = ANSWER_REFUSED;
	json_decref(message);
	return NULL;
}

static int agree(struct contender *contender, struct complaint *c)
{
	enum answer answer;
	json_t *hello = hear(contender, &answer, c);

	if (!hello && answer == ANSWER_INTERRUPTED)
		return complain_machine(c, "stopped while %s was being started", contender->role);
	if (!hello && contender->nr_starts > 1)
		return -1; /* it was one before */
	if (!hello) {
		complain(c, "this is no racelab with the serve command (from version 0.1.0 on)");
		lose(contender, c);
		return -1;
	}
	json_decref(contender->hello);
	contender->hello = hello;
	contender->protocol = message_protocol(contender->hello, c);
	if (!contender->protocol) {
		lose(contender, c);
		return -1;
	}
	if (message_write(contender->to_fd, json_pack("{s:i}", "protocol", contender->protocol)))
		return complain(c, "%s: %s: it has gone", contender->role, contender->path);
	return 0;
}

void contender_init(struct contender *contender)
{
	contender->pid = contender->to_fd = contender->said_fd = -1;
	contender->protocol = 0;
	contender->nr_starts = 0;
	contender->hello = NULL;
}

static int launch(struct contender *contender, struct complaint *c)
{
	contender->patience_ns = contender_hello_ns;
	contender->nr_starts++;
	line_reader_init(&contender->from, -1);
	if (check_executable(contender->path, c) || check_same(contender, c) ||
	    spawn(contender, c)) {
		lose(contender, c);
		return -1;
	}
	return agree(contender, c);
}

int contender_start(struct contender *contender, const char *role, const char *path,
		    const struct plugins *plugins, int ground_fd,
		    const volatile sig_atomic_t *interrupted, struct complaint *c)
{
	contender_init(contender);
	contender->role = role;
	contender->path = path;
	contender->plugins = plugins;
	contender->ground_fd = ground_fd;
	contender->interrupted = interrupted;
	return launch(contender, c);
}

int contender_restart(struct contender *contender, struct complaint *c)
{
	contender_rest(contender);
	return launch(contender, c);
}

// It ends when its pipe is closed; if it does not, it is made to.
static void reap(pid_t pid)
{
	struct timespec nap = {.tv_nsec = FIRST_NAP_NS};

	for (uint64_t waited_ns = 0; waited_ns < FAREWELL_NS; waited_ns += (uint64_t)nap.tv_nsec) {
		if (waitpid(pid, NULL, WNOHANG) == pid)
			return;
		clock_nanosleep(CLOCK_MONOTONIC, 0, &nap, NULL);
		if (nap.tv_nsec < LONGEST_NAP_NS)
			nap.tv_nsec *= 2;
	}
	kill(-pid, SIGKILL);
	waitpid(pid, NULL, 0);
}

void contender_rest(struct contender *contender)
{
	if (contender->to_fd >= 0) {
		close(contender->to_fd);
		close(contender->from.fd);
	}
	if (contender->pid > 0)
		reap(contender->pid);
	if (contender->said_fd >= 0)
		close(contender->said_fd);
	contender->pid = contender->to_fd = contender->said_fd = -1;
	contender->protocol = 0;
}

void contender_stop(struct contender *contender)
{
	contender_rest(contender);
	json_decref(contender->hello);
	contender_init(contender);
}

static enum answer read_row(const struct contender *contender, const json_t *message,
			    struct words *words, struct row *row, struct complaint *c)
{
	return message_read_row(message, words, row, c) ? lose(contender, c) : ANSWER_GOOD;
}

enum answer contender_open(struct contender *contender, const struct row *axes,
			   const struct request *request, struct words *words, struct row *row,
			   struct complaint *c)
{
	struct request asked = *request;
	enum answer answer;
	json_t *message;

	asked.ground_fd = GROUND_FD;
	contender->patience_ns = request->timeout_ns + contender_hello_ns;
	row_init(row);
	message = ask(contender, message_case(axes, &asked), &answer, c);
	if (message && json_object_get(message, "row"))
		answer = read_row(contender, message, words, row, c);
	json_decref(message);
	return answer;
}

enum answer contender_race(struct contender *contender, int64_t window, struct words *words,
			   struct row *row, struct complaint *c)
{
	enum answer answer;
	json_t *message =
	    ask(contender, json_pack("{s:I}", "window", (json_int_t)window), &answer, c);

	if (message)
		answer = read_row(contender, message, words, row, c);
	json_decref(message);
	return answer;
}

enum answer contender_close(struct contender *contender, struct complaint *c)
{
	enum answer answer;

	json_decref(ask(contender, json_pack("{s:b}", "end", 1), &answer, c));
	return answer;
}
