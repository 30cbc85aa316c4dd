// SPDX-License-Identifier: MIT

// The table, made of benches/catalog.def.

#include "harness/rank/play/remotes.h"

#include <stdlib.h>
#include <string.h>

#include "benches/remote/remote.h"

#define REMOTE(name, form, may_lose, summary, source) extern const struct remote remote_##name;
#include "benches/catalog.def"

static const struct remote *const remotes[] = {
#define REMOTE(name, form, may_lose, summary, source) &remote_##name,
#include "benches/catalog.def"
};

const struct remote *remotes_find(const char *name)
{
	for (size_t i = 0; i < sizeof remotes / sizeof *remotes; i++)
		if (strcmp(remotes[i]->name, name) == 0)
			return remotes[i];
	abort();
}
