// SPDX-License-Identifier: MIT

// The filters of a recipe, one after the other.

#include "harness/figure/pick.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "benches/catalog.h"
#include "benches/sync/sync.h"
#include "harness/figure/axis.h"
#include "harness/figure/beside.h"

typedef const struct case_summary *case_ptr;

struct pool {
	case_ptr *of;
	size_t nr;
};

static bool is_thread(case_ptr of)
{
	return strcmp(of->axes->task, "thread") == 0;
}

static bool same_structure(case_ptr a, case_ptr b)
{
	return strcmp(a->axes->structure, b->axes->structure) == 0;
}

// Keeps those that `keep` says yes to, beside the one they are measured against.
static void filter(struct pool *pool, bool (*keep)(case_ptr of, case_ptr like), case_ptr like)
{
	size_t nr = 0;

	for (size_t i = 0; i < pool->nr; i++)
		if (keep(pool->of[i], like))
			pool->of[nr++] = pool->of[i];
	pool->nr = nr;
}

static bool same_kind(case_ptr of, case_ptr like)
{
	return strcmp(of->axes->task, like->axes->task) == 0;
}

static bool same_count(case_ptr of, case_ptr like)
{
	return of->axes->count == like->axes->count;
}

static void keep_one_kind(struct pool *pool)
{
	case_ptr like = pool->of[0];

	for (size_t i = 0; i < pool->nr; i++)
		if (is_thread(pool->of[i]))
			like = pool->of[i];
	filter(pool, same_kind, like);
}

// The largest count that fits on the PUs, or if none does, the largest.
static void keep_one_count(struct pool *pool)
{
	case_ptr best = pool->of[0];

	for (size_t i = 1; i < pool->nr; i++) {
		case_ptr of = pool->of[i];
		bool larger = of->axes->count > best->axes->count;

		if (of->oversubscribed == best->oversubscribed ? larger : best->oversubscribed)
			best = of;
	}
	filter(pool, same_count, best);
}

static bool is_of_lecture(case_ptr of, case_ptr like)
{
	int class = class_find(of->axes->class);

	(void)like;
	return class == CLASS_UNSYNCHRONIZED || class == CLASS_ATOMIC || class == CLASS_LOCKED;
}

// None, atomic, lock; other classes only where there is none of these.
static void keep_lecture(struct pool *pool)
{
	bool any = false;

	for (size_t i = 0; i < pool->nr; i++)
		any = any || is_of_lecture(pool->of[i], NULL);
	if (any)
		filter(pool, is_of_lecture, NULL);
}

static void keep_one_per_class(struct pool *pool)
{
	bool seen[NR_CLASSES + 1] = {false};
	size_t nr = 0;

	keep_lecture(pool);
	for (size_t i = 0; i < pool->nr; i++) {
		int class = class_find(pool->of[i]->axes->class);
		bool *one = &seen[class < 0 ? NR_CLASSES : class];

		if (!*one)
			pool->of[nr++] = pool->of[i];
		*one = true;
	}
	pool->nr = nr;
}

static void keep_pairs(struct pool *pool, const struct summary *summary,
		       const struct recipe *recipe)
{
	size_t nr = 0;

	for (size_t i = 0; i < pool->nr; i++) {
		case_ptr other = beside_find(summary, pool->of[i]);

		if (other && recipe->takes(other))
			pool->of[nr++] = pool->of[i];
	}
	pool->nr = nr;
}

// Of each case, the first one of its series, by number.
static void find_series(size_t *series, const struct pool *pool, enum chart_x x)
{
	for (size_t i = 0; i < pool->nr; i++) {
		series[i] = i;
		for (size_t j = 0; j < i && series[i] == i; j++)
			if (series[j] == j &&
			    axis_same_series(x, pool->of[j]->axes, pool->of[i]->axes))
				series[i] = j;
	}
}

static bool structure_has_line(const struct pool *pool, const size_t *members, case_ptr of)
{
	for (size_t i = 0; i < pool->nr; i++)
		if (members[i] > 1 && same_structure(pool->of[i], of))
			return true;
	return false;
}

static int keep_lines(struct pool *pool, enum chart_x x)
{
	size_t *series = calloc(2 * pool->nr, sizeof *series), *members, nr = 0;
	bool *keep = calloc(pool->nr, sizeof *keep);

	if (series && keep) {
		members = series + pool->nr;
		find_series(series, pool, x);
		for (size_t i = 0; i < pool->nr; i++)
			members[series[i]]++;
		for (size_t i = 0; i < pool->nr; i++)
			keep[i] = members[series[i]] > 1 ||
				  !structure_has_line(pool, members, pool->of[i]);
		for (size_t i = 0; i < pool->nr; i++)
			if (keep[i])
				pool->of[nr++] = pool->of[i];
		pool->nr = nr;
	}
	nr = series && keep;
	free(keep);
	free(series);
	return nr ? 0 : -1;
}

static void take(struct pool *pool, const struct recipe *recipe, const struct summary *summary)
{
	for (size_t i = 0; i < summary->nr_cases; i++) {
		case_ptr of = &summary->cases[i];

		if (recipe->takes(of) && axis_value(recipe->x, of->axes) > 0)
			pool->of[pool->nr++] = of;
	}
}

long pick(const struct case_summary **picked, const struct recipe *recipe,
	  const struct summary *summary)
{
	struct pool pool = {.of = picked};

	take(&pool, recipe, summary);
	if (recipe->pairs)
		keep_pairs(&pool, summary, recipe);
	if (pool.nr && recipe->one_structure)
		filter(&pool, same_structure, pool.of[0]);
	if (pool.nr && recipe->one_kind)
		keep_one_kind(&pool);
	if (pool.nr && recipe->one_count)
		keep_one_count(&pool);
	if (recipe->one_per_class)
		keep_one_per_class(&pool);
	if (pool.nr && recipe->x != X_NONE && keep_lines(&pool, recipe->x))
		return -1;
	return (long)pool.nr;
}
