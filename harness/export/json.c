// SPDX-License-Identifier: MIT

// Everything, for programs: each side of a case is what `racelab show --json` says of it, and what
// was not measured is null.

#include <jansson.h>
#include <stdbool.h>
#include <stdio.h>

#include "harness/data/summary.h"
#include "harness/data/summary_json.h"
#include "harness/export/dump.h"
#include "harness/export/export.h"
#include "harness/verdict/verdict.h"

#define FORMAT_VERSION 1 /* a change that breaks a reader adds one */

static json_t *comparison_json(const struct judged *judged)
{
	const struct comparison *c = &judged->comparison;

	if (!judged->head || !judged->base)
		return json_null();
	return json_pack("{s:o, s:I, s:o, s:o, s:o, s:o, s:o, s:o}", "judgement",
			 c->judgement ? dump_text(judgement_names[c->judgement]) : json_null(),
			 "pairs", (json_int_t)c->nr_pairs, "instances",
			 c->nr_instances ? json_integer((json_int_t)c->nr_instances) : json_null(),
			 "ratio", summary_json_estimate(&c->ratio), "p_slower",
			 summary_json_number(c->p_slower), "cliffs_delta",
			 summary_json_number(c->cliffs_delta), "mann_whitney_p",
			 summary_json_number(c->mann_whitney_p), "stopped_by",
			 c->stopped_by && *c->stopped_by ? dump_text(c->stopped_by) : json_null());
}

static json_t *side_json(const struct case_summary *side)
{
	return side ? summary_json_case(side) : json_null();
}

static json_t *cases_json(const struct verdict *verdict)
{
	json_t *cases = json_array();

	for (size_t i = 0; i < verdict->nr_cases; i++) {
		const struct judged *judged = &verdict->cases[i];

		if (json_array_append_new(cases, json_pack("{s:o, s:s, s:o, s:o, s:o}", "name",
							   dump_text(judged->name), "worst",
							   severity_names[judged->worst], "head",
							   side_json(judged->head), "base",
							   side_json(judged->base), "comparison",
							   comparison_json(judged)))) {
			json_decref(cases);
			return NULL;
		}
	}
	return cases;
}

// The case by its place in `cases`: names are for people, and two may be alike.
static json_t *finding_json(const struct verdict *verdict, const struct finding *finding)
{
	bool whole = finding->in_case == NO_CASE;

	return json_pack("{s:s, s:s, s:o, s:o, s:o, s:o}", "rule", rule_name(finding->rule),
			 "severity", severity_names[finding->severity], "case",
			 whole ? json_null() : json_integer(finding->in_case), "name",
			 whole ? json_null() : dump_text(verdict->cases[finding->in_case].name),
			 "block",
			 finding->block == NO_BLOCK ? json_null() : json_integer(finding->block),
			 "sentence", dump_text(finding->sentence));
}

static json_t *findings_json(const struct verdict *verdict)
{
	json_t *findings = json_array();

	for (size_t i = 0; i < verdict->nr_findings; i++)
		if (json_array_append_new(findings, finding_json(verdict, &verdict->findings[i]))) {
			json_decref(findings);
			return NULL;
		}
	return findings;
}

// Also those that were counted only.
static json_t *rules_json(const struct verdict *verdict)
{
	json_t *rules = json_object();

	for (int rule = 0; rule < NR_RULES; rule++)
		if (verdict->nr_of_rule[rule])
			json_object_set_new(rules, rule_name(rule),
					    json_integer(verdict->nr_of_rule[rule]));
	return rules;
}

int export_json(const struct verdict *verdict, FILE *out)
{
	const size_t *nr = verdict->nr_of_severity;
	json_t *json = json_pack(
	    "{s:i, s:o, s:s, s:o, s:o, s:o, s:b, s:o, s:I, s:I, s:I, s:I, s:o, s:O?, s:o, s:o}",
	    "format", FORMAT_VERSION, "command", dump_text(verdict->command), "verdict",
	    verdict_passed(verdict) ? "pass" : "fail", "head", dump_text(verdict->head_name),
	    "base", dump_text(verdict->base_name), "threshold",
	    summary_json_number(verdict->threshold), "strict", (int)verdict->strict, "cut_short",
	    dump_text(verdict->cut_short), "trials", (json_int_t)verdict->nr_rows, "failures",
	    (json_int_t)nr[SEVERITY_FAILURE], "warnings", (json_int_t)nr[SEVERITY_WARNING], "notes",
	    (json_int_t)nr[SEVERITY_NOTE], "rules", rules_json(verdict), "machine", verdict->about,
	    "cases", cases_json(verdict), "findings", findings_json(verdict));

	return dump_json(json, out);
}
