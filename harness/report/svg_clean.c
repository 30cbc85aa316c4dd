// SPDX-License-Identifier: MIT

// What is left of a picture. The list below says what may stay, because one of what must go is
// never whole.

#include <ctype.h>
#include <libxml/tree.h>
#include <libxml/xmlmemory.h>
#include <libxml/xmlstring.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "harness/report/svg.h"
#include "harness/report/svg_mark.h"

static const char *const drawing[] = {
    "svg",
    "g",
    "defs",
    "title",
    "path",
    "rect",
    "circle",
    "ellipse",
    "line",
    "polyline",
    "polygon",
    "text",
    "tspan",
    "use",
    "symbol",
    "image",
    "clipPath",
    "mask",
    "pattern",
    "linearGradient",
    "radialGradient",
    "stop",
    "filter",
    "feFlood",
    "feBlend",
    "feComposite",
    "feMerge",
    "feGaussianBlur",
    "feOffset",
    "feMergeNode",
};

static const char *const painted[] = {"fill", "stroke", "color", "stop-color", "flood-color"};

static const struct {
	int red, green, blue;
	const char *name;
} colours[] = {
#define COLOUR(red, green, blue, name) {red, green, blue, name},
#include "harness/report/svg.def"
#undef COLOUR
};

#define NR(array) (sizeof(array) / sizeof *(array))

static bool is_in(const char *const *list, size_t nr, const xmlChar *name)
{
	for (size_t i = 0; i < nr; i++)
		if (strcmp(list[i], (const char *)name) == 0)
			return true;
	return false;
}

static bool may_stay(const xmlNode *node)
{
	if (node->type == XML_ELEMENT_NODE)
		return is_in(drawing, NR(drawing), node->name);
	return node->type == XML_TEXT_NODE;
}

static bool begins(const char *text, const char *with)
{
	return strncmp(text, with, strlen(with)) == 0;
}

static bool is_link(const xmlAttr *attribute)
{
	return strcasecmp((const char *)attribute->name, "href") == 0 ||
	       strcasecmp((const char *)attribute->name, "src") == 0;
}

// Handlers; classes, which would take the page's style; and what points out of the picture.
static bool is_unwanted(const xmlAttr *attribute, const char *value)
{
	const char *name = (const char *)attribute->name;

	if (strncasecmp(name, "on", 2) == 0 || begins(name, "data-") || begins(name, "aria-"))
		return true;
	if (is_in((const char *const[]){"class", "style", "role", "tabindex", "base"}, 5,
		  attribute->name))
		return true;
	if (is_link(attribute))
		return value[0] != '#' && !begins(value, "data:image/png;base64,");
	return strstr(value, "url(") && !begins(value, "url(#");
}

// "url(#it)" or "#it" with the prefix after the '#'; on the heap.
static char *prefixed(const char *value, const char *prefix)
{
	const char *name = strchr(value, '#') + 1;
	char *result;

	if (asprintf(&result, "%.*s%s%s", (int)(name - value), value, prefix, name) < 0)
		abort();
	return result;
}

static bool read_colour(const char *value, int *red, int *green, int *blue)
{
	int end = 0;

	if (strcasecmp(value, "black") == 0 || strcasecmp(value, "white") == 0) {
		*red = *green = *blue = tolower((unsigned char)value[0]) == 'b' ? 0 : 255;
		return true;
	}
	if (sscanf(value, "rgb(%d,%d,%d)%n", red, green, blue, &end) == 3 && end > 0)
		return true;
	return strlen(value) == 7 && sscanf(value, "#%2x%2x%2x", (unsigned *)red, (unsigned *)green,
					    (unsigned *)blue) == 3;
}

// The page's name for a colour, and the colour for who takes the picture out of the page; NULL if
// it has none.
static char *named_colour(const char *value)
{
	int red, green, blue;
	char *result = NULL;

	if (!read_colour(value, &red, &green, &blue))
		return NULL;
	for (size_t i = 0; i < NR(colours) && !result; i++)
		if (colours[i].red == red && colours[i].green == green && colours[i].blue == blue &&
		    asprintf(&result, "var(--%s,#%02x%02x%02x)", colours[i].name, red, green,
			     blue) < 0)
			abort();
	return result;
}

static char *new_value(const xmlAttr *attribute, const char *value, const char *prefix)
{
	char *id;

	if (xmlStrEqual(attribute->name, BAD_CAST "id")) {
		if (asprintf(&id, "%s%s", prefix, value) < 0)
			abort();
		return id;
	}
	if (begins(value, "url(#") || (is_link(attribute) && value[0] == '#'))
		return prefixed(value, prefix);
	if (is_in(painted, NR(painted), attribute->name))
		return named_colour(value);
	return NULL;
}

static void clean_attribute(xmlNode *node, xmlAttr *attribute, const char *prefix)
{
	char *value = (char *)xmlNodeListGetString(node->doc, attribute->children, 1), *other;

	if (is_unwanted(attribute, value ? value : "")) {
		xmlRemoveProp(attribute);
	} else if (value && (other = new_value(attribute, value, prefix))) {
		xmlSetNsProp(node, attribute->ns, attribute->name, BAD_CAST other);
		free(other);
	}
	xmlFree(value);
}

static void clean_node(xmlNode *node, const char *prefix)
{
	struct svg_mark mark = svg_mark_of(node);
	xmlNode *next_child;
	xmlAttr *next;

	for (xmlAttr *attribute = node->properties; attribute; attribute = next) {
		next = attribute->next;
		clean_attribute(node, attribute, prefix);
	}
	for (xmlNode *child = node->children; child; child = next_child) {
		next_child = child->next;
		if (!may_stay(child)) {
			xmlUnlinkNode(child);
			xmlFreeNode(child);
		} else if (child->type == XML_ELEMENT_NODE) {
			clean_node(child, prefix);
		}
	}
	svg_mark_put(node, &mark);
}

static void drop_children(xmlNode *root, const char *name)
{
	xmlNode *next;

	for (xmlNode *child = root->children; child; child = next) {
		next = child->next;
		if (xmlStrEqual(child->name, BAD_CAST name)) {
			xmlUnlinkNode(child);
			xmlFreeNode(child);
		}
	}
}

void svg_clean(xmlDoc *svg, const char *prefix)
{
	xmlNode *root = xmlDocGetRootElement(svg);

	drop_children(root, "title"); /* "Gnuplot" */
	drop_children(root, "desc");
	clean_node(root, prefix);
}
