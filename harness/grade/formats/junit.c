// SPDX-License-Identifier: MIT

// JUnit XML for Artemis, GitLab and Jenkins, by libxml2: a test case for each stage, which fails if
// it is not worth all its points, and one for whether anybody can be graded here. Where nobody can,
// that one is an error, and there is no other.

#include <libxml/xmlstring.h>
#include <libxml/xmlwriter.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "harness/export/plain.h"
#include "harness/export/xml.h"
#include "harness/grade/formats/formats.h"
#include "harness/grade/formats/told.h"
#include "harness/grade/grade.h"

static void put_seconds(xmlTextWriterPtr xml, double seconds)
{
	char text[POINTS_TEXT];

	if (*told_points(seconds, text) != '-')
		xml_attribute(xml, "time", text);
}

// Text that told made, and frees it.
static void put_told(xmlTextWriterPtr xml, char *text)
{
	xmlTextWriterWriteString(xml, BAD_CAST text);
	free(text);
}

static void begin_case(xmlTextWriterPtr xml, const struct grade *grade, const char *name,
		       double seconds)
{
	char *exercise = plain_copy(grade->exercise);

	xmlTextWriterStartElement(xml, BAD_CAST "testcase");
	xml_attribute(xml, "name", name);
	xmlTextWriterWriteFormatAttribute(xml, BAD_CAST "classname", "racelab.grade.%s", exercise);
	put_seconds(xml, seconds);
	free(exercise);
}

// The first line of what a stage rests on says enough for a list of failures.
static void put_message(xmlTextWriterPtr xml, const struct stage_result *stage)
{
	char has[POINTS_TEXT], could[POINTS_TEXT], *first = strdup(stage->rests_on), *message;

	if (first)
		first[strcspn(first, "\n")] = '\0';
	if (asprintf(&message, "%s of %s points%s%s", told_points(stage->points, has),
		     told_points(stage->most, could), first && *first ? ": " : "",
		     first ? first : "") >= 0) {
		xml_attribute(xml, "message", message);
		free(message);
	}
	free(first);
}

static bool has_failed(const struct stage_result *stage)
{
	return stage->end == STAGE_FAILED || stage->end == STAGE_PARTLY;
}

static void put_stage(xmlTextWriterPtr xml, const struct grade *grade,
		      const struct stage_result *stage)
{
	begin_case(xml, grade, stage->title, stage->seconds);
	if (has_failed(stage)) {
		xmlTextWriterStartElement(xml, BAD_CAST "failure");
		put_message(xml, stage);
		xml_attribute(xml, "type", stage_end_name(stage->end));
	} else if (stage->end == STAGE_SKIPPED) {
		xmlTextWriterStartElement(xml, BAD_CAST "skipped");
		put_message(xml, stage);
	} else {
		xmlTextWriterStartElement(xml, BAD_CAST "system-out");
	}
	put_told(xml, told_stage(stage));
	xmlTextWriterEndElement(xml);
	xmlTextWriterEndElement(xml);
}

static void put_certificate(xmlTextWriterPtr xml, const struct grade *grade)
{
	begin_case(xml, grade, "Whether anybody can be graded here", grade->certificate.seconds);
	if (told_gradable(grade)) {
		xmlTextWriterStartElement(xml, BAD_CAST "system-out");
	} else {
		char *why = told_why_not(grade);

		xmlTextWriterStartElement(xml, BAD_CAST "error");
		xml_attribute(xml, "message", why);
		xml_attribute(xml, "type", "certificate");
		free(why);
	}
	put_told(xml, told_certificate(grade));
	xmlTextWriterEndElement(xml);
	xmlTextWriterEndElement(xml);
}

static void put_counts(xmlTextWriterPtr xml, const struct grade *grade, bool with_skipped)
{
	bool gradable = told_gradable(grade);
	size_t nr = gradable ? grade->nr_stages : 0, failed = 0, skipped = 0;

	for (size_t i = 0; i < nr; i++) {
		failed += has_failed(&grade->stage[i]);
		skipped += grade->stage[i].end == STAGE_SKIPPED;
	}
	xml_count(xml, "tests", nr + 1);
	xml_count(xml, "failures", failed);
	xml_count(xml, "errors", !gradable);
	if (with_skipped)
		xml_count(xml, "skipped", skipped);
	put_seconds(xml, grade->seconds);
}

static void put_suite(xmlTextWriterPtr xml, const struct grade *grade)
{
	xmlTextWriterStartElement(xml, BAD_CAST "testsuite");
	xml_attribute(xml, "name", grade->title);
	put_counts(xml, grade, true);
	if (strlen(grade->started) == 20) /* without its Z: the schema knows no zones */
		xmlTextWriterWriteFormatAttribute(xml, BAD_CAST "timestamp", "%.19s",
						  grade->started);
	put_certificate(xml, grade);
	for (size_t i = 0; told_gradable(grade) && i < grade->nr_stages; i++)
		put_stage(xml, grade, &grade->stage[i]);
	xmlTextWriterEndElement(xml);
}

static void put_all(xmlTextWriterPtr xml, const void *what)
{
	const struct grade *grade = what;

	put_counts(xml, grade, false);
	put_suite(xml, grade);
}

int grade_format_junit(const struct grade *grade, FILE *out)
{
	return xml_test_suites(out, put_all, grade);
}
