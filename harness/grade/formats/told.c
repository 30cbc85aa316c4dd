// SPDX-License-Identifier: MIT

// Text by libxml2's and racelab's idea of a character (plain_put), a line at a time.

#include "harness/grade/formats/told.h"

#include <assert.h>
#include <jansson.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "harness/export/plain.h"

enum {
	TAB = 8,
	MOST_POINTS = 1000000, /* more is no rubric's, and would not fit as hundredths */
};

static bool are_points(double points, double most)
{
	return isfinite(points) && isfinite(most) && points >= 0 && points <= most + 1e-9 &&
	       most <= MOST_POINTS;
}

bool told_gradable(const struct grade *grade)
{
	if (!grade->certificate.holds || !grade->nr_stages || !(grade->most > 0))
		return false;
	for (size_t i = 0; i < grade->nr_stages; i++)
		if (!are_points(grade->stage[i].points, grade->stage[i].most))
			return false;
	return are_points(grade->points, grade->most);
}

bool told_passed(const struct stage_result *stage)
{
	return stage->points >= stage->most;
}

const char *told_points(double points, char text[POINTS_TEXT])
{
	long long hundredths;

	if (!isfinite(points) || points < 0 || points > MOST_POINTS)
		return strcpy(text, "-");
	hundredths = (long long)floor(points * 100 + 1e-6); /* 0.1 + 0.2 is 0.3 */
	if (hundredths % 100 == 0)
		snprintf(text, POINTS_TEXT, "%lld", hundredths / 100);
	else if (hundredths % 10 == 0)
		snprintf(text, POINTS_TEXT, "%lld.%lld", hundredths / 100, hundredths / 10 % 10);
	else
		snprintf(text, POINTS_TEXT, "%lld.%02lld", hundredths / 100, hundredths % 100);
	return text;
}

// The line as it is but for its tabs, and without the \r of those who end lines by \r\n.
static char *untabbed(const char *line, size_t length)
{
	char *copy = malloc(length * TAB + 1);
	size_t used = 0;

	assert(copy);
	if (length && line[length - 1] == '\r')
		length--;
	for (size_t i = 0; i < length; i++)
		do
			copy[used++] = line[i] == '\t' ? ' ' : line[i];
		while (line[i] == '\t' && used % TAB);
	copy[used] = '\0';
	return copy;
}

static void put_line(FILE *out, const char *line, size_t length, const char *before)
{
	char *copy = untabbed(line, length);

	fputs(before, out);
	plain_put(out, copy, PLAIN_WHOLE, NULL);
	fputc('\n', out);
	free(copy);
}

// How much of a text of so many bytes may be told: whole lines of it, or, if its first line is too
// long for that, what a character ends with.
static size_t end_of_told(const char *text, size_t most)
{
	size_t end = most;

	while (end && text[end - 1] != '\n')
		end--;
	for (end = end ? end : most; end && ((unsigned char)text[end] & 0xc0) == 0x80;)
		end--;
	return end;
}

void told_lines(FILE *out, const char *text, const char *before, size_t most)
{
	size_t whole = text ? strlen(text) : 0;
	size_t told = whole > most ? end_of_told(text, most) : whole;

	for (size_t at = 0; at < told;) {
		const char *end = memchr(text + at, '\n', told - at);
		size_t length = end ? (size_t)(end - (text + at)) : told - at;

		put_line(out, text + at, length, before);
		at += length + 1;
	}
	if (told < whole)
		fprintf(out, "%s... (%zu more bytes are left out here)\n", before, whole - told);
}

struct memory {
	FILE *stream;
	char *text;
	size_t size;
};

static FILE *memory_open(struct memory *memory)
{
	memory->stream = open_memstream(&memory->text, &memory->size);
	assert(memory->stream);
	return memory->stream;
}

static char *memory_close(struct memory *memory)
{
	assert(fclose(memory->stream) == 0);
	while (memory->size && memory->text[memory->size - 1] == '\n')
		memory->text[--memory->size] = '\0';
	return memory->text;
}

static const struct check *first_that_fails(const struct certificate *certificate)
{
	for (size_t i = 0; i < certificate->nr_checks; i++)
		if (!certificate->check[i].holds)
			return &certificate->check[i];
	return NULL;
}

static void put_check(FILE *out, const struct check *check)
{
	plain_put(out, check->what, PLAIN_WHOLE, NULL);
	if (*check->found)
		fputs(": ", out);
	plain_put(out, check->found, PLAIN_WHOLE, NULL);
}

char *told_why_not(const struct grade *grade)
{
	const struct check *check = first_that_fails(&grade->certificate);
	struct memory memory;
	FILE *out = memory_open(&memory);

	fputs("cannot be graded here: ", out);
	if (check)
		put_check(out, check);
	else
		fputs(grade->certificate.holds ? "the points are not what a rubric gives"
					       : "what it takes was not tried",
		      out);
	return memory_close(&memory);
}

char *told_certificate(const struct grade *grade)
{
	const struct certificate *certificate = &grade->certificate;
	struct memory memory;
	FILE *out = memory_open(&memory);

	fputs("Can anybody be graded here?\n", out);
	for (size_t i = 0; i < certificate->nr_checks; i++) {
		fputs(certificate->check[i].holds ? "  yes  " : "  no   ", out);
		put_check(out, &certificate->check[i]);
		fputc('\n', out);
	}
	if (!certificate->nr_checks)
		fputs("  no   nothing was tried\n", out);
	return memory_close(&memory);
}

char *told_stage(const struct stage_result *stage)
{
	struct memory memory;
	FILE *out = memory_open(&memory);

	told_lines(out, stage->rests_on, "", PLAIN_WHOLE);
	if (stage->end == STAGE_SKIPPED && !*stage->rests_on)
		fputs("not come to, as an earlier stage failed\n", out);
	if (stage->output && *stage->output && *stage->rests_on)
		fputc('\n', out);
	told_lines(out, stage->output, "", TOLD_MOST);
	return memory_close(&memory);
}

static const struct stage_result *first_to_look_at(const struct grade *grade)
{
	for (size_t i = 0; i < grade->nr_stages; i++)
		if (!told_passed(&grade->stage[i]))
			return &grade->stage[i];
	return NULL;
}

char *told_next(const struct grade *grade)
{
	const struct stage_result *stage = first_to_look_at(grade);
	struct memory memory;
	FILE *out = memory_open(&memory);

	if (!told_gradable(grade)) {
		fputs("Next: grade it again where all of that is so. Until then there is neither a "
		      "pass nor a fail, and the file is not at fault.",
		      out);
	} else if (stage) {
		fputs("Next: what '", out);
		plain_put(out, stage->title, PLAIN_WHOLE, NULL);
		fputs("' found is the first thing to mend.", out);
	} else {
		fputs("Next: nothing. These are all the points.", out);
	}
	return memory_close(&memory);
}

json_t *told_json(char *text)
{
	json_t *string = json_string(text);

	free(text);
	return string;
}

json_t *told_points_json(double points)
{
	char text[POINTS_TEXT];
	json_t *number = json_loads(told_points(points, text), JSON_DECODE_ANY, NULL);

	return number ? number : json_null();
}
