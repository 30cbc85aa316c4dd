// SPDX-License-Identifier: MIT

// Verdicts made of rows, as check and duet make them.

#include "harness/tests/verdicts.h"

#include <criterion/criterion.h>
#include <jansson.h>
#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "harness/complaint.h"
#include "harness/data/case_name.h"
#include "harness/export/export.h"

enum {
	NR_TRIALS = 6,
	NR_CROWD = 300,
	LONG_NAME = 30000,
};

static char long_name[LONG_NAME + 1];

const char *const hostile_names[] = {
    "say \"it's\" \\ twice",
    "a|b||c",
    "<script>alert(1)</script> &amp;",
    "]]> <![CDATA[",
    "\033[31mred\033[0m \302\23331m \177",
    "two\nlines\r\n| and | more",
    "=cmd|' /C calc'!A0",
    "\360\237\220\216 \303\251 \357\277\277",
    "not \377\376 UTF-8 \301\201 \355\240\200 \360\237",
    "::error title=a::b ##[error]c %0A",
    "@somebody `code` **bold** [link](http://example.org) _it_ $x$",
    "",
    long_name,
};
const size_t nr_hostile_names = sizeof hostile_names / sizeof hostile_names[0];

static struct row a_row(const char *structure, const char *sync, int64_t block, double throughput)
{
	struct row row;

	row_init(&row);
	row.structure = structure;
	row.sync = sync;
	row.task = "thread";
	row.count = 2, row.block = block;
	row.place = "compact";
	row.outcome = "ok";
	row.ops = row.observed = 2000000;
	row.lost = 0;
	row.throughput_per_s = row.goodput_per_s = throughput;
	row.ns_per_op = 2e9 / throughput;
	return row;
}

static void add_trials(struct row **rows, size_t *nr, const char *structure, const char *sync,
		       double throughput)
{
	*rows = reallocarray(*rows, *nr + NR_TRIALS, sizeof **rows);
	cr_assert(*rows);
	for (int block = 0; block < NR_TRIALS; block++)
		(*rows)[(*nr)++] = a_row(structure, sync, block, throughput * (1 + 0.01 * block));
}

static void summarise(struct summary *summary, struct row *rows, size_t nr)
{
	cr_assert_eq(summary_build(summary, &(struct rows){.row = rows, .nr_rows = nr}), 0);
}

static json_t *about(void)
{
	return json_pack(
	    "{s:i, s:{s:s, s:s, s:s, s:s}, s:{s:s, s:s, s:s, s:s, s:n, s:i}, s:s, s:s}", "format",
	    1, "racelab", "version", "0.1.0", "commit", "0123abc", "compiler", "12.2.0", "flags",
	    "-O2 -g", "host", "name", "lab|1", "cpu_model", "A <CPU> of 3 GHz", "topology",
	    "1 package, 2 cores, 2 PUs", "governor", "powersave", "smt", "nr_pus", 2, "start",
	    "2026-11-22T09:12:00Z", "end", "2026-11-22T09:13:30Z");
}

static long find_case(const struct verdict *verdict, const char *name)
{
	for (size_t i = 0; i < verdict->nr_cases; i++)
		if (strcmp(verdict->cases[i].name, name) == 0)
			return (long)i;
	cr_assert_fail("no case '%s'", name);
	return NO_CASE;
}

static void make_pass(struct made *made)
{
	size_t nr = 0;

	add_trials(&made->rows[0], &nr, "variable", "mutex", 63.2e6);
	add_trials(&made->rows[0], &nr, "variable", "none", 200e6);
	summarise(&made->head, made->rows[0], nr);
	verdict_init(&made->verdict);
	verdict_add_cases(&made->verdict, &made->head, NULL);
	made->verdict.command = "check";
	made->verdict.head_name = "results/mine";
	made->verdict.about = about();
	verdict_add(&made->verdict, RULE_no_loss, SEVERITY_WARNING,
		    find_case(&made->verdict, "variable none thread 2 compact"), NO_BLOCK,
		    "variable none thread 2 compact: lost nothing in 6 trials, overlap 0.98");
}

