// SPDX-License-Identifier: MIT

#include "harness/explore/program/runner.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "harness/explore/program/protocol.h"

/* a step that takes longer than the runner's own watchdog allows, and a slow machine */
#define PATIENCE_MS 10000

static int complain_dead(struct complaint *c)
{
	return complain_machine(c,
				"the program's process is no more: it was killed, or the program "
				"destroyed it");
}

static int ask(struct runner *runner, const struct question *question, struct reply *reply,
	       struct complaint *c)
{
	size_t size =
	    offsetof(struct question, values) + question->nr_values * sizeof question->values[0];
	struct pollfd readable = {.fd = runner->socket, .events = POLLIN};

	if (send(runner->socket, question, size, MSG_NOSIGNAL) != (ssize_t)size)
		return complain_dead(c);
	while (poll(&readable, 1, PATIENCE_MS) < 0)
		if (errno != EINTR)
			return complain_dead(c);
	if (!(readable.revents & POLLIN) ||
	    recv(runner->socket, reply, sizeof *reply, MSG_DONTWAIT) != sizeof *reply)
		return complain_dead(c);
	reply->refusal[sizeof reply->refusal - 1] = '\0';
	reply->answer.text[STEP_TEXT - 1] = '\0';
	if (reply->failed)
		return reply->users ? complain(c, "%s", reply->refusal)
				    : complain_machine(c, "%s", reply->refusal);
	return 0;
}

int runner_start(struct runner *runner, const char *object, const char *what, bool apart,
		 bool student, struct complaint *c)
{
	struct question question = {.ask = ASK_FACTS};
	struct reply reply = {0};
	int sockets[2], error;

	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, sockets))
		return complain_machine(c, "socketpair: %m");
	fflush(NULL);
	runner->pid = fork();
	if (runner->pid < 0) {
		error = complain_machine(c, "fork: %m");
		close(sockets[0]);
		close(sockets[1]);
		return error;
	}
	if (runner->pid == 0) {
		close(sockets[0]);
		hosted_main(sockets[1], object, what, apart, student);
	}
	close(sockets[1]);
	runner->socket = sockets[0];
	error = ask(runner, &question, &reply, c);
	runner->facts = reply.facts;
	if (error)
		runner_end(runner);
	return error;
}

void runner_end(struct runner *runner)
{
	if (runner->pid <= 0)
		return;
	kill(runner->pid, SIGKILL);
	while (waitpid(runner->pid, NULL, 0) < 0 && errno == EINTR)
		;
	close(runner->socket);
	runner->pid = 0;
}

static int ask_node(struct runner *runner, const struct question *question,
		    struct runner_answer *answer, struct complaint *c)
{
	struct reply reply;
	int error = ask(runner, question, &reply, c);

	if (!error)
		*answer = reply.answer;
	return error;
}

static int ask_only(struct runner *runner, enum ask what, struct complaint *c)
{
	struct question question;
	struct reply reply;

	question.ask = what;
	question.nr_values = 0;
	return ask(runner, &question, &reply, c);
}

int runner_number(struct runner *runner, struct complaint *c)
{
	return ask_only(runner, ASK_NUMBER, c);
}

int runner_forget(struct runner *runner, struct complaint *c)
{
	return ask_only(runner, ASK_FORGET, c);
}

int runner_begin(struct runner *runner, unsigned task, struct runner_answer *answer,
		 struct complaint *c)
{
	struct question question;

	question.ask = ASK_BEGIN;
	question.node = task;
	question.nr_values = 0;
	return ask_node(runner, &question, answer, c);
}

int runner_next(struct runner *runner, uint32_t node, uint64_t value, struct runner_answer *answer,
		struct complaint *c)
{
	struct question question;

	question.ask = ASK_NEXT;
	question.node = node;
	question.value = value;
	question.nr_values = 0;
	return ask_node(runner, &question, answer, c);
}

int runner_outcome(struct runner *runner, const struct runner_value *values, unsigned nr,
		   uint64_t *outcome, struct runner_answer *answer, struct complaint *c)
{
	struct question question;
	struct reply reply = {0};

	if (nr > MOST_PLACES)
		return complain(c, "the program writes to more than %d places", MOST_PLACES);
	question.ask = ASK_OUTCOME;
	question.nr_values = nr;
	memcpy(question.values, values, nr * sizeof *values);
	if (ask(runner, &question, &reply, c))
		return -1;
	*outcome = reply.outcome;
	*answer = reply.answer;
	return 0;
}
