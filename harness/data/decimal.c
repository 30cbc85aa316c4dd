// SPDX-License-Identifier: MIT

// A file of a million rows holds thirty million numbers. Nearly all are plain digits, for which
// strtoll and strtod take as long as all of libcsv: those are read here, and the others by them.

#include "harness/data/decimal.h"

#include <errno.h>
#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "harness/data/row.h"

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

bool decimal_count(int64_t *count, const char *text, size_t length)
{
	size_t digits = 0;
	char *end;

	/* 18 digits cannot overflow */
	for (*count = 0; digits < length && digits < 18 && is_digit(text[digits]); digits++)
		*count = *count * 10 + (text[digits] - '0');
	if (length && digits == length)
		return true;
	errno = 0;
	*count = strtoll(text, &end, 10);
	return length && end == text + length && !errno && *count != COUNT_EMPTY;
}

// Digits with at most one point among them. 15 digits, and powers of ten up to 10^15, are exact in
// a double, so that the one division rounds as strtod would (Clinger, PLDI 1990). False: strtod has
// to look.
static bool read_plain(double *real, const char *text, size_t length)
{
	static const double powers[] = {1e0, 1e1, 1e2,	1e3,  1e4,  1e5,  1e6,	1e7,
					1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15};
	size_t nr_digits = 0, nr_decimals = 0;
	bool point = false;
	int64_t digits = 0;

	for (size_t i = 0; i < length; i++) {
		if (is_digit(text[i]) && nr_digits < 15) {
			digits = digits * 10 + (text[i] - '0');
			nr_digits++;
			nr_decimals += point;
		} else if (text[i] == '.' && !point)
			point = true;
		else
			return false;
	}
	*real = (double)digits / powers[nr_decimals];
	return nr_digits && FLT_EVAL_METHOD == 0;
}

bool decimal_real(double *real, const char *text, size_t length)
{
	char *end;

	if (read_plain(real, text, length))
		return true;
	*real = strtod(text, &end); /* would also take "nan", "inf" and hexadecimal */
	return length && end == text + length && strspn(text, "+-.0123456789eE") == length &&
	       isfinite(*real);
}
