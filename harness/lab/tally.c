// SPDX-License-Identifier: MIT

// What could not be tried came out in no way, so it is counted apart.

#include "harness/lab/tally.h"

void lab_tally_add(struct lab_tally *tally, const struct lab *lab, bool came_out,
		   const char *left_out)
{
	struct tally_entry *entry;

	if (tally->nr == TALLY_MOST)
		return;
	entry = &tally->entry[tally->nr++];
	*entry = (struct tally_entry){.lab = lab->name, .came_out = came_out};
	if (left_out)
		snprintf(entry->left_out, sizeof entry->left_out, "%s", left_out);
}

static bool is_left_out(const struct tally_entry *entry)
{
	return entry->left_out[0] != '\0';
}

static bool came_out(const struct tally_entry *entry)
{
	return entry->came_out && !is_left_out(entry);
}

static size_t nr_left_out(const struct lab_tally *tally)
{
	size_t nr = 0;

	for (size_t i = 0; i < tally->nr; i++)
		nr += is_left_out(&tally->entry[i]);
	return nr;
}

// ", not spawn, not echo", of which `before` is what stands before the first. Returns how many.
static size_t put_others(const struct lab_tally *tally, const char *before, FILE *out)
{
	size_t nr = 0;

	for (size_t i = 0; i < tally->nr; i++)
		if (!came_out(&tally->entry[i]) && !is_left_out(&tally->entry[i]))
			fprintf(out, "%snot %s", nr++ ? ", " : before, tally->entry[i].lab);
	return nr;
}

static size_t nr_came_out(const struct lab_tally *tally)
{
	size_t nr = 0;

	for (size_t i = 0; i < tally->nr; i++)
		nr += came_out(&tally->entry[i]);
	return nr;
}

static void put_left_out(const struct lab_tally *tally, FILE *out)
{
	for (size_t i = 0; i < tally->nr; i++)
		if (is_left_out(&tally->entry[i]))
			fprintf(out, "; %s was left out: %s", tally->entry[i].lab,
				tally->entry[i].left_out);
}

void lab_tally_put(const struct lab_tally *tally, FILE *out)
{
	if (nr_left_out(tally)) {
		fprintf(out, "%zu of %zu labs came out as the lecture says", nr_came_out(tally),
			tally->nr);
		put_others(tally, ", ", out);
		put_left_out(tally, out);
		fputc('\n', out);
		return;
	}
	fprintf(out, "%zu labs: ", tally->nr);
	fprintf(out, "%s came out as the lecture says\n",
		put_others(tally, "", out) ? "; the others" : "all");
}
