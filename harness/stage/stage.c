// SPDX-License-Identifier: MIT

// Starting stages, asking them, ending them.
//
// One socket serves for both directions, so that a stage costs few descriptors. Whoever a strategy
// left behind may hold its other end open: that a stage has ended is also asked of the kernel.

#include "harness/stage/stage.h"

#include <errno.h>
#include <fcntl.h>
#include <jansson.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "benches/sync/must.h"
#include "harness/data/words.h"
#include "harness/descriptor.h"
#include "harness/duet/protocol.h"
#include "harness/machine/probe.h"
#include "harness/trial/plugin.h"
#include "harness/trial/trial.h"

#define MOST_ARGUMENTS (2 * MAX_PLUGINS + 4)
#define LOOK_AGAIN_NS  1000000000 /* whether it is still there */
#define ORPHANS_NS     2000000000
#define FAREWELL_NS    15000000000 /* a killed trial's locks may take 10 s to be removed */
#define MEANT_NS       100000000   /* within that, whoever stops all our processes reaches each */

// In the child: becomes the stage.
static _Noreturn void become(const struct stage *stage, int talk_fd, pid_t parent)
{
	const struct plugins *plugins = stage->stages->plugins;
	char *arguments[MOST_ARGUMENTS + 1] = {(char *)"racelab", (char *)"stage"};
	size_t nr = 2;
	sigset_t none;

	setpgid(0, 0); /* the terminal's Ctrl-C is for the controller alone */
	prctl(PR_SET_PDEATHSIG, SIGTERM);
	if (getppid() != parent)
		_exit(EXIT_FAILURE);
	if (plugins)
		nr += plugins_arguments(plugins, arguments + nr);
	arguments[nr++] = (char *)"--";
	arguments[nr] = (char *)stage->stages->directory;
	signal(SIGCHLD, SIG_DFL);
	signal(SIGTERM, SIG_DFL); /* ours: what we caught before would be forgotten by exec */
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	must_errno(dup2(stage->said_fd, STDERR_FILENO));
	must_errno(dup2(talk_fd, STAGE_FD));
	execv(executable_path(&stage->stages->executable), arguments);
	dprintf(STDERR_FILENO, "racelab cannot be executed anew: %s\n", strerror(errno));
	_exit(127);
}

static int complain_of_block(const struct stage *stage, const char *why, struct complaint *c)
{
	char text[sizeof c->text]; /* `why` may be the complaint's own */

	snprintf(text, sizeof text, "%s", why);
	return complain_machine(c, "block %lu: %s; go on with: racelab run --resume %s",
				stage->block, text, stage->stages->directory);
}

static int complain_of_errno(const struct stage *stage, const char *call, struct complaint *c)
{
	const char *remedy = errno == EMFILE   ? "; raise ulimit -n"
			     : errno == EAGAIN ? "; raise ulimit -u"
					       : "";
	char why[200];

	snprintf(why, sizeof why, "no process to run it in: %s: %s%s", call, strerror(errno),
		 remedy);
	return complain_of_block(stage, why, c);
}

static void forget(struct stage *stage)
{
	if (stage->talk_fd >= 0)
		close(stage->talk_fd);
	if (stage->said_fd >= 0)
		close(stage->said_fd);
	words_destroy(stage->words);
	stage->words = NULL;
	stage->pid = 0;
}

static int spawn(struct stage *stage, struct complaint *c)
{
	pid_t parent = getpid();
	int talk[2];

	stage->said_fd = descriptor_lift(memfd_create("racelab-stage", MFD_CLOEXEC), STAGE_FD + 1);
	if (stage->said_fd < 0)
		return complain_of_errno(stage, "memfd_create", c);
	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, talk) < 0)
		return complain_of_errno(stage, "socketpair", c);
	stage->talk_fd = descriptor_lift(talk[0], STAGE_FD + 1);
	talk[1] = descriptor_lift(talk[1], STAGE_FD + 1);
	if (stage->talk_fd < 0 || talk[1] < 0)
		return complain_of_errno(stage, "fcntl", c);
	stage->pid = fork();
	if (stage->pid == 0)
		become(stage, talk[1], parent);
	if (stage->pid < 0)
		complain_of_errno(stage, "fork", c);
	close(talk[1]);
	return stage->pid < 0 ? -1 : 0;
}

