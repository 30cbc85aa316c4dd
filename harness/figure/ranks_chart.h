// SPDX-License-Identifier: MIT

// What the figure of ranks is made of: ranks within one host, ranks across hosts, and threads of
// the strategies that are their twins on one machine. Ranks and threads are never of one run, and
// two lists of hosts seldom, so the runs that are laid over this one bring lines of their own.
//
// A line, a strategy somewhere, is of one run, the first that has it; of cases that stand at one
// place of it (other placements, for example), the first in the order of cases counts.

#ifndef RACELAB_RANKS_CHART_H
#define RACELAB_RANKS_CHART_H

#include <stdbool.h>
#include <stdio.h>

struct case_summary;
struct chart;

enum {
	RANKS_MOST_LINES = 5, /* with threads, ranks and hosts, three times as many are drawn */
	RANKS_MOST_RUNS = 4,  /* as many as can be laid over */
};

// Where the tasks of a case are; also the styles of the chart's kinds, less one.
enum ranks_where {
	RANKS_THREADS,
	RANKS_ONE_HOST,
	RANKS_HOSTS,
	RANKS_FEWER_MACHINES, /* hosts that are not all machines of their own: no network's speed */
	NR_RANKS_WHERE,	      /* nowhere: it is not known, or its trials do not agree */
};

struct ranks_chart {
	char label[RANKS_MOST_LINES][80]; /* of the lines */
	char hosts[64];			  /* "ranks on 2 hosts on 1 machine" */
	unsigned nr_hosts;		  /* of those; 0: there are none */
	bool loses[RANKS_MOST_LINES];	  /* the line's strategy may lose, or did */
	unsigned nr_lines;
	bool leaves_out;		 /* there are further strategies */
	bool laid_over[RANKS_MOST_RUNS]; /* which of the overlays' runs gave a line */
};

// Where a case's tasks are. Ranks are across hosts, too, if it is only the counters' owner that is
// on another one.
enum ranks_where ranks_where(const struct case_summary *of);

// "ranks within one host": what the key calls a kind, and "within one host", "across hosts", "on 2
// hosts on 1 machine": what a title does, after the ranks' number; "" for threads.
const char *ranks_phrase(const struct chart *chart, unsigned kind);

// Enters the points, lines and kinds of ranks and their twins. Returns 0, or -1 without memory.
int ranks_collect(struct chart *chart);

// Whether runs that were laid over have lines in this chart.
bool ranks_are_laid_over(const struct chart *chart);

// Writes what ranks.gp has to know besides.
void ranks_write_script(FILE *out, const struct chart *chart);

#endif
