// SPDX-License-Identifier: MIT

// Filtering and sorting, by the names and values that summary_columns has.

#include "harness/data/selection.h"

#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "harness/data/decimal.h"
#include "harness/data/summary_columns.h"

// Longer signs before those they begin with.
static const struct {
	const char *text;
	enum comparison_sign sign;
} signs[] = {
    {"!=", SIGN_UNEQUAL}, {"<=", SIGN_AT_MOST}, {">=", SIGN_AT_LEAST}, {"=", SIGN_EQUAL},
    {"<", SIGN_BELOW},	  {">", SIGN_ABOVE},	{"~", SIGN_HAS},
};

static const struct {
	const char *text;
	double factor;
} units[] = {
    {"", 1},	 {"k", 1e3}, {"M", 1e6},  {"G", 1e9},  {"T", 1e12},
    {"%", 1e-2}, {"ns", 1},  {"us", 1e3}, {"ms", 1e6}, {"s", 1e9},
};

static int parse_number(double *number, const char *text, struct complaint *c)
{
	char digits[64];
	size_t length = strspn(text, "+-.0123456789");
	const char *unit;

	*number = NAN;
	if (!*text)
		return 0;
	length += text[length] == 'e' ? 1 + strspn(text + length + 1, "+-0123456789") : 0;
	snprintf(digits, sizeof digits, "%.*s", (int)length, text);
	unit = text + length + strspn(text + length, " ");
	for (size_t i = 0; i < sizeof units / sizeof *units; i++)
		if (strcmp(units[i].text, unit) == 0 &&
		    decimal_real(number, digits, strlen(digits))) {
			*number *= units[i].factor;
			return 0;
		}
	return complain(c, "'%s' is no number; use one such as 2, 0.5, 10%%, 100M or 20us", text);
}

static int parse_term(struct term *term, char *text, struct complaint *c)
{
	size_t at = strcspn(text, "=!<>~"), i = 0;
	const char *value;

	while (i < sizeof signs / sizeof *signs &&
	       strncmp(text + at, signs[i].text, strlen(signs[i].text)) != 0)
		i++;
	if (i == sizeof signs / sizeof *signs || !at)
		return complain(c,
				"'%s' is no comparison; write a column, one of = != < <= > >= "
				"~, and a value",
				text);
	value = text + at + strlen(signs[i].text);
	if (strlen(value) >= sizeof term->text)
		return complain(c, "'%.20s...' is longer than %zu bytes", value,
				sizeof term->text - 1);
	text[at] = '\0';
	strcpy(term->text, value);
	term->sign = signs[i].sign;
	term->column = summary_column_find(text, c);
	if (term->column < 0)
		return -1;
	if (term->sign == SIGN_HAS || summary_column_is_text(term->column))
		return 0;
	return parse_number(&term->number, term->text, c);
}

// Calls take() with each of the comma-separated items, at most `most`, until one is refused.
static int split(const char *text, size_t most,
		 int (*take)(void *into, char *item, struct complaint *c), void *into,
		 struct complaint *c)
{
	char *copy = strdup(text), *rest = copy, *item;
	int result = 0;
	size_t nr = 0;

	assert(copy);
	while (!result && (item = strsep(&rest, ","))) {
		if (++nr > most)
			result = complain(c, "more than %zu items in '%.40s...'", most, text);
		else if (!*item)
			result = complain(c,
					  "'%s' has an empty item; leave out the comma, or name "
					  "a column",
					  text);
		else
			result = take(into, item, c);
	}
	free(copy);
	return result;
}

static int take_term(void *into, char *item, struct complaint *c)
{
	struct filter *filter = into;

	return parse_term(&filter->terms[filter->nr_terms++], item, c);
}

int filter_parse(struct filter *filter, const char *text, struct complaint *c)
{
	*filter = (struct filter){0};
	return split(text, MAX_TERMS, take_term, filter, c);
}

static int take_key(void *into, char *item, struct complaint *c)
{
	struct order *order = into;
	bool falling = *item == '-';
	int column = summary_column_find(item + falling, c);

	order->falling[order->nr_columns] = falling;
	order->columns[order->nr_columns++] = column;
	return column < 0 ? -1 : 0;
}

int order_parse(struct order *order, const char *text, struct complaint *c)
{
	*order = (struct order){0};
	return split(text, MAX_TERMS, take_key, order, c);
}

struct chosen {
	int *list, nr;
};

static int take_column(void *into, char *item, struct complaint *c)
{
	struct chosen *chosen = into;
	int column = summary_column_find(item, c);

	for (int i = 0; i < chosen->nr && column >= 0; i++)
		if (chosen->list[i] == column)
			return complain(c, "'%s' stands twice", item);
	chosen->list[chosen->nr++] = column;
	return column < 0 ? -1 : 0;
}

