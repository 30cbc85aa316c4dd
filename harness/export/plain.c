// SPDX-License-Identifier: MIT

// UTF-8 character by character, by libxml2, whose idea of a character is the strictest of our
// formats.

#include "harness/export/plain.h"

#include <assert.h>
#include <errno.h>
#include <libxml/chvalid.h>
#include <libxml/xmlstring.h>
#include <stdbool.h>
#include <string.h>

static bool is_control(int character)
{
	return character < ' ' || (character >= 0x7f && character < 0xa0);
}

// Turns the direction of what follows: "001 fo 1" would be read as what it is not.
static bool turns_text(int character)
{
	return character == 0x200e || character == 0x200f || character == 0x61c ||
	       (character >= 0x202a && character <= 0x202e) ||
	       (character >= 0x2066 && character <= 0x2069);
}

static bool may_be_shown(int character)
{
	return !is_control(character) && !turns_text(character) && xmlIsCharQ(character);
}

// How many bytes UTF-8 takes for a character, and any other number is wrong; 0: there is none such.
static int encoded_length(int character)
{
	static const int end[] = {0, 0x80, 0x800, 0x10000, 0x110000};

	if (character >= 0xd800 && character < 0xe000) /* halves of UTF-16 */
		return 0;
	for (int length = 1; length <= 4; length++)
		if (character < end[length])
			return length;
	return 0;
}

// A byte of a character (10xxxxxx) that is not its first.
static bool is_inner(char byte)
{
	return ((unsigned char)byte & 0xc0) == 0x80;
}

// The length of the character that is there, or 0: no UTF-8. libxml2 before 2.14 would take
// overlong forms, halves of UTF-16, and inner bytes where a character should begin.
static int decode(const char *text, int *character)
{
	int length = (int)strnlen(text, 4);

	*character = xmlGetUTF8Char((const xmlChar *)text, &length);
	if (*character < 0 || is_inner(*text) || encoded_length(*character) != length)
		return 0;
	return length;
}

void plain_put(FILE *out, const char *text, size_t most, escape_fn *escape)
{
	size_t left = most, length;

	for (const char *p = text ? text : ""; *p; p += length, left -= length) {
		const char *instead = NULL;
		int character, decoded = decode(p, &character);

		length = decoded ? (size_t)decoded : 1;
		if (length > left) {
			fputs("...", out);
			return;
		}
		if (!decoded || !may_be_shown(character))
			instead = "?";
		else if (length == 1 && escape)
			instead = escape(*p);
		if (instead)
			fputs(instead, out);
		else
			fwrite(p, 1, length, out);
	}
}

char *plain_copy(const char *text)
{
	char *copy = NULL;
	size_t size;
	FILE *memory = open_memstream(&copy, &size);

	assert(memory);
	plain_put(memory, text, PLAIN_WHOLE, NULL);
	assert(fclose(memory) == 0);
	return copy;
}

int plain_end(FILE *out)
{
	if (fflush(out) || ferror(out))
		return errno ? errno : EIO;
	return 0;
}