static void make_fail(struct made *made)
{
	size_t nr = 0;

	add_trials(&made->rows[0], &nr, "variable", "fetch_add", 120e6);
	add_trials(&made->rows[0], &nr, "variable", "mutex", 63.2e6);
	made->rows[0][nr - 3].lost = 1;
	made->rows[0] = reallocarray(made->rows[0], nr + 1, sizeof *made->rows[0]);
	made->rows[0][nr] = a_row("array", "my_lock", 0, NAN);
	made->rows[0][nr++].outcome = "hung";
	summarise(&made->head, made->rows[0], nr);
	verdict_init(&made->verdict);
	verdict_add_cases(&made->verdict, &made->head, NULL);
	made->verdict.command = "check";
	made->verdict.head_name = "results/mine";
	made->verdict.about = about();
	made->verdict.cut_short = "Ctrl-C after 3 of 8 cases";
	verdict_add(&made->verdict, RULE_incomplete, SEVERITY_WARNING, NO_CASE, NO_BLOCK,
		    "5 of 8 planned cases are missing");
	verdict_add(&made->verdict, RULE_lost_update, SEVERITY_FAILURE,
		    find_case(&made->verdict, "variable mutex thread 2 compact"), 3,
		    "variable mutex thread 2 compact, block 3: lost 1 of 2000000 updates");
	for (int block = 0; block < 25; block++)
		verdict_add(&made->verdict, RULE_hung, SEVERITY_FAILURE,
			    find_case(&made->verdict, "array my_lock thread 2 compact"), block,
			    "array my_lock thread 2 compact, block %d: did not end in time", block);
}

static struct comparison a_comparison(enum judgement judgement, double median, double half,
				      const char *stopped_by)
{
	return (struct comparison){
	    .judgement = judgement,
	    .nr_pairs = 1600,
	    .nr_instances = 40,
	    .ratio = {40, median, median - half, median + half, 0.95},
	    .p_slower = median < 0.9 ? 0.0000012 : 1,
	    .cliffs_delta = median - 1,
	    .mann_whitney_p = 0.04,
	    .stopped_by = stopped_by,
	};
}

static const struct case_summary *find_structure(const struct summary *summary, const char *name)
{
	for (size_t i = 0; i < summary->nr_cases; i++)
		if (strcmp(summary->cases[i].axes->structure, name) == 0)
			return &summary->cases[i];
	return NULL;
}

static void add_duet_cases(struct made *made)
{
	static const char *const names[] = {"variable", "array", "hashtable", "mine", "yours"};

	for (int i = 0; i < 5; i++) {
		const struct case_summary *head = find_structure(&made->head, names[i]);
		const struct case_summary *base = find_structure(&made->base, names[i]);
		char name[256];

		case_name(head ? head->axes : base->axes, false, name, sizeof name);
		verdict_add_case(&made->verdict, name, head, base);
	}
}

static void make_duet(struct made *made)
{
	static const char *const ours[] = {"variable", "array", "hashtable", "mine"};
	static const char *const theirs[] = {"variable", "array", "hashtable", "yours"};
	size_t nr = 0, nr_base = 0;
	struct verdict *verdict = &made->verdict;

	for (int i = 0; i < 4; i++)
		add_trials(&made->rows[0], &nr, ours[i], "ticket", 50e6);
	for (int i = 0; i < 4; i++)
		add_trials(&made->rows[1], &nr_base, theirs[i], "mutex", 60e6);
	summarise(&made->head, made->rows[0], nr);
	summarise(&made->base, made->rows[1], nr_base);
	verdict_init(verdict);
	add_duet_cases(made);
	verdict->command = "duet";
	verdict->head_name = "sync:ticket";
	verdict->base_name = "sync:mutex";
	verdict->threshold = 0.1;
	verdict->cases[find_case(verdict, "variable thread 2 compact")].comparison =
	    a_comparison(JUDGEMENT_SAME, 0.981, 0.012, "precision");
	verdict->cases[find_case(verdict, "array thread 2 compact")].comparison =
	    a_comparison(JUDGEMENT_SLOWER, 0.82, 0.02, "precision");
	verdict->cases[find_case(verdict, "hashtable thread 2 compact")].comparison =
	    a_comparison(JUDGEMENT_UNDECIDED, 0.92, 0.15, "budget");
	verdict_add(verdict, RULE_only_base, SEVERITY_NOTE,
		    find_case(verdict, "yours thread 2 compact"), NO_BLOCK,
		    "yours thread 2 compact: only base has it");
	verdict_add(verdict, RULE_undecided, SEVERITY_NOTE, NO_CASE, NO_BLOCK,
		    "1 case is undecided");
	verdict_add(verdict, RULE_slower, SEVERITY_FAILURE,
		    find_case(verdict, "array thread 2 compact"), NO_BLOCK,
		    "array thread 2 compact: head is 18 %% slower");
}

static void make_empty(struct made *made)
{
	verdict_init(&made->verdict);
	verdict_add_cases(&made->verdict, &made->head, NULL);
	made->verdict.command = "check";
	made->verdict.head_name = "results/empty";
}

