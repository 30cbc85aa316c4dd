// SPDX-License-Identifier: MIT

// The stage itself.

#include "harness/stage/play.h"

#include <jansson.h>
#include <stddef.h>
#include <stdint.h>

#include "harness/duet/line.h"
#include "harness/duet/protocol.h"
#include "harness/plan/case.h"
#include "harness/trial/record.h"

// The next request; NULL at the end, or with a complaint if it is none.
static json_t *next_request(struct line_reader *from, const struct bench *bench,
			    struct complaint *c)
{
	char *line;

	if (line_read(from, UINT64_MAX, bench->interrupted, &line) != LINE_WHOLE)
		return NULL;
	return message_read(line, c);
}

static int read_greeting(struct bench *bench, const json_t *greeting, struct complaint *c)
{
	int counters;

	if (json_unpack((json_t *)greeting, "{s:F, s:F, s:i}", "turns_per_ns", &bench->turns_per_ns,
			"clock_ns", &bench->clock_ns, "counters", &counters))
		return complain(c, "a greeting without what is known of the machine");
	bench->counters = (unsigned)counters;
	return 0;
}

// The answer to a request for a trial; NULL if it was interrupted, or with a complaint.
static json_t *run_trial(const struct bench *bench, const struct plan *plan, const json_t *request,
			 struct complaint *c)
{
	static struct record record; /* large: a PU for each of 4096 tasks */
	json_int_t trial, i;
	int result;

	if (json_unpack((json_t *)request, "{s:I, s:I}", "trial", &trial, "case", &i) || i < 0 ||
	    (size_t)i >= plan->nr_cases) {
		complain(c, "no request for a trial of this plan");
		return NULL;
	}
	result = trial_run(bench, &plan->cases[i],
			   plan->measuring.seed + (uint64_t)trial * MAX_TASKS, &record, c);
	if (result < 0)
		return json_pack("{s:s}", "refused", c->text);
	return result ? NULL : message_row(&record.row);
}

int stage_play(struct bench *bench, const struct plan *plan, int fd, struct complaint *c)
{
	static struct line_reader from; /* large: a megabyte for a line */
	json_t *request, *answer;

	line_reader_init(&from, fd);
	c->text[0] = '\0';
	request = next_request(&from, bench, c);
	answer =
	    request && !read_greeting(bench, request, c) ? json_pack("{s:b}", "ready", 1) : NULL;
	while (answer && message_write(fd, answer) == 0) {
		json_decref(request);
		request = next_request(&from, bench, c);
		answer = request ? run_trial(bench, plan, request, c) : NULL;
	}
	json_decref(request);
	return c->text[0] ? -1 : 0;
}
