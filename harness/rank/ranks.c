// SPDX-License-Identifier: MIT

// The controller's end of the conversation, and how it comes about.

#include "harness/rank/ranks.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "harness/data/summary.h"
#include "harness/data/words.h"
#include "harness/duet/protocol.h"
#include "harness/machine/probe.h"
#include "harness/plan/case.h"
#include "harness/rank/part.h"
#include "harness/trial/record.h"
#include "harness/trial/tasks.h"

#define BEGIN_NS 60000000000 /* MPI_Init over all hosts, and the self-test */
#define GRACE_NS 10000000000 /* beyond a trial's own limit, which rank 0 looks after */
#define ONE_HOST "; Open MPI 4 can do it on one host, by: mpirun --mca osc sm"
#define FEWEST	 2 /* ranks that it takes at least: an owner, and one that counts */

// Becomes the controller: with a session of its own, so that it is not ended with rank 0, and
// whoever reads what it says may go away.
static void become_controller(struct ranks *ranks, int talk_fd)
{
	ranks->owner = getppid();
	setsid();
	signal(SIGPIPE, SIG_IGN);
	ranks->fd = talk_fd;
	line_reader_init(&ranks->from, talk_fd);
}

static bool split(struct ranks *ranks, int *status)
{
	int talk[2];
	pid_t pid;

	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, talk) < 0 || (pid = fork()) < 0) {
		fprintf(stderr, "racelab: no process for the controller: %s\n", strerror(errno));
		*status = EXIT_FAILURE;
		return false;
	}
	close(talk[pid ? 0 : 1]);
	if (!pid) {
		become_controller(ranks, talk[0]);
		return true;
	}
	*status = part_play(&ranks->launch, talk[1], pid);
	return false;
}

bool ranks_begin(struct ranks *ranks, bool asked, int *status)
{
	launch_find(&ranks->launch);
	ranks->fd = -1;
	if (ranks->launch.slurm_job && !asked)
		ranks->launch = (struct launch){0};
	*status = 0;
	if (ranks->launch.nr < FEWEST)
		return true;
	if (part_refused(&ranks->launch)) /* the first one says so, when it knows what was asked */
		return ranks->launch.rank == 0;
	if (ranks->launch.rank == 0)
		return split(ranks, status);
	*status = part_play(&ranks->launch, -1, 0);
	return false;
}

unsigned ranks_racing(const struct ranks *ranks)
{
	return ranks->launch.nr ? ranks->launch.nr - 1 : 0;
}

static size_t count_rank_cases(const struct plan *plan, unsigned *most)
{
	size_t nr = 0;

	*most = 0;
	for (size_t i = 0; i < plan->nr_cases; i++) {
		if (plan->cases[i].task != &task_ranks)
			continue;
		nr++;
		*most = plan->cases[i].count > *most ? plan->cases[i].count : *most;
	}
	return nr;
}

static int check_launch(const struct ranks *ranks, unsigned most, struct complaint *c)
{
	const char *refused = part_refused(&ranks->launch);

	if (refused)
		return complain(c, "--task rank: %s", refused);
	if (ranks->launch.nr == 0)
		return complain(c, "--task rank: ranks are started by MPI; run: mpiexec -n 3 "
				   "racelab run --task rank ...");
	if (ranks->launch.nr < FEWEST)
		return complain(c, "--task rank: one rank owns the counters and others race; start "
				   "more, as by mpiexec -n 3");
	if (most > ranks_racing(ranks))
		return complain(c,
				"--count %u: of %u ranks one owns the counters, so %u can race; "
				"start more, as by mpiexec -n %u",
				most, ranks->launch.nr, ranks_racing(ranks), most + 1);
	return 0;
}

int ranks_check(const struct ranks *ranks, const struct plan *plan, bool *wanted,
		struct complaint *c)
{
	unsigned most;
	size_t nr = count_rank_cases(plan, &most);

	*wanted = nr > 0;
	if (!nr && ranks->launch.nr >= FEWEST)
		return complain(
		    c,
		    "mpiexec has started this %u times, to measure the same; give --task "
		    "rank, or leave mpiexec out",
		    ranks->launch.nr);
	if (!nr)
		return 0;
	if (nr < plan->nr_cases)
		return complain(c,
				"--task: ranks race in a run of their own; give --task rank alone");
	if (plan->measuring.latency)
		return complain(c,
				"--latency is for threads and processes; leave it out for ranks");
	return check_launch(ranks, most, c);
}

static int complain_gone(const struct ranks *ranks, struct complaint *c)
{
	return complain_machine(
	    c, "the ranks are gone; go on with: %s -n %u racelab run %s--resume %s",
	    ranks->launch.slurm_job ? "srun --mpi=pmi2" : "mpiexec", ranks->launch.nr,
	    ranks->launch.slurm_job ? "--task rank " : "", ranks->directory);
}

// The next message, on the heap; NULL if there is none until then, and why.
static json_t *hear(struct ranks *ranks, uint64_t most_ns, enum line_end *end)
{
	struct complaint c;
	json_t *message;
	char *line;

	*end = line_read(&ranks->from, probe_now_ns() + most_ns, ranks->interrupted, &line);
	if (*end != LINE_WHOLE)
		return NULL;
	message = message_read(line, &c);
	if (!message)
		*end = LINE_EOF;
	return message;
}

