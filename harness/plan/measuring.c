// SPDX-License-Identifier: MIT

// Settings as numbers: one table says how each is written, within which bounds, and where it goes.

#include "harness/plan/measuring.h"

#include <errno.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/random.h>

#include "harness/plan/value.h"

#define MAX_SEED ((uint64_t)1 << 53) /* every JSON reader keeps it exact */

static const struct limits {
	int (*read)(uint64_t *value, const char *text, uint64_t min, uint64_t max,
		    struct complaint *c);
	uint64_t min, max;
	size_t offset; /* of the value in struct measuring */
} limits[NR_SETTINGS] = {
    [SETTING_WINDOW] = {value_time, 100000, 3600000000000, offsetof(struct measuring, window_ns)},
    [SETTING_OPS] = {value_number, 1, 1000000000000, offsetof(struct measuring, ops)},
    [SETTING_BLOCKS] = {value_number, 1, 1000000, offsetof(struct measuring, blocks)},
    [SETTING_SEED] = {value_number, 0, MAX_SEED, offsetof(struct measuring, seed)},
    [SETTING_LATENCY] = {value_number, 2, 1000000, offsetof(struct measuring, latency)},
    [SETTING_TIMEOUT] = {value_time, 10000000, 86400000000000,
			 offsetof(struct measuring, timeout_ns)},
};

static int read_setting(struct measuring *measuring, enum setting setting,
			const struct given *given, struct complaint *c)
{
	const struct limits *l = &limits[setting];
	const char *text = given->text ? given->text : setting_keywords[setting].initial;
	uint64_t *value = (uint64_t *)((char *)measuring + l->offset);

	if (!given->text && !text[0])
		return 0;
	if (l->read(value, text, l->min, l->max, c))
		return complain_at(c, given->where ? given->where : setting_keywords[setting].name);
	return 0;
}

static int draw_seed(uint64_t *seed, struct complaint *c)
{
	if (getrandom(seed, sizeof *seed, 0) != sizeof *seed)
		return complain_machine(c, "the system gives no random seed: %s", strerror(errno));
	*seed &= MAX_SEED - 1;
	return 0;
}

static int check_timeout(const struct measuring *measuring, const struct given *given,
			 struct complaint *c)
{
	const struct given *at =
	    &given[given[SETTING_TIMEOUT].text ? SETTING_TIMEOUT : SETTING_WINDOW];
	char timeout[64], window[64];

	if (measuring->timeout_ns > measuring->window_ns)
		return 0;
	complain(c, "a timeout of %s ends a window of %s too early; give a longer timeout",
		 value_format_time(measuring->timeout_ns, timeout, sizeof timeout),
		 value_format_time(measuring->window_ns, window, sizeof window));
	return complain_at(c, at->where ? at->where : "timeout");
}

int measuring_read(struct measuring *measuring, const struct given given[NR_SETTINGS],
		   struct complaint *c)
{
	for (enum setting setting = 0; setting < NR_SETTINGS; setting++)
		if (read_setting(measuring, setting, &given[setting], c))
			return -1;
	if (given[SETTING_OPS].text && given[SETTING_WINDOW].text) {
		complain(c, "ops and window exclude each other; give one of them");
		return complain_at(c, given[SETTING_OPS].where ? given[SETTING_OPS].where : "ops");
	}
	if (given[SETTING_OPS].text)
		measuring->window_ns = 0;
	if (!given[SETTING_SEED].text && draw_seed(&measuring->seed, c))
		return -1;
	return check_timeout(measuring, given, c);
}