// Passes on what it and its sandboxes have written to standard error. While it does not run a trial
// it writes nothing.
static void pass_on_said(const struct stage *stage)
{
	FILE *to = stage->stages->said ? stage->stages->said : stderr;
	struct stat said;
	char part[4096];
	ssize_t length;

	if (fstat(stage->said_fd, &said) < 0 || said.st_size == 0)
		return;
	lseek(stage->said_fd, 0, SEEK_SET); /* of both of us: it goes on from there */
	while ((length = read(stage->said_fd, part, sizeof part)) > 0)
		fwrite(part, 1, (size_t)length, to);
	must_errno(ftruncate(stage->said_fd, 0));
	must_errno((int)lseek(stage->said_fd, 0, SEEK_SET));
}

// Waits for the end of any child, which is a signal that is blocked (sandbox_init). False if the
// time is up.
static bool await_child(uint64_t deadline_ns)
{
	uint64_t now_ns = probe_now_ns(), left_ns = deadline_ns - now_ns;
	const struct timespec left = {.tv_sec = (time_t)(left_ns / 1000000000),
				      .tv_nsec = (long)(left_ns % 1000000000)};
	sigset_t child;

	if (now_ns >= deadline_ns)
		return false;
	sigemptyset(&child);
	sigaddset(&child, SIGCHLD);
	sigtimedwait(&child, NULL, &left);
	return true;
}

// Its wait status, when it has ended.
static int reap(const struct stage *stage)
{
	uint64_t deadline_ns = probe_now_ns() + FAREWELL_NS;
	int status;

	while (waitpid(stage->pid, &status, WNOHANG) != stage->pid)
		if (!await_child(deadline_ns)) {
			kill(stage->pid, SIGKILL);
			waitpid(stage->pid, &status, 0);
			break;
		}
	return status;
}

// What a stage that was killed has left comes to us, and dies of its death.
static void reap_adopted(uint64_t most_ns)
{
	uint64_t deadline_ns = probe_now_ns() + most_ns;
	pid_t pid;

	while ((pid = waitpid(-1, NULL, WNOHANG)) >= 0)
		if (pid == 0 && !await_child(deadline_ns))
			return;
}

// Whoever stops all our processes may have come to the stage first.
static bool was_meant(const struct stages *stages, int status)
{
	int signal = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
	bool stop = signal == SIGTERM || signal == SIGINT || signal == SIGHUP;
	const struct timespec nap = {.tv_nsec = stop ? MEANT_NS : 0};
	sigset_t none;

	sigemptyset(&none);
	if (stages->bench->interrupted && !*stages->bench->interrupted)
		ppoll(NULL, 0, &nap, &none); /* lets a signal through that has come already */
	return stages->bench->interrupted && *stages->bench->interrupted;
}

// The one line it said; "" if it said nothing, or so much that all of it is passed on: a report of
// a sanitizer.
static const char *only_line(const struct stage *stage, char *line, size_t size)
{
	ssize_t length = pread(stage->said_fd, line, size - 1, 0);
	char *end;

	line[length > 0 ? length : 0] = '\0';
	end = strchr(line, '\n');
	if (!end || end[1]) {
		pass_on_said(stage);
		return "";
	}
	*end = '\0';
	return strncmp(line, "racelab: ", 9) == 0 ? line + 9 : line;
}

static int complain_of_end(const struct stage *stage, int status, struct complaint *c)
{
	char line[260], why[400], how[64];
	const char *said = only_line(stage, line, sizeof line);

	if (WIFSIGNALED(status))
		snprintf(how, sizeof how, "was killed by signal %d (SIG%s)", WTERMSIG(status),
			 sigabbrev_np(WTERMSIG(status)));
	else
		snprintf(how, sizeof how, "ended with exit status %d", WEXITSTATUS(status));
	snprintf(why, sizeof why, "the process it ran in %s%s%s", how, said[0] ? ": " : "", said);
	return complain_of_block(stage, why, c);
}

