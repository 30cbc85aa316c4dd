// SPDX-License-Identifier: MIT

// The handicap, from the environment: an option would look as if it were for everybody.

#include "harness/trial/handicap.h"

#include <stdlib.h>

#include "harness/plan/percentage.h"

#define VARIABLE "RACELAB_HANDICAP"

int handicap_read(double *share, struct complaint *c)
{
	const char *text = getenv(VARIABLE);

	*share = 0;
	if (!text)
		return 0;
	return percentage_read(share, text, 0, 90, c) ? complain_at(c, VARIABLE) : 0;
}
