// SPDX-License-Identifier: MIT

// Machines whose files were damaged, torn or tampered with: hwloc may not survive them, racelab
// does.

#include <criterion/criterion.h>
#include <fcntl.h>
#include <hwloc.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "harness/complaint.h"
#include "harness/control.h"
#include "harness/machine/placement.h"
#include "harness/machine/topology.h"
#include "harness/tests/machines.h"
#include "harness/tests/program.h"

TestSuite(damaged, .init = program_enter, .fini = program_leave, .timeout = 240);

static void write_text(const char *path, const char *text)
{
	FILE *file = fopen(path, "w");

	cr_assert(file && fputs(text, file) >= 0 && fclose(file) == 0);
}

// The same numbers in every run of the test.
static uint32_t next(uint32_t *state)
{
	*state = *state * 1664525 + 1013904223;
	return *state >> 8;
}

// One of the ways in which a file goes wrong.
static void damage(char *text, size_t length, uint32_t *state)
{
	static const char letters[] = "0123456789abcdef\"<>/= ,xTZ-";
	size_t where = next(state) % length;

	switch (next(state) % 4) {
	case 0: /* torn */
		text[where] = '\0';
		break;
	case 1: /* another letter */
		text[where] = letters[next(state) % (sizeof letters - 1)];
		break;
	case 2: { /* another digit, where numbers and sets are */
		char *digit = text + where + strcspn(text + where, "123456789");

		if (*digit)
			*digit = letters[next(state) % 16];
		break;
	}
	default: { /* a tag less */
		char *tag = strchr(text + where, '<'), *end = tag ? strchr(tag, '>') : NULL;

		if (end)
			memset(tag, ' ', (size_t)(end - tag) + 1);
	}
	}
}

// It is refused in one line, or every placement on it is sound.
static void expect_refused_or_sound(const char *path)
{
	static struct place place;
	struct complaint c = {0};
	struct topology t;
	unsigned pus[512];
	char plain[sizeof c.text];

	if (topology_load_xml(&t, path, &c)) {
		cr_assert_eq(c.kind, COMPLAINT_USER, "%s", c.text);
		strcpy(plain, c.text);
		cr_assert_str_eq(control_plain(plain), c.text);
		return;
	}
	for (int kind = PLACE_COMPACT; kind <= PLACE_SMT; kind++) {
		place.kind = (enum place_kind)kind;
		int nr = placement_order(&t, &place, pus, 512, &c);

		for (int i = 0; i < nr; i++) {
			cr_assert(hwloc_bitmap_isset(t.allowed, pus[i]));
			topology_node_of(&t, pus[i]);
		}
	}
	topology_fini(&t);
}

Test(damaged, files_do_no_harm_and_hwloc_says_nothing)
{
	int said = open("said", O_RDWR | O_CREAT | O_TRUNC, 0666), err = dup(STDERR_FILENO);
	uint32_t state = 1;

	cr_assert(said >= 0 && err >= 0 && dup2(said, STDERR_FILENO) >= 0);
	for (size_t i = 0; i < machines_nr(); i++) {
		size_t length;
		char *text;

		if (strncmp(machine_at(i)->name, "large", 5) == 0)
			continue;
		machine_write(i, "whole.xml");
		text = program_read("whole.xml", &length);
		for (int k = 0; k < 60; k++) {
			char *copy = strdup(text);

			damage(copy, length, &state);
			write_text("damaged.xml", copy);
			expect_refused_or_sound("damaged.xml");
			free(copy);
		}
		free(text);
	}
	dup2(err, STDERR_FILENO);
	cr_expect_eq(lseek(said, 0, SEEK_END), 0, "hwloc spoke");
	close(said);
	close(err);
}
