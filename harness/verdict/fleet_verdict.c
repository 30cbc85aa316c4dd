// SPDX-License-Identifier: MIT

// Machine by machine: the verdict's cases are theirs, one after the other.

#include "harness/verdict/fleet_verdict.h"

#include <stdbool.h>
#include <stdio.h>

#include "harness/data/case_name.h"
#include "harness/data/summary.h"
#include "harness/verdict/rules.h"

static void add_cases(struct verdict *verdict, const struct fleet_machine *machine)
{
	char name[2048];

	for (size_t i = 0; i < machine->summary.nr_cases; i++) {
		const struct case_summary *of = &machine->summary.cases[i];
		int length = snprintf(name, sizeof name, "%s: ", machine->label);

		case_name(of->axes, true, name + length, sizeof name - (size_t)length);
		verdict_add_case(verdict, name, of, NULL);
	}
}

// Of a run that has not ended, what was measured counts all the same.
static void tell_ended(struct verdict *verdict, const struct fleet_machine *machine)
{
	if (!machine->ended)
		verdict_add(verdict, RULE_incomplete, SEVERITY_NOTE, NO_CASE, NO_BLOCK,
			    "%s: its run has not ended", machine->label);
}

void fleet_verdict(struct verdict *verdict, const struct fleet *fleet)
{
	for (size_t i = 0; i < fleet->nr; i++)
		add_cases(verdict, &fleet->machine[i]);
	for (size_t i = 0; i < fleet->nr; i++) {
		rules_apply(verdict, &fleet->machine[i].rows, &fleet->machine[i].summary, false);
		tell_ended(verdict, &fleet->machine[i]);
	}
}

size_t fleet_verdict_count(const struct verdict *verdict, const struct fleet *fleet, size_t i,
			   enum severity severity)
{
	long first = 0, end;
	size_t nr = 0;

	for (size_t j = 0; j < i; j++)
		first += (long)fleet->machine[j].summary.nr_cases;
	end = first + (long)fleet->machine[i].summary.nr_cases;
	for (size_t f = 0; f < verdict->nr_findings; f++) {
		const struct finding *finding = &verdict->findings[f];

		nr += finding->severity == severity && finding->in_case >= first &&
		      finding->in_case < end;
	}
	return nr;
}
