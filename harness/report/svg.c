// SPDX-License-Identifier: MIT

// Reading and writing a picture.

#include "harness/report/svg.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <libxml/parser.h>
#include <libxml/xmlIO.h>
#include <libxml/xmlmemory.h>
#include <libxml/xmlstring.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "harness/export/plain.h"

static bool is_svg(const xmlDoc *doc)
{
	const xmlNode *root = doc ? xmlDocGetRootElement(doc) : NULL;

	return root && xmlStrEqual(root->name, BAD_CAST "svg");
}

xmlDoc *svg_load(const char *path, struct complaint *c)
{
	int file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK); /* a FIFO would block us */
	xmlDoc *doc;

	if (file < 0) {
		complain(c, "%s: %s", path, strerror(errno));
		return NULL;
	}
	doc = xmlReadFd(file, NULL, NULL,
			XML_PARSE_NONET | XML_PARSE_NOCDATA | XML_PARSE_NOERROR |
			    XML_PARSE_NOWARNING);
	close(file);
	if (is_svg(doc) && !doc->intSubset)
		return doc;
	complain(c, "%s: no SVG that can be shown", path);
	xmlFreeDoc(doc);
	return NULL;
}

// A child at the front, and its id if it is to have one.
static void add_words(xmlNode *root, const char *element, const char *text, const char *id)
{
	char *plain = plain_copy(text);
	xmlNode *node = xmlNewNode(root->ns, BAD_CAST element);

	assert(node);
	xmlNodeAddContent(node, BAD_CAST plain);
	xmlSetProp(node, BAD_CAST "id", BAD_CAST id);
	if (root->children)
		xmlAddPrevSibling(root->children, node);
	else
		xmlAddChild(root, node);
	free(plain);
}

static void describe(xmlNode *root, const char *prefix, const char *title, const char *description)
{
	char titled[64], described[64];

	snprintf(titled, sizeof titled, "%stitle", prefix);
	snprintf(described, sizeof described, "%sdescription", prefix);
	if (description)
		add_words(root, "desc", description, described);
	add_words(root, "title", title, titled);
	xmlSetProp(root, BAD_CAST "role", BAD_CAST "img");
	xmlSetProp(root, BAD_CAST "aria-labelledby", BAD_CAST titled);
	if (description)
		xmlSetProp(root, BAD_CAST "aria-describedby", BAD_CAST described);
}

static double number_of(const xmlNode *root, const char *name)
{
	xmlChar *text = xmlGetProp(root, BAD_CAST name);
	double number = text ? strtod((const char *)text, NULL) : 0; /* "319px" */

	xmlFree(text);
	return number;
}

// A page sets the size; what the picture says is its shape. lstopo's has units, which no browser
// takes.
static void take_size(xmlNode *root)
{
	double width = number_of(root, "width"), height = number_of(root, "height");
	xmlChar *box = xmlGetProp(root, BAD_CAST "viewBox");
	char shape[64];

	if (width > 0 && height > 0 && (!box || strstr((const char *)box, "px"))) {
		snprintf(shape, sizeof shape, "0 0 %g %g", width, height);
		xmlSetProp(root, BAD_CAST "viewBox", BAD_CAST shape);
	}
	xmlFree(box);
	xmlUnsetProp(root, BAD_CAST "width");
	xmlUnsetProp(root, BAD_CAST "height");
}

void svg_write(FILE *out, xmlDoc *svg, const char *prefix, const char *title,
	       const char *description)
{
	xmlNode *root = xmlDocGetRootElement(svg);
	xmlOutputBufferPtr buffer = xmlOutputBufferCreateFile(out, NULL);

	assert(buffer);
	describe(root, prefix, title, description);
	take_size(root);
	xmlNodeDumpOutput(buffer, svg, root, 0, 0, "UTF-8");
	xmlOutputBufferClose(buffer); /* flushes; `out` stays open, it is not ours */
}
