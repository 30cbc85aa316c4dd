// SPDX-License-Identifier: MIT

// UTF-8 is taken apart here: libc would need a locale for it.

#include "harness/control.h"

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

// RFC 3629: 10xxxxxx continues what 110xxxxx, 1110xxxx or 11110xxx began.
static bool continues(unsigned char byte)
{
	return (byte & 0xc0) == 0x80;
}

static size_t bytes_begun_by(unsigned char lead)
{
	return lead < 0xc0 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
}

// What the first two bytes rule out: longer than need be, a half of UTF-16, beyond U+10FFFF.
static bool is_ruled_out(unsigned char lead, unsigned char second)
{
	return (lead == 0xe0 && second < 0xa0) || (lead == 0xed && second > 0x9f) ||
	       (lead == 0xf0 && second < 0x90) || (lead == 0xf4 && second > 0x8f);
}

// Bytes of the character that begins at p; 0 if none does.
static size_t length_of(const unsigned char *p)
{
	size_t length = bytes_begun_by(*p);

	if (*p >= 0x80 && (*p < 0xc2 || *p > 0xf4 || is_ruled_out(*p, p[1])))
		return 0;
	for (size_t i = 1; i < length; i++)
		if (!continues(p[i]))
			return 0;
	return length;
}

static int is_control(const unsigned char *p)
{
	return *p < ' ' || *p == 0x7f || (*p == 0xc2 && p[1] < 0xa0);
}

void control_replace(char *text, char with)
{
	for (unsigned char *p = (unsigned char *)text; *p;) {
		size_t length = length_of(p);

		if (!length || is_control(p))
			memset(p, with, length ? length : 1);
		p += length ? length : 1;
	}
}

static void drop_half_character(char *text)
{
	size_t length = strlen(text), nr = 0;

	while (nr < 3 && nr < length && continues((unsigned char)text[length - 1 - nr]))
		nr++;
	if (nr < length && bytes_begun_by((unsigned char)text[length - 1 - nr]) > nr + 1)
		text[length - 1 - nr] = '\0';
}

char *control_plain(char *text)
{
	drop_half_character(text);
	control_replace(text, '?');
	return text;
}
