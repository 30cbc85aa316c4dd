// SPDX-License-Identifier: MIT

// The rules, in one pass over the rows: what is wrong with a single row is said at once, what takes
// all rows of a case is counted and said at the end.

#include "harness/verdict/rules.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "benches/catalog.h"
#include "benches/structure/structure.h"
#include "benches/sync/sync.h"

// What is known of one case, and counted over its rows.
struct tally {
	long in_case; /* of the verdict */
	const char *name;
	bool may_lose;
	bool has_entries;
	bool shares_cell;
	int64_t nr_writers; /* tasks that increment; 0: unknown */
	const char *cpus;   /* those last looked at */
	bool apart;	    /* the writers were on two PUs at least */
	size_t nr_trials;
	size_t nr_ok;
	size_t nr_counted; /* ok, and what was lost is known */
	size_t nr_lossy;   /* of these, those that lost any */
	size_t nr_disturbed;
	size_t nr_throttled;	    /* of these, by a CPU quota */
	size_t nr_crashed, nr_hung; /* by a race that may do that */
};

struct inspection {
	struct verdict *verdict;
	const char *side;
	bool is_base;
};

// Base only has to be usable: what is wrong with it is worth knowing, and never fails head.
static enum severity severity_of(const struct inspection *in, enum severity severity)
{
	if (!in->is_base)
		return severity;
	if (severity == SEVERITY_FAILURE && !in->verdict->strict)
		return SEVERITY_WARNING;
	return SEVERITY_NOTE;
}

static const char *at_block(const struct row *row, char text[32])
{
	text[0] = '\0';
	if (row->block >= 0)
		snprintf(text, 32, ", block %" PRId64, row->block);
	return text;
}

// A failure in one row, in printf format.
#define FAIL(in, rule, tally, row, format, ...)                                                    \
	do {                                                                                       \
		char at[32];                                                                       \
                                                                                                   \
		verdict_add((in)->verdict, rule, severity_of(in, SEVERITY_FAILURE),                \
			    (tally)->in_case, (row)->block >= 0 ? (row)->block : NO_BLOCK,         \
			    "%s%s%s: " format, (in)->side, (tally)->name, at_block(row, at),       \
			    __VA_ARGS__);                                                          \
	} while (0)

// What is to be said of a case as a whole, in printf format.
#define SAY(in, rule, severity, tally, format, ...)                                                \
	verdict_add((in)->verdict, rule, severity_of(in, severity), (tally)->in_case, NO_BLOCK,    \
		    "%s%s: " format, (in)->side, (tally)->name, __VA_ARGS__)

// Of those for ranks some do and some do not: each says it itself.
static bool may_lose(const struct row *axes)
{
	const struct strategy *strategy = catalog_find_strategy(axes->sync);
	int class = class_find(axes->class);

	if (class == CLASS_REMOTE)
		return strategy && strategy->about->may_lose;
	return class == CLASS_UNSYNCHRONIZED || class == CLASS_BROKEN;
}

static bool is_own(const char *pattern)
{
	return strcmp(pattern, "own") == 0 || strncmp(pattern, "own:", 4) == 0;
}

static int64_t count_writers(const struct row *row)
{
	int64_t readers = row->readers == COUNT_EMPTY ? 0 : row->readers;

	return row->count > readers ? row->count - readers : 0; /* COUNT_EMPTY is below 0 */
}

static void tally_init(struct tally *tally, const struct case_summary *c)
{
	const struct structure *structure = catalog_find_structure(c->axes->structure);

	*tally = (struct tally){
	    .in_case = NO_CASE,
	    .may_lose = may_lose(c->axes),
	    .has_entries = structure && structure->has_entries,
	    .shares_cell = !is_own(c->axes->pattern),
	    .nr_writers = count_writers(c->axes),
	};
	for (int o = 0; o < NR_OUTCOMES; o++)
		tally->nr_trials += c->outcomes[o];
}

static bool is_of(const struct case_summary *c, const struct summary *summary)
{
	uintptr_t at = (uintptr_t)c, first = (uintptr_t)summary->cases;

	return c && at >= first && at < first + summary->nr_cases * sizeof *c;
}

