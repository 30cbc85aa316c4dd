// SPDX-License-Identifier: MIT

// C11 has it, too: call_once.

#include "once.h"

#include <threads.h>

struct once {
	once_flag flag;
};

const size_t once_bytes = sizeof(struct once);

void once_init(struct once *once)
{
	once->flag = (once_flag)ONCE_FLAG_INIT;
}

const struct config *once_get(struct once *once)
{
	call_once(&once->flag, config_make);
	return &config;
}
