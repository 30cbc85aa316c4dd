// SPDX-License-Identifier: MIT

// What the commands share: the table of them, exit codes, and how they speak.

#ifndef RACELAB_CLI_H
#define RACELAB_CLI_H

#include <argp.h>

#include "harness/complaint.h"

enum {
	EXIT_DONE = 0,	   /* done, or the verdict is pass */
	EXIT_FAIL = 1,	   /* the verdict is fail */
	EXIT_MACHINE = 2,  /* could not be measured or written */
	EXIT_USER = 64,	   /* wrong usage or bad input (EX_USAGE of sysexits.h) */
	EXIT_SIGNAL = 128, /* + the signal that stopped it: 130 for Ctrl-C */
};

struct command {
	const char *name;
	const char *summary;
	int (*main)(int argc, char **argv); /* argv[0] is "racelab NAME"; returns an exit code */
};

int run_main(int argc, char **argv);
int list_main(int argc, char **argv);
int topo_main(int argc, char **argv);
int show_main(int argc, char **argv);
int plot_main(int argc, char **argv);
int report_main(int argc, char **argv);
int check_main(int argc, char **argv);
int pack_main(int argc, char **argv);
int merge_main(int argc, char **argv);
int lab_main(int argc, char **argv);
int duet_main(int argc, char **argv);
int explore_main(int argc, char **argv);
int exercise_main(int argc, char **argv);
int grade_main(int argc, char **argv);
int serve_main(int argc, char **argv);
int stage_main(int argc, char **argv); /* for racelab run; no command of the table */

// Parses a command's options by argp, and adds -h/--help (printed to standard output, as argp lays
// it out; what follows \v in argp->doc comes after the options: examples) and --version. These two
// end the process with 0. An unknown option, an option without its value, a superfluous argument,
// and whatever the parser refuses by cli_refuse is one line on standard error. Returns 0, or the
// exit code to end with.
int cli_parse(const struct argp *argp, int argc, char **argv, void *input);

// The options by which a command parses these words, for its page in the manual and for completion:
// runs its main as far as its cli_parse, so that there is no second table of them. They hold until
// the next call. NULL if it does not come that far.
const struct argp *cli_argp(const struct command *command, int argc, char **argv);

extern const struct argp_option cli_common_options[]; /* what every command takes besides */

// For a command's argp parser: remembers what is wrong and returns EINVAL, which ends the parsing.
// cli_parse prints it.
error_t cli_refuse(const struct complaint *c);
error_t cli_refuse_at(const char *where, struct complaint *c); /* puts "where: " before it */
error_t cli_refuse_text(const char *format, ...) __attribute__((format(printf, 1, 2)));

// The same: takes an option's argument for the name of a `what` ("file"); refuses an empty one.
error_t cli_take_name(const char **name, const char *argument, const char *option,
		      const char *what);

// Prints "racelab: <complaint>" on standard error. Returns the exit code that fits its kind.
int cli_complain(const struct complaint *c);

#endif
