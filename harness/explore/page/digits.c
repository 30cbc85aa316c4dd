// SPDX-License-Identifier: MIT

#include "harness/explore/page/digits.h"

#include <assert.h>

/* what is printed in ASCII, without space, quote, backslash, < and & */
const char digits_alphabet[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
			       "!#$%'()*+,-./:;=>?@[]^_`{|}~";

_Static_assert(sizeof digits_alphabet == DIGITS + 1, "one character a digit");
_Static_assert(DIGITS_ONE + DIGITS_TWO + DIGITS_THREE + 1 == DIGITS, "each begins something");

// A first digit, and so many behind it.
static void put(FILE *out, unsigned first, uint64_t rest, unsigned nr)
{
	uint64_t scale = 1;

	for (unsigned i = 0; i < nr; i++)
		scale *= DIGITS;
	fputc(digits_alphabet[first + rest / scale], out);
	for (; nr; nr--) {
		rest %= scale;
		scale /= DIGITS;
		fputc(digits_alphabet[rest / scale], out);
	}
}

void digits_put(FILE *out, uint64_t number)
{
	const uint64_t two = DIGITS_TWO * DIGITS, three = DIGITS_THREE * DIGITS * DIGITS;

	assert(number < DIGITS_MOST);
	if (number < DIGITS_ONE)
		put(out, (unsigned)number, 0, 0);
	else if ((number -= DIGITS_ONE) < two)
		put(out, DIGITS_ONE, number, 1);
	else if ((number -= two) < three)
		put(out, DIGITS_ONE + DIGITS_TWO, number, 2);
	else
		put(out, DIGITS - 1, number - three, DIGITS_REST);
}

void digits_put_signed(FILE *out, int64_t number)
{
	digits_put(out, number < 0 ? (uint64_t)(-(number + 1)) * 2 + 1 : (uint64_t)number * 2);
}
