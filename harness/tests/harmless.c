// SPDX-License-Identifier: MIT

#include "harness/tests/harmless.h"

#include <ctype.h>
#include <jansson.h>
#include <stddef.h>
#include <string.h>

bool has_bad_number(const char *text)
{
	static const char *const words[] = {"nan", "inf", "infinity"};

	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
		for (const char *p = text; (p = strcasestr(p, words[i])); p++)
			if ((p == text || !isalnum((unsigned char)p[-1])) &&
			    !isalnum((unsigned char)p[strlen(words[i])]))
				return true;
	return false;
}

bool has_control(const char *text)
{
	for (const char *p = text; *p; p++) {
		if (((unsigned char)*p < ' ' && *p != '\n') || *p == 0x7f)
			return true;
		if (*p == '\302' && (unsigned char)p[1] < 0xa0)
			return true;
	}
	return false;
}

bool is_utf8(const char *text)
{
	json_t *string = json_string(text);

	json_decref(string);
	return string;
}
