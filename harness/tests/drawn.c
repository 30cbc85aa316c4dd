// SPDX-License-Identifier: MIT

// Pictures read back by libxml2.

#include "harness/tests/drawn.h"

#include <libxml/xmlmemory.h>
#include <libxml/xmlstring.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <criterion/criterion.h>

#include "harness/data/explored.h"
#include "harness/tests/program.h"

static void copy(const char *whence, const char *folder, const char *file)
{
	char from[256], to[256], *text;
	size_t length;
	FILE *out;

	snprintf(from, sizeof from, RACELAB_ROOT "/%s/%s", whence, file);
	snprintf(to, sizeof to, "%s/%s", folder, file);
	text = program_read(from, &length);
	out = fopen(to, "w");
	cr_assert(out);
	cr_assert_eq(fwrite(text, 1, length, out), length);
	fclose(out);
	free(text);
}

void drawn_take_run(const char *name)
{
	static const char whence[] = "results/reference/matrix";

	cr_assert_eq(mkdir(name, 0777), 0);
	copy(whence, name, "trials.csv");
	copy(whence, name, "run.json");
	copy(whence, name, "topology.xml");
}

void drawn_explore(const char *name)
{
	for (int file = 0; file < NR_EXPLORED; file++)
		copy("harness/tests/golden/plot", name, explored_name((enum explored_file)file));
}

xmlDoc *drawn_read(const char *path)
{
	xmlDoc *svg = xmlReadFile(path, NULL, XML_PARSE_NOERROR | XML_PARSE_NOWARNING);

	cr_assert(svg, "%s is not well-formed", path);
	return svg;
}

char *drawn_attribute(xmlNode *node, const char *name)
{
	xmlChar *value = xmlGetProp(node, (const xmlChar *)name);

	return (char *)(value ? value : xmlStrdup((const xmlChar *)""));
}

bool drawn_colour(const char *text, unsigned rgb[3])
{
	if (strcmp(text, "black") == 0 || strcmp(text, "white") == 0)
		text = *text == 'b' ? "#000000" : "#ffffff";
	return sscanf(text, "rgb( %u , %u , %u )", &rgb[0], &rgb[1], &rgb[2]) == 3 ||
	       sscanf(text, "#%2x%2x%2x", &rgb[0], &rgb[1], &rgb[2]) == 3;
}

static double luminance(const unsigned rgb[3])
{
	static const double weight[3] = {0.2126, 0.7152, 0.0722};
	double sum = 0;

	for (size_t i = 0; i < 3; i++) {
		double c = rgb[i] / 255.0;

		sum += weight[i] * (c <= 0.03928 ? c / 12.92 : pow((c + 0.055) / 1.055, 2.4));
	}
	return sum;
}

double drawn_contrast(const unsigned a[3], const unsigned b[3])
{
	double x = luminance(a) + 0.05, y = luminance(b) + 0.05;

	return x > y ? x / y : y / x;
}

xmlNode *drawn_find(xmlNode *root, const char *id)
{
	for (xmlNode *node = root; node; node = node->next) {
		char *own = node->type == XML_ELEMENT_NODE ? drawn_attribute(node, "id") : NULL;
		bool is_it = own && strcmp(own, id) == 0;
		xmlNode *below;

		xmlFree(own);
		if (is_it)
			return node;
		below = drawn_find(node->children, id);
		if (below)
			return below;
	}
	return NULL;
}

void drawn_each(xmlNode *root, const char *name, void (*visit)(xmlNode *node, void *data),
		void *data)
{
	for (xmlNode *node = root; node; node = node->next) {
		if (node->type == XML_ELEMENT_NODE && strcmp((const char *)node->name, name) == 0)
			visit(node, data);
		drawn_each(node->children, name, visit, data);
	}
}

bool drawn_says(const xmlNode *node, const char *words)
{
	for (; node; node = node->next)
		if ((node->content && strstr((const char *)node->content, words)) ||
		    drawn_says(node->children, words))
			return true;
	return false;
}
