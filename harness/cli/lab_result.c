// SPDX-License-Identifier: MIT

// The table goes to standard output, and the sentence behind it; what is drawn says the sentence,
// too.

#include "harness/cli/draw.h"
#include "harness/cli/lab_result.h"

#include <assert.h>
#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "harness/assets.h"
#include "harness/cli/cli.h"
#include "harness/interrupt.h"
#include "harness/complaint.h"
#include "harness/data/directory.h"
#include "harness/lab/table.h"

// What a lab's files are made from.
struct account {
	const struct lab_table *table;
	const char *sentence, *plots, *machine;
};

typedef int write_fn(const struct account *account, FILE *out);

static int write_rows(const struct account *account, FILE *out)
{
	return table_write_csv(account->table, out);
}

static int write_script(const struct account *account, FILE *out)
{
	return table_write_script(account->table, account->sentence, account->plots,
				  account->machine, out);
}

static int write_file(const char *directory, const char *ending, write_fn *write,
		      const struct account *account, struct complaint *c)
{
	char name[96], *path;
	FILE *out;
	int error;

	snprintf(name, sizeof name, "lab-%s.%s", table_lab(account->table)->name, ending);
	path = directory_file(directory, name);
	out = fopen(path, "w");
	error = out ? write(account, out) : errno;
	if (out && fclose(out) && !error)
		error = errno;
	if (error)
		complain_machine(c, "%s: %s", path, strerror(error));
	free(path);
	return error ? -1 : 0;
}

// Draws it in all formats asked for and, unless it is to be brief, prints where.
static int draw(const struct lab_showing *showing, const char *name, struct complaint *c)
{
	const struct look *look = &showing->look;
	struct picture pictures[NR_DRAW_FORMATS];
	size_t nr = 0;

	for (unsigned format = 0; format < NR_DRAW_FORMATS; format++)
		if (look->formats & 1u << format)
			pictures[nr++] = (struct picture){name, format, look->theme, look->page};
	if (draw_pictures(showing->directory, pictures, nr, c))
		return -1;
	for (size_t i = 0; i < nr && !showing->brief; i++)
		printf("%s/%s.%s\n", showing->directory, name,
		       draw_format_names[pictures[i].format]);
	return 0;
}

// Rows, script and pictures of one lab.
static int write_results(const struct lab_table *table, const char *sentence,
			 const struct lab_showing *showing, struct complaint *c)
{
	const char *directory = showing->directory;
	char name[64], *plots = assets_folder("plots", c);
	struct account account;
	int result;

	if (!plots)
		return -1;
	snprintf(name, sizeof name, "lab-%s", table_lab(table)->name);
	account = (struct account){table, sentence, plots, showing->machine};
	result = write_file(directory, "csv", write_rows, &account, c) ||
		 write_file(directory, "gp", write_script, &account, c);
	if (!result && lab_nr_rows(table) > table_nr_skipped(table))
		result = draw(showing, name, c);
	free(plots);
	return result ? -1 : 0;
}

static int print_results(const struct lab_showing *showing, const struct lab_table *table,
			 const char *sentence, struct complaint *c)
{
	int error = showing->brief ? 0 : table_print(table, stdout);

	if (!error && showing->brief)
		printf("%-12s", table_lab(table)->name);
	if (!error &&
	    (printf("%s%s.\n", showing->brief ? "" : "\n", sentence) < 0 || fflush(stdout)))
		error = errno;
	return error ? complain_machine(c, "standard output: %s", strerror(error)) : 0;
}

// The conclusion on the heap; *came_out is whether what the lecture says did.
static char *conclude(const struct lab_table *table, bool *came_out)
{
	char *sentence = NULL;
	size_t size;
	FILE *out = open_memstream(&sentence, &size);

	assert(out);
	*came_out = table_lab(table)->conclude(table, out);
	if (fclose(out))
		abort();
	assert(sentence);
	sentence[0] = (char)toupper((unsigned char)sentence[0]);
	return sentence;
}

int lab_result_show(const struct lab_table *table, const struct lab_end *end,
		    const struct lab_showing *showing)
{
	struct complaint c;
	bool came_out;
	char *sentence = conclude(table, &came_out);
	int status = came_out ? EXIT_DONE : EXIT_FAIL;

	if (print_results(showing, table, sentence, &c) ||
	    (showing->directory && write_results(table, sentence, showing, &c)))
		status = cli_complain(&c);
	if (end->why[0] || end->refused[0])
		fprintf(stderr, "racelab: lab %s: %s\n", table_lab(table)->name,
			end->why[0] ? end->why : end->refused);
	if (end->interrupted)
		status = EXIT_SIGNAL + interrupt_signal;
	else if (end->why[0] || (end->refused[0] && !came_out))
		status = EXIT_MACHINE;
	free(sentence);
	return status;
}