// Half of the estimates NaN, half infinite.
static void spoil(struct case_summary *c, size_t i)
{
	const double bad = i % 2 ? NAN : INFINITY;

	c->throughput = c->goodput = c->ns_per_op = c->lost_share = c->overlap = c->jain =
	    c->handoff_ns = (struct estimate){3, bad, -bad, i % 4 ? bad : 1, bad};
	c->lost = INT64_MIN + 1;
	c->ops = INT64_MAX;
}

// Rows hold UTF-8 only; what is none comes as a directory's name, or by being cut off.
static void make_hostile(struct made *made)
{
	struct verdict *verdict = &made->verdict;
	size_t nr = 0;

	for (int i = 0; i < LONG_NAME; i++)
		long_name[i] = "\303\251"[i % 2];
	for (size_t i = 0; i < nr_hostile_names; i++) {
		json_t *string = json_string(hostile_names[i]);

		add_trials(&made->rows[0], &nr, string ? hostile_names[i] : "unknown", "mutex",
			   1e6 * (double)(i + 1));
		json_decref(string);
	}
	summarise(&made->head, made->rows[0], nr);
	verdict_init(verdict);
	verdict_add_cases(verdict, &made->head, NULL);
	cr_assert_eq(verdict->nr_cases, nr_hostile_names);
	verdict->command = "check";
	verdict->head_name = "::\377 ##[error]\033[31m";
	verdict->base_name = "::warning::";
	verdict->threshold = NAN;
	verdict->about =
	    json_pack("{s:s, s:s, s:{s:i, s:s, s:s}}", "host", "no object", "start",
		      "::", "racelab", "version", 7, "flags", "]]>|`<b>", "commit", "\033[31m");
	for (size_t i = 0; i < nr_hostile_names; i++) {
		spoil(&made->head.cases[i], i);
		free(verdict->cases[i].name);
		verdict->cases[i].name = strdup(hostile_names[i]);
		verdict->cases[i].comparison = (struct comparison){
		    .ratio = {3, INFINITY, NAN, NAN, NAN},
		    .p_slower = NAN,
		    .cliffs_delta = INFINITY,
		    .mann_whitney_p = -INFINITY,
		};
		verdict_add(verdict, RULE_lost_update, i % NR_SEVERITIES, (long)i, 0, "%s: lost",
			    hostile_names[i]);
	}
}

static void make_crowd(struct made *made)
{
	struct verdict *verdict = &made->verdict;
	static char names[NR_CROWD][600];
	size_t nr = 0;

	for (int i = 0; i < NR_CROWD; i++) {
		memset(names[i], '@', 500);
		sprintf(names[i] + 500, "%d", i);
		add_trials(&made->rows[0], &nr, names[i], "mutex", 1e6);
	}
	summarise(&made->head, made->rows[0], nr);
	verdict_init(verdict);
	verdict_add_cases(verdict, &made->head, NULL);
	verdict->command = "check";
	verdict->head_name = "results/crowd";
	for (int i = 0; i < NR_CROWD; i++)
		for (int rule = 0; rule < NR_RULES; rule++)
			for (int block = 0; block < 12; block++)
				verdict_add(verdict, rule, rule % NR_SEVERITIES, i, block, "%s",
					    names[i]);
}

const struct sample samples[] = {
    {"pass", make_pass},   {"fail", make_fail},	      {"duet", make_duet},
    {"empty", make_empty}, {"hostile", make_hostile}, {"crowd", make_crowd},
};
const size_t nr_samples = sizeof samples / sizeof samples[0];

void made_init(struct made *made, const char *name)
{
	*made = (struct made){0};
	for (size_t i = 0; i < nr_samples; i++)
		if (strcmp(samples[i].name, name) == 0)
			samples[i].make(made);
	cr_assert(made->verdict.command, "no sample '%s'", name);
	verdict_sort(&made->verdict);
}

void made_fini(struct made *made)
{
	verdict_fini(&made->verdict);
	summary_fini(&made->head);
	summary_fini(&made->base);
	free(made->rows[0]);
	free(made->rows[1]);
}

char *made_export(const struct made *made, const char *format)
{
	struct complaint c;
	char *text;
	size_t size;
	FILE *out = open_memstream(&text, &size);
	const struct format *found = export_find(format, &c);

	cr_assert(found && out);
	cr_assert_eq(found->write(&made->verdict, out), 0, "%s", format);
	fclose(out);
	cr_assert_eq(strlen(text), size, "%s: a NUL", format);
	return text;
}
