// SPDX-License-Identifier: MIT

// One figure a line, "name value unit", for whatever reads standard output by a pattern: ReFrame,
// JUBE, Jenkins' plots, awk. A name is the case's axes and the figure, with a slash between each
// two: "variable/mutex/thread/2/compact/throughput". Names, units and the order of the words do not
// change between versions; more lines may follow. What was not measured has no line.

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "harness/data/summary.h"
#include "harness/export/dump.h"
#include "harness/export/export.h"
#include "harness/export/plain.h"
#include "harness/verdict/verdict.h"

// ASCII without blanks, so that a name is one word to everybody.
static char *word_of(const char *name)
{
	char *word = plain_copy(name);

	for (char *p = word; *p; p++)
		if (*p == ' ')
			*p = '/';
		else if ((unsigned char)*p >= 0x7f)
			*p = '?';
	return word;
}

static void put_median(FILE *out, const char *name, const char *figure, const struct estimate *e,
		       double factor, const char *unit)
{
	if (dump_has_median(e) && isfinite(factor * e->median))
		fprintf(out, "%s/%s %.6g %s\n", name, figure, factor * e->median, unit);
}

static void put_case(FILE *out, const struct judged *judged)
{
	const struct case_summary *head = judged->head;
	char *name = word_of(judged->name);

	fprintf(out, "%s/trials %zu trials\n", name, head->outcomes[OUTCOME_OK]);
	put_median(out, name, "throughput", &head->throughput, 1, "increments/s");
	put_median(out, name, "goodput", &head->goodput, 1, "increments/s");
	put_median(out, name, "cost", &head->ns_per_op, 1, "ns");
	if (head->lost_share.nr)
		fprintf(out, "%s/lost %" PRId64 " increments\n", name, head->lost);
	put_median(out, name, "lost_share", &head->lost_share, 100, "%");
	put_median(out, name, "ratio", &judged->comparison.ratio, 1, "head/base");
	free(name);
}

int export_lines(const struct verdict *verdict, FILE *out)
{
	for (size_t i = 0; i < verdict->nr_cases; i++)
		if (verdict->cases[i].head)
			put_case(out, &verdict->cases[i]);
	fprintf(out, "failures %zu findings\n", verdict->nr_of_severity[SEVERITY_FAILURE]);
	fprintf(out, "warnings %zu findings\n", verdict->nr_of_severity[SEVERITY_WARNING]);
	return plain_end(out);
}
