// SPDX-License-Identifier: MIT

// JUnit XML, as Jenkins, GitLab and the rest read it: a test case for each case, and one called
// "run" for what is about the whole. A test case has one failure, as readers show no more than the
// first: its message is the first sentence, and all of them are its text.

#include <libxml/xmlstring.h>
#include <libxml/xmlwriter.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "harness/data/summary.h"
#include "harness/export/export.h"
#include "harness/export/fact.h"
#include "harness/export/plain.h"
#include "harness/export/xml.h"
#include "harness/verdict/verdict.h"

static const struct finding *first_failure(const struct verdict *verdict, long in_case)
{
	for (size_t i = 0; i < verdict->nr_findings; i++)
		if (verdict->findings[i].in_case == in_case &&
		    verdict->findings[i].severity == SEVERITY_FAILURE)
			return &verdict->findings[i];
	return NULL;
}

// "rule: sentence", one a line, of failures or of all else. Nothing if there are none.
static void put_sentences(xmlTextWriterPtr xml, const struct verdict *verdict, long in_case,
			  bool failures, const char *element)
{
	bool begun = false;

	for (size_t i = 0; i < verdict->nr_findings; i++) {
		const struct finding *finding = &verdict->findings[i];
		char *plain;

		if (finding->in_case != in_case ||
		    (finding->severity == SEVERITY_FAILURE) != failures)
			continue;
		if (!begun && element)
			xmlTextWriterStartElement(xml, BAD_CAST element);
		begun = true;
		plain = plain_copy(finding->sentence);
		xmlTextWriterWriteFormatString(xml, "%s %s: ", severity_names[finding->severity],
					       rule_name(finding->rule));
		xmlTextWriterWriteString(xml, BAD_CAST plain);
		xmlTextWriterWriteString(xml, BAD_CAST "\n");
		free(plain);
	}
	if (begun && element)
		xmlTextWriterEndElement(xml);
}

// A case whose findings were counted only has failed as well.
static bool has_failed(const struct verdict *verdict, long in_case)
{
	return in_case == NO_CASE ? first_failure(verdict, NO_CASE) != NULL
				  : verdict->cases[in_case].worst == SEVERITY_FAILURE;
}

static const char *why_skipped(const struct verdict *verdict, long in_case)
{
	const struct judged *judged = in_case == NO_CASE ? NULL : &verdict->cases[in_case];

	if (!judged || has_failed(verdict, in_case))
		return NULL;
	if (!judged->head)
		return "only base has this case";
	return judged->head->outcomes[OUTCOME_OK] ? NULL : "no trial was measured";
}

static void put_failure(xmlTextWriterPtr xml, const struct verdict *verdict, long in_case)
{
	const struct finding *first = first_failure(verdict, in_case);

	xmlTextWriterStartElement(xml, BAD_CAST "failure");
	xml_attribute(xml, "message",
		      first ? first->sentence : "one of many more failures than are listed");
	xml_attribute(xml, "type", first ? rule_name(first->rule) : "failure");
	put_sentences(xml, verdict, in_case, true, NULL);
	xmlTextWriterEndElement(xml);
}

static void put_case(xmlTextWriterPtr xml, const struct verdict *verdict, long in_case)
{
	const char *skipped = why_skipped(verdict, in_case);

	xmlTextWriterStartElement(xml, BAD_CAST "testcase");
	xml_attribute(xml, "name", in_case == NO_CASE ? "run" : verdict->cases[in_case].name);
	xmlTextWriterWriteFormatAttribute(xml, BAD_CAST "classname", "racelab.%s",
					  verdict->command);
	if (has_failed(verdict, in_case))
		put_failure(xml, verdict, in_case);
	if (skipped) {
		xmlTextWriterStartElement(xml, BAD_CAST "skipped");
		xml_attribute(xml, "message", skipped);
		xmlTextWriterEndElement(xml);
	}
	put_sentences(xml, verdict, in_case, false, "system-out");
	xmlTextWriterEndElement(xml);
}

static void put_counts(xmlTextWriterPtr xml, const struct verdict *verdict, bool with_skipped)
{
	time_t start = fact_time(verdict, "start"), end = fact_time(verdict, "end");
	size_t failed = 0, skipped = 0;

	for (long i = NO_CASE; i < (long)verdict->nr_cases; i++) {
		failed += has_failed(verdict, i);
		skipped += why_skipped(verdict, i) != NULL;
	}
	xml_count(xml, "tests", verdict->nr_cases + 1);
	xml_count(xml, "failures", failed);
	xml_count(xml, "errors", 0);
	if (with_skipped)
		xml_count(xml, "skipped", skipped);
	if (start >= 0 && end >= start)
		xml_count(xml, "time", (size_t)(end - start));
}

static void put_suite(xmlTextWriterPtr xml, const struct verdict *verdict)
{
	const char *host = fact_text(verdict, "host", "name");

	xmlTextWriterStartElement(xml, BAD_CAST "testsuite");
	xml_attribute(xml, "name", verdict->head_name);
	put_counts(xml, verdict, true);
	if (fact_time(verdict, "start") >= 0) /* without its Z: the schema knows no zones */
		xmlTextWriterWriteFormatAttribute(xml, BAD_CAST "timestamp", "%.19s",
						  fact_text(verdict, NULL, "start"));
	if (*host)
		xml_attribute(xml, "hostname", host);
	for (long i = NO_CASE; i < (long)verdict->nr_cases; i++)
		put_case(xml, verdict, i);
	xmlTextWriterEndElement(xml);
}

static void put_all(xmlTextWriterPtr xml, const void *what)
{
	const struct verdict *verdict = what;

	put_counts(xml, verdict, false);
	put_suite(xml, verdict);
}

int export_junit(const struct verdict *verdict, FILE *out)
{
	return xml_test_suites(out, put_all, verdict);
}
