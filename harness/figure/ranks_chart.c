// SPDX-License-Identifier: MIT

// Which ranks and threads stand beside each other, and where they are.

#include "harness/figure/ranks_chart.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "benches/catalog.h"
#include "benches/sync/sync.h"
#include "harness/data/summary.h"
#include "harness/figure/chart.h"
#include "harness/figure/gnuplot.h"
#include "harness/figure/overlay.h"
#include "harness/figure/provenance.h"
#include "harness/figure/recipe.h"
#include "harness/trial/tasks.h"

// Strategies for ranks, those first that a lecture shows, and what does the same in memory that is
// shared. Others that there are come behind them.
static const struct twins {
	const char *remote, *local;
} twins[] = {
    {"rma_rw", "none"},		 {"rma_fetch_op", "fetch_add"},
    {"rma_mcs", "mcs"},		 {"rma_win_lock", "mutex"},
    {"message", NULL},		 {"rma_cas", "cas"},
    {"rma_ticket", "ticket"},	 {"rma_tas_backoff", "ttas_backoff"},
    {"rma_mcs_hosts", "cohort"}, {"rma_getput", "volatile"},
};

enum {
	NR_TWINS = sizeof twins / sizeof *twins,
};

// What is gathered for a chart, and from where.
struct gathering {
	struct chart *chart;
	const struct summary *run[1 + OVERLAY_MAX_RUNS];
	size_t nr_runs;
	const char *structure;
	const char *sync[RANKS_MOST_LINES];
	unsigned nr_lines;
};

static bool is_rank(const struct case_summary *of)
{
	return strcmp(of->axes->task, task_ranks.name) == 0;
}

static bool hosts_differ(const char *hosts)
{
	size_t length = strcspn(hosts, " ");

	for (const char *next = hosts + length; *next == ' '; next += 1 + strcspn(next + 1, " "))
		if (strcspn(next + 1, " ") != length || strncmp(next + 1, hosts, length) != 0)
			return true;
	return false;
}

// "2 hosts on 1 machine", which harness/rank says only of hosts that are fewer machines.
static bool says_fewer_machines(const char *detail, unsigned *hosts, unsigned *machines)
{
	const char *at = strstr(detail, " hosts on ");

	while (at && at > detail && at[-1] >= '0' && at[-1] <= '9')
		at--;
	return at && sscanf(at, "%4u hosts on %4u machine", hosts, machines) == 2 &&
	       *machines < *hosts;
}

static enum ranks_where row_where(const struct row *row)
{
	unsigned hosts, machines;

	if (strcmp(row->task, "thread") == 0)
		return RANKS_THREADS;
	if (strcmp(row->task, task_ranks.name) != 0 || !*row->hosts)
		return NR_RANKS_WHERE;
	if (says_fewer_machines(row->detail, &hosts, &machines))
		return RANKS_FEWER_MACHINES;
	return row->clock_bound_ns > 0 || hosts_differ(row->hosts) ? RANKS_HOSTS : RANKS_ONE_HOST;
}

enum ranks_where ranks_where(const struct case_summary *of)
{
	enum ranks_where where = of->nr_ok ? row_where(of->ok[0]) : NR_RANKS_WHERE;

	for (size_t i = 1; i < of->nr_ok; i++)
		if (row_where(of->ok[i]) != where)
			return NR_RANKS_WHERE;
	return where;
}

static bool is_shown(const struct gathering *g, const struct case_summary *of)
{
	return g->chart->recipe->takes(of) && ranks_where(of) != NR_RANKS_WHERE;
}

static void find_runs(struct gathering *g)
{
	const struct overlays *overlays = g->chart->material->overlays;

	g->run[g->nr_runs++] = g->chart->material->summary;
	for (size_t i = 0; overlays && i < overlays->nr_runs; i++)
		g->run[g->nr_runs++] = &overlays->run[i].summary;
}

static bool is_chosen(const struct gathering *g, const char *sync)
{
	for (unsigned i = 0; i < g->nr_lines; i++)
		if (strcmp(g->sync[i], sync) == 0)
			return true;
	return false;
}

static unsigned place_of(const char *sync)
{
	unsigned i = 0;

	while (i < NR_TWINS && strcmp(twins[i].remote, sync) != 0)
		i++;
	return i;
}

