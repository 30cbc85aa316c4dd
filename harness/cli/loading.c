// SPDX-License-Identifier: MIT

#include "harness/cli/loading.h"

#include "harness/cli/cli.h"
#include "harness/complaint.h"
#include "harness/trial/plugin.h"

const struct argp_option loading_options[] = {
    {"load", 'l', "FILE.so", 0, "Make the strategy in a shared object one more name; repeatable",
     0},
    {0},
};

error_t loading_parse(struct plugins *plugins, int key, char *argument)
{
	struct complaint c;

	if (key != 'l')
		return ARGP_ERR_UNKNOWN;
	return plugins_add(plugins, argument, "", &c) ? cli_refuse(&c) : 0;
}
