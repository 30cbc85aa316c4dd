// SPDX-License-Identifier: MIT

// What parts of variables are called, by what a tool wrote of them, which may be anything; and by
// what the compiler at hand makes.

#include <criterion/criterion.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "harness/explore/behaviour.h"
#include "harness/explore/found.h"
#include "harness/explore/program/debug_info.h"
#include "harness/explore/program/fields.h"
#include "harness/explore/program/program.h"
#include "harness/explore/program/symbols.h"
#include "harness/explore/telling/tell.h"
#include "harness/explore/telling/witness.h"
#include "harness/explore/weaken.h"
#include "harness/tests/exploring.h"
#include "harness/tests/told.h"

TestSuite(explore_fields, .timeout = 120);

static void read_text(struct debug_info *info, const char *text, size_t size)
{
	FILE *in = fmemopen((char *)(uintptr_t)text, size, "r");

	cr_assert(in);
	debug_info_read(info, in);
	fclose(in);
}

// NULL if it has no name.
static const char *name_at(const struct debug_info *info, const char *variable, uint64_t address,
			   uint64_t offset, enum fields_of of)
{
	static char text[64];

	return fields_name(info, variable, address, offset, of, text, sizeof text) ? text : NULL;
}

// static struct want { int in; struct { long at[2]; }; union { int a; short b[2]; }; int f:3; }
// want[3] at 0x40; unsigned char lock[64] at 0x1000 for struct lock { unsigned n; struct want it[];
// }; in another unit, which only declares that, unsigned char room[64] at 0x2000 for struct room {
// unsigned char lock[64]; char count; }; as gcc and clang write them.
static const char shapes[] =
    "Contents of the .debug_info section:\n"
    "\n"
    "  Compilation Unit @ offset 0:\n"
    " <0><b>: Abbrev Number: 18 (DW_TAG_compile_unit)\n"
    "    <d>   DW_AT_language    : 29	(C11)\n"
    " <1><10>: Abbrev Number: 1 (DW_TAG_base_type)\n"
    "    <11>   DW_AT_byte_size   : 4\n"
    "    <12>   DW_AT_name        : int\n"
    " <1><13>: Abbrev Number: 1 (DW_TAG_base_type)\n"
    "    <14>   DW_AT_byte_size   : 8\n"
    " <1><15>: Abbrev Number: 1 (DW_TAG_base_type)\n"
    "    <16>   DW_AT_byte_size   : 1\n"
    " <1><17>: Abbrev Number: 1 (DW_TAG_base_type)\n"
    "    <18>   DW_AT_byte_size   : 2\n"
    " <1><20>: Abbrev Number: 15 (DW_TAG_structure_type)\n"
    "    <21>   DW_AT_name        : (indexed string: 0x14): want\n"
    "    <22>   DW_AT_byte_size   : 32\n"
    " <2><23>: Abbrev Number: 9 (DW_TAG_member)\n"
    "    <24>   DW_AT_name        : (indirect string, offset: 0x115): in\n"
    "    <25>   DW_AT_type        : <0x10>, int\n"
    "    <26>   DW_AT_data_member_location: 0\n"
    " <2><27>: Abbrev Number: 9 (DW_TAG_member)\n"
    "    <28>   DW_AT_type        : <0x30>\n"
    "    <29>   DW_AT_data_member_location: 2 byte block: 23 8 	(DW_OP_plus_uconst: 8)\n"
    "    <29>   DW_AT_data_member_location: 8\n"
    " <2><2a>: Abbrev Number: 9 (DW_TAG_member)\n"
    "    <2b>   DW_AT_type        : <0x38>\n"
    "    <2c>   DW_AT_data_member_location: 24\n"
    " <2><2d>: Abbrev Number: 9 (DW_TAG_member)\n"
    "    <2e>   DW_AT_name        : f\n"
    "    <2e>   DW_AT_type        : <0x10>\n"
    "    <2f>   DW_AT_bit_size    : 3\n"
    "    <2f>   DW_AT_data_member_location: 28\n"
    " <2><30>: Abbrev Number: 9 (DW_TAG_structure_type)\n"
    "    <31>   DW_AT_byte_size   : 16\n"
    " <3><32>: Abbrev Number: 9 (DW_TAG_member)\n"
    "    <33>   DW_AT_name        : at\n"
    "    <34>   DW_AT_type        : <0x50>\n"
    " <3><35>: Abbrev Number: 0\n"
    " <2><36>: Abbrev Number: 0\n"
    " <1><38>: Abbrev Number: 9 (DW_TAG_union_type)\n"
    "    <39>   DW_AT_byte_size   : 4\n"
    " <2><3a>: Abbrev Number: 9 (DW_TAG_member)\n"
    "    <3b>   DW_AT_name        : a\n"
    "    <3c>   DW_AT_type        : <0x10>\n"
    " <2><3d>: Abbrev Number: 9 (DW_TAG_member)\n"
    "    <3e>   DW_AT_name        : b\n"
    "    <3f>   DW_AT_type        : <0x55>\n"
    " <1><50>: Abbrev Number: 8 (DW_TAG_array_type)\n"
    "    <51>   DW_AT_type        : <0x13>\n"
    " <2><52>: Abbrev Number: 8 (DW_TAG_subrange_type)\n"
    "    <53>   DW_AT_upper_bound : 1\n"
    " <1><55>: Abbrev Number: 8 (DW_TAG_array_type)\n"
    "    <56>   DW_AT_type        : <0x17>\n"
    " <2><57>: Abbrev Number: 8 (DW_TAG_subrange_type)\n"
    "    <58>   DW_AT_count       : 2\n"
    " <1><60>: Abbrev Number: 8 (DW_TAG_typedef)\n"
    "    <61>   DW_AT_name        : want_t\n"
    "    <62>   DW_AT_type        : <0x63>\n"
    " <1><63>: Abbrev Number: 8 (DW_TAG_volatile_type)\n"
    "    <64>   DW_AT_type        : <0x20>\n"
    " <1><65>: Abbrev Number: 8 (DW_TAG_array_type)\n"
    "    <66>   DW_AT_type        : <0x60>\n"
    " <2><67>: Abbrev Number: 8 (DW_TAG_subrange_type)\n"
    "    <68>   DW_AT_count       : 0x3\n"
    " <1><70>: Abbrev Number: 8 (DW_TAG_variable)\n"
    "    <71>   DW_AT_name        : want\n"
    "    <72>   DW_AT_type        : <0x65>\n"
    " <1><74>: Abbrev Number: 8 (DW_TAG_variable)\n"
    "    <75>   DW_AT_specification: <0x70>\n"
    "    <76>   DW_AT_location    : 9 byte block: 3 40 0 0 0 0 0 0 0 	(DW_OP_addr: 40)\n"
    " <1><80>: Abbrev Number: 8 (DW_TAG_structure_type)\n"
    "    <81>   DW_AT_name        : lock\n"
    "    <82>   DW_AT_declaration : 1\n"
    " <1><83>: Abbrev Number: 8 (DW_TAG_structure_type)\n"
    "    <84>   DW_AT_name        : lock\n"
    "    <85>   DW_AT_byte_size   : 8\n"
    " <2><86>: Abbrev Number: 8 (DW_TAG_member)\n"
    "    <87>   DW_AT_name        : n\n"
    "    <88>   DW_AT_type        : <0x10>\n"
    " <2><89>: Abbrev Number: 8 (DW_TAG_member)\n"
    "    <8a>   DW_AT_name        : it\n"
    "    <8b>   DW_AT_type        : <0x90>\n"
    "    <8c>   DW_AT_data_member_location: 8\n"
    " <1><90>: Abbrev Number: 8 (DW_TAG_array_type)\n"
    "    <91>   DW_AT_type        : <0x20>\n"
    " <2><92>: Abbrev Number: 8 (DW_TAG_subrange_type)\n"
    "    <93>   DW_AT_type        : <0x13>\n"
    " <1><94>: Abbrev Number: 8 (DW_TAG_array_type)\n"
    "    <95>   DW_AT_type        : <0x15>\n"
    " <2><96>: Abbrev Number: 8 (DW_TAG_subrange_type)\n"
    "    <97>   DW_AT_upper_bound : 63\n"
    " <1><98>: Abbrev Number: 8 (DW_TAG_variable)\n"
    "    <99>   DW_AT_type        : <0x94>\n"
    "    <9a>   DW_AT_location    : 9 byte block: 3 0 10 0 0 0 0 0 0 	(DW_OP_addr: 1000)\n"
    " <0><a0>: Abbrev Number: 18 (DW_TAG_compile_unit)\n"
    " <1><a1>: Abbrev Number: 1 (DW_TAG_base_type)\n"
    "    <a2>   DW_AT_byte_size   : 1\n"
    " <1><a3>: Abbrev Number: 8 (DW_TAG_array_type)\n"
    "    <a4>   DW_AT_type        : <0xa1>\n"
    " <2><a5>: Abbrev Number: 8 (DW_TAG_subrange_type)\n"
    "    <a6>   DW_AT_upper_bound : 63\n"
    " <1><a7>: Abbrev Number: 8 (DW_TAG_structure_type)\n"
    "    <a8>   DW_AT_name        : lock\n"
    "    <a9>   DW_AT_declaration : 1\n"
    " <1><aa>: Abbrev Number: 8 (DW_TAG_structure_type)\n"
    "    <ab>   DW_AT_name        : room\n"
    "    <ac>   DW_AT_byte_size   : 65\n"
    " <2><ad>: Abbrev Number: 8 (DW_TAG_member)\n"
    "    <ae>   DW_AT_name        : lock\n"
    "    <af>   DW_AT_type        : <0xa3>\n"
    "    <b0>   DW_AT_data_member_location: 0\n"
    " <2><b1>: Abbrev Number: 8 (DW_TAG_member)\n"
    "    <b2>   DW_AT_name        : count\n"
    "    <b3>   DW_AT_type        : <0xa1>\n"
    "    <b4>   DW_AT_data_member_location: 64\n"
    " <1><b5>: Abbrev Number: 8 (DW_TAG_variable)\n"
    "    <b6>   DW_AT_type        : <0xa3>\n"
    "    <b7>   DW_AT_location    : 9 byte block: 3 0 20 0 0 0 0 0 0 	(DW_OP_addr: 2000)\n";

