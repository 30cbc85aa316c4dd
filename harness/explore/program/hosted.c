// SPDX-License-Identifier: MIT

// The process of an explored program: loads it, runs its tasks as coroutines, and keeps a copy of
// the stack of each node, to go on from there whenever it is asked to.

#include <dlfcn.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include "harness/complaint.h"
#include "harness/confine/confine.h"
#include "harness/explore/program/faults.h"
#include "harness/explore/program/nodes.h"
#include "harness/explore/program/protocol.h"
#include "harness/explore/program/runner.h"
#include "harness/explore/program/segments.h"
#include "harness/explore/program/stacks.h"
#include "harness/explore/runtime/seam.h"
#include "harness/explore/step.h"

enum {
	STEP_MS = 2000, /* a step that computes for so long is endless */
};

#define MOST_MEMORY (UINT64_C(2) << 30) /* of the whole process */

struct host {
	const char *what;
	bool numbered; /* each task has nodes of its own */
	struct seam *seam;
	struct stacks stacks;
	unsigned char *initial; /* the program's variables after program_init */
	struct nodes nodes;
	struct program_facts facts;
};

static void choose_stack(struct host *host, unsigned task)
{
	host->seam->task = task;
	host->seam->stack = stacks_room(&host->stacks, task);
}

static void set_watchdog(long ms)
{
	const struct itimerval timer = {.it_value = {ms / 1000, ms % 1000 * 1000}};

	setitimer(ITIMER_REAL, &timer, NULL);
}

// Lets the task run to its next step.
static void run(struct host *host)
{
	set_watchdog(STEP_MS);
	host->seam->resume();
	set_watchdog(0);
}

static void run_entry(struct host *host, enum seam_entry entry, unsigned task)
{
	struct seam *seam = host->seam;

	choose_stack(host, task);
	stacks_clear(&host->stacks, task);
	seam->entry = entry;
	seam->inside = 0;
	seam->value = 0;
	seam->text[0] = '\0';
	seam->task_stack = seam->enter(stacks_top(&host->stacks, task));
	run(host);
}

// A place on a stack that others have learnt of is shared from now on. True if it is new.
static bool share_stack(struct host *host, uint64_t address)
{
	struct seam *seam = host->seam;

	for (unsigned i = 0; i < seam->nr_shared; i++)
		if (seam_has(&seam->shared[i], address))
			return false;
	if (seam->nr_shared < SEAM_MOST_RANGES)
		seam->shared[seam->nr_shared++] =
		    (struct seam_range){address & ~UINT64_C(7), (address & ~UINT64_C(7)) + 8};
	return true;
}

// Whether all has to begin again, because something on a stack turned out to be shared.
static bool is_handed_out(struct host *host, const struct step *step)
{
	bool writes =
	    step->kind == STEP_WRITE || step->kind == STEP_MODIFY || step->kind == STEP_COMPARE;

	if (!host->stacks.apart)
		return writes && step->size == 8 && stacks_have(&host->stacks, step->operand);
	return step->kind <= STEP_COMPARE && stacks_have(&host->stacks, step->address) &&
	       share_stack(host, step->address);
}

// An address that is none of the program's is a crash before it is one.
static void judge_address(struct host *host, struct step *step)
{
	struct seam *seam = host->seam;

	if (step->kind > STEP_COMPARE || seam_has(&seam->memory, step->address) ||
	    (host->stacks.apart && stacks_have(&host->stacks, step->address)))
		return;
	snprintf(seam->text, sizeof seam->text, "uses address %#lx, which is no variable",
		 (unsigned long)step->address);
	step->kind = STEP_CRASH;
}

static uint64_t initial_at(const struct host *host, const struct step *step)
{
	uint64_t value = 0;

	if (step->kind <= STEP_COMPARE && seam_has(&host->seam->memory, step->address))
		memcpy(&value, host->initial + (step->address - host->seam->memory.low),
		       step->size);
	return value;
}