// The strategy that is to be shown next; NULL: there is none.
static const char *next_strategy(const struct gathering *g)
{
	const char *best = NULL;

	for (size_t r = 0; r < g->nr_runs; r++)
		for (size_t i = 0; i < g->run[r]->nr_cases; i++) {
			const struct case_summary *of = &g->run[r]->cases[i];
			const char *sync = of->axes->sync;

			if (is_rank(of) && strcmp(of->axes->structure, g->structure) == 0 &&
			    is_shown(g, of) && !is_chosen(g, sync) &&
			    (!best || place_of(sync) < place_of(best)))
				best = sync;
		}
	return best;
}

// The structure of the first ranks there are; NULL: there are none.
static const char *find_structure(const struct gathering *g)
{
	for (size_t r = 0; r < g->nr_runs; r++)
		for (size_t i = 0; i < g->run[r]->nr_cases; i++)
			if (is_rank(&g->run[r]->cases[i]) && is_shown(g, &g->run[r]->cases[i]))
				return g->run[r]->cases[i].axes->structure;
	return NULL;
}

static void choose_strategies(struct gathering *g)
{
	const char *sync = next_strategy(g);

	for (; sync && g->nr_lines < RANKS_MOST_LINES; sync = next_strategy(g))
		g->sync[g->nr_lines++] = sync;
	g->chart->ranks.nr_lines = g->nr_lines;
	g->chart->ranks.leaves_out = sync;
}

static const char *local_of(const char *sync)
{
	unsigned place = place_of(sync);

	return place < NR_TWINS ? twins[place].local : NULL;
}

// Whether the case is one of that line's, there.
static bool belongs(const struct gathering *g, const struct case_summary *of, unsigned line,
		    enum ranks_where where)
{
	const char *sync = where == RANKS_THREADS ? local_of(g->sync[line]) : g->sync[line];

	return sync && strcmp(of->axes->sync, sync) == 0 &&
	       strcmp(of->axes->structure, g->structure) == 0 && is_shown(g, of) &&
	       ranks_where(of) == where;
}

static const char *const kind_labels[NR_RANKS_WHERE] = {
    [RANKS_THREADS] = "threads",
    [RANKS_ONE_HOST] = "ranks within one host",
    [RANKS_HOSTS] = "ranks across hosts",
};

// What most of the hosts are that are fewer machines.
static void name_hosts(struct ranks_chart *ranks, const struct case_summary *of)
{
	unsigned hosts, machines;

	if (!says_fewer_machines(of->ok[0]->detail, &hosts, &machines) || hosts < ranks->nr_hosts)
		return;
	ranks->nr_hosts = hosts;
	snprintf(ranks->hosts, sizeof ranks->hosts, "ranks on %u hosts on %u machine%s", hosts,
		 machines, machines == 1 ? "" : "s");
}

static int add_point(struct gathering *g, const struct case_summary *of, unsigned line,
		     enum ranks_where where)
{
	struct chart *chart = g->chart;
	const char *label = kind_labels[where] ? kind_labels[where] : chart->ranks.hosts;
	unsigned panel = chart_number(&chart->panels, g->structure, 1);
	unsigned kind;

	if (where == RANKS_FEWER_MACHINES)
		name_hosts(&chart->ranks, of);
	kind = chart_number(&chart->kinds, label, where + 1);
	if (!panel || !kind)
		return -1;
	if (chart_find(chart, panel, line + 1, kind, of->axes->count))
		return 0;
	chart->points[chart->nr_points++] = (struct chart_point){.of = of,
								 .panel = panel,
								 .line = line + 1,
								 .kind = kind,
								 .x = of->axes->count,
								 .ideal_per_s = NAN};
	chart->ranks.loses[line] = chart->ranks.loses[line] || of->lost != 0;
	return 0;
}

// The points of one line somewhere, all of the first run that has any.
static int add_line(struct gathering *g, unsigned line, enum ranks_where where)
{
	for (size_t r = 0; r < g->nr_runs; r++) {
		size_t before = g->chart->nr_points;

		for (size_t i = 0; i < g->run[r]->nr_cases; i++) {
			const struct case_summary *of = &g->run[r]->cases[i];

			if (belongs(g, of, line, where) && add_point(g, of, line, where))
				return -1;
		}
		if (g->chart->nr_points == before)
			continue;
		if (r > 0)
			g->chart->ranks.laid_over[r - 1] = true;
		return 0;
	}
	return 0;
}

