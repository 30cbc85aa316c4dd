// SPDX-License-Identifier: MIT

#include "harness/tests/handed_in.h"

#include <criterion/criterion.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "harness/complaint.h"
#include "harness/explore/found.h"
#include "harness/explore/limit.h"
#include "harness/explore/program/compile.h"
#include "harness/explore/program/folder.h"
#include "harness/explore/weaken.h"
#include "harness/grade/exercise.h"
#include "harness/grade/rubric.h"
#include "harness/machine/probe.h"
#include "harness/trial/sandbox.h"

enum {
	BOUND_S = 100, /* three times what a compiler may take, and a machine that others use */
};

static char folder[64];

void handed_in_enter(void)
{
	struct complaint c;

	cr_assert_eq(folder_make(folder, sizeof folder, &c), 0, "%s", c.text);
	cr_assert_eq(chdir(folder), 0);
}

void handed_in_leave(void)
{
	cr_assert_eq(chdir("/"), 0);
	folder_remove(folder);
}

static void find(struct exercise *exercise, struct rubric *rubric)
{
	char path[EXERCISE_PATH];
	struct complaint c;

	cr_assert_eq(sandbox_prepare(&c), 0, "%s", c.text);
	cr_assert_eq(exercise_find(exercise, "lock", RACELAB_ROOT, &c), 0, "%s", c.text);
	cr_assert_eq(rubric_read(rubric, exercise_rubric(exercise, path), 2, &c), 0, "%s", c.text);
}

void handed_in_file(struct handed_in *handed, const char *file)
{
	static struct exercise exercise;
	static struct rubric rubric;
	uint64_t start_ns = probe_now_ns();
	struct complaint c;
	int error;

	find(&exercise, &rubric);
	error = submission_open(&handed->submission, &exercise, file, &rubric, &handed->fault, &c);
	handed->seconds = (double)(probe_now_ns() - start_ns) / 1e9;
	cr_assert_neq(error, -1, "%s", c.text);
	cr_assert_eq(error == 1, handed->fault != NULL);
}

void handed_in_text(struct handed_in *handed, const char *text, size_t size)
{
	FILE *out = fopen("lock.c", "w");

	cr_assert(out);
	cr_assert_eq(fwrite(text, 1, size, out), size);
	cr_assert_eq(fclose(out), 0);
	handed_in_file(handed, "lock.c");
}

void handed_in_close(struct handed_in *handed)
{
	submission_close(&handed->submission);
	free(handed->fault);
}

void handed_in_refused(const char *text, const char *words)
{
	struct handed_in handed;

	handed_in_text(&handed, text, strlen(text));
	cr_expect(handed.fault, "taken:\n%s", text);
	if (handed.fault)
		cr_expect(strstr(handed.fault, words), "'%s' does not say '%s'", handed.fault,
			  words);
	cr_expect_lt(handed.seconds, BOUND_S);
	handed_in_close(&handed);
}

void handed_in_taken(const char *text)
{
	struct handed_in handed;

	handed_in_text(&handed, text, strlen(text));
	cr_expect(!handed.fault, "%s", handed.fault);
	handed_in_close(&handed);
}

int handed_in_explore(const struct handed_in *handed, char *text, size_t size)
{
	struct source source = submission_source(&handed->submission, 2, 1);
	struct limit limit = {0};
	struct found found = {0};
	struct complaint c;
	struct bench bench;
	int nr = -1;

	if (bench_open(&bench, &source, "lock.c", &c)) {
		snprintf(text, size, "%s", c.text);
		return -1;
	}
	if (explore_weakened(&bench, NULL, 0, MODEL_SC, &limit, &found, &c) == 0)
		nr = (int)found.nr_wrongs;
	snprintf(text, size, "%s", nr < 0 ? c.text : "");
	found_fini(&found);
	bench_close(&bench);
	return nr;
}
