// SPDX-License-Identifier: MIT

#include "harness/tests/told.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "harness/explore/program/program.h"
#include "harness/explore/program/runner.h"
#include "harness/explore/weaken.h"

const char told_racy[] =
    "#include <stdatomic.h>\n"
    "const unsigned program_tasks = 2;\n"
    "const unsigned long program_expected = 2;\n"
    "static atomic_ulong n;\n"
    "unsigned long program_outcome(void)\n"
    "{\n"
    "	return n;\n"
    "}\n"
    "void program_task(unsigned task)\n"
    "{\n"
    "	unsigned long old = atomic_load_explicit(&n, memory_order_relaxed);\n"
    "	(void)task;\n"
    "	atomic_store_explicit(&n, old + 1, memory_order_relaxed);\n"
    "}\n";

const char told_buffered[] =
    "#include <assert.h>\n"
    "#include <stdatomic.h>\n"
    "const unsigned program_tasks = 2;\n"
    "static atomic_int x, y, missed;\n"
    "void program_task(unsigned task)\n"
    "{\n"
    "	atomic_store_explicit(task ? &y : &x, 1, memory_order_release);\n"
    "	if (atomic_load_explicit(task ? &x : &y, memory_order_acquire))\n"
    "		return;\n"
    "	int others = atomic_fetch_add_explicit(&missed, 1, memory_order_relaxed);\n"
    "	assert(!others);\n"
    "}\n";

const char told_waiting[] = "#include <stdatomic.h>\n"
			    "const unsigned program_tasks = 2;\n"
			    "static atomic_int flag, other;\n"
			    "void program_task(unsigned task)\n"
			    "{\n"
			    "	if (task == 0)\n"
			    "		flag = 1;\n"
			    "	while (task && !(flag && other))\n"
			    "		;\n"
			    "}\n";

const char told_racing[] = "const unsigned program_tasks = 2;\n"
			   "static int x;\n"
			   "void program_task(unsigned task)\n"
			   "{\n"
			   "	if (task)\n"
			   "		x = 1;\n"
			   "	else if (x)\n"
			   "		x = 2;\n"
			   "}\n";

const char told_crashing[] = "const unsigned program_tasks = 1;\n"
			     "void abort(void);\n"
			     "void program_task(unsigned task)\n"
			     "{\n"
			     "	if (!task)\n"
			     "		abort();\n"
			     "}\n";

// A folder of its own, so that a file's name is short; harness/tests/program.h has another program.
static char folder[] = "/tmp/racelab-telling-XXXXXX";

void told_enter(void)
{
	cr_assert(mkdtemp(folder));
	cr_assert_eq(chdir(folder), 0);
	unsetenv("CC"); /* the texts are of the usual compiler's code: another's has other steps */
}

void told_leave(void)
{
	unlink("it.c");
	cr_assert_eq(chdir("/"), 0);
	rmdir(folder);
}

void told_open(struct told *told, const char *name, unsigned tasks, unsigned ops, enum model model)
{
	struct bench *bench = &told->explored.bench;

	explored_open(&told->explored, name, tasks, ops);
	explored_run(&told->explored, model, NULL);
	told->subject = (struct subject){.name = name,
					 .model = model,
					 .tasks = bench->program.runner.facts.nr_tasks,
					 .ops = ops,
					 .behaviour = &bench->behaviour,
					 .lines = &bench->lines};
}

void told_open_text(struct told *told, const char *text, enum model model)
{
	FILE *out = fopen("it.c", "w");

	cr_assert(out);
	fputs(text, out);
	fclose(out);
	told_open(told, "it.c", 0, 0, model);
}

void told_close(struct told *told)
{
	explored_close(&told->explored);
}

void told_forget_witness(struct told *told)
{
	struct witness *witness = &told->explored.found.wrong[0].witness;

	free(witness->event);
	*witness = (struct witness){0};
}

FILE *page_open(struct page *page)
{
	page->out = open_memstream(&page->text, &page->size);
	cr_assert(page->out);
	return page->out;
}

void page_expect(struct page *page, const char *expected)
{
	fclose(page->out);
	cr_expect_str_eq(page->text, expected, "is:\n%s\nshould be:\n%s", page->text, expected);
	free(page->text);
}

void page_expect_part(struct page *page, const char *expected)
{
	fclose(page->out);
	cr_expect(strstr(page->text, expected), "is:\n%s\nlacks:\n%s", page->text, expected);
	free(page->text);
}