static const struct {
	const char *variable;
	uint64_t address, offset;
	const char *place, *whole;
} known[] = {
    {"want", 0x40, 0, "want[0].in", "want[0]"},
    {"want", 0x40, 32 + 16, "want[1].at[1]", "want[1].at[1]"},
    {"want", 0x40, 64 + 24, "want[2].a", "want[2].a"},
    {"want", 0x40, 26, "want[0].b[1]", "want[0].b[1]"},
    {"want", 0x40, 28, NULL, NULL}, /* bits */
    {"want", 0x40, 2, NULL, NULL},  /* within a number */
    {"want", 0x40, 96, NULL, NULL}, /* behind its end */
    {"lock", 0x1000, 0, "lock.n", "lock"},
    {"lock", 0x1000, 8 + 32, "lock.it[1].in", "lock.it[1]"},
    {"other", 0x1000, 7, "other[7]", "other[7]"},
    {"lock", 0x1001, 0, NULL, NULL},
    {"room", 0x2000, 0, "lock.n", NULL},
    {"room", 0x2000, 8 + 32, "lock.it[1].in", "lock.it[1]"},
    {"room", 0x2000, 64, "count", "count"},
    {"roof", 0x2000, 7, "roof[7]", "roof[7]"},
};

static void expect_name(const char *is, const char *expected)
{
	cr_expect(is && expected ? strcmp(is, expected) == 0 : is == expected, "%s, not %s",
		  is ? is : "nothing", expected ? expected : "nothing");
}

