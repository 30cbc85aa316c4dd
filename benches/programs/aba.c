// SPDX-License-Identifier: MIT

// A stack whose pop compares and swaps the pointer to its top alone. Task 0 reads the top, node 0,
// and what is below it, node 1, and is overtaken: task 1 pops both and pushes node 0 back. The top
// is node 0 again, so task 0's swap succeeds, and makes node 1 the top, which task 1 still has:
// popped once more, it has two owners. It is allowed under every model, and no memory order mends
// it: it takes a version number beside the pointer, or nodes that do not come back while somebody
// looks (hazard pointers, RCU).
//
// Source: Michael, Hazard Pointers: Safe Memory Reclamation for Lock-Free Objects, IEEE TPDS 15(6),
// 2004. The stack is Treiber's, IBM RJ 5118, 1986.

#include <assert.h>
#include <stdatomic.h>
#include <stddef.h>

void program_task(unsigned task);

const unsigned program_tasks = 2;

struct node {
	struct node *_Atomic below;
	atomic_uint owned;
};

static struct node nodes[3] = {{.below = &nodes[1]}, {.below = &nodes[2]}, {.below = NULL}};
static struct node *_Atomic top = &nodes[0];

static struct node *pop(void)
{
	struct node *first, *second;
	unsigned owners;

	first = atomic_load_explicit(&top, memory_order_acquire); /* acquire: the node, as pushed */
	do {
		if (!first)
			return NULL;
		/* relaxed: may be stale, which the comparison is to find out */
		second = atomic_load_explicit(&first->below, memory_order_relaxed);
		/* acquire, both: as above */
	} while (!atomic_compare_exchange_strong_explicit(
	    &top, &first, second, memory_order_acquire, memory_order_acquire));
	/* relaxed: it bears witness, and is to order nothing */
	owners = atomic_exchange_explicit(&first->owned, 1, memory_order_relaxed);
	assert(owners == 0);
	return first;
}

static void push(struct node *node)
{
	/* relaxed: a pointer to compare with; nothing is read through it */
	struct node *first = atomic_load_explicit(&top, memory_order_relaxed);

	/* relaxed, both: the swap publishes them */
	atomic_store_explicit(&node->owned, 0, memory_order_relaxed);
	do
		atomic_store_explicit(&node->below, first, memory_order_relaxed);
	/* release: the node, to who pops it; relaxed: to compare with once more */
	while (!atomic_compare_exchange_strong_explicit(&top, &first, node, memory_order_release,
							memory_order_relaxed));
}

void program_task(unsigned task)
{
	struct node *node = pop();

	pop();
	if (task == 1 && node)
		push(node);
}
