// SPDX-License-Identifier: MIT

// The formats that are looked at: text, Markdown, GitHub's annotations and JUnit. golden/ holds
// text and Markdown of a run that failed and of a duet; the rest is read as its readers would.

#include <criterion/criterion.h>
#include <libxml/parser.h>
#include <libxml/xmlmemory.h>
#include <libxml/xmlstring.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "harness/tests/junit_schema.h"
#include "harness/tests/program.h"
#include "harness/tests/verdicts.h"
#include "harness/verdict/verdict.h"

#define GOLDEN RACELAB_ROOT "/harness/tests/golden/"

static struct made made;

static void expect_golden(const char *sample, const char *format, const char *suffix)
{
	char path[4096], *golden, *text;

	snprintf(path, sizeof path, GOLDEN "verdict_%s.%s", sample, suffix);
	golden = program_read(path, NULL);
	made_init(&made, sample);
	text = made_export(&made, format);
	cr_expect_str_eq(text, golden, "%s:\n%s", path, text);
	free(text);
	free(golden);
	made_fini(&made);
}

Test(text, is_the_golden_one)
{
	expect_golden("fail", "text", "txt");
	expect_golden("duet", "text", "txt");
}

Test(text, of_nothing_is_the_verdict_alone)
{
	char *text;

	made_init(&made, "empty");
	text = made_export(&made, "text");
	cr_expect_str_eq(text, "PASS: 0 failures, 0 warnings in 0 cases (0 trials)\n");
	free(text);
	made_fini(&made);
}

Test(text, does_not_list_a_rule_for_ever)
{
	char *text;

	made_init(&made, "crowd");
	text = made_export(&made, "text");
	cr_expect(strstr(text, "\n...      lost-update  3580 more, not listed here\n"));
	free(text);
	made_fini(&made);
}

Test(markdown, is_the_golden_one)
{
	expect_golden("fail", "markdown", "md");
	expect_golden("duet", "markdown", "md");
}

// Those that begin a new cell: not behind a backslash that is not itself behind one.
static unsigned count_bars(const char *line, size_t length)
{
	unsigned nr = 0;

	for (size_t i = 0; i < length; i++) {
		if (line[i] == '\\')
			i++;
		else if (line[i] == '|')
			nr++;
	}
	return nr;
}

Test(markdown, rows_of_a_table_have_its_columns)
{
	for (size_t s = 0; s < nr_samples; s++) {
		unsigned columns = 0, rows = 0;
		char *text;

		made_init(&made, samples[s].name);
		text = made_export(&made, "markdown");
		for (char *line = text; *line; line += strcspn(line, "\n") + 1) {
			unsigned bars = *line == '|' ? count_bars(line, strcspn(line, "\n")) : 0;

			if (columns && bars)
				cr_expect_eq(bars, columns, "%s: %.200s", samples[s].name, line);
			columns = bars;
			rows += bars > 0;
		}
		cr_expect_eq(rows > 0, made.verdict.nr_cases > 0);
		cr_expect_not(strstr(text, "<script"), "%s", samples[s].name);
		cr_expect_lt(strlen(text), 1 << 20, "%s: %zu", samples[s].name, strlen(text));
		free(text);
		made_fini(&made);
	}
}

Test(markdown, says_how_many_cases_it_leaves_out)
{
	char *text;

	made_init(&made, "crowd");
	text = made_export(&made, "markdown");
	cr_expect(strstr(text, "\n\n100 more cases are left out here.\n"));
	cr_expect_not(strstr(text, "@@"));
	free(text);
	made_fini(&made);
}

static unsigned count_lines(const char *text, const char *beginning)
{
	unsigned nr = 0;

	for (const char *line = text; *line; line += strcspn(line, "\n") + 1)
		nr += strncmp(line, beginning, strlen(beginning)) == 0;
	return nr;
}

static unsigned count_plain_lines(char *text)
{
	unsigned nr = 0;

	for (char *line; (line = strsep(&text, "\n"));) {
		if (strncmp(line, "::error title=", 14) == 0 ||
		    strncmp(line, "::warning title=", 16) == 0 ||
		    strncmp(line, "::notice title=", 15) == 0)
			continue;
		cr_expect_not(strstr(line, "::") || strstr(line, "##["), "%s", line);
		nr += *line != '\0';
	}
	return nr;
}

