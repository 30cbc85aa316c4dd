// SPDX-License-Identifier: MIT

#include "harness/grade/submission/fault.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "harness/control.h"

// Line by line, as that takes line ends for control characters, too.
static void make_plain(char *text)
{
	for (char *end; text; text = end ? end + 1 : NULL) {
		end = strchr(text, '\n');
		if (end)
			*end = '\0';
		for (char *p = text; *p; p++)
			*p = *p == '\t' ? ' ' : *p;
		control_replace(text, '?');
		if (end)
			*end = '\n';
	}
}

int fault_say(char **fault, const char *format, ...)
{
	char *text = NULL;
	va_list args;

	va_start(args, format);
	if (vasprintf(&text, format, args) < 0)
		text = NULL;
	va_end(args);
	free(*fault);
	*fault = text;
	make_plain(text);
	return 1;
}
