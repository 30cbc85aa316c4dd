// SPDX-License-Identifier: MIT

// Titles in SVGs (libxml2).

#include "harness/figure/svg.h"

#include <libxml/parser.h>
#include <libxml/xmlmemory.h>
#include <libxml/xmlstring.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

static bool is(const xmlNode *node, const char *name)
{
	return node->type == XML_ELEMENT_NODE && strcmp((const char *)node->name, name) == 0;
}

static xmlNode *child(xmlNode *of, const char *name)
{
	for (xmlNode *node = of->children; node; node = node->next)
		if (is(node, name))
			return node;
	return NULL;
}

static void set_text(xmlNode *node, const char *text)
{
	xmlNodeSetContent(node, BAD_CAST "");
	xmlNodeAddContent(node, BAD_CAST text);
}

// Gnuplot's call is gnuplot_svg.showHypertext(evt,'TEXT'): the text becomes the dot's title, and
// the call, which would find no such script, goes.
static void take_hypertext(xmlNode *dot)
{
	xmlChar *call = xmlGetProp(dot, BAD_CAST "onmousemove");
	char *from = call ? strchr((char *)call, '\'') : NULL;
	char *to = from ? strrchr((char *)call, '\'') : NULL;
	xmlNode *title = child(dot, "title");

	if (title && from && to > from) {
		*to = '\0';
		set_text(title, from + 1);
	}
	xmlFree(call);
	xmlUnsetProp(dot, BAD_CAST "onmousemove");
	xmlUnsetProp(dot, BAD_CAST "onmouseout");
}

// A series without a title is called by its number, which says nothing.
static void forget_number(xmlNode *series)
{
	xmlNode *title = child(series, "title");
	xmlChar *text = title ? xmlNodeGetContent(title) : NULL;

	if (text && strncmp((const char *)text, "gnuplot_plot_", 13) == 0) {
		xmlUnlinkNode(title);
		xmlFreeNode(title);
	}
	xmlFree(text);
}

static void take_all(xmlNode *node)
{
	for (; node; node = node->next) {
		if (node->type != XML_ELEMENT_NODE)
			continue;
		if (xmlHasProp(node, BAD_CAST "onmousemove"))
			take_hypertext(node);
		forget_number(node);
		take_all(node->children);
	}
}

static const char *said(const json_t *index, const char *name, const char *what)
{
	size_t i;
	json_t *entry;

	json_array_foreach(
	    index, i, entry) if (strcmp(json_string_value(json_object_get(entry, "name")), name) ==
				 0) return json_string_value(json_object_get(entry, what));
	return NULL;
}

// <title> and <desc> of the whole, and what makes them be read.
static void describe(xmlNode *svg, const char *finding, const char *lesson)
{
	xmlNode *title = child(svg, "title"), *desc = child(svg, "desc");

	if (title && finding)
		set_text(title, finding);
	if (desc && lesson)
		set_text(desc, lesson);
	xmlSetProp(svg, BAD_CAST "role", BAD_CAST "img");
}

int svg_finish(const char *folder, const char *name, const json_t *index, struct complaint *c)
{
	char path[4096];
	xmlDoc *doc;
	int result = -1;

	snprintf(path, sizeof path, "%s/%s.svg", folder, name);
	doc = xmlReadFile(
	    path, NULL, XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING | XML_PARSE_HUGE);
	if (!doc)
		return complain_machine(c, "%s: is no SVG", path);
	take_all(xmlDocGetRootElement(doc)->children);
	describe(xmlDocGetRootElement(doc), said(index, name, "finding"),
		 said(index, name, "lesson"));
	if (xmlSaveFile(path, doc) < 0)
		complain_machine(c, "cannot write %s", path);
	else
		result = 0;
	xmlFreeDoc(doc);
	return result;
}
