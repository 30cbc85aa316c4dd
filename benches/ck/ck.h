// SPDX-License-Identifier: MIT

// Concurrency Kit's spin locks, as they are but for the way they wait: CK looks for ever, so a
// trial with more tasks than PUs might never end. ck_stall() takes the place of its ck_pr_stall()
// and gives the PU up as ours do (spin.h). Who gets a lock at once does not come through it.

#ifndef RACELAB_CK_H
#define RACELAB_CK_H

#include <ck_cc.h> // IWYU pragma: keep (its CK_CC_INLINE is changed below)

#include "benches/sync/spin.h"
#include "benches/sync/sync.h"
#include "benches/sync/tsan.h" // IWYU pragma: export

/* ThreadSanitizer sees CK's plain accesses and not its assembly, so it is kept out of all of them,
   and tsan.h tells it what the lock promises. */
#ifdef RACELAB_TSAN
#undef CK_CC_INLINE
#define CK_CC_INLINE __attribute__((no_sanitize("thread"), noinline, unused))
#endif

#include <ck_pr.h> // IWYU pragma: keep (before ck_pr_stall is changed below)

static __thread unsigned ck_looks;

INLINE void ck_stall(void)
{
	spin_wait(&ck_looks);
}

#define ck_pr_stall ck_stall
#include <ck_spinlock.h> // IWYU pragma: export

// To be called before a lock is asked for: its waiting begins anew.
INLINE void ck_begin_waiting(void)
{
	ck_looks = 0;
}

#endif
