// SPDX-License-Identifier: MIT

// One count by messages: the sender is this process, the receiver a child, each pinned to a PU of
// its own. The clock runs from the first message sent to the last one received.

#include "benches/labs/messages/count.h"

#include <errno.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <unistd.h>

#include "benches/labs/messages/ways.h"
#include "benches/sync/must.h"

#define GRACE_NS 5000000000 /* beyond its time, for a process that does not get a PU */

// What one process found; in shared memory.
struct tally {
	uint64_t ready, messages, sum, calls, switches, ended_ns;
};

static uint64_t context_switches(void)
{
	struct rusage usage;

	must_errno(getrusage(RUSAGE_SELF, &usage));
	return (uint64_t)(usage.ru_nvcsw + usage.ru_nivcsw);
}

static void receive_all(const struct lab_run *run, const struct way *way, struct end *end,
			struct tally *tally)
{
	struct received all;
	uint64_t switches;

	must(lab_pin(run, 1));
	switches = context_switches();
	/* release: what was written before, the pin included, is done when the sender begins */
	__atomic_store_n(&tally->ready, 1, __ATOMIC_RELEASE);
	all = way->receive_all(end);
	tally->ended_ns = lab_now_ns();
	tally->switches = context_switches() - switches;
	tally->messages = all.nr;
	tally->sum = all.sum;
	tally->calls = end->calls;
}

static pid_t start_receiver(const struct lab_run *run, const struct way *way, struct end *end,
			    struct tally *tally)
{
	pid_t child = lab_fork();

	if (!child) {
		if (end->to != end->from)
			close(end->to);
		receive_all(run, way, end, tally);
		_exit(0);
	}
	if (end->to != end->from) {
		close(end->from);
		end->from = -1;
	}
	return child;
}

static void await_receiver(const struct tally *tally, uint64_t deadline_ns)
{
	/* acquire: as its release */
	while (!__atomic_load_n(&tally->ready, __ATOMIC_ACQUIRE)) {
		must(lab_now_ns() < deadline_ns ? 0 : ETIMEDOUT);
		lab_sleep_ns(20000);
	}
}

static void count_to(struct lab_run *run, const struct way *way, struct end *end,
		     struct count *count)
{
	uint64_t most_ns = lab_option(run, "most") / lab_option(run, "rounds"), begin_ns, switches;
	struct tally *tally = lab_map_shared(sizeof *tally);
	pid_t child = start_receiver(run, way, end, tally);

	await_receiver(tally, end->deadline_ns);
	must(lab_pin(run, 0));
	switches = context_switches();
	begin_ns = lab_now_ns();
	count->messages = way->send_all(end, lab_option(run, "n"), begin_ns + most_ns);
	switches = context_switches() - switches;
	lab_unpin(run);
	must(lab_wait(child, GRACE_NS + most_ns) ? ECHILD : 0);
	count->lost = (int64_t)(count->messages - tally->messages);
	count->sum_off = (int64_t)(tally->sum - count->messages * (count->messages + 1) / 2);
	count->elapsed_ns = tally->ended_ns - begin_ns;
	count->calls = end->calls + tally->calls;
	count->switches = switches + tally->switches;
	must_errno(munmap(tally, sizeof *tally));
}

int messages_count(struct lab_run *run, const struct way *way, struct count *count)
{
	struct end end = {.at_once = (unsigned)lab_option(run, "batch")};
	int error;

	end.deadline_ns = lab_now_ns() + lab_option(run, "most") + GRACE_NS;
	error = way->open(&end);
	if (error)
		return error;
	count_to(run, way, &end, count);
	way->close(&end);
	return 0;
}
