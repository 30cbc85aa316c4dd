// Made once, by whoever comes first.
//
// As it stands, nobody makes it. `make try` says what comes of that.

#include "once.h"

#include <stdatomic.h>
#include <stdbool.h>

struct once {
	atomic_bool made;
};

const size_t once_bytes = sizeof(struct once);

void once_init(struct once *once)
{
	(void)once;
}

const struct config *once_get(struct once *once)
{
	(void)once;
	return &config;
}
