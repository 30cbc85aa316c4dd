// SPDX-License-Identifier: MIT

#include "harness/explore/telling/json_steps.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "harness/explore/behaviour.h"
#include "harness/explore/telling/count.h"
#include "harness/explore/telling/lines.h"
#include "harness/explore/telling/subject.h"
#include "harness/explore/telling/tell.h"
#include "harness/explore/telling/trace.h"
#include "harness/explore/weaken.h"
#include "harness/machine/host_json.h"

#define MOST_EXACT ((big_count)1 << 53) /* what a double holds */

json_t *json_count(big_count count)
{
	char text[COUNT_TEXT];

	return count <= MOST_EXACT ? json_integer((json_int_t)count)
				   : json_string(count_plain(count, text));
}

static json_t *count_if(bool there, big_count count)
{
	return there ? json_count(count) : json_null();
}

static json_t *place_json(const struct subject *subject, uint16_t place)
{
	char *name = NULL;
	size_t size;
	FILE *out = place == NOWHERE ? NULL : open_memstream(&name, &size);
	json_t *json;

	if (!out)
		return json_null();
	tell_place(out, subject, place);
	fclose(out);
	json = json_text_or_null(name);
	free(name);
	return json;
}

static json_t *line_json(const struct line *line)
{
	return line->number ? json_sprintf("%s:%u", line->file, line->number) : json_null();
}

static void put(json_t *object, const char *key, json_t *value)
{
	json_object_set_new(object, key, value ? value : json_null());
}

static void put_values(json_t *json, const struct trace *trace, const struct event *event)
{
	bool reads = trace_reads(trace, event), writes = event->wrote || event->flush;

	put(json, "value", count_if(reads || writes, writes ? event->written : event->read));
	put(json, "read", count_if(reads, event->read));
	put(json, "written", count_if(writes, event->written));
	put(json, "from", reads || event->flush ? json_integer((json_int_t)event->from + 1) : NULL);
}

static void put_source(json_t *json, const struct subject *subject, const struct event *event)
{
	const struct line *line = tell_line(subject, event->node);

	put(json, "line", event->flush ? NULL : line_json(line));
	put(json, "source", event->flush ? NULL : json_text_or_null(line->text));
}

static json_t *step_json(const struct marks *marks, size_t step)
{
	const struct trace *trace = marks->trace;
	const struct event *event = &trace->witness->event[step];
	const struct deed *deed = trace_deed(trace, event);
	json_t *json = json_object();

	put(json, "step", json_integer((json_int_t)step + 1));
	put(json, "task", json_integer(event->task));
	put(json, "what", json_string(event->flush ? "flush" : tell_access(deed)));
	put(json, "order",
	    event->flush ? NULL : json_string(order_name(deed_order(deed, event->read))));
	put(json, "place", place_json(trace->subject, event->place));
	put_values(json, trace, event);
	put(json, "flush", json_boolean(event->flush));
	put(json, "stale", json_boolean(marks->mark[step] & MARK_STALE));
	put(json, "overwritten", json_boolean(marks->mark[step] & MARK_OVERWRITTEN));
	put_source(json, trace->subject, event);
	return json;
}

json_t *json_steps(const struct marks *marks)
{
	json_t *steps = json_array();

	for (size_t i = 0; i < marks->trace->witness->nr; i++)
		json_array_append_new(steps, step_json(marks, i));
	return steps;
}
