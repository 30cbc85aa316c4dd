// SPDX-License-Identifier: MIT

// The cases of one side or two, and what was found out about them.

#include "harness/verdict/verdict.h"

#include <assert.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "harness/control.h"
#include "harness/data/case_name.h"

#define MOST_OF_A_RULE 1000

const char *const severity_names[NR_SEVERITIES] = {
    [SEVERITY_NOTE] = "note",
    [SEVERITY_WARNING] = "warning",
    [SEVERITY_FAILURE] = "failure",
};

const char *const judgement_names[NR_JUDGEMENTS] = {
    [JUDGEMENT_NONE] = "",
    [JUDGEMENT_SAME] = "same",
    [JUDGEMENT_FASTER] = "faster",
    [JUDGEMENT_SLOWER] = "slower",
    [JUDGEMENT_UNDECIDED] = "undecided",
};

const struct rule_about rules_about[NR_RULES] = {
#define RULE(id, meaning) {#id, meaning},
#include "harness/verdict/rules.def"
#undef RULE
};

static void *must_have(void *memory)
{
	assert(memory);
	return memory;
}

static size_t count_trials(const struct case_summary *c)
{
	size_t nr = 0;

	for (int o = 0; c && o < NR_OUTCOMES; o++)
		nr += c->outcomes[o];
	return nr;
}

struct judged *verdict_add_case(struct verdict *verdict, const char *name,
				const struct case_summary *head, const struct case_summary *base)
{
	if (verdict->nr_cases == verdict->capacity) {
		verdict->capacity = verdict->capacity ? 2 * verdict->capacity : 64;
		verdict->cases = must_have(
		    reallocarray(verdict->cases, verdict->capacity, sizeof *verdict->cases));
	}
	verdict->cases[verdict->nr_cases] = (struct judged){
	    .name = must_have(strdup(name)),
	    .head = head,
	    .base = base,
	    .comparison = {.ratio = {0, NAN, NAN, NAN, NAN},
			   .p_slower = NAN,
			   .cliffs_delta = NAN,
			   .mann_whitney_p = NAN,
			   .stopped_by = ""},
	};
	verdict->nr_rows += count_trials(head) + count_trials(base);
	return &verdict->cases[verdict->nr_cases++];
}

static void add_case(struct verdict *verdict, const struct case_summary *head,
		     const struct case_summary *base)
{
	char name[8192];

	verdict_add_case(verdict,
			 case_name(head ? head->axes : base->axes, true, name, sizeof name), head,
			 base);
}

// Adds head's cases, each with base's if it has the same, and marks that one as taken.
static void add_heads_cases(struct verdict *verdict, const struct summary *head,
			    const struct summary *base, bool *taken)
{
	for (size_t i = 0; i < head->nr_cases; i++) {
		const struct case_summary *other = summary_find(base, head->cases[i].axes);

		add_case(verdict, &head->cases[i], other);
		if (other)
			taken[other - base->cases] = true;
	}
}

void verdict_init(struct verdict *verdict)
{
	*verdict = (struct verdict){0};
}

void verdict_add_cases(struct verdict *verdict, const struct summary *head,
		       const struct summary *base)
{
	static const struct summary nothing;
	bool *taken;

	if (!base)
		base = &nothing;
	taken = must_have(calloc(base->nr_cases + 1, sizeof *taken));
	add_heads_cases(verdict, head, base, taken);
	for (size_t i = 0; i < base->nr_cases; i++)
		if (!taken[i])
			add_case(verdict, NULL, &base->cases[i]);
	free(taken);
}

void verdict_fini(struct verdict *verdict)
{
	for (size_t i = 0; i < verdict->nr_cases; i++)
		free(verdict->cases[i].name);
	for (size_t i = 0; i < verdict->nr_findings; i++)
		free(verdict->findings[i].sentence);
	free(verdict->cases);
	free(verdict->findings);
	json_decref(verdict->about);
	*verdict = (struct verdict){0};
}

static char *format_sentence(const char *format, va_list args)
{
	char *sentence = NULL;

	int length = vasprintf(&sentence, format, args);

	assert(length >= 0);
	return control_plain(sentence);
}

void verdict_add(struct verdict *verdict, enum rule rule, enum severity severity, long in_case,
		 int64_t block, const char *format, ...)
{
	va_list args;

	if (severity == SEVERITY_WARNING && verdict->strict)
		severity = SEVERITY_FAILURE;
	verdict->nr_of_severity[severity]++;
	if (in_case != NO_CASE && verdict->cases[in_case].worst < severity)
		verdict->cases[in_case].worst = severity;
	if (++verdict->nr_of_rule[rule] > MOST_OF_A_RULE)
		return;
	verdict->findings = must_have(
	    reallocarray(verdict->findings, verdict->nr_findings + 1, sizeof *verdict->findings));
	va_start(args, format);
	verdict->findings[verdict->nr_findings++] = (struct finding){
	    .rule = rule,
	    .severity = severity,
	    .in_case = in_case,
	    .block = block,
	    .sentence = format_sentence(format, args),
	};
	va_end(args);
}

void verdict_sort(struct verdict *verdict)
{
	struct finding *sorted =
	    must_have(calloc(verdict->nr_findings + 1, sizeof *verdict->findings));
	size_t nr = 0;

	for (int severity = NR_SEVERITIES - 1; severity >= 0; severity--)
		for (size_t i = 0; i < verdict->nr_findings; i++)
			if ((int)verdict->findings[i].severity == severity)
				sorted[nr++] = verdict->findings[i];
	free(verdict->findings);
	verdict->findings = sorted;
}

bool verdict_passed(const struct verdict *verdict)
{
	return verdict->nr_of_severity[SEVERITY_FAILURE] == 0;
}

static void put_number(FILE *line, const char *before, size_t nr, const char *what)
{
	fprintf(line, "%s%zu %s%s", before, nr, what, nr == 1 ? "" : "s");
}

const char *verdict_line(const struct verdict *verdict, char *text, size_t size)
{
	const size_t *nr = verdict->nr_of_severity;
	FILE *line = must_have(fmemopen(text, size, "w"));

	fputs(verdict_passed(verdict) ? "PASS: " : "FAIL: ", line);
	put_number(line, "", nr[SEVERITY_FAILURE], "failure");
	put_number(line, ", ", nr[SEVERITY_WARNING], "warning");
	put_number(line, " in ", verdict->nr_cases, "case");
	put_number(line, " (", verdict->nr_rows, "trial");
	fputc(')', line);
	if (verdict->base_name)
		fprintf(line, ", %s against %s", verdict->head_name, verdict->base_name);
	if (verdict->cut_short)
		fprintf(line, "; stopped by %s", verdict->cut_short);
	fclose(line);
	text[size - 1] = '\0';
	return control_plain(text);
}

const char *rule_name(enum rule rule)
{
	static char names[NR_RULES][32];

	if (!names[rule][0])
		for (size_t i = 0; rules_about[rule].name[i]; i++)
			names[rule][i] =
			    rules_about[rule].name[i] == '_' ? '-' : rules_about[rule].name[i];
	return names[rule];
}
