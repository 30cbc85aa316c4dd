// SPDX-License-Identifier: MIT

#include "harness/explore/telling/schedule.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

enum {
	COLUMNS = 72, /* of a line of steps */
	WORD = 32,    /* of a step */
};

static void format_step(const struct witness *witness, size_t step, char word[WORD])
{
	const struct event *event = &witness->event[step];

	if (event->flush)
		snprintf(word, WORD, "~%u", event->task);
	else if (!witness->ordered && event->stale)
		snprintf(word, WORD, "%u<%" PRId32, event->task, event->from + 1);
	else
		snprintf(word, WORD, "%u", event->task);
}

void schedule_put_steps(FILE *out, const struct witness *witness, size_t width)
{
	size_t column = 0;

	for (size_t i = 0; i < witness->nr; i++) {
		char word[WORD];

		format_step(witness, i, word);
		if (i && width && column + 1 + strlen(word) > width) {
			fputc('\n', out);
			column = 0;
		} else if (i) {
			fputc(' ', out);
			column++;
		}
		fputs(word, out);
		column += strlen(word);
	}
}

void schedule_put(FILE *out, const struct subject *subject, const struct witness *witness)
{
	fprintf(out, SCHEDULE_FIRST_LINE "\nprogram %s tasks %u", subject->name, subject->tasks);
	if (subject->ops)
		fprintf(out, " ops %u", subject->ops);
	if (subject->exercise)
		fprintf(out, " exercise %s", subject->exercise);
	fprintf(out, " model %s\n", model_name(subject->model));
	schedule_put_steps(out, witness, COLUMNS);
	fputc('\n', out);
}

void schedule_fini(struct schedule *schedule)
{
	free(schedule->program);
	free(schedule->exercise);
	free(schedule->step);
	*schedule = (struct schedule){0};
}