// One for each case of the summary, which knows the verdict's. On the heap.
static struct tally *tallies_create(const struct verdict *verdict, const struct summary *summary,
				    bool is_base)
{
	struct tally *tallies = calloc(summary->nr_cases + 1, sizeof *tallies);

	assert(tallies);
	for (size_t i = 0; i < summary->nr_cases; i++)
		tally_init(&tallies[i], &summary->cases[i]);
	for (size_t i = 0; i < verdict->nr_cases; i++) {
		const struct judged *judged = &verdict->cases[i];
		const struct case_summary *c = is_base ? judged->base : judged->head;
		/* a verdict can be on several summaries */
		struct tally *tally = is_of(c, summary) ? &tallies[c - summary->cases] : NULL;

		if (!tally || tally->name)
			continue;
		tally->in_case = (long)i;
		tally->name = judged->name;
	}
	return tallies;
}

static bool races(const struct tally *tally)
{
	return tally->may_lose && tally->nr_writers >= 2;
}

static void check_lost(struct inspection *in, const struct tally *tally, const struct row *row)
{
	enum rule rule = tally->may_lose ? RULE_lost_alone : RULE_lost_update;
	const char *whose = tally->may_lose ? " of a single task" : "";
	char of[32] = "";

	if (row->lost == COUNT_EMPTY || row->lost == 0)
		return;
	if (tally->may_lose && tally->nr_writers != 1)
		return;
	if (row->ops >= 0)
		snprintf(of, sizeof of, " of %" PRId64, row->ops);
	if (row->lost > 0)
		FAIL(in, rule, tally, row, "lost %" PRId64 "%s updates%s", row->lost, of, whose);
	else
		FAIL(in, rule, tally, row, "found %" PRIu64 " updates too many%s%s",
		     -(uint64_t)row->lost, of, whose);
}

static void check_entries(struct inspection *in, const struct tally *tally, const struct row *row)
{
	int64_t lost = row->entries_lost > 0 ? row->entries_lost : 0; /* COUNT_EMPTY is below 0 */
	int64_t twice = row->entries_twice > 0 ? row->entries_twice : 0;

	if (!tally->may_lose && (lost || twice))
		FAIL(in, RULE_entries_damaged, tally, row,
		     "lost %" PRId64 " entries, has %" PRId64 " twice", lost, twice);
}

static void check_sum(struct inspection *in, const struct tally *tally, const struct row *row)
{
	if (row->ops == COUNT_EMPTY || row->observed == COUNT_EMPTY || row->lost == COUNT_EMPTY)
		return;
	if (row->lost != row->ops - row->observed) /* neither is below 0: no overflow */
		FAIL(in, RULE_wrong_sum, tally, row,
		     "%" PRId64 " done and %" PRId64 " found make %" PRId64 " lost, not %" PRId64,
		     row->ops, row->observed, row->ops - row->observed, row->lost);
}

static bool says(const struct row *row, const char *remark)
{
	return row->detail[0] && strstr(row->detail, remark);
}

// A racing hash table may be corrupted, and whoever follows its pointers then crash or go round for
// ever; these are counted, and told as one.
static void check_end(struct inspection *in, struct tally *tally, const struct row *row,
		      enum outcome outcome)
{
	bool may = races(tally) && tally->has_entries, crashed = outcome == OUTCOME_CRASHED;

	if (may && crashed)
		tally->nr_crashed++;
	else if (may)
		tally->nr_hung++;
	else
		FAIL(in, crashed ? RULE_crashed : RULE_hung, tally, row, "%s%s%.200s",
		     crashed ? "crashed" : "hung", row->detail[0] ? ": " : "", row->detail);
}

static void check_machine(struct inspection *in, const struct tally *tally, const struct row *row,
			  enum outcome outcome)
{
	if (says(row, "pin failed"))
		FAIL(in, RULE_pin_not_kept, tally, row, "%.200s", row->detail);
	else if (outcome == OUTCOME_BROKEN)
		FAIL(in, RULE_broken, tally, row, "the machine would not do it%s%.200s",
		     row->detail[0] ? ": " : "", row->detail);
}

