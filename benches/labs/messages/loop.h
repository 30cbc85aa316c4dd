// SPDX-License-Identifier: MIT

// The two loops of a count by single messages: each way makes an instance of its own, from
// functions that are compile-time constants, because a call by pointer for each message is as much
// as a ring takes for all the rest. For the ways alone.
//
// A loop works on a copy of the end, whose address nobody else has, so that it stays in registers:
// a message that is stored might change the original, for all that the compiler knows.

#ifndef RACELAB_LABS_MESSAGES_LOOP_H
#define RACELAB_LABS_MESSAGES_LOOP_H

#include <stdint.h>

#include "benches/labs/lab.h"
#include "benches/labs/messages/ways.h"

#define INLINE static inline __attribute__((always_inline))

#define END_OF_MESSAGES 0

/* Messages between two looks at the clock, which takes as long as some messages by a ring; by the
   slowest way they are a millisecond. */
#define SENT_BETWEEN_LOOKS 512

// As struct way's send_all.
INLINE uint64_t send_numbers(struct end *end, uint64_t nr, uint64_t until_ns,
			     void (*send)(struct end *end, uint64_t message))
{
	struct end own = *end;
	uint64_t i = 0;

	while (i < nr && lab_now_ns() < until_ns) {
		uint64_t last = nr - i < SENT_BETWEEN_LOOKS ? nr : i + SENT_BETWEEN_LOOKS;

		while (i < last)
			send(&own, ++i);
	}
	send(&own, END_OF_MESSAGES);
	end->calls = own.calls;
	return i;
}

// As struct way's receive_all.
INLINE struct received receive_numbers(struct end *end, uint64_t (*receive)(struct end *end))
{
	struct end own = *end;
	struct received all = {0};
	uint64_t message;

	while ((message = receive(&own)) != END_OF_MESSAGES) {
		all.nr++;
		all.sum += message;
	}
	end->calls = own.calls;
	return all;
}

#endif