// It has ended, or makes no sense. Returns 1 if that was an interrupt's doing, or -1.
static int lose(struct stage *stage, struct complaint *c)
{
	int status, result;

	shutdown(stage->talk_fd, SHUT_RDWR);
	status = reap(stage);
	reap_adopted(ORPHANS_NS);
	result = was_meant(stage->stages, status) ? 1 : complain_of_end(stage, status, c);
	forget(stage);
	return result;
}

// False if it has gone. A process may be killed for writing to nobody, and we are one.
static bool tell(const struct stage *stage, json_t *message)
{
	struct sigaction before;
	int error;

	sigaction(SIGPIPE, &(struct sigaction){.sa_handler = SIG_IGN}, &before);
	error = message_write(stage->talk_fd, message);
	sigaction(SIGPIPE, &before, NULL);
	return !error;
}

static bool has_ended(const struct stage *stage)
{
	siginfo_t end = {0};

	return waitid(P_PID, (id_t)stage->pid, &end, WEXITED | WNOHANG | WNOWAIT) == 0 &&
	       end.si_pid == stage->pid;
}

// Waits for its next line for as long as it lives.
static enum line_end hear(struct stage *stage, char **line)
{
	enum line_end end;
	bool ended;

	do {
		ended = has_ended(stage);
		end = line_read(&stage->from, probe_now_ns() + (ended ? 0 : LOOK_AGAIN_NS),
				stage->stages->bench->interrupted, line);
	} while (end == LINE_LATE && !ended);
	return end;
}

// Tells it something and takes the answer. A refusal is a complaint that it made itself.
static int ask(struct stage *stage, json_t *request, json_t **answer, struct complaint *c)
{
	enum line_end end = LINE_EOF;
	const char *refused;
	char *line;

	*answer = NULL;
	if (tell(stage, request))
		end = hear(stage, &line);
	if (end == LINE_INTERRUPTED)
		return 1;
	if (end == LINE_WHOLE)
		*answer = message_read(line, c);
	if (!*answer)
		return lose(stage, c);
	pass_on_said(stage);
	refused = json_string_value(json_object_get(*answer, "refused"));
	return refused ? complain_machine(c, "%s", refused) : 0;
}

static json_t *greeting(const struct bench *bench)
{
	return json_pack("{s:f, s:f, s:i}", "turns_per_ns", bench->turns_per_ns, "clock_ns",
			 bench->clock_ns, "counters", (int)bench->counters);
}

static int check_plugins(const struct stage *stage, struct complaint *c)
{
	const struct plugins *plugins = stage->stages->plugins;

	return plugins && plugins_unchanged(plugins, c) ? complain_of_block(stage, c->text, c) : 0;
}

int stage_open(struct stage *stage, const struct stages *stages, uint64_t block,
	       struct complaint *c)
{
	json_t *answer;
	int result;

	stage->stages = stages;
	stage->block = block;
	stage->talk_fd = stage->said_fd = -1;
	if (check_plugins(stage, c))
		return -1;
	stage->words = words_create();
	if (!stage->words)
		return complain_machine(c, "no memory for rows");
	if (spawn(stage, c)) {
		forget(stage);
		return -1;
	}
	line_reader_init(&stage->from, stage->talk_fd);
	result = ask(stage, greeting(stages->bench), &answer, c);
	json_decref(answer);
	return result ? result : check_plugins(stage, c); /* it has loaded them by now */
}

int stage_run(struct stage *stage, uint64_t trial, size_t i, struct row *row, struct complaint *c)
{
	json_t *answer;
	int result =
	    ask(stage, json_pack("{s:I, s:I}", "trial", (json_int_t)trial, "case", (json_int_t)i),
		&answer, c);

	if (!result && message_read_row(answer, stage->words, row, c))
		result = lose(stage, c);
	json_decref(answer);
	return result;
}

int stage_close(struct stage *stage, struct complaint *c)
{
	const volatile sig_atomic_t *interrupted;
	int status, result = 0;

	if (!stage->pid)
		return 0;
	interrupted = stage->stages->bench->interrupted;
	if (interrupted && *interrupted)
		kill(stage->pid, SIGTERM);
	shutdown(stage->talk_fd, SHUT_RDWR);
	status = reap(stage);
	if (!(interrupted && *interrupted) && status)
		result = complain_of_end(stage, status, c);
	else
		pass_on_said(stage);
	forget(stage);
	return result;
}