Test(github, every_line_is_an_annotation_or_the_verdict)
{
	for (size_t s = 0; s < nr_samples; s++) {
		char *text;

		made_init(&made, samples[s].name);
		text = made_export(&made, "github");
		cr_expect_leq(count_lines(text, "::error"), 10);
		cr_expect_leq(count_lines(text, "::warning"), 10);
		cr_expect_leq(count_lines(text, "::notice"), 10);
		cr_expect_eq(count_plain_lines(text), 1, "%s", samples[s].name);
		free(text);
		made_fini(&made);
	}
}

Test(github, sums_up_what_it_would_not_show)
{
	char *text;

	made_init(&made, "fail");
	text = made_export(&made, "github");
	cr_expect_eq(count_lines(text, "::error"), 10);
	cr_expect(strstr(text, "\n::error title=racelab::17 more failures; "));
	cr_expect_eq(count_lines(text, "::warning title=racelab%3A incomplete::5 of 8 planned"), 1);
	cr_expect(strstr(text, "\nFAIL: 26 failures, 1 warning in 3 cases"));
	free(text);
	made_fini(&made);
}

static xmlDocPtr junit_document(const char *sample)
{
	char *text;
	xmlDocPtr document;

	made_init(&made, sample);
	text = made_export(&made, "junit");
	document = junit_read(text);
	cr_assert(document, "%s", sample);
	free(text);
	return document;
}

static void expect_attribute(xmlNodePtr node, const char *name, const char *expected)
{
	xmlChar *value = xmlGetProp(node, BAD_CAST name);

	cr_expect(value && strcmp((char *)value, expected) == 0, "%s is %s, not %s", name,
		  (char *)value, expected);
	xmlFree(value);
}

static void expect_count(xmlNodePtr suite, const char *name, const char *element)
{
	char expected[32];

	snprintf(expected, sizeof expected, "%u", junit_count_elements(suite->children, element));
	expect_attribute(suite, name, expected);
}

Test(junit, keeps_to_the_schema_and_counts_right)
{
	for (size_t s = 0; s < nr_samples; s++) {
		xmlDocPtr document = junit_document(samples[s].name);
		xmlNodePtr suites = xmlDocGetRootElement(document);
		xmlNodePtr suite = xmlFirstElementChild(suites);

		cr_expect_eq(junit_validate(document), 0, "%s", samples[s].name);
		expect_count(suites, "tests", "testcase");
		expect_count(suites, "failures", "failure");
		expect_count(suite, "tests", "testcase");
		expect_count(suite, "failures", "failure");
		expect_count(suite, "errors", "error");
		expect_count(suite, "skipped", "skipped");
		xmlFreeDoc(document);
		made_fini(&made);
	}
}

static xmlNodePtr find_testcase(xmlDocPtr document, const char *name)
{
	xmlNodePtr suite = xmlFirstElementChild(xmlDocGetRootElement(document));

	for (xmlNodePtr node = xmlFirstElementChild(suite); node;
	     node = xmlNextElementSibling(node)) {
		xmlChar *its = xmlGetProp(node, BAD_CAST "name");
		bool found = strcmp((char *)its, name) == 0;

		xmlFree(its);
		if (found)
			return node;
	}
	cr_assert_fail("no test case '%s'", name);
	return NULL;
}

Test(junit, says_what_failed_and_why)
{
	xmlDocPtr document = junit_document("fail");
	xmlNodePtr testcase = find_testcase(document, "variable mutex thread 2 compact");
	xmlNodePtr suite = xmlFirstElementChild(xmlDocGetRootElement(document));

	expect_attribute(suite, "name", "results/mine");
	expect_attribute(suite, "timestamp", "2026-11-22T09:12:00");
	expect_attribute(suite, "time", "90");
	expect_attribute(suite, "hostname", "lab|1");
	expect_attribute(testcase, "classname", "racelab.check");
	testcase = xmlFirstElementChild(testcase);
	cr_expect_str_eq((char *)testcase->name, "failure");
	expect_attribute(testcase, "type", "lost-update");
	expect_attribute(testcase, "message",
			 "variable mutex thread 2 compact, block 3: lost 1 of 2000000 updates");
	testcase = xmlFirstElementChild(find_testcase(document, "run"));
	cr_expect_str_eq((char *)testcase->name, "system-out");
	xmlFreeDoc(document);
	made_fini(&made);
}

Test(junit, skips_what_only_base_has)
{
	xmlDocPtr document = junit_document("duet");
	xmlNodePtr skipped =
	    xmlFirstElementChild(find_testcase(document, "yours thread 2 compact"));

	cr_expect_str_eq((char *)skipped->name, "skipped");
	expect_attribute(skipped, "message", "only base has this case");
	xmlFreeDoc(document);
	made_fini(&made);
}
