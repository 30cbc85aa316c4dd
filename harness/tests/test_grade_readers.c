// SPDX-License-Identifier: MIT

// What each grader that reads lines or XML makes of its format, by that grader's own rules: the
// points are those that were given, whatever a compiler or a witness says; and where there are none
// to give, it takes none. Those whose format is JSON: test_grade_readers_json.c.

#include <criterion/criterion.h>
#include <jansson.h>
#include <libxml/parser.h>
#include <libxml/xmlmemory.h>
#include <libxml/xmlstring.h>
#include <regex.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "harness/grade/formats/told.h"
#include "harness/grade/grade.h"
#include "harness/tests/grades.h"
#include "harness/tests/junit_schema.h"
#include "harness/tests/program.h"

TestSuite(grade_autolab, .init = grades_without_gnuplot, .fini = program_leave, .timeout = 60);
TestSuite(grade_junit, .init = grades_without_gnuplot, .fini = program_leave, .timeout = 60);
TestSuite(grade_vpl, .init = grades_without_gnuplot, .fini = program_leave, .timeout = 60);

// autoresult.gsub(/([a-zA-Z0-9]+):/, '"\1":')
static char *names_quoted(const char *line)
{
	regex_t name;
	regmatch_t match[2];
	char *quoted;
	size_t size;
	FILE *out = open_memstream(&quoted, &size);

	cr_assert(out);
	cr_assert_eq(regcomp(&name, "([a-zA-Z0-9]+):", REG_EXTENDED), 0);
	for (; regexec(&name, line, 2, match, 0) == 0; line += match[0].rm_eo)
		fprintf(out, "%.*s\"%.*s\":", (int)match[0].rm_so, line,
			(int)(match[1].rm_eo - match[1].rm_so), line + match[1].rm_so);
	fputs(line, out);
	fclose(out);
	regfree(&name);
	return quoted;
}

// feedback.rstrip.lines, the last of them.
static char *last_line(const char *text)
{
	size_t length = strlen(text);
	const char *begin;

	while (length && strchr(" \t\n\v\f\r", text[length - 1]))
		length--;
	for (begin = text + length; begin > text && begin[-1] != '\n';)
		begin--;
	return strndup(begin, (size_t)(text + length - begin));
}

static void read_autolab_scores(const struct grade *grade, json_t *scores, const char *sample)
{
	bool gradable = told_gradable(grade);

	cr_assert_gt(json_object_size(scores), 0, "%s: \"Empty autoresult string\"", sample);
	for (size_t i = 0; i < grade->nr_stages; i++) {
		json_t *score = json_object_get(scores, grade->stage[i].name);

		cr_expect_eq(json_is_null(score), !gradable, "%s: a zero or a pass", sample);
		if (gradable && strcmp(grade->stage[i].name, "more") != 0)
			grade_expect_near(json_number_value(score),
					  grade_rounded_down(grade->stage[i].points), sample);
	}
}

static void read_autolab(const struct grade *grade, const char *text, const char *sample)
{
	char *line = last_line(text), *quoted = names_quoted(line);
	json_t *json = json_loads(quoted, 0, NULL);

	if (grade->nr_stages) {
		cr_assert(json, "%s: %s", sample, line);
		read_autolab_scores(grade, json_object_get(json, "scores"), sample);
		cr_expect_eq(json_array_size(json_object_get(json, "scoreboard")),
			     told_gradable(grade));
	} else {
		cr_expect_null(json, "%s: %s", sample, line);
	}
	json_decref(json);
	free(quoted);
	free(line);
}

Test(grade_autolab, takes_the_last_line)
{
	grades_read("autolab", read_autolab);
}

static void expect_count(xmlNodePtr suite, const char *attribute, const char *element,
			 unsigned expected, const char *sample)
{
	xmlChar *value = xmlGetProp(suite, BAD_CAST attribute);

	cr_expect_eq(junit_count_elements(suite->children, element), expected, "%s: %s", sample,
		     element);
	cr_expect(value && strtoul((char *)value, NULL, 10) == expected, "%s: %s is %s, not %u",
		  sample, attribute, (char *)value, expected);
	xmlFree(value);
}

