// SPDX-License-Identifier: MIT

// A right lock, used wrongly: it is released before the new value is written. A known-bad control:
// the load and the addition are guarded, the store is not, so another task that comes in meanwhile
// loads the old value. Reviews overlook it, because lock and unlock are both there.
//
// Source: Lu et al., Learning from Mistakes, ASPLOS 2008 (atomicity violations).

#define SYNC_NAME torn_lock
#define SYNC_COUNTER
#include "benches/sync/sync.h"

#include "benches/sync/spin.h"
#include "harness/trial/racy.h"

struct counter {
	unsigned locked;
	uint64_t value __attribute__((aligned(APART)));
};

INLINE void add(struct counter *counter, const struct seat *seat, uint64_t n)
{
	unsigned looks = 0;
	uint64_t value;

	(void)seat;
	/* acquire: what the last holder did comes before */
	while (__atomic_exchange_n(&counter->locked, 1, __ATOMIC_ACQUIRE))
		spin_wait(&looks);
	value = racy_load(&counter->value) + n;
	__atomic_store_n(&counter->locked, 0, __ATOMIC_RELEASE); /* release: too early by a line */
	racy_store(&counter->value, value);
}

INLINE uint64_t peek(const struct counter *counter, const struct seat *seat)
{
	(void)seat;
	return racy_load(&counter->value);
}

static const struct about about = {
    .class = CLASS_BROKEN,
    .summary = "unlocks before it writes the new value back",
    .source = "Lu et al.: Learning from Mistakes, ASPLOS 2008",
    .may_lose = true,
    .yields = true,
};

#include "benches/sync/instantiate.h"
