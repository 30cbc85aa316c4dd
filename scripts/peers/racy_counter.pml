/* SPDX-License-Identifier: MIT */

/*
 * The racy counter for Spin: N tasks (-DN=...), each with one increment in two steps, a load and a store. Who is last
 * asserts what can be said of the final value. This is what `racelab explore none --count N --ops 1 --model sc` does,
 * and scripts/bench-explore measures the two.
 *
 * Written to be light for Spin: two bytes that all share; one byte and no loop in each task; the store and what follows
 * are one indivisible step, and no process of its own waits for the end. Spin's reduction by partial order is at work,
 * and does what it can. With -DFORGET a task, once done, forgets what it read, so that states which differ in that
 * alone are one: few would think of it, and at N = 7 there are fourteen times fewer.
 */

byte counter, done;

active [N] proctype task()
{
	byte seen;

	seen = counter;
	d_step {
		counter = seen + 1;
		done++;
#ifdef FORGET
		seen = 0;
#endif
		assert(done < N || (1 <= counter && counter <= N))
	}
}
