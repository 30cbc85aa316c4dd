// SPDX-License-Identifier: MIT

// What is called one family of CPUs.

#include <criterion/criterion.h>
#include <stddef.h>

#include "harness/machine/cpu_family.h"

Test(cpu_family, is_the_words_before_the_number)
{
	static const char *const families[][2] = {
	    {"AMD EPYC 7763 64-Core Processor", "AMD EPYC"},
	    {"AMD EPYC", "AMD EPYC"},
	    {"AMD Ryzen 7 5800X 8-Core Processor", "AMD Ryzen 7"},
	    {"AMD Ryzen 7 PRO 4750U with Radeon Graphics", "AMD Ryzen 7 PRO"},
	    {"Intel(R) Xeon(R) Processor", "Intel Xeon"},
	    {"Intel(R) Xeon(R) Platinum 8370C CPU @ 2.80GHz", "Intel Xeon Platinum"},
	    {"11th Gen Intel(R) Core(TM) i7-1165G7 @ 2.80GHz", "Intel Core i7"},
	    {"Intel(R) Core(TM) Ultra 7 155H", "Intel Core Ultra 7"},
	    {"Intel(R) Core(TM)2 Duo CPU     E8400  @ 3.00GHz", "Intel Core 2 Duo"},
	    {"Neoverse-N1", "Neoverse-N1"},
	    {"Apple M1", "Apple M1"},
	    {"", ""},
	    {"8086", ""},
	};
	char text[64];

	for (size_t i = 0; i < sizeof families / sizeof families[0]; i++)
		cr_expect_str_eq(cpu_family(families[i][0], text, sizeof text), families[i][1],
				 "%s: %s", families[i][0], text);
	cr_expect_str_eq(cpu_family("A very long name of a CPU", text, 8), "A very ");
}
