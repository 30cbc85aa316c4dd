// SPDX-License-Identifier: MIT

// Text from data made fit for one line. Names and sentences are cut off at a number of bytes; half
// a character at the end would make all of it invalid for whoever writes JSON or XML.

#include "harness/verdict/plain_text.h"

#include <stdbool.h>
#include <string.h>

// RFC 3629: 10xxxxxx continues what 110xxxxx, 1110xxxx or 11110xxx began.
static bool continues(char byte)
{
	return ((unsigned char)byte & 0xc0) == 0x80;
}

static size_t bytes_begun_by(char lead)
{
	unsigned char byte = (unsigned char)lead;

	return byte < 0xc0 ? 1 : byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : 4;
}

static void drop_half_character(char *text)
{
	size_t length = strlen(text), nr = 0;

	while (nr < 3 && nr < length && continues(text[length - 1 - nr]))
		nr++;
	if (nr < length && bytes_begun_by(text[length - 1 - nr]) > nr + 1)
		text[length - 1 - nr] = '\0';
}

char *plain_text(char *text)
{
	for (char *s = text; *s; s++) {
		if ((unsigned char)*s < ' ' || *s == 0x7f)
			*s = '?';
		else if (*s == '\xc2' && (unsigned char)s[1] >= 0x80 && (unsigned char)s[1] <= 0x9f)
			s[0] = s[1] = '?';
	}
	drop_half_character(text);
	return text;
}
