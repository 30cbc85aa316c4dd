// SPDX-License-Identifier: MIT

#include "harness/explore/telling/layout.h"

#include <stddef.h>
#include <string.h>

#include "harness/explore/behaviour.h"
#include "harness/explore/telling/lines.h"
#include "harness/explore/telling/tell.h"

static bool matters(const struct witness *witness, uint16_t place)
{
	bool written = false;
	unsigned tasks = 0;

	for (size_t i = 0; i < witness->nr; i++)
		if (witness->event[i].place == place) {
			written |= witness->event[i].wrote;
			tasks |= 1u << witness->event[i].task;
		}
	return written || tasks & (tasks - 1);
}

static void choose_places(struct layout *layout, const struct subject *subject,
			  const struct witness *witness)
{
	for (uint32_t place = 0; place < subject->behaviour->nr_places; place++) {
		if (!matters(witness, (uint16_t)place))
			continue;
		if (layout->nr_places == MOST_COLUMNS) {
			layout->nr_places = 0;
			layout->changes = true;
			return;
		}
		layout->place[layout->nr_places++] = (uint16_t)place;
	}
}

static const char *file_of(const struct subject *subject, const struct event *event)
{
	return event->flush ? "" : tell_line(subject, event->node)->file;
}

static size_t count_file(const struct subject *subject, const struct witness *witness,
			 const char *file)
{
	size_t nr = 0;

	for (size_t i = 0; i < witness->nr; i++)
		nr += strcmp(file_of(subject, &witness->event[i]), file) == 0;
	return nr;
}

static void choose_file(struct layout *layout, const struct subject *subject,
			const struct witness *witness)
{
	size_t most = 0;

	for (size_t i = 0; i < witness->nr; i++) {
		const char *file = file_of(subject, &witness->event[i]);
		size_t nr = *file ? count_file(subject, witness, file) : 0;

		if (nr > most) {
			most = nr;
			layout->file = file;
		}
	}
}

void layout_choose(struct layout *layout, const struct subject *subject,
		   const struct witness *witness)
{
	*layout = (struct layout){0};
	choose_places(layout, subject, witness);
	choose_file(layout, subject, witness);
	for (size_t i = 0; i < witness->nr; i++)
		if (witness->event[i].flush)
			layout->buffered[witness->event[i].task] = true;
}
