// SPDX-License-Identifier: MIT

// What the parts of a picture are.

#include "harness/report/svg_mark.h"

#include <assert.h>
#include <libxml/xmlmemory.h>
#include <libxml/xmlstring.h>
#include <stdlib.h>
#include <string.h>

static bool begins(const char *text, const char *with)
{
	return strncmp(text, with, strlen(with)) == 0;
}

static xmlNode *title_of(const xmlNode *node)
{
	for (xmlNode *child = node->children; child; child = child->next)
		if (child->type == XML_ELEMENT_NODE && xmlStrEqual(child->name, BAD_CAST "title"))
			return child;
	return NULL;
}

// A <g>'s title says what it is: of a series its label, if somebody gave it one (else gnuplot puts
// there its own name or the expression); of a point its values, which gnuplot hides in a handler:
// onmousemove="gnuplot_svg.showHypertext(evt,'a\nb')".
static char *label_of(const xmlNode *node)
{
	const xmlNode *title = title_of(node);
	char *label = title ? (char *)xmlNodeGetContent(title) : NULL;

	if (!label || begins(label, "gnuplot_plot_") || strstr(label, " using ") || !*label) {
		xmlFree(label);
		return NULL;
	}
	return label;
}

static char *hidden_tip(const xmlNode *node)
{
	char *handler = (char *)xmlGetProp(node, BAD_CAST "onmousemove"), *tip = NULL, *end;
	const char *begin = handler ? strstr(handler, "showHypertext(evt,'") : NULL;

	if (begin && (tip = strdup(strchr(begin, '\'') + 1))) {
		end = strrchr(tip, '\'');
		if (end)
			*end = '\0';
		for (char *cut = strstr(tip, "\\n"); cut; cut = strstr(cut, "\\n")) {
			*cut++ = '\n';
			memmove(cut, cut + 1, strlen(cut));
		}
	}
	xmlFree(handler);
	return tip;
}

static bool is_series(const xmlNode *node)
{
	xmlChar *id = xmlGetProp(node, BAD_CAST "id");
	bool series = id && begins((const char *)id, "gnuplot_plot_");

	xmlFree(id);
	return series;
}

// In front of its other children, as SVG 1.1 wants it.
static void add_title(xmlNode *node, const char *text)
{
	xmlNode *title = xmlNewNode(node->ns, BAD_CAST "title");

	assert(title);
	xmlNodeAddContent(title, BAD_CAST text);
	if (node->children)
		xmlAddPrevSibling(node->children, title);
	else
		xmlAddChild(node, title);
}

static void drop_title(xmlNode *node)
{
	xmlNode *title = title_of(node);

	if (title) {
		xmlUnlinkNode(title);
		xmlFreeNode(title);
	}
}

struct svg_mark svg_mark_of(const xmlNode *node)
{
	bool series = is_series(node);
	char *tip = series ? NULL : hidden_tip(node);

	return (struct svg_mark){tip ? tip : label_of(node), series};
}

void svg_mark_put(xmlNode *node, struct svg_mark *mark)
{
	drop_title(node);
	if (mark->text && *mark->text) {
		add_title(node, mark->text);
		xmlSetProp(node, BAD_CAST(mark->series ? "data-series" : "data-tip"),
			   BAD_CAST mark->text);
	}
	free(mark->text);
}