static bool has_threads(const struct gathering *g, unsigned line)
{
	for (size_t r = 0; r < g->nr_runs; r++)
		for (size_t i = 0; i < g->run[r]->nr_cases; i++)
			if (belongs(g, &g->run[r]->cases[i], line, RANKS_THREADS))
				return true;
	return false;
}

// "rma_fetch_op / fetch_add" where there are threads of its twin.
static int name_line(struct gathering *g, unsigned line)
{
	struct ranks_chart *ranks = &g->chart->ranks;
	const struct strategy *strategy = catalog_find_strategy(g->sync[line]);
	bool both = has_threads(g, line);

	snprintf(ranks->label[line], sizeof ranks->label[line], "%.36s%s%s", g->sync[line],
		 both ? " / " : "", both ? local_of(g->sync[line]) : "");
	ranks->loses[line] = strategy && strategy->about->may_lose;
	return chart_number_sync(g->chart, ranks->label[line], g->sync[line]) ? 0 : -1;
}

static int gather(struct gathering *g)
{
	for (unsigned line = 0; line < g->nr_lines; line++)
		if (name_line(g, line))
			return -1;
	for (enum ranks_where where = 0; where < NR_RANKS_WHERE; where++)
		for (unsigned line = 0; line < g->nr_lines; line++)
			if (add_line(g, line, where))
				return -1;
	return 0;
}

int ranks_collect(struct chart *chart)
{
	struct gathering g = {.chart = chart};
	size_t most = 0;

	find_runs(&g);
	for (size_t r = 0; r < g.nr_runs; r++)
		most += g.run[r]->nr_cases;
	chart->points = calloc(most + 1, sizeof *chart->points);
	if (!chart->points)
		return -1;
	g.structure = find_structure(&g);
	if (!g.structure)
		return 0;
	choose_strategies(&g);
	return gather(&g);
}

const char *ranks_phrase(const struct chart *chart, unsigned kind)
{
	if (chart->kinds.key[kind - 1].style == RANKS_THREADS + 1)
		return "";
	return chart->kinds.key[kind - 1].label + strlen("ranks ");
}

bool ranks_are_laid_over(const struct chart *chart)
{
	bool any = false;

	for (size_t i = 0; i < OVERLAY_MAX_RUNS; i++)
		any = any || chart->ranks.laid_over[i];
	return any;
}

// "within (AMD EPYC, 2 PUs, 2026-11-22)"
static size_t write_run(char *text, size_t size, const struct overlay_run *run)
{
	const struct provenance *of = &run->provenance;

	if (!*of->machine)
		return (size_t)snprintf(text, size, "%.80s", run->dir);
	return (size_t)snprintf(text, size, "%.80s (%s%s%s)", run->dir, of->machine,
				*of->date ? ", " : "", of->date);
}

// Runs that are laid over, from where there is something already.
static void write_runs(char *text, size_t size, const struct chart *chart, bool behind)
{
	const char *before = behind ? "; lines also from " : "lines also from ";
	size_t used = 0;

	for (size_t i = 0; i < OVERLAY_MAX_RUNS; i++) {
		if (!chart->ranks.laid_over[i])
			continue;
		used += (size_t)snprintf(text + used, size - used, "%s", before);
		used += write_run(text + used, size - used, &chart->material->overlays->run[i]);
		before = ", ";
	}
}

// What the small print has to say besides.
static void write_note(FILE *out, const struct chart *chart)
{
	const struct ranks_chart *ranks = &chart->ranks;
	char text[2048] = "";
	size_t used = 0;

	if (ranks->nr_hosts)
		used = (size_t)snprintf(text, sizeof text,
					"hosts of one machine share its PUs: theirs is no "
					"network's speed");
	if (ranks->leaves_out)
		used += (size_t)snprintf(text + used, sizeof text - used,
					 "%sfurther strategies are left out", used ? "; " : "");
	write_runs(text + used, sizeof text - used, chart, used > 0);
	gnuplot_set_text(out, "note", text);
}

void ranks_write_script(FILE *out, const struct chart *chart)
{
	fprintf(out, "array loses[%u] = [", chart->ranks.nr_lines);
	for (unsigned i = 0; i < chart->ranks.nr_lines; i++)
		fprintf(out, "%s%d", i ? ", " : "", chart->ranks.loses[i]);
	fputs("]\n", out);
	write_note(out, chart);
}
