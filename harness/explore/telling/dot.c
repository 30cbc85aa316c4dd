// SPDX-License-Identifier: MIT

#include "harness/explore/telling/dot.h"

#include <errno.h>
#include <stdbool.h>
#include <stdint.h>

#include "harness/explore/behaviour.h"
#include "harness/explore/step.h"
#include "harness/explore/telling/edges.h"
#include "harness/explore/telling/lines.h"
#include "harness/explore/telling/marks.h"
#include "harness/explore/telling/tell.h"
#include "harness/explore/telling/trace.h"

// Between double quotes.
static void put_quoted(FILE *out, const char *text)
{
	for (; *text; text++) {
		if (*text == '"' || *text == '\\')
			fputc('\\', out);
		fputc(*text, out);
	}
}

static const char *letter(const struct deed *deed, const struct event *event)
{
	if (deed->kind == STEP_FENCE)
		return "F";
	if (!event->wrote)
		return "R";
	return deed_reads(deed) ? "U" : "W";
}

// "R.acq x=1"; of a read-modify-write what was read and what was written, "U x=0/1".
static void put_label(FILE *out, const struct trace *trace, const struct event *event)
{
	const struct subject *subject = trace->subject;
	const struct deed *deed = trace_deed(trace, event);

	fprintf(out, "%s%s", letter(deed, event), tell_suffix(deed_order(deed, event->read)));
	if (deed->kind == STEP_FENCE)
		return;
	fputc(' ', out);
	tell_place(out, subject, event->place);
	fputc('=', out);
	if (deed_reads(deed))
		tell_value(out, subject, event->place, event->read);
	if (deed_reads(deed) && event->wrote)
		fputc('/', out);
	if (event->wrote)
		tell_value(out, subject, event->place, event->written);
}

static void put_node(FILE *out, const struct marks *marks, size_t step)
{
	const struct event *event = &marks->trace->witness->event[step];
	const struct line *line = tell_line(marks->trace->subject, event->node);

	fprintf(out, "\t\ts%zu [label=\"%zu: ", step + 1, step + 1);
	put_label(out, marks->trace, event);
	fputc('"', out);
	if (line->number) {
		fputs(", tooltip=\"", out);
		put_quoted(out, line->file);
		fprintf(out, ":%u: ", line->number);
		put_quoted(out, line->text);
		fputc('"', out);
	}
	if (marks->mark[step])
		fputs(", color=red", out);
	fputs("];\n", out);
}

static void put_task(FILE *out, const struct marks *marks, const struct edges *edges, unsigned task)
{
	const struct witness *witness = marks->trace->witness;

	fprintf(out, "\tsubgraph cluster_%u {\n\t\tlabel=\"task %u\";\n", task, task);
	for (size_t i = 0; i < witness->nr; i++)
		if (edges->shown[i] && witness->event[i].task == task)
			put_node(out, marks, i);
	fputs("\t}\n", out);
}

// What was there from the beginning, of the places of which somebody reads it.
static void put_beginning(FILE *out, const struct trace *trace, const struct edges *edges)
{
	const struct behaviour *behaviour = trace->subject->behaviour;
	const char *before = "\ts0 [shape=plaintext, label=\"";

	for (uint32_t place = 0; place < behaviour->nr_places; place++)
		for (size_t i = 0; i < edges->nr; i++) {
			if (edges->edge[i].from >= 0 ||
			    trace->witness->event[edges->edge[i].to].place != place)
				continue;
			fputs(before, out);
			tell_place(out, trace->subject, (uint16_t)place);
			fputc('=', out);
			tell_value(out, trace->subject, (uint16_t)place,
				   behaviour->place[place].initial);
			before = ", ";
			break;
		}
	if (before[0] == ',')
		fputs("\"];\n", out);
}

// Only program order decides what is above what.
static void put_edge(FILE *out, const struct edge *edge)
{
	static const char *const looks[] = {
	    [EDGE_PO] = "",
	    [EDGE_RF] = " [label=rf, color=darkgreen, fontcolor=darkgreen, constraint=false]",
	    [EDGE_MO] = " [label=mo, color=blue, fontcolor=blue, constraint=false]",
	    [EDGE_FR] = " [label=fr, color=red, fontcolor=red, style=dashed, constraint=false]",
	};

	fprintf(out, "\ts%d -> s%d%s;\n", (int)edge->from + 1, (int)edge->to + 1,
		looks[edge->kind]);
}

static void put_graph(FILE *out, const struct marks *marks, const struct edges *edges)
{
	const struct subject *subject = marks->trace->subject;

	fputs("digraph \"", out);
	put_quoted(out, subject->name);
	fprintf(out,
		"\" {\n\tlabel=\"%s under %s\";\n\tnode [shape=box, fontname=monospace];\n\tedge "
		"[fontsize=10];\n",
		wrong_name(marks->trace->wrong->kind), model_name(subject->model));
	put_beginning(out, marks->trace, edges);
	for (unsigned task = 0; task < subject->tasks; task++)
		put_task(out, marks, edges, task);
	for (size_t i = 0; i < edges->nr; i++)
		put_edge(out, &edges->edge[i]);
	fputs("}\n", out);
}

int dot_print(FILE *out, const struct subject *subject, const struct wrong *wrong)
{
	struct marks *marks = marks_open(subject, wrong);
	struct edges edges;
	bool failed;

	if (!marks)
		return ENOMEM;
	edges_find(&edges, marks);
	failed = edges.no_memory;
	if (!failed)
		put_graph(out, marks, &edges);
	edges_fini(&edges);
	marks_close(marks);
	return failed ? ENOMEM : 0;
}