// The step that the task stands at, as a node.
static void answer(struct host *host, unsigned task, struct reply *reply)
{
	struct seam *seam = host->seam;
	unsigned char *top = stacks_top(&host->stacks, task);
	size_t bytes = 0;

	judge_address(host, &seam->step);
	reply->answer.numbered = seam->numbered && !host->numbered;
	reply->answer.apart = is_handed_out(host, &seam->step);
	if (reply->answer.numbered || reply->answer.apart)
		return;
	if (seam->step.kind <= STEP_FENCE)
		bytes = (size_t)(top - (unsigned char *)seam->task_stack);
	else
		seam->step.inside = 0;
	if (nodes_find(&host->nodes, host->numbered ? task : 0, &seam->step, top - bytes, bytes,
		       &reply->answer.node, &reply->answer.fresh)) {
		reply->failed = true;
		snprintf(reply->refusal, sizeof reply->refusal,
			 "no room for all that %.100s can do", host->what);
		return;
	}
	if (!reply->answer.fresh)
		return;
	reply->answer.step = seam->step;
	reply->answer.initial = initial_at(host, &seam->step);
	memcpy(reply->answer.text, seam->text, sizeof reply->answer.text);
	if (seam_has(&seam->memory, seam->step.address))
		reply->answer.step.address -= seam->image.low;
}

static void begin(struct host *host, unsigned task, struct reply *reply)
{
	host->seam->mode = SEAM_EXPLORING;
	run_entry(host, ENTRY_TASK, task);
	answer(host, task, reply);
}

static void next(struct host *host, uint32_t number, uint64_t value, struct reply *reply)
{
	const struct node *node = nodes_get(&host->nodes, number);
	struct seam *seam = host->seam;
	unsigned char *top, *stack;

	choose_stack(host, node->task);
	top = stacks_top(&host->stacks, node->task);
	stack = top - node->bytes;
	memcpy(stack, node->stack, node->bytes);
	stacks_settle(&host->stacks, node->task, stack);
	seam->mode = SEAM_EXPLORING;
	seam->entry = ENTRY_TASK;
	seam->inside = node->step.inside;
	seam->task_stack = stack;
	seam->value = value;
	seam->text[0] = '\0';
	run(host);
	answer(host, node->task, reply);
}

static void restore(struct host *host)
{
	memcpy((void *)(uintptr_t)host->seam->memory.low, host->initial,
	       host->seam->memory.high - host->seam->memory.low);
}

static void *place_of(struct host *host, const struct runner_value *value)
{
	uint64_t address = stacks_have(&host->stacks, value->address)
			       ? value->address
			       : value->address + host->seam->image.low;

	return (void *)(uintptr_t)address;
}

// The seam lies in the memory that is restored, so what counts of it is kept in host->initial, too.
static void outcome(struct host *host, const struct question *question, struct reply *reply)
{
	struct seam kept = *host->seam;

	restore(host);
	*host->seam = kept;
	for (uint32_t i = 0; i < question->nr_values; i++)
		memcpy(place_of(host, &question->values[i]), &question->values[i].value,
		       question->values[i].size);
	host->seam->mode = SEAM_DIRECT;
	run_entry(host, ENTRY_OUTCOME, 0);
	reply->outcome = host->facts.has_outcome ? host->seam->outcome : 0;
	reply->answer.step = host->seam->step;
	memcpy(reply->answer.text, host->seam->text, sizeof reply->answer.text);
}