// Whether the first so many of the space-separated PUs are not all the same.
static bool are_apart(const char *cpus, int64_t nr)
{
	size_t length = strcspn(cpus, " ");
	const char *cpu = cpus + length;

	for (; nr > 1 && *cpu; nr--) {
		cpu++;
		if (strcspn(cpu, " ") != length || strncmp(cpu, cpus, length) != 0)
			return true;
		cpu += length;
	}
	return false;
}

static void count_ok(struct tally *tally, const struct row *row)
{
	tally->nr_ok++;
	tally->nr_disturbed += says(row, "disturbed");
	tally->nr_throttled += says(row, "disturbed: throttled");
	if (row->lost != COUNT_EMPTY && row->ops > 0) {
		tally->nr_counted++;
		tally->nr_lossy += row->lost != 0;
	}
	if (!races(tally) || tally->apart || row->cpus == tally->cpus)
		return;
	tally->cpus = row->cpus; /* equal words of a file are the same pointer */
	tally->apart = are_apart(row->cpus, tally->nr_writers);
}

static void inspect(struct inspection *in, struct tally *tally, const struct row *row)
{
	enum outcome outcome = outcome_find(row->outcome);

	check_lost(in, tally, row);
	check_entries(in, tally, row);
	check_sum(in, tally, row);
	check_machine(in, tally, row, outcome);
	if (outcome == OUTCOME_CRASHED || outcome == OUTCOME_HUNG)
		check_end(in, tally, row, outcome);
	else if (outcome == OUTCOME_OK)
		count_ok(tally, row);
}

static void tell_corrupted(struct inspection *in, const struct tally *tally)
{
	if (tally->nr_crashed + tally->nr_hung)
		SAY(in, tally->nr_crashed ? RULE_crashed : RULE_hung, SEVERITY_NOTE, tally,
		    "of %zu trials %zu crashed and %zu hung, as a racing hash table may",
		    tally->nr_trials, tally->nr_crashed, tally->nr_hung);
}

static void tell_no_loss(struct inspection *in, const struct tally *tally,
			 const struct case_summary *c)
{
	char overlap[48] = "";

	if (!races(tally) || !tally->apart || !tally->shares_cell || !tally->nr_counted ||
	    tally->nr_lossy)
		return;
	if (c->overlap.nr)
		snprintf(overlap, sizeof overlap, ", median overlap %.2g", c->overlap.median);
	SAY(in, RULE_no_loss, SEVERITY_WARNING, tally,
	    "lost none of %" PRId64 " updates in %zu trial%s%s; did its tasks race at all?", c->ops,
	    tally->nr_counted, tally->nr_counted == 1 ? "" : "s", overlap);
}

static void tell_disturbed(struct inspection *in, const struct tally *tally)
{
	if (tally->nr_disturbed > tally->nr_ok / 2)
		SAY(in, RULE_disturbed, SEVERITY_WARNING, tally,
		    "%zu of %zu trials were disturbed: %s", tally->nr_disturbed, tally->nr_ok,
		    2 * tally->nr_throttled > tally->nr_disturbed
			? "the CPU quota stopped its tasks"
			: "something else had its PUs");
}

void rules_apply(struct verdict *verdict, const struct rows *rows, const struct summary *summary,
		 bool is_base)
{
	struct inspection in = {
	    .verdict = verdict, .side = is_base ? "base: " : "", .is_base = is_base};
	struct tally *tallies = tallies_create(verdict, summary, is_base);

	for (size_t i = 0; i < rows->nr_rows; i++)
		inspect(&in, &tallies[summary->case_of[i]], &rows->row[i]);
	for (size_t i = 0; i < summary->nr_cases; i++) {
		tell_corrupted(&in, &tallies[i]);
		tell_no_loss(&in, &tallies[i], &summary->cases[i]);
		tell_disturbed(&in, &tallies[i]);
	}
	free(tallies);
}
