// SPDX-License-Identifier: MIT

#include "harness/export/plain.h"

#include <criterion/criterion.h>
#include <stdlib.h>

// A byte that belongs to no character becomes one '?', so that none is lost quietly.
static const struct {
	const char *text, *plain;
} texts[] = {
    {"", ""},
    {"plain ~", "plain ~"},
    {"\x1b[31m\n\x7f", "?[31m??"},
    {"\xc2\x9b|\xc2\xa0", "?|\xc2\xa0"},		/* C1; a space that does not break */
    {"\xdf\xbf|\xe0\xa0\x80", "\xdf\xbf|\xe0\xa0\x80"}, /* last of two bytes, first of three */
    {"\xef\xbf\xbd|\xf0\x90\x80\x80", "\xef\xbf\xbd|\xf0\x90\x80\x80"},
    {"\xf4\x8f\xbf\xbd|", "\xf4\x8f\xbf\xbd|"},			/* the last that there is */
    {"\xf4\x90\x80\x80|", "????|"},				/* beyond it */
    {"\xc1\xbf|\xe0\x9f\xbf|\xf0\x8f\xbf\xbf", "??|???|????"},	/* longer than need be */
    {"\xa4\x80|\x80|\xff", "??|?|?"},				/* no character begins so */
    {"\xed\xa0\x80|\xed\xbf\xbf", "???|???"},			/* halves of UTF-16 */
    {"\xed\x9f\xbf|\xee\x80\x80", "\xed\x9f\xbf|\xee\x80\x80"}, /* what is around those */
    {"\xef\xbf\xbf|", "?|"},					/* XML has no such character */
    {"cut off \xe2\x82", "cut off ??"},
};

Test(plain, lets_through_what_is_strictly_utf8)
{
	for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
		char *plain = plain_copy(texts[i].text);

		cr_expect_str_eq(plain, texts[i].plain, "%zu: %s", i, plain);
		free(plain);
	}
}

Test(plain, nothing_is_an_empty_text)
{
	char *plain = plain_copy(NULL);

	cr_expect_str_eq(plain, "");
	free(plain);
}
