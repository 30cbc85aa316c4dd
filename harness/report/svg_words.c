// SPDX-License-Identifier: MIT

// The head of a picture: plots/page.gp and plots/lab.gp write the finding in bold, in one line or
// two, and the lesson in the next line.

#include <assert.h>
#include <libxml/tree.h>
#include <libxml/xmlmemory.h>
#include <libxml/xmlstring.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "harness/report/svg.h"

// The next text after `node` in the order of the document, or NULL.
static xmlNode *next_text(xmlNode *root, xmlNode *node)
{
	do {
		if (node->children && node->type == XML_ELEMENT_NODE) {
			node = node->children;
		} else {
			while (node != root && !node->next)
				node = node->parent;
			if (node == root)
				return NULL;
			node = node->next;
		}
	} while (!xmlStrEqual(node->name, BAD_CAST "text") || node->type != XML_ELEMENT_NODE);
	return node;
}

// Without the space at the cut of a long line; on the heap.
static char *text_of(const xmlNode *node)
{
	xmlChar *content = xmlNodeGetContent(node);
	char *text = strdup((const char *)content);
	size_t length;

	assert(text);
	length = strlen(text);
	while (length && text[length - 1] == ' ')
		text[--length] = '\0';
	xmlFree(content);
	return text;
}

static bool is_bold(const xmlNode *text)
{
	xmlChar *weight = xmlGetProp(text->parent, BAD_CAST "font-weight");
	bool bold = xmlStrEqual(weight, BAD_CAST "bold");

	xmlFree(weight);
	return bold;
}

static void append(char **words, char *more)
{
	char *both;

	if (asprintf(&both, "%s%s%s", *words, **words ? " " : "", more) < 0)
		abort();
	free(*words);
	free(more);
	*words = both;
}

struct svg_words svg_words_of(const xmlDoc *svg)
{
	xmlNode *root = xmlDocGetRootElement(svg), *text = next_text(root, root);
	struct svg_words words = {strdup(""), strdup("")};

	assert(words.finding && words.lesson);
	while (text && !is_bold(text))
		text = next_text(root, text);
	for (; text && is_bold(text); text = next_text(root, text))
		append(&words.finding, text_of(text));
	if (text)
		append(&words.lesson, text_of(text));
	return words;
}

void svg_words_free(struct svg_words *words)
{
	free(words->finding);
	free(words->lesson);
}

// A text's height on the page: gnuplot moves the group that it is in.
static double height_of(const xmlNode *text)
{
	xmlChar *transform = xmlGetProp(text->parent, BAD_CAST "transform");
	double x = 0, y = 0;

	if (transform)
		sscanf((const char *)transform, "translate(%lf,%lf)", &x, &y);
	xmlFree(transform);
	return y;
}

static bool is_part_of(const char *line, const char *finding)
{
	return *line && strstr(finding, line);
}

static bool is_head(const xmlNode *node, const struct svg_words *words, bool *is_lesson)
{
	char *line = text_of(node);
	bool head;

	*is_lesson = *line && strcmp(line, words->lesson) == 0;
	head = *is_lesson || (is_bold(node) && is_part_of(line, words->finding));
	free(line);
	return head;
}

static void cut_top(xmlNode *root, double top)
{
	xmlChar *box = xmlGetProp(root, BAD_CAST "viewBox");
	double x, y, width, height;
	char text[128];

	if (box && sscanf((const char *)box, "%lf %lf %lf %lf", &x, &y, &width, &height) == 4 &&
	    top > y && top < y + height) {
		snprintf(text, sizeof text, "%g %g %g %g", x, top, width, height - (top - y));
		xmlSetProp(root, BAD_CAST "viewBox", BAD_CAST text);
	}
	xmlFree(box);
}

void svg_behead(xmlDoc *svg, const struct svg_words *words)
{
	xmlNode *root = xmlDocGetRootElement(svg), *text, *next, *last = NULL;
	bool is_lesson = false;

	for (text = next_text(root, root); text && !is_lesson; text = next_text(root, text))
		if (is_head(text, words, &is_lesson))
			last = text;
	if (!is_lesson)
		return;
	cut_top(root, height_of(last) + 10); /* what hangs below the line */
	is_lesson = false;
	for (text = next_text(root, root); text && !is_lesson; text = next) {
		next = next_text(root, text);
		if (is_head(text, words, &is_lesson)) {
			xmlUnlinkNode(text);
			xmlFreeNode(text);
		}
	}
}
