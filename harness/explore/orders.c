// SPDX-License-Identifier: MIT

#include "harness/explore/orders.h"

#include <stdio.h>
#include <string.h>

#include "harness/explore/behaviour.h"
#include "harness/explore/explore.h"
#include "harness/explore/found.h"
#include "harness/explore/program/compile.h"
#include "harness/explore/step.h"
#include "harness/explore/telling/lines.h"

// The next weaker orders of a kind of access; 0 ends them. What a write is cannot acquire, and what
// a read is (also of a failed compare-and-swap) cannot release.
static const uint8_t *weaker(uint8_t kind, uint8_t order, bool of_failure)
{
	static const uint8_t to_acquire[] = {ORDER_ACQUIRE, 0}, to_release[] = {ORDER_RELEASE, 0},
			     to_either[] = {ORDER_ACQUIRE, ORDER_RELEASE, 0},
			     to_both[] = {ORDER_ACQ_REL, 0}, to_relaxed[] = {ORDER_RELAXED, 0},
			     to_none[] = {0};

	if (order == ORDER_SEQ_CST && (kind == STEP_READ || of_failure))
		return to_acquire;
	if (order == ORDER_SEQ_CST)
		return kind == STEP_WRITE ? to_release : to_both;
	if (order == ORDER_ACQ_REL)
		return to_either;
	return order == ORDER_ACQUIRE || order == ORDER_RELEASE ? to_relaxed : to_none;
}

static struct weakening weakened(const struct access *access, uint8_t order)
{
	struct weakening weakening = access->at;

	if (access->of_failure)
		weakening.failure = order;
	else
		weakening.order = order;
	return weakening;
}

// Explores within all bounds. Returns what is worst, and the kinds of what goes wrong.
static int try(struct orders *orders, const struct weakening *weakenings, size_t nr,
	       const struct limit *limit, enum verdict_of *worst, unsigned *wrongs,
	       struct complaint *c)
{
	static struct found found;

	*worst = FOUND_PROVED;
	*wrongs = 0;
	for (size_t i = 0; i < orders->nr_benches && *worst != FOUND_VIOLATED; i++) {
		struct limit its = *limit;
		enum verdict_of verdict;

		its.one_wrong = true;
		if (explore_weakened(&orders->bench[i], weakenings, nr, MODEL_RC11, &its, &found,
				     c)) {
			found_fini(&found);
			if (c->kind == COMPLAINT_MACHINE || !orders->nr)
				return -1;
			continue; /* a line that these bounds do not come to */
		}
		verdict = found_verdict(&found);
		if (verdict != FOUND_PROVED)
			*worst = verdict;
		*wrongs |= found_wrongs(&found);
		found_fini(&found);
	}
	return 0;
}

static struct access *find(struct orders *orders, const struct access *access)
{
	for (size_t i = 0; i < orders->nr; i++) {
		const struct access *its = &orders->access[i];

		if (its->at.line == access->at.line && its->kind == access->kind &&
		    its->order == access->order && its->of_failure == access->of_failure &&
		    strcmp(its->at.file, access->at.file) == 0)
			return &orders->access[i];
	}
	return NULL;
}

static void add(struct orders *orders, const struct bench *bench, uint32_t number, bool of_failure)
{
	const struct site *site = &bench->behaviour.site[number];
	const struct line *line = lines_at(&bench->lines, number);
	struct access access = {
	    .at = {.line = line->number, .kind = site->kind, .order = -1, .failure = -1},
	    .of_failure = of_failure,
	    .kind = site->kind,
	    .order = of_failure ? site->failure : site->order,
	};

	snprintf(access.at.file, sizeof access.at.file, "%s", line->file);
	snprintf(access.text, sizeof access.text, "%s", line->text);
	if (!line->number || !site->written || orders->nr == MOST_ACCESSES || find(orders, &access))
		return;
	for (uint32_t i = 0; i < bench->behaviour.nr_nodes; i++)
		if (bench->behaviour.deed[i].site == number)
			access.operation = bench->behaviour.deed[i].operation;
	orders->access[orders->nr++] = access;
}