Test(explore_fields, parts_are_called_as_they_are_written)
{
	struct debug_info info;

	read_text(&info, shapes, strlen(shapes));
	for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
		expect_name(name_at(&info, known[i].variable, known[i].address, known[i].offset,
				    FIELDS_PLACE),
			    known[i].place);
		if (known[i].whole)
			expect_name(name_at(&info, known[i].variable, known[i].address,
					    known[i].offset, FIELDS_WHOLE),
				    known[i].whole);
	}
	debug_info_fini(&info);
}

// Cut anywhere, and with any byte another: it may be called anything that fits, and ends.
Test(explore_fields, whatever_is_read_there_is_an_answer)
{
	static char text[sizeof shapes];
	struct debug_info info;

	for (size_t i = 1; i < sizeof shapes - 1; i++) {
		memcpy(text, shapes, sizeof shapes);
		text[i] = "0<>(:\nf9"[i % 8];
		read_text(&info, text, i % 3 ? sizeof shapes - 1 : i);
		for (size_t k = 0; k < sizeof known / sizeof *known; k++)
			name_at(&info, known[k].variable, known[k].address, known[k].offset,
				FIELDS_PLACE);
		debug_info_fini(&info);
	}
}

Test(explore_fields, what_goes_round_or_is_too_large_has_no_name)
{
	static const char *const hostile[] = {
	    "",
	    "\n",
	    " <1><",
	    "    <5>   DW_AT_name        : x\n",
	    " <0><1>: 1 (DW_TAG_variable)\n    <1>   DW_AT_type: <0x2>\n    <1>   DW_AT_location: "
	    "(DW_OP_addr: 40)\n <0><2>: 1 (DW_TAG_typedef)\n    <2>   DW_AT_type: <0x2>\n",
	    " <0><1>: 1 (DW_TAG_variable)\n    <1>   DW_AT_type: <0x2>\n    <1>   DW_AT_location: "
	    "(DW_OP_addr: 40)\n <0><2>: 1 (DW_TAG_array_type)\n    <2>   DW_AT_type: <0x2>\n"
	    " <1><3>: 1 (DW_TAG_subrange_type)\n    <3>   DW_AT_count: 18446744073709551615\n"
	    " <1><4>: 1 (DW_TAG_subrange_type)\n    <4>   DW_AT_upper_bound: "
	    "18446744073709551615\n",
	    " <0><1>: 1 (DW_TAG_variable)\n    <1>   DW_AT_type: <0x2>\n    <1>   DW_AT_location: "
	    "(DW_OP_addr: 40)\n <0><2>: 1 (DW_TAG_union_type)\n"
	    " <1><3>: 1 (DW_TAG_member)\n    <3>   DW_AT_type: <0x2>\n"
	    " <1><4>: 1 (DW_TAG_member)\n    <4>   DW_AT_type: <0x2>\n",
	};
	struct debug_info info;

	for (size_t i = 0; i < sizeof hostile / sizeof *hostile; i++) {
		read_text(&info, hostile[i], strlen(hostile[i]) + !hostile[i][0]);
		cr_expect_not(name_at(&info, "x", 0x40, 8, FIELDS_PLACE));
		debug_info_fini(&info);
	}
}