int columns_parse(int *list, size_t size, const char *text, struct complaint *c)
{
	struct chosen chosen = {.list = list};

	return split(text, size, take_column, &chosen, c) ? -1 : chosen.nr;
}

static bool sign_holds(enum comparison_sign sign, int order)
{
	switch (sign) {
	case SIGN_EQUAL:
		return order == 0;
	case SIGN_UNEQUAL:
		return order != 0;
	case SIGN_BELOW:
		return order < 0;
	case SIGN_AT_MOST:
		return order <= 0;
	case SIGN_ABOVE:
		return order > 0;
	default:
		return order >= 0;
	}
}

static int compare_numbers(double a, double b)
{
	return (a > b) - (a < b);
}

// What is absent is neither more nor less than anything, and equals only what is absent.
static bool number_holds(const struct term *term, double number)
{
	bool absent = isnan(number), none_wanted = isnan(term->number);

	if (absent || none_wanted)
		return (term->sign == SIGN_UNEQUAL && absent != none_wanted) ||
		       (term->sign == SIGN_EQUAL && absent == none_wanted);
	return sign_holds(term->sign, compare_numbers(number, term->number));
}

static bool text_holds(const struct term *term, const struct case_summary *c)
{
	char *text = summary_column_text(term->column, c);
	bool holds;

	assert(text);
	holds = term->sign == SIGN_HAS ? strstr(text, term->text) != NULL
				       : sign_holds(term->sign, strverscmp(text, term->text));
	free(text);
	return holds;
}

static bool holds(const struct filter *filter, const struct case_summary *c)
{
	for (size_t i = 0; i < filter->nr_terms; i++) {
		const struct term *term = &filter->terms[i];
		bool as_text = term->sign == SIGN_HAS || summary_column_is_text(term->column);

		if (!(as_text ? text_holds(term, c)
			      : number_holds(term, summary_column_number(term->column, c))))
			return false;
	}
	return true;
}

void summary_filter(struct summary *summary, const struct filter *filter)
{
	size_t nr = 0;

	for (size_t i = 0; i < summary->nr_cases; i++)
		if (holds(filter, &summary->cases[i]))
			summary->cases[nr++] = summary->cases[i];
		else
			free(summary->cases[i].ok);
	summary->nr_cases = nr;
}

// A case with what it is sorted by.
struct sortable {
	struct case_summary c;
	size_t place; /* where it was */
	double numbers[MAX_TERMS];
	char *texts[MAX_TERMS];
};

static int compare_key(const struct order *order, size_t k, const struct sortable *a,
		       const struct sortable *b)
{
	bool a_absent, b_absent, text = summary_column_is_text(order->columns[k]);
	int result;

	a_absent = text ? !*a->texts[k] : isnan(a->numbers[k]);
	b_absent = text ? !*b->texts[k] : isnan(b->numbers[k]);
	if (a_absent || b_absent)
		return (int)a_absent - (int)b_absent;
	result = text ? strverscmp(a->texts[k], b->texts[k])
		      : compare_numbers(a->numbers[k], b->numbers[k]);
	return order->falling[k] ? -result : result;
}

static int compare(const void *left, const void *right, void *context)
{
	const struct sortable *a = left, *b = right;
	const struct order *order = context;
	int result = 0;

	for (size_t k = 0; k < order->nr_columns && !result; k++)
		result = compare_key(order, k, a, b);
	return result ? result : (a->place > b->place) - (a->place < b->place);
}

static void prepare(struct sortable *sortable, const struct order *order)
{
	for (size_t k = 0; k < order->nr_columns; k++)
		if (summary_column_is_text(order->columns[k])) {
			sortable->texts[k] = summary_column_text(order->columns[k], &sortable->c);
			assert(sortable->texts[k]);
		} else {
			sortable->numbers[k] =
			    summary_column_number(order->columns[k], &sortable->c);
		}
}

void summary_order(struct summary *summary, const struct order *order)
{
	struct sortable *all = calloc(summary->nr_cases + 1, sizeof *all);
	struct order keys = *order;

	assert(all);
	for (size_t i = 0; i < summary->nr_cases; i++) {
		all[i].c = summary->cases[i];
		all[i].place = i;
		prepare(&all[i], order);
	}
	qsort_r(all, summary->nr_cases, sizeof *all, compare, &keys);
	for (size_t i = 0; i < summary->nr_cases; i++) {
		summary->cases[i] = all[i].c;
		for (size_t k = 0; k < order->nr_columns; k++)
			free(all[i].texts[k]);
	}
	free(all);
}
