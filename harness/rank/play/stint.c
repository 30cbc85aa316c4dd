// SPDX-License-Identifier: MIT

// A case travels as racelab duet sends it (harness/duet/protocol.h), and each rank makes its own
// plan of it: what cannot exist on one host is found there.
//
// A hash table is carried from the window into memory as benches/structure/hashtable.h has it, and
// read there by the same function that reads those of threads: what counts as lost is said once.

#include "harness/rank/play/stint.h"

#include <errno.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "benches/remote/table.h"
#include "benches/structure/hashtable.h"
#include "benches/structure/loop.h"
#include "benches/sync/must.h"
#include "harness/duet/protocol.h"
#include "harness/plan/axes.h"
#include "harness/plan/case.h"
#include "harness/rank/play/remotes.h"
#include "harness/trial/keys.h"

// The number of increments is no part of what racelab duet sends.
static int read_order(struct stint *stint, const json_t *message, struct spec *spec,
		      struct complaint *c)
{
	json_int_t ops = json_integer_value(json_object_get(message, "ops"));
	struct request request;
	char text[32];

	if (message_read_case(message, spec, &request, c))
		return -1;
	stint->seed = request.seed;
	if (ops <= 0)
		return 0;
	snprintf(text, sizeof text, "%lld", (long long)ops);
	given_set(&spec->setting[SETTING_OPS], text, "ops");
	given_set(&spec->setting[SETTING_WINDOW], NULL, NULL);
	return 0;
}

static uint64_t pool_size(const struct stint *stint)
{
	return hashtable_pool_size(stint->extent.slots, stint->extent.keys);
}

static void lay_out(struct stint *stint)
{
	const struct structure *structure = stint->spec->structure;
	const struct extent *extent = &stint->extent;

	stint->node = 0;
	stint->guards = stint->node + NODE_WORDS;
	stint->cells = stint->guards + (MPI_Aint)stint->nr_guards * LOCK_WORDS;
	if (!structure->has_entries) {
		stint->nodes = stint->cells + (MPI_Aint)(structure->bytes(extent) / 8);
		stint->end = stint->nodes;
		return;
	}
	stint->nodes = stint->cells + (MPI_Aint)hashtable_nr_buckets(extent->slots);
	stint->end =
	    stint->nodes + (MPI_Aint)(extent->nr_tasks * pool_size(stint) * TABLE_NODE_WORDS);
}

int stint_init(struct stint *stint, const char *order, const struct topology *topology,
	       struct complaint *c)
{
	json_t *message = message_read(order, c);
	struct spec spec;
	int result = -1;

	*stint = (struct stint){0};
	spec_init(&spec);
	if (message && read_order(stint, message, &spec, c) == 0)
		result = plan_build(&stint->plan, &spec, topology, c);
	spec_fini(&spec);
	json_decref(message);
	if (result)
		return -1;
	stint->spec = &stint->plan.cases[0];
	stint->remote = remotes_find(stint->spec->strategy->name);
	stint->extent = (struct extent){
	    .slots = stint->spec->slots ? stint->spec->slots : 1,
	    .stride_bytes = stint->spec->pattern.stride_bytes,
	    .keys = keys_size(stint->spec),
	    .nr_tasks = stint->spec->count,
	    .cell_bytes = sizeof(uint64_t),
	};
	stint->nr_guards = keys_nr_guards(stint->spec, &stint->extent);
	lay_out(stint);
	return 0;
}

void stint_fini(struct stint *stint)
{
	plan_fini(&stint->plan);
}

struct plot stint_plot(const struct stint *stint, unsigned task)
{
	uint64_t size = pool_size(stint);

	return (struct plot){
	    .first = stint->nodes + (MPI_Aint)(task * size * TABLE_NODE_WORDS),
	    .size = size,
	};
}

// Which node of the copy a word of the window links to. A word that is no link ends the chain.
static struct node *link_in(const struct stint *stint, const struct work *works, uint64_t word)
{
	uint64_t at = word - (uint64_t)stint->nodes, number = at / TABLE_NODE_WORDS;

	if (word < (uint64_t)stint->nodes || word >= (uint64_t)stint->end)
		return NULL;
	return &works[number / pool_size(stint)].pool->nodes[number % pool_size(stint)];
}

static void copy_nodes(const struct stint *stint, const uint64_t *words, struct work *works,
		       const uint64_t *used)
{
	for (unsigned i = 0; i < stint->extent.nr_tasks; i++) {
		const struct plot plot = stint_plot(stint, i);
		struct node_pool *pool = works[i].pool;

		pool->used = used[i];
		for (uint64_t n = 0; n < pool->size; n++) {
			const uint64_t *node = &words[plot.first + (MPI_Aint)n * TABLE_NODE_WORDS];

			pool->nodes[n] = (struct node){
			    .next = link_in(stint, works, node[NODE_NEXT]),
			    .key = node[NODE_KEY],
			    .value = node[NODE_VALUE],
			};
		}
	}
}

static void observe_table(const struct stint *stint, const uint64_t *words, const uint64_t *used,
			  struct observed *found)
{
	const struct structure *structure = stint->spec->structure;
	size_t bytes = (structure->bytes(&stint->extent) + APART - 1) / APART * APART;
	struct node **buckets = aligned_alloc(APART, bytes);
	struct work *works = calloc(stint->extent.nr_tasks, sizeof *works);

	must(buckets && works ? 0 : ENOMEM);
	memset(buckets, 0, bytes);
	structure->build(buckets, &stint->extent, works);
	copy_nodes(stint, words, works, used);
	for (uint64_t b = 0; b < hashtable_nr_buckets(stint->extent.slots); b++)
		buckets[b] = link_in(stint, works, words[stint->cells + (MPI_Aint)b]);
	structure->observe(buckets, &stint->extent, found);
	free(works);
	free(buckets);
}

void stint_observe(const struct stint *stint, uint64_t *words, const uint64_t *used,
		   struct observed *found)
{
	if (stint->spec->structure->has_entries)
		observe_table(stint, words, used, found);
	else
		stint->spec->structure->observe(words + stint->cells, &stint->extent, found);
}
