// SPDX-License-Identifier: MIT

// racelab pack: a result directory as one file, to be sent.

#include <argp.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "harness/cli/cli.h"
#include "harness/complaint.h"
#include "harness/store/outside.h"
#include "harness/store/pack.h"

enum {
	MAIL_BYTES = 1000000, /* more than this is much for a mail, and is said */
};

struct packing {
	const char *directory, *file;
};

static error_t parse(int key, char *argument, struct argp_state *state)
{
	struct packing *packing = state->input;

	switch (key) {
	case 'o':
		return cli_take_name(&packing->file, argument, "-o", "file");
	case ARGP_KEY_ARG:
		if (packing->directory)
			return ARGP_ERR_UNKNOWN; /* cli_parse calls it superfluous */
		packing->directory = argument;
		return 0;
	case ARGP_KEY_NO_ARGS:
		return cli_refuse_text("pack: which result directory? see racelab pack --help");
	default:
		return ARGP_ERR_UNKNOWN;
	}
}

static const struct argp_option options[] = {
    {"output", 'o', "FILE", 0, "The file to write [the directory's name].racelab", 0},
    {0},
};

static const struct argp argp = {
    .options = options,
    .parser = parse,
    .args_doc = "DIR",
    .doc = "Packs what racelab merge needs of a run into one small file, to be sent to whoever "
	   "collects the runs of many machines: a tar with run.json, trials.csv and topology.xml, "
	   "without results of labs and of racelab explore. "
	   "The host's name is in it; merge --anonymous leaves it out."
	   "\vExamples:\n"
	   "  racelab run class.ini -o alice && racelab pack alice\n"
	   "  racelab merge *.racelab -o class.db",
};

// The last part of the directory's name; "run" where it has none of use, as of "." and "/".
static char *name_of(const char *directory)
{
	char *path = realpath(directory, NULL), *slash = path ? strrchr(path, '/') : NULL;
	char *name = strdup(slash && slash[1] ? slash + 1 : "run");

	free(path);
	return name;
}

static void say_outside(const char *directory)
{
	char what[256];

	if (*outside_format(directory, what, sizeof what))
		fprintf(stderr, "racelab: pack: %s: a pack has a run; left out: its %s\n",
			directory, what);
}

static int pack(const struct packing *packing, const char *name, const char *file)
{
	struct complaint c;
	uint64_t bytes;

	if (pack_write(file, name, packing->directory, &bytes, &c)) {
		complain_at(&c, "pack");
		return cli_complain(&c);
	}
	puts(file);
	fflush(stdout);
	fprintf(stderr, "%" PRIu64 " KB; racelab merge takes it\n", (bytes + 999) / 1000);
	say_outside(packing->directory);
	if (bytes > MAIL_BYTES)
		fprintf(stderr,
			"racelab: pack: that is more than 1 MB: fewer blocks would do for a "
			"class\n");
	return EXIT_DONE;
}

int pack_main(int argc, char **argv)
{
	struct packing packing = {0};
	int code = cli_parse(&argp, argc, argv, &packing);
	char *name, *file = NULL;

	if (code)
		return code;
	name = name_of(packing.directory);
	if (!name || (packing.file ? !(file = strdup(packing.file))
				   : asprintf(&file, "%s.racelab", name) < 0))
		abort();
	code = pack(&packing, name, file);
	free(file);
	free(name);
	return code;
}