Test(explore_fields, names_drive_no_terminal_and_fit)
{
	static const char text[] =
	    " <0><1>: 1 (DW_TAG_variable)\n    <1>   DW_AT_type: <0x2>\n    <1>   DW_AT_location: "
	    "(DW_OP_addr: 40)\n <0><2>: 1 (DW_TAG_structure_type)\n <1><3>: 1 (DW_TAG_member)\n"
	    "    <3>   DW_AT_name        : a\033[2J\377\n    <3>   DW_AT_type: <0x4>\n"
	    " <0><4>: 1 (DW_TAG_base_type)\n";
	struct debug_info info;
	char small[7];

	read_text(&info, text, sizeof text - 1);
	expect_name(name_at(&info, "x", 0x40, 0, FIELDS_PLACE), "x.a?[2J");
	cr_expect_not(fields_name(&info, "x", 0x40, 0, FIELDS_PLACE, small, sizeof small));
	debug_info_fini(&info);
}

TestSuite(explore_fields_told, .init = told_enter, .fini = told_leave);

// By the compiler at hand. Of a barrier there are two words, which are not the user's.
Test(explore_fields_told, objects_of_threads_are_one_place)
{
	struct told told;

	told_open_text(&told,
		       "#include <pthread.h>\n"
		       "const unsigned program_tasks = 2;\n"
		       "static struct { int n; pthread_mutex_t m[2]; } q;\n"
		       "void program_task(unsigned task)\n"
		       "{\n"
		       "	pthread_mutex_lock(&q.m[1]);\n"
		       "	q.n++;\n"
		       "	pthread_mutex_lock(&q.m[task]);\n"
		       "}\n",
		       MODEL_SC);
	cr_assert(told.explored.found.nr_wrongs > 0);
	for (uint16_t i = 0; i < told.explored.bench.behaviour.nr_places; i++) {
		struct page page;

		tell_place(page_open(&page), &told.subject, i);
		fclose(page.out);
		cr_expect(strncmp(page.text, "q.m[", 4) == 0 || strcmp(page.text, "q.n") == 0, "%s",
			  page.text);
		free(page.text);
	}
	told_close(&told);
}

// As it was before there were names of fields.
Test(explore_fields_told, without_debug_information_it_is_an_offset)
{
	struct told told;
	struct page page;

	told_open(&told, "peterson_unfenced", 2, 1, MODEL_TSO);
	told.explored.bench.program.symbols.learned = true;
	witness_print(page_open(&page), &told.subject, &told.explored.found.wrong[0]);
	page_expect_part(&page, "store lock+8 = 0");
	debug_info_load(&told.explored.bench.program.symbols.debug, "/dev/null", ".");
	witness_print(page_open(&page), &told.subject, &told.explored.found.wrong[0]);
	page_expect_part(&page, "store lock+8 = 0");
	told_close(&told);
}
