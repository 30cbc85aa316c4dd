// SPDX-License-Identifier: MIT

#include "harness/plan/percentage.h"

#include <criterion/criterion.h>
#include <string.h>

#include "harness/complaint.h"

Test(percentage, the_sign_may_be_left_out)
{
	static const struct {
		const char *text;
		double share;
	} known[] = {{"5%", 0.05},   {"5", 0.05},	 {"0.5%", 0.005}, {"0.5 %", 0.005},
		     {" 10% ", 0.1}, {"99.99%", 0.9999}, {"0", 0},	  {"100%", 1}};
	struct complaint c;
	double share;

	for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
		cr_assert_eq(percentage_read(&share, known[i].text, 0, 100, &c), 0, "'%s': %s",
			     known[i].text, c.text);
		cr_assert_float_eq(share, known[i].share, 1e-12, "'%s': %g", known[i].text, share);
	}
}

Test(percentage, what_is_none_is_refused)
{
	static const char *const wrong[] = {"",	    "%",   "x",	  "5%%", "5%x", "-5%",
					    "1e2%", "nan", "0.5", "100", "5 5%"};
	struct complaint c;
	double share;

	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
		cr_assert_eq(percentage_read(&share, wrong[i], 1, 99, &c), -1, "'%s'", wrong[i]);
		cr_assert_eq(c.kind, COMPLAINT_USER);
		cr_assert(strstr(c.text, "is no percentage of 1% to 99%"), "%s", c.text);
	}
}
