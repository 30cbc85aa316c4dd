// SPDX-License-Identifier: MIT

// make power: whether the verdicts of `duet` and `check --baseline` can be trusted on this machine:
// how often they find a difference that is not there, and one that is.
//
// Four numbers may be given: duets without and with a difference (100, 20 of each), and the same of
// separate runs (20, 5 of each). All together they take about half an hour; the machine should have
// nothing else to do.

#include <stdio.h>
#include <stdlib.h>

#include "harness/power/duets.h"
#include "harness/power/runs.h"

int main(int argc, char **argv)
{
	unsigned nr[] = {100, 20, 20, 5};

	for (int i = 1; i < argc && i <= 4; i++)
		nr[i - 1] = (unsigned)strtoul(argv[i], NULL, 10);
	if (nr[0] || nr[1])
		power_duets(nr[0], nr[1]);
	if (nr[2] || nr[3])
		power_runs(nr[2], nr[3]);
	return EXIT_SUCCESS;
}
