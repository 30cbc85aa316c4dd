// SPDX-License-Identifier: MIT

// racelab explore: every interleaving of a small program. Here is only which of its ways is asked
// for; each is a file of its own.

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "harness/assets.h"
#include "harness/cli/cli.h"
#include "harness/cli/explore_options.h"
#include "harness/cli/explore_ways.h"
#include "harness/interrupt.h"
#include "harness/complaint.h"
#include "harness/trial/sandbox.h"

#define EXPLORE_MEMORY (UINT64_C(2) << 30) /* bytes, unless --memory says otherwise */

static int go(const struct explore_asked *asked, const char *root)
{
	switch (asked->exploring) {
	case EXPLORING_LIST:
		return explore_list(asked);
	case EXPLORING_ALL:
		return explore_all(asked, root);
	case EXPLORING_ORDERS:
		return explore_orders(asked, root);
	case EXPLORING_FIGURES:
		return explore_figures(asked, root);
	case EXPLORING_REPLAY:
		return explore_replay(asked, root);
	case EXPLORING_PAGE:
		return explore_page(asked, root);
	default:
		return explore_one(asked, root);
	}
}

// What was found is lost if it could not be written, whatever it was.
static int check_written(struct complaint *c)
{
	if (fflush(stdout) == 0 && !ferror(stdout))
		return 0;
	return complain_machine(c, "standard output cannot be written");
}

int explore_main(int argc, char **argv)
{
	struct explore_asked asked = {.memory_bytes = EXPLORE_MEMORY};
	int status = cli_parse(&explore_argp, argc, argv, &asked);
	struct complaint c;
	char *root;

	if (status)
		return status;
	root = assets_root(&c);
	if (!root || sandbox_prepare(&c)) {
		free(root);
		return cli_complain(&c);
	}
	interrupt_catch();
	status = go(&asked, root);
	free(root);
	return status < EXIT_USER && check_written(&c) ? cli_complain(&c) : status;
}
