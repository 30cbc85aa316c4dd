// SPDX-License-Identifier: MIT

#include "harness/grade/submission/directives.h"

#include <ctype.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "harness/grade/submission/fault.h"

#define BLANKS " \t\v\f"

static const char *const allowed[] = {"include", "define", "undef", "if",    "ifdef",  "ifndef",
				      "elif",	 "else",   "endif", "error", "pragma", "warning"};

// Behind a # in any spelling; NULL if there is none.
static const char *behind_hash(const char *p)
{
	static const char *const spellings[] = {"#", "%:", "?\?="};

	for (size_t i = 0; i < sizeof spellings / sizeof *spellings; i++)
		if (strncmp(p, spellings[i], strlen(spellings[i])) == 0)
			return p + strlen(spellings[i]);
	return NULL;
}

static int judge(const char *word, unsigned line, char **fault)
{
	size_t length = 0;

	while (isalnum((unsigned char)word[length]) || word[length] == '_')
		length++;
	if (!length && (!*word || strchr("\r\n", *word) || strncmp(word, "//", 2) == 0))
		return 0;
	for (size_t i = 0; i < sizeof allowed / sizeof *allowed; i++)
		if (length == strlen(allowed[i]) && strncmp(word, allowed[i], length) == 0)
			return 0;
	return fault_say(fault,
			 "line %u: #%.*s is not allowed; #include, #define, #if and the like are.",
			 line, length ? (int)(length < 30 ? length : 30) : 1, word);
}

// Whether a directive may begin here: at the beginning of a line, or where a comment ends.
static bool is_beginning(const char *text, const char *p)
{
	return p == text || strchr("\r\n", p[-1]) ||
	       (p - text >= 2 && strncmp(p - 2, "*/", 2) == 0);
}

static int check(const char *text, char **fault)
{
	unsigned line = 1;

	for (const char *p = text; *p; line += *p == '\n', p++) {
		const char *word =
		    is_beginning(text, p) ? behind_hash(p + strspn(p, BLANKS)) : NULL;

		if (word && judge(word + strspn(word, BLANKS), line, fault))
			return 1;
	}
	return 0;
}

// How many bytes at p are a backslash and the line's end behind it, maybe with blanks between.
static size_t splice_at(const char *p)
{
	size_t blanks;

	if (*p != '\\')
		return 0;
	blanks = strspn(p + 1, BLANKS);
	p += 1 + blanks;
	return *p == '\n' ? blanks + 2 : strncmp(p, "\r\n", 2) == 0 ? blanks + 3 : 0;
}

// As it is, and with lines put together that a backslash divides: numbers of lines are then those
// of fewer lines, but what is found only so was meant to be hard to find.
int directives_check(const char *text, char **fault)
{
	char *spliced = malloc(strlen(text) + 1), *to = spliced;
	const char *bom = "\xef\xbb\xbf";
	int error = check(text, fault);

	if (!spliced)
		return fault_say(fault, "no memory");
	for (const char *p = text; *p;) {
		size_t bytes = strncmp(p, bom, 3) == 0 ? 3 : splice_at(p);

		if (bytes)
			p += bytes;
		else
			*to++ = *p++;
	}
	*to = '\0';
	if (!error)
		error = check(spliced, fault);
	free(spliced);
	return error;
}
