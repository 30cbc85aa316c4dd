// SPDX-License-Identifier: MIT

#include "harness/control.h"

#include <criterion/criterion.h>
#include <stdio.h>

#include "harness/complaint.h"

Test(control, what_drives_a_terminal_is_replaced)
{
	static const struct {
		const char *text, *harmless;
	} known[] = {
	    {"", ""},
	    {"plain ~", "plain ~"},
	    {"\x1b[31m\n\t\x7f", "?[31m???"},
	    {"\xc2\x9b"
	     "31m\xc2\x80\xc2\xa0",
	     "?"
	     "?31m?"
	     "?\xc2\xa0"}, /* U+00A0 is a space */
	    {"\xc3\x9b \xe2\x82\xac \xf0\x9f\x8f\x81", "\xc3\x9b \xe2\x82\xac \xf0\x9f\x8f\x81"},
	    {"\x9b\xff\xc0\x9b", "?"
				 "?"
				 "?"
				 "?"},
	    /* a slash too long, a half of UTF-16, beyond U+10FFFF */
	    {"\xe0\x80\xaf \xed\xa0\x80 \xf4\x90\x80\x80", "?"
							   "?"
							   "? ?"
							   "?"
							   "? ?"
							   "?"
							   "?"
							   "?"},
	    {"cut off \xe2\x82", "cut off ?"
				 "?"},
	};

	for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
		char text[64];

		snprintf(text, sizeof text, "%s", known[i].text);
		control_replace(text, '?');
		cr_assert_str_eq(text, known[i].harmless);
	}
}

Test(control, complaints_are_harmless)
{
	struct complaint c;

	complain(&c, "'%s' is wrong", "\xc2\x9b");
	cr_assert_str_eq(c.text, "'?"
				 "?' is wrong");
	complain_at(&c, "a\nb");
	cr_assert_str_eq(c.text, "a?b: '?"
				 "?' is wrong");
}