static int refuse(struct reply *reply, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

static int refuse(struct reply *reply, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	vsnprintf(reply->refusal, sizeof reply->refusal, format, args);
	va_end(args);
	reply->failed = reply->users = true;
	return -1;
}

static int read_facts(struct host *host, void *object, struct reply *reply)
{
	const unsigned *nr_tasks = dlsym(object, "program_tasks");
	const unsigned long *expected = dlsym(object, "program_expected");

	if (!nr_tasks)
		return refuse(reply,
			      "%s has no program_tasks: const unsigned program_tasks = 2; "
			      "says how many tasks there are",
			      host->what);
	if (*nr_tasks < 1 || *nr_tasks > MOST_EXPLORED_TASKS)
		return refuse(reply, "%s: program_tasks is %u; 1 to %d can be explored", host->what,
			      *nr_tasks, MOST_EXPLORED_TASKS);
	host->facts = (struct program_facts){
	    .nr_tasks = *nr_tasks,
	    .has_outcome = dlsym(object, "program_outcome") != NULL,
	    .has_expected = expected != NULL,
	    .expected = expected ? *expected : 0,
	    .base = host->seam->image.low,
	    .stacks = (uintptr_t)host->stacks.memory,
	};
	return 0;
}

static int load(struct host *host, const char *path, struct reply *reply)
{
	void *object = dlopen(path, RTLD_NOW | RTLD_LOCAL);
	struct segments segments;

	if (!object)
		return refuse(reply, "%s cannot be loaded: %s", host->what, dlerror());
	host->seam = dlsym(object, SEAM_SYMBOL);
	if (!host->seam)
		return refuse(reply, "%s was not built to be explored", host->what);
	if (!segments_find(host->seam, &segments))
		return refuse(reply, "%s has no variables", host->what);
	host->seam->image = segments.image;
	host->seam->memory = segments.memory;
	faults_belong_to(host->seam);
	if (stacks_map(&host->stacks))
		return refuse(reply, "no memory for stacks");
	return read_facts(host, object, reply);
}

static int init(struct host *host, struct reply *reply)
{
	size_t bytes = host->seam->memory.high - host->seam->memory.low;

	host->seam->mode = SEAM_DIRECT;
	run_entry(host, ENTRY_INIT, 0);
	if (host->seam->step.kind != STEP_END)
		return refuse(reply, "%s: program_init: %.150s", host->what, host->seam->text);
	host->initial = malloc(bytes);
	if (!host->initial)
		return refuse(reply, "no memory for variables");
	host->numbered = host->stacks.apart || host->seam->numbered;
	memcpy(host->initial, (void *)(uintptr_t)host->seam->memory.low, bytes);
	return 0;
}

static void bound(void)
{
	const struct rlimit memory = {MOST_MEMORY, MOST_MEMORY}, none = {0, 0};

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	setrlimit(RLIMIT_CORE, &none);
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
	setrlimit(RLIMIT_AS, &memory);
#else
	(void)memory; /* a sanitizer's shadow alone is terabytes */
#endif
}

// Before any of the program runs. It has no way to a system call but by leaving its own code; where
// there is no filter for that, whose own program it is may have it run, and nobody a student's.
static int shut_in(int socket, bool student, struct reply *reply)
{
	const struct confinement confinement = {.explored = true};
	struct complaint c;

	if (confine(&confinement, &socket, 1, &c) == 0 || !student)
		return 0;
	refuse(reply, "%.200s", c.text);
	reply->users = false;
	return -1;
}

static void handle(struct host *host, const struct question *question, struct reply *reply)
{
	switch (question->ask) {
	case ASK_FACTS:
		break;
	case ASK_NUMBER:
		host->numbered = true;
		nodes_fini(&host->nodes);
		break;
	case ASK_FORGET:
		nodes_fini(&host->nodes);
		break;
	case ASK_BEGIN:
		begin(host, question->node, reply);
		break;
	case ASK_NEXT:
		next(host, question->node, question->value, reply);
		break;
	case ASK_OUTCOME:
		outcome(host, question, reply);
		break;
	}
	reply->facts = host->facts;
}

_Noreturn void hosted_main(int socket, const char *object, const char *what, bool apart,
			   bool student)
{
	static struct host host;
	static struct question question;
	static struct reply refusal, reply;
	bool loaded;

	bound();
	host.what = what;
	host.stacks.apart = apart;
	nodes_init(&host.nodes);
	faults_catch();
	loaded = load(&host, object, &refusal) == 0 && shut_in(socket, student, &refusal) == 0 &&
		 init(&host, &refusal) == 0;
	while (recv(socket, &question, sizeof question, 0) > 0) {
		memset(&reply, 0, sizeof reply);
		if (loaded)
			handle(&host, &question, &reply);
		else
			reply = refusal;
		if (send(socket, &reply, sizeof reply, MSG_NOSIGNAL) != sizeof reply)
			break;
	}
	_exit(0);
}