static unsigned count_ends(const struct grade *grade, enum stage_end one, enum stage_end other)
{
	unsigned nr = 0;

	for (size_t i = 0; told_gradable(grade) && i < grade->nr_stages; i++)
		nr += grade->stage[i].end == one || grade->stage[i].end == other;
	return nr;
}

static void read_junit(const struct grade *grade, const char *text, const char *sample)
{
	xmlDocPtr document = junit_read(text);
	bool gradable = told_gradable(grade);
	xmlNodePtr suite;

	cr_assert(document, "%s", sample);
	cr_expect_eq(junit_validate(document), 0, "%s", sample);
	suite = xmlFirstElementChild(xmlDocGetRootElement(document));
	expect_count(suite, "tests", "testcase", gradable ? (unsigned)grade->nr_stages + 1 : 1,
		     sample);
	expect_count(suite, "errors", "error", !gradable, sample);
	expect_count(suite, "failures", "failure", count_ends(grade, STAGE_FAILED, STAGE_PARTLY),
		     sample);
	expect_count(suite, "skipped", "skipped", count_ends(grade, STAGE_SKIPPED, STAGE_SKIPPED),
		     sample);
	xmlFreeDoc(document);
}

Test(grade_junit, keeps_to_the_schema_and_counts_right)
{
	grades_read("junit", read_junit);
}

// mod_vpl's proposedgrade: of the lines that begin with the tag, the last.
static char *proposed_grade(const char *text)
{
	static const char tag[] = "Grade :=>>";
	char *grade = NULL;

	for (const char *line = text; *line; line += strcspn(line, "\n"), line += *line == '\n')
		if (strncmp(line, tag, strlen(tag)) == 0) {
			const char *begin = line + strlen(tag);

			free(grade);
			begin += strspn(begin, " \t");
			grade = strndup(begin, strcspn(begin, "\n"));
		}
	return grade;
}

// proposedcomment, and result_to_html's titles: how many there are.
static unsigned count_titles(char *text)
{
	bool inside = false;
	unsigned nr = 0;

	for (char *line; (line = strsep(&text, "\n"));) {
		if (!inside && strcmp(line, "<|--") == 0)
			inside = true;
		else if (inside && strcmp(line, "--|>") == 0)
			inside = false;
		else if (inside && line[0] == '-')
			nr++;
		else
			cr_expect(inside ? line[0] == '>' : !*line || *line == 'G', "%s", line);
	}
	cr_expect_not(inside);
	return nr;
}

static void read_vpl(const struct grade *grade, const char *text, const char *sample)
{
	char *proposed = proposed_grade(text), *copy = strdup(text), *end;
	bool gradable = told_gradable(grade);

	cr_expect_eq(proposed != NULL, gradable, "%s", sample);
	if (proposed)
		grade_expect_near(strtod(proposed, &end), grade_rounded_down(grade->points),
				  sample);
	cr_expect(!proposed || !*end, "%s: %s", sample, proposed);
	cr_expect_eq(count_titles(copy), gradable ? grade->nr_stages + 2 : 3, "%s", sample);
	free(proposed);
	free(copy);
}

Test(grade_vpl, takes_the_grade_that_was_given_or_none)
{
	grades_read("vpl", read_vpl);
}

static void expect_vpl(const char *least, const char *most, const char *expected)
{
	struct grade grade;
	char *text, *proposed;

	setenv("VPL_GRADEMIN", least, 1);
	setenv("VPL_GRADEMAX", most, 1);
	grade_sample_init(&grade, "partly"); /* 5.5 of 17 */
	text = grade_written(&grade, "vpl");
	proposed = proposed_grade(text);
	cr_expect_str_eq(proposed, expected, "%s to %s: %s", least, most, proposed);
	free(proposed);
	free(text);
	grade_fini(&grade);
}

Test(grade_vpl, has_the_scale_of_the_activity)
{
	expect_vpl("0", "34", "11");
	expect_vpl("10", "27", "15.5");
	expect_vpl("0", "100.00000", "32.35");
	expect_vpl("none", "", "5.5");
}