static void collect(struct orders *orders)
{
	for (size_t i = 0; i < orders->nr_benches; i++) {
		const struct bench *bench = &orders->bench[i];

		for (uint32_t j = 0; j < bench->behaviour.nr_sites; j++) {
			add(orders, bench, j, false);
			if (bench->behaviour.site[j].kind == STEP_COMPARE)
				add(orders, bench, j, true);
		}
	}
}

// Goes down from an order as long as nothing goes wrong.
static int judge(struct orders *orders, struct access *access, uint8_t order,
		 const struct limit *limit, struct complaint *c)
{
	const uint8_t *next = weaker(access->kind, order, access->of_failure);

	for (; *next; next++) {
		const struct weakening weakening = weakened(access, *next);
		enum verdict_of worst;
		unsigned wrongs;

		if (try(orders, &weakening, 1, limit, &worst, &wrongs, c))
			return -1;
		if (worst == FOUND_PROVED) {
			access->need = NEED_LESS;
			access->weakest = *next;
			return judge(orders, access, *next, limit, c);
		}
		if (access->need != NEED_LESS && worst == FOUND_INCOMPLETE)
			access->need = NEED_UNKNOWN;
		if (worst == FOUND_VIOLATED) {
			access->tried = *next;
			access->wrongs |= wrongs;
		}
	}
	return 0;
}

static int judge_all(struct orders *orders, const struct limit *limit, struct complaint *c)
{
	for (size_t i = 0; i < orders->nr; i++) {
		struct access *access = &orders->access[i];

		access->need = *weaker(access->kind, access->order, access->of_failure)
				   ? NEED_AS_IT_IS
				   : NEED_NONE;
		if (judge(orders, access, access->order, limit, c))
			return -1;
	}
	return 0;
}

// Each alone is one thing; all at once is another.
static int judge_together(struct orders *orders, const struct limit *limit, struct complaint *c)
{
	struct weakening weakenings[MOST_ACCESSES];
	enum verdict_of worst;
	unsigned wrongs;

	for (size_t i = 0; i < orders->nr; i++)
		if (orders->access[i].need == NEED_LESS)
			weakenings[orders->nr_less++] =
			    weakened(&orders->access[i], orders->access[i].weakest);
	if (!orders->nr_less)
		return 0;
	if (try(orders, weakenings, orders->nr_less, limit, &worst, &wrongs, c))
		return -1;
	orders->together = worst == FOUND_PROVED;
	return 0;
}

static int open_benches(struct orders *orders, const struct target *target, const char *root,
			const struct bounds *bounds, size_t nr_bounds, struct complaint *c)
{
	for (size_t i = 0; i < nr_bounds; i++) {
		struct source source = target_source(target, root, bounds[i].tasks, bounds[i].ops);

		if (target->max_tasks && bounds[i].tasks > target->max_tasks)
			continue;
		if (bench_open(&orders->bench[orders->nr_benches], &source, target->name, c))
			return -1;
		orders->bounds[orders->nr_benches++] = bounds[i];
	}
	return 0;
}

int orders_find(struct orders *orders, const struct target *target, const char *root,
		const struct bounds *bounds, size_t nr_bounds, struct limit *limit,
		struct complaint *c)
{
	enum verdict_of worst;
	unsigned wrongs;

	memset(orders, 0, sizeof *orders);
	if (open_benches(orders, target, root, bounds, nr_bounds, c) ||
	    try(orders, NULL, 0, limit, &worst, &wrongs, c))
		return -1;
	if (worst == FOUND_VIOLATED)
		return complain(c,
				"%s is wrong under rc11 with the orders that it has: racelab "
				"explore %s --model rc11 says how",
				target->name, target->name);
	collect(orders);
	return judge_all(orders, limit, c) || judge_together(orders, limit, c) ? -1 : 0;
}

void orders_close(struct orders *orders)
{
	for (size_t i = 0; i < orders->nr_benches; i++)
		bench_close(&orders->bench[i]);
	orders->nr_benches = 0;
}
