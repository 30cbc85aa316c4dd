// SPDX-License-Identifier: MIT

#include "harness/explore/telling/layout.h"

#include <stddef.h>
#include <string.h>

#include "harness/explore/behaviour.h"
#include "harness/explore/found.h"
#include "harness/explore/telling/concerned.h"
#include "harness/explore/telling/lines.h"
#include "harness/explore/telling/marks.h"
#include "harness/explore/telling/subject.h"
#include "harness/explore/telling/tell.h"
#include "harness/explore/telling/trace.h"

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

// The file of a step; behind the last of them, of what those who are concerned do next. "": none.
static const char *file_of(const struct marks *marks, size_t step)
{
	const struct trace *trace = marks->trace;
	size_t nr = trace->witness->nr;
	uint32_t node =
	    step < nr ? trace->witness->event[step].node : marks->concerned.who[step - nr].node;

	return step < nr && trace->witness->event[step].flush
		   ? ""
		   : tell_line(trace->subject, node)->file;
}

static size_t count_file(const struct marks *marks, size_t nr_steps, const char *file)
{
	size_t nr = 0;

	for (size_t i = 0; i < nr_steps; i++)
		nr += strcmp(file_of(marks, i), file) == 0;
	return nr;
}

static void choose_file(struct layout *layout, const struct marks *marks)
{
	size_t most = 0, nr_steps = marks->trace->witness->nr + marks->concerned.nr;

	for (size_t i = 0; i < nr_steps; i++) {
		const char *file = file_of(marks, i);
		size_t nr = *file ? count_file(marks, nr_steps, file) : 0;

		if (nr > most) {
			most = nr;
			layout->file = file;
		}
	}
}

void layout_choose(struct layout *layout, const struct marks *marks)
{
	const struct witness *witness = marks->trace->witness;

	*layout = (struct layout){0};
	choose_places(layout, marks->trace->subject, witness);
	choose_file(layout, marks);
	for (size_t i = 0; i < witness->nr; i++)
		if (witness->event[i].flush)
			layout->buffered[witness->event[i].task] = true;
}
