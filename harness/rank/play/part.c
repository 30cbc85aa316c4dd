// SPDX-License-Identifier: MIT

// A rank's part from its beginning to its end: rank 0's is to do what the controller asks for, that
// of all others what rank 0 does.

#include "harness/rank/part.h"

#include <jansson.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <unistd.h>

#include "harness/complaint.h"
#include "harness/duet/line.h"
#include "harness/duet/protocol.h"
#include "harness/rank/play/leave.h"
#include "harness/rank/play/memory.h"
#include "harness/rank/play/owner.h"
#include "harness/rank/play/racer.h"
#include "harness/rank/play/self_test.h"
#include "harness/rank/play/talk.h"
#include "harness/rank/play/world.h"

#define IDLE_NS 600000000000 /* between two trials: rank 0 must be gone, and mpiexec, too */

static pid_t told; /* of signals: the controller, which has a session of its own */

static void pass_on(int number)
{
	kill(told, number);
}

static void ignore_signals(void (*handler)(int))
{
	struct sigaction action = {.sa_handler = handler, .sa_flags = SA_RESTART};

	/* the controller decides what comes of them; the others are told by rank 0 */
	sigaction(SIGINT, &action, NULL);
	sigaction(SIGTERM, &action, NULL);
	signal(SIGPIPE, SIG_IGN);
}

const char *part_refused(const struct launch *launch)
{
#ifdef OPEN_MPI
	if (!launch->open_mpi)
		return "mpiexec is MPICH's, and this racelab is built with Open MPI";
#else
	if (launch->open_mpi)
		return "mpiexec is Open MPI's, and this racelab is built with MPICH; start it by "
		       "mpiexec.mpich";
#endif
	return NULL;
}

// What the owner tells the controller first; a refusal ends all.
static json_t *hello(const struct world *world, struct memory *memory, const char *wrong)
{
	char why[256] = "";
	json_t *test, *mpi;

	if (wrong)
		return json_pack("{s:s}", "refused", wrong);
	test = self_test(world, memory, why, sizeof why);
	if (why[0]) {
		json_decref(test);
		return json_pack("{s:s}", "refused", why);
	}
	mpi = world_json(world);
	json_object_set_new(mpi, "self_test", test);
	return json_pack("{s:o}", "mpi", mpi);
}

// A request that is for a trial; NULL at the end, whoever brought it about.
static char *next_request(struct line_reader *from)
{
	struct complaint c;
	json_t *request;
	bool is_trial;
	char *line;

	if (line_read(from, UINT64_MAX, NULL, &line) != LINE_WHOLE)
		return NULL;
	request = message_read(line, &c);
	is_trial = json_object_get(request, "case") != NULL;
	json_decref(request);
	return is_trial ? line : NULL;
}

// Does what the controller asks for. False if the ranks cannot even be ended in order any more.
static bool play_owner(const struct world *world, struct memory *memory, int fd)
{
	static struct line_reader from; /* large: a megabyte for a line */
	bool over = false;
	json_t *answer;
	char *order;

	line_reader_init(&from, fd);
	while (!over && (order = next_request(&from))) {
		answer = owner_play(world, memory, order, fd, &over);
		if (!answer)
			return false;
		message_write(fd, answer);
	}
	return !over;
}

static void play_racer(const struct world *world, struct memory *memory)
{
	char *order;

	leave_after(IDLE_NS);
	while ((order = talk_await_text(world, OWNER, TAG_ORDER)) && order[0]) {
		racer_play(world, memory, order);
		free(order);
		leave_after(IDLE_NS);
	}
	free(order);
}

static void begin_owner(const struct world *world, struct memory *memory, const char *wrong, int fd)
{
	message_write(fd, hello(world, memory, wrong));
}

// Without them, because they do not answer: mpiexec ends who is left.
static _Noreturn void leave_abruptly(pid_t controller)
{
	_exit(leave_status(controller));
}

int part_play(const struct launch *launch, int fd, pid_t controller)
{
	static struct memory memory;
	static struct world world;
	bool owner = launch->rank == OWNER;
	const char *wrong;
	char why[256];

	told = controller;
	ignore_signals(owner ? pass_on : SIG_IGN);
	wrong = world_begin(&world, launch);
	if (owner)
		begin_owner(&world, &memory, wrong, fd);
	else if (!wrong)
		self_test(&world, &memory, why, sizeof why);
	if (owner && !play_owner(&world, &memory, fd))
		leave_abruptly(controller);
	if (!owner && !wrong)
		play_racer(&world, &memory);
	for (int i = 1; owner && !wrong && i < world.nr; i++)
		talk_send(&world, i, TAG_ORDER, NULL, 0);
	leave(&memory, fd, controller);
	return owner ? leave_status(controller) : 0;
}
