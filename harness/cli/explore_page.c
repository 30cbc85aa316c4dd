// SPDX-License-Identifier: MIT

// racelab explore NAME --page FILE.html: a page on which a person decides who goes next. It holds
// every state of every model that it offers, or there is no page.

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "harness/assets.h"
#include "harness/cli/cli.h"
#include "harness/cli/explore_chosen.h"
#include "harness/cli/explore_options.h"
#include "harness/cli/explore_ways.h"
#include "harness/cli/page_file.h"
#include "harness/complaint.h"
#include "harness/explore/found.h"
#include "harness/explore/limit.h"
#include "harness/explore/page/page.h"
#include "harness/explore/page/walks.h"
#include "harness/explore/target.h"
#include "harness/explore/weaken.h"
#include "harness/interrupt.h"
#include "harness/machine/probe.h"

#define SEARCH_MEMORY                                                                              \
	(UINT64_C(64) << 20) /* a million states: far more than a page has room for                \
			      */

struct paging {
	const struct explore_asked *asked;
	struct chosen chosen;
	struct bench bench;
	struct walks walks;
	char *assets;
	bool named; /* models were named: all of these are to be on the page */
};

static int explore_model(struct paging *paging, enum model model, struct complaint *c)
{
	const struct explore_asked *asked = paging->asked;
	struct limit limit = {
	    .end_ns = asked->limit_ns ? probe_now_ns() + asked->limit_ns : 0,
	    .memory_bytes =
		asked->memory_bytes < SEARCH_MEMORY ? asked->memory_bytes : SEARCH_MEMORY,
	};

	return walks_explore(&paging->walks, model, &limit, c);
}

// The page with these models; NULL with a complaint if it would be too large.
static char *make_page(struct paging *paging, const bool models[NR_MODELS], size_t *size,
		       struct complaint *c)
{
	char title[128], *page;
	json_t *json;

	if (walks_json(&paging->walks, models, &json, c))
		return NULL;
	snprintf(title, sizeof title, "Be the scheduler: %.100s", paging->chosen.target.name);
	page = page_text(paging->assets, title, json, size, c);
	json_decref(json);
	if (page && *size > PAGE_BYTES) {
		free(page);
		walks_complain(&paging->walks, models, *size, c);
		return NULL;
	}
	return page;
}

// sc, and tso too if it fits, where nobody said which.
static char *make_usual(struct paging *paging, size_t *size, struct complaint *c)
{
	static const bool both[NR_MODELS] = {[MODEL_SC] = true, [MODEL_TSO] = true};
	static const bool one[NR_MODELS] = {[MODEL_SC] = true};
	char *page;

	if (explore_model(paging, MODEL_SC, c))
		return NULL;
	if (!explore_model(paging, MODEL_TSO, c)) {
		page = make_page(paging, both, size, c);
		if (page || c->kind != COMPLAINT_USER)
			return page;
	}
	if (interrupt_waits())
		return NULL;
	fprintf(stderr, "racelab: %s; this page has sc alone\n", c->text);
	return make_page(paging, one, size, c);
}

static char *make_chosen(struct paging *paging, size_t *size, struct complaint *c)
{
	for (int model = NR_MODELS - 1; model >= 0; model--)
		if (paging->asked->models[model] && explore_model(paging, (enum model)model, c))
			return NULL;
	return make_page(paging, paging->asked->models, size, c);
}

// What is on a page that was made.
struct text {
	const char *bytes;
	size_t size;
};

static int write_text(const void *what, FILE *out, struct complaint *c)
{
	const struct text *text = what;

	(void)c;
	fwrite(text->bytes, 1, text->size, out);
	return 0;
}

static int check_models(const struct explore_asked *asked, struct complaint *c)
{
	return asked->models[MODEL_RC11]
		   ? complain(c, "--page: rc11 has executions but no states to walk on; a page can "
				 "show sc and tso")
		   : 0;
}

static int open_all(struct paging *paging, const char *root, struct complaint *c)
{
	const struct explore_asked *asked = paging->asked;
	struct chosen *chosen = &paging->chosen;

	if (check_models(asked, c) || chosen_open(chosen, asked, root, c))
		return -1;
	paging->assets = assets_folder("plots/report", c);
	if (!paging->assets || bench_open(&paging->bench, &chosen->source, chosen->target.name, c))
		return -1;
	paging->walks = (struct walks){.bench = &paging->bench,
				       .subject = chosen_subject(chosen, &paging->bench, MODEL_SC),
				       .weakening = asked->weakening,
				       .nr_weakenings = asked->nr_weakenings};
	for (int model = 0; model < NR_MODELS; model++)
		paging->named |= asked->models[model];
	return 0;
}

static int make(struct paging *paging, struct complaint *c)
{
	size_t size;
	char *page = paging->named ? make_chosen(paging, &size, c) : make_usual(paging, &size, c);
	const struct text text = {page, size};
	int error = page ? page_file_write(paging->asked->page, write_text, &text, c) : -1;

	free(page);
	return error;
}

int explore_page(const struct explore_asked *asked, const char *root)
{
	static struct paging paging;
	struct complaint c;
	int error;

	paging = (struct paging){.asked = asked};
	error = open_all(&paging, root, &c);
	if (!error)
		error = make(&paging, &c);
	walks_fini(&paging.walks);
	bench_close(&paging.bench);
	chosen_close(&paging.chosen);
	free(paging.assets);
	if (interrupt_waits())
		return EXIT_SIGNAL + interrupt_waits();
	if (error)
		return cli_complain(&c);
	puts(asked->page);
	fflush(stdout);
	fprintf(stderr, "to play it: xdg-open %s\n", asked->page);
	return EXIT_DONE;
}
