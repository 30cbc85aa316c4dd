// SPDX-License-Identifier: MIT

// Word by word: a word with three digits or more is a model's number, and ends the family.

#include "harness/machine/cpu_family.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

enum {
	MOST_WORDS = 4,
};

static size_t nr_digits(const char *word, size_t length)
{
	size_t nr = 0;

	for (size_t i = 0; i < length; i++)
		nr += isdigit((unsigned char)word[i]) != 0;
	return nr;
}

static bool is(const char *word, size_t length, const char *name)
{
	return strlen(name) == length && strncmp(word, name, length) == 0;
}

// "11th", "Gen", "CPU", "Processor", "with", ... say nothing of the family.
static bool says_nothing(const char *word, size_t length)
{
	static const char *const words[] = {"CPU", "Processor", "Gen", "with", "APU", "Technology"};

	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
		if (is(word, length, words[i]))
			return true;
	return isdigit((unsigned char)word[0]) && isalpha((unsigned char)word[length - 1]);
}

// How much of a word is of the family: "i7" of "i7-1165G7", none of "7763".
static size_t kept(const char *word, size_t length)
{
	const char *dash = memchr(word, '-', length);
	size_t before = dash ? (size_t)(dash - word) : 0;

	if (nr_digits(word, length) < 3)
		return length;
	return before && nr_digits(word, before) < 3 ? before : 0;
}

static void add(char *text, size_t size, const char *word, size_t length)
{
	size_t used = strlen(text);

	snprintf(text + used, size - used, "%s%.*s", used ? " " : "", (int)length, word);
}

const char *cpu_family(const char *model, char *text, size_t size)
{
	text[0] = '\0';
	for (int nr = 0; *model && *model != '@' && nr < MOST_WORDS;) {
		size_t length = strcspn(model, " (@"), keep;

		keep = length ? kept(model, length) : 0;
		if (length && keep == 0)
			break;
		if (length && !says_nothing(model, length)) {
			add(text, size, model, keep);
			nr++;
			if (keep < length)
				break;
		}
		model += length;
		if (*model == '(') /* (R), (TM) */
			model += strcspn(model, ")");
		model += strspn(model, ") ");
	}
	return text;
}