int ranks_open(struct ranks *ranks, struct complaint *c)
{
	enum line_end end;
	json_t *hello = hear(ranks, BEGIN_NS, &end);
	const char *refused = json_string_value(json_object_get(hello, "refused"));

	if (end == LINE_INTERRUPTED)
		return 1;
	if (refused)
		complain_machine(c, "%s", refused);
	else if (end == LINE_LATE)
		complain_machine(c, "MPI has not begun within %.0f s", (double)BEGIN_NS / 1e9);
	else if (!hello)
		complain_machine(c, "MPI ended before it began; what it says stands above%s",
				 ranks->launch.open_mpi ? ONE_HOST : "");
	ranks->facts = json_incref(json_object_get(hello, "mpi"));
	ranks->words = words_create();
	json_decref(hello);
	return ranks->facts && ranks->words ? 0 : -1;
}

static json_t *request_of(const struct plan *plan, const struct case_spec *spec, uint64_t seed)
{
	static struct record record; /* large: a PU for each of 4096 tasks */
	const struct measuring *m = &plan->measuring;
	/* a request has a window; with a number of increments nobody looks at it */
	const struct request request = {.window_ns = m->window_ns ? m->window_ns : 1,
					.timeout_ns = m->timeout_ns,
					.seed = seed,
					.ground_fd = -1};
	json_t *message;

	record_init(&record, spec);
	message = message_case(&record.row, &request);
	json_object_set_new(message, "ops", json_integer((json_int_t)m->ops));
	return message;
}

// The hosts of those that race, as the row has them.
static void name_hosts(const struct ranks *ranks, unsigned count, char *text, size_t size)
{
	const json_t *list = json_object_get(ranks->facts, "ranks");
	size_t used = 0;

	text[0] = '\0';
	for (size_t i = 1; i <= count && used < size; i++) {
		const char *host = json_string_value(json_array_get(list, i));

		used += (size_t)snprintf(text + used, size - used, i > 1 ? " %s" : "%s",
					 host ? host : "");
	}
}

// Rank 0 does not answer; with it mpiexec ends all others, also those that are stopped.
static void end_all(const struct ranks *ranks)
{
	if (getppid() == ranks->owner)
		kill(ranks->owner, SIGKILL);
}

// The row of a trial that the ranks did not come back from.
static void lose(struct ranks *ranks, const struct plan *plan, const struct case_spec *spec,
		 enum line_end end, struct row *row)
{
	static struct record record;
	static char hosts[MAX_TASKS * 65];
	double limit_s = (double)(plan->measuring.timeout_ns + GRACE_NS) / 1e9;

	record_init(&record, spec);
	name_hosts(ranks, spec->count, hosts, sizeof hosts);
	record.row.hosts = hosts;
	if (end == LINE_LATE)
		snprintf(record.detail, sizeof record.detail,
			 "no word from the owner of the counters within %.3g s", limit_s);
	else
		snprintf(record.detail, sizeof record.detail,
			 "a rank died or its host went: MPI has ended all of them");
	record.row.outcome = outcome_names[end == LINE_LATE ? OUTCOME_HUNG : OUTCOME_CRASHED];
	*row = record.row;
	ranks->gone = true;
	if (end == LINE_LATE)
		end_all(ranks);
}

static int take(struct ranks *ranks, const json_t *answer, struct row *row, struct complaint *c)
{
	const char *refused = json_string_value(json_object_get(answer, "refused"));

	if (refused)
		return complain_machine(c, "%s", refused);
	ranks->gone = json_is_true(json_object_get(answer, "over"));
	return message_read_row(answer, ranks->words, row, c);
}

int ranks_run(struct ranks *ranks, const struct plan *plan, size_t i, uint64_t seed,
	      struct row *row, struct complaint *c)
{
	const struct case_spec *spec = &plan->cases[i];
	enum line_end end = LINE_EOF;
	json_t *answer = NULL;
	int result = 0;

	if (ranks->gone)
		return complain_gone(ranks, c);
	if (message_write(ranks->fd, request_of(plan, spec, seed)) == 0)
		answer = hear(ranks, plan->measuring.timeout_ns + GRACE_NS, &end);
	if (answer)
		result = take(ranks, answer, row, c);
	else if (end == LINE_INTERRUPTED)
		result = 1;
	else
		lose(ranks, plan, spec, end, row);
	json_decref(answer);
	return result;
}

int ranks_end(struct ranks *ranks)
{
	enum line_end end;
	json_t *answer;
	bool ended;

	if (ranks->gone || !ranks->facts)
		return 0;
	ranks->gone = true;
	message_write(ranks->fd, json_pack("{s:b}", "end", 1));
	answer = hear(ranks, 2 * PART_END_NS, &end);
	ended = json_is_true(json_object_get(answer, "ended"));
	json_decref(answer);
	json_object_set_new(ranks->facts, "end",
			    json_string(ended ? "in order" : "MPI_Finalize did not come back"));
	return ended ? 0 : -1;
}

void ranks_fini(struct ranks *ranks)
{
	if (ranks->fd >= 0)
		close(ranks->fd);
	json_decref(ranks->facts);
	if (ranks->words)
		words_destroy(ranks->words);
}
