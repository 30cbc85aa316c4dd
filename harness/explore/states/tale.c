// SPDX-License-Identifier: MIT

#include "harness/explore/states/tale.h"

#include <stdlib.h>
#include <string.h>

#include "harness/explore/behaviour.h"

struct tale *tale_begin(struct space *space)
{
	struct tale *tale = malloc(sizeof *tale);

	if (!tale)
		return NULL;
	tale->space = space;
	tale->nr = 0;
	memset(tale->memory, 0xff, sizeof tale->memory);
	memset(tale->buffered, 0xff, sizeof tale->buffered);
	state_begin(space, &tale->state);
	return tale;
}

static int32_t writer_of(const struct tale *tale, unsigned task, uint16_t place)
{
	const struct task_state *its = &tale->state.task[task];

	for (unsigned i = its->nr_buffered; i--;)
		if (its->buffer[i].place == place)
			return tale->buffered[task][i];
	return tale->memory[place];
}

static void note_flush(struct tale *tale, struct event *event)
{
	const struct buffered *oldest = &tale->state.task[event->task].buffer[0];
	int32_t *buffered = tale->buffered[event->task];

	event->place = oldest->place;
	event->written = oldest->value;
	event->from = buffered[0];
	tale->memory[event->place] = buffered[0];
	memmove(buffered, buffered + 1, (MOST_BUFFERED - 1) * sizeof *buffered);
}

static void note_deed(struct tale *tale, struct event *event, const struct deed *deed)
{
	const struct task_state *before = &tale->state.task[event->task];
	uint64_t old = 0;

	event->place = deed->place;
	if (deed_reads(deed)) {
		old = event->read = state_read(&tale->state, event->task, deed->place);
		event->from = writer_of(tale, event->task, deed->place);
	}
	event->wrote = deed_writes(deed, old, &event->written);
	if (!event->wrote)
		event->written = 0;
	else if (tale->next.task[event->task].nr_buffered > before->nr_buffered)
		tale->buffered[event->task][before->nr_buffered] = tale->nr;
	else
		tale->memory[deed->place] = tale->nr;
}

void tale_move(struct tale *tale, struct move move, struct event *event)
{
	uint32_t node = tale->state.task[move.task].node;
	struct deed deed = tale->space->behaviour->deed[node];

	*event = (struct event){.task = move.task, .flush = move.flush, .node = node, .from = -1};
	state_move(tale->space, &tale->state, move, &tale->next);
	if (move.flush)
		note_flush(tale, event);
	else
		note_deed(tale, event, &deed);
	tale->state = tale->next;
	tale->nr++;
}
