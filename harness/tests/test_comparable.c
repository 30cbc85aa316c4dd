// SPDX-License-Identifier: MIT

// Whether two run.json are of like runs.

#include "harness/verdict/comparable.h"

#include <criterion/criterion.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char like[] =
    "{'host': {'cpu_model': 'A', 'nr_pus': 2, 'governor': null, 'virtualization': 'kvm', "
    "'arch': 'x86_64', 'kernel': '6.1'}, 'racelab': {'compiler': '12', 'flags': '-O2'}, "
    "'plan': {'window_ns': 20000000, 'ops': 0, 'blocks': 20, 'seed': 7}, 'end': null}";

// As JSON, with ' for ", and `with` in the place of `what`.
static json_t *like_but(const char *what, const char *with)
{
	const char *place = strstr(like, what);
	json_error_t error;
	json_t *json;
	char *text;

	cr_assert(place, "%s", what);
	cr_assert(
	    asprintf(&text, "%.*s%s%s", (int)(place - like), like, with, place + strlen(what)) > 0);
	for (char *s = text; *s; s++)
		if (*s == '\'')
			*s = '"';
	json = json_loads(text, 0, &error);
	cr_assert(json, "%s: %s", text, error.text);
	free(text);
	return json;
}

Test(comparable, what_decides_a_throughput_must_be_the_same)
{
	static const struct {
		const char *what, *with, *differences;
	} changes[] = {
	    {"'x86_64'", "'x86_64'", ""},
	    {"'kernel': '6.1'", "'kernel': '6.2'", ""},
	    {"'blocks': 20, 'seed': 7", "'blocks': 30, 'seed': 8", ""},
	    {"'end': null", "'end': '2026-11-22T10:05:05Z'", ""},
	    {"'governor': null, ", "", ""},
	    {"'governor': null", "'governor': ''", ""},
	    {"'cpu_model': 'A'", "'cpu_model': 'B'", "CPU model 'A' and 'B'"},
	    {"'cpu_model': 'A', ", "", "CPU model 'A' and none"},
	    {"'cpu_model': 'A'", "'cpu_model': 7", "CPU model 'A' and none"},
	    {"'nr_pus': 2", "'nr_pus': 4", "PUs 2 and 4"},
	    {"'governor': null", "'governor': 'powersave'", "governor none and 'powersave'"},
	    {"'nr_pus': 2", "'nr_pus': 2, 'quota_pus': null", ""},
	    {"'nr_pus': 2", "'nr_pus': 2, 'quota_pus': 0.5", "CPU quota none and 0.5"},
	    {"'nr_pus': 2", "'nr_pus': 2, 'quota_pus': 2", "CPU quota none and 2"},
	    {"'nr_pus': 2", "'nr_pus': 2, 'quota_pus': 'much'", ""},
	    {"'kvm'", "null", "virtualization 'kvm' and none"},
	    {"'x86_64'", "'aarch64'", "architecture 'x86_64' and 'aarch64'"},
	    {"'12'", "'14'", "compiler '12' and '14'"},
	    {"'-O2'", "'-O1 -fsanitize=thread'",
	     "compiler's flags '-O2' and '-O1 -fsanitize=thread'"},
	    {"20000000", "5000000", "window 20 ms and 5 ms"},
	    {"'window_ns': 20000000, 'ops': 0", "'window_ns': 0, 'ops': 1000",
	     "window 20 ms and none; ops per trial none and 1000"},
	    {"'A'", "'\\u001b[31m'", "CPU model 'A' and '?[31m'"},
	};
	json_t *head = like_but("'A'", "'A'");
	char text[256];

	for (size_t i = 0; i < sizeof changes / sizeof *changes; i++) {
		json_t *base = like_but(changes[i].what, changes[i].with);

		comparable_differences(head, base, text, sizeof text);
		cr_expect_str_eq(text, changes[i].differences, "%zu: %s", i, text);
		json_decref(base);
	}
	json_decref(head);
}

Test(comparable, what_does_not_fit_is_cut_off)
{
	json_t *head = like_but("'A'", "'A'"),
	       *base = like_but("'A', 'nr_pus': 2", "'\xe2\x82\xac', 'nr_pus': 4");
	char text[64];

	comparable_differences(head, base, text, sizeof text);
	cr_expect_str_eq(text, "CPU model 'A' and '\xe2\x82\xac'; PUs 2 and 4");
	comparable_differences(head, base, text, 21);
	cr_expect_str_eq(text, "CPU model 'A' and '");
	comparable_differences(head, base, text, 24);
	cr_expect_str_eq(text, "CPU model 'A' and '\xe2\x82\xac'");
	json_decref(head);
	json_decref(base);
}

Test(comparable, a_long_text_is_cut_between_characters)
{
	json_t *head = like_but("'A'", "'A'"), *base;
	char with[512] = "'", text[1024];

	for (int i = 0; i < 150; i++)
		strcat(with, "\xc3\xa9");
	strcat(with, "'");
	for (int odd = 0; odd < 2; odd++) {
		json_t *string;

		base = like_but("'A'", with);
		string = json_string(comparable_differences(head, base, text, sizeof text));
		cr_expect(string, "%s is not UTF-8", text);
		json_decref(string);
		json_decref(base);
		memmove(with + 2, with + 1, strlen(with));
		with[1] = 'x';
	}
	json_decref(head);
}

Test(comparable, all_of_a_long_text_counts)
{
	char long_name[1024], *with;
	json_t *head, *base;
	char text[4096];

	memset(long_name, 'x', sizeof long_name - 1);
	long_name[sizeof long_name - 1] = '\0';
	cr_assert(asprintf(&with, "'%s1'", long_name) > 0);
	head = like_but("'A'", with);
	with[strlen(with) - 2] = '2';
	base = like_but("'A'", with);
	cr_expect_neq(comparable_differences(head, base, text, sizeof text)[0], '\0');
	cr_expect_eq(comparable_differences(head, head, text, sizeof text)[0], '\0');
	json_decref(head);
	json_decref(base);
	free(with);
}
