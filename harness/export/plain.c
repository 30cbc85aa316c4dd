// SPDX-License-Identifier: MIT

// UTF-8 character by character, by libxml2, whose idea of a character is the strictest of our
// formats.

#include "harness/export/plain.h"

#include <assert.h>
#include <errno.h>
#include <libxml/chvalid.h>
#include <libxml/xmlstring.h>
#include <libxml/parserInternals.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

static bool is_control(int character)
{
	return character < ' ' || (character >= 0x7f && character < 0xa0);
}

static bool may_be_shown(int character)
{
	return !is_control(character) && xmlIsCharQ(character);
}

// The length of the character that is there, or 0: no UTF-8. Encoding it again finds overlong forms
// and stray ends, which libxml2 would take.
static int decode(const char *text, int *character)
{
	xmlChar again[8];
	int length = (int)strnlen(text, 4);

	*character = xmlGetUTF8Char((const xmlChar *)text, &length);
	if (*character < 0 || xmlCopyCharMultiByte(again, *character) != length ||
	    memcmp(again, text, (size_t)length) != 0)
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
