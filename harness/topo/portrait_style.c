// SPDX-License-Identifier: MIT

// The day's colours are lstopo's own but for the tasks'; at night and in print everything needs
// one. Colours by hwloc's info attribute lstopoStyle, which lstopo's manual describes; notes as
// hwloc's Misc objects, which lstopo draws inside of the PU.

#include "harness/topo/portrait_style.h"

#include <libxml/xmlmemory.h>
#include <libxml/xmlstring.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "harness/figure/theme.h"

enum {
	NR_COLOURS = 7,
	MAX_NAMED = 4,	   /* tasks that a note names one by one */
	CAPTION_PX = 26,   /* height of its line */
	LETTER_TENTHS = 60 /* of a pixel: width of a letter of 10 px, monospaced */
};

static const struct palette {
	const char *paper, *box; /* box NULL: lstopo's own */
	const char *ink, *colour[NR_COLOURS];
} palettes[NR_THEMES] = {
    [THEME_LIGHT] = {"#ffffff",
		     NULL,
		     "#1a1a1a",
		     {"#d55e00", "#0072b2", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#000000"}},
    [THEME_DARK] = {"#15181e",
		    "#272c35",
		    "#f0f0f0",
		    {"#ff8c42", "#5aa9f0", "#2fc79a", "#e79cc8", "#f5c04a", "#9adcf8", "#f0f0f0"}},
    [THEME_PRINT] = {"#ffffff",
		     "#ffffff",
		     "#000000",
		     {"#b4b4b4", "#b4b4b4", "#b4b4b4", "#b4b4b4", "#b4b4b4", "#b4b4b4", "#b4b4b4"}},
};

const char *portrait_colour(enum theme theme, size_t i)
{
	return palettes[theme].colour[i % NR_COLOURS];
}

// The square of one colour of #rrggbb, 0..1: near enough to its share of light (a gamma of 2.2).
static double light_of(unsigned long rgb, int shift)
{
	double value = (double)(rgb >> shift & 0xff) / 255;

	return value * value;
}

// Black or white, whichever has the greater contrast to that colour (WCAG: equal at 0.18).
static const char *text_on(const char *colour)
{
	unsigned long rgb = strtoul(colour + 1, NULL, 16);
	double light =
	    0.2126 * light_of(rgb, 16) + 0.7152 * light_of(rgb, 8) + 0.0722 * light_of(rgb, 0);

	return light > 0.18 ? "#000000" : "#ffffff";
}

static int set_style(hwloc_obj_t object, const char *background, const char *text)
{
	char style[64];

	snprintf(style, sizeof style, "Background=%s;Text=%s;Text2=%s", background, text, text);
	return hwloc_obj_add_info(object, "lstopoStyle", style);
}

static int style_level(hwloc_topology_t topology, int depth, const struct palette *palette)
{
	unsigned nr = hwloc_get_nbobjs_by_depth(topology, depth);

	for (unsigned i = 0; i < nr; i++)
		if (set_style(hwloc_get_obj_by_depth(topology, depth, i),
			      depth == 0 ? palette->paper : palette->box, palette->ink))
			return -1;
	return 0;
}

static int style_all(hwloc_topology_t topology, const struct palette *palette)
{
	static const int special[] = {HWLOC_TYPE_DEPTH_NUMANODE, HWLOC_TYPE_DEPTH_BRIDGE,
				      HWLOC_TYPE_DEPTH_PCI_DEVICE, HWLOC_TYPE_DEPTH_OS_DEVICE,
				      HWLOC_TYPE_DEPTH_MEMCACHE};

	for (int depth = 0; depth < hwloc_topology_get_depth(topology); depth++)
		if (style_level(topology, depth, palette))
			return -1;
	for (size_t i = 0; i < sizeof special / sizeof special[0]; i++)
		if (style_level(topology, special[i], palette))
			return -1;
	return 0;
}

// "task 0", "tasks 0, 2", "9 tasks, 0 the first": the tasks from `first` on that are on its PU.
static void name_tasks(char *text, size_t size, const struct portrait *portrait, size_t first)
{
	size_t nr = 0, length;

	for (size_t i = first; i < portrait->nr_tasks; i++)
		nr += portrait->pus[i] == portrait->pus[first];
	if (nr > MAX_NAMED) {
		snprintf(text, size, "%zu tasks, %zu the first", nr, first);
		return;
	}
	length = (size_t)snprintf(text, size, "task%s %zu", nr == 1 ? "" : "s", first);
	for (size_t i = first + 1; i < portrait->nr_tasks; i++)
		if (portrait->pus[i] == portrait->pus[first])
			length += (size_t)snprintf(text + length, size - length, ", %zu", i);
}

static bool is_first(const struct portrait *portrait, size_t task)
{
	for (size_t i = 0; i < task; i++)
		if (portrait->pus[i] == portrait->pus[task])
			return false;
	return true;
}

// Its PU and the note inside of it, in its colour. Nothing if there is no such PU.
static int style_task(hwloc_topology_t topology, const struct portrait *portrait, size_t task)
{
	const char *colour = portrait_colour(portrait->theme, task), *ink = text_on(colour);
	hwloc_obj_t pu = hwloc_get_pu_obj_by_os_index(topology, portrait->pus[task]), note;
	char text[128];

	if (!pu)
		return 0;
	/* lstopo takes the first style it finds; PUs have had none yet */
	name_tasks(text, sizeof text, portrait, task);
	note = hwloc_topology_insert_misc_object(topology, pu, text);
	return !note || set_style(pu, colour, ink) || set_style(note, colour, ink) ? -1 : 0;
}

int portrait_style(hwloc_topology_t topology, const struct portrait *portrait)
{
	for (size_t i = 0; i < portrait->nr_tasks; i++)
		if (is_first(portrait, i) && style_task(topology, portrait, i))
			return -1;
	return palettes[portrait->theme].box ? style_all(topology, &palettes[portrait->theme]) : 0;
}

static const xmlChar *x(const char *text)
{
	return (const xmlChar *)text;
}

static long length_of(xmlNode *svg, const char *name)
{
	xmlChar *text = xmlGetProp(svg, x(name));
	long length = text ? strtol((const char *)text, NULL, 10) : 0;

	xmlFree(text);
	return length;
}

static void set_length(xmlNode *node, const char *name, long pixels)
{
	char text[24];

	snprintf(text, sizeof text, "%ld", pixels);
	xmlSetProp(node, x(name), x(text));
}

static xmlNode *add_caption(xmlNode *root, const struct portrait *portrait, long height)
{
	xmlNode *text = xmlNewTextChild(root, root->ns, x("text"), x(portrait->caption));

	if (!text)
		return NULL;
	xmlSetProp(text, x("font-family"), x("Monospace"));
	xmlSetProp(text, x("font-size"), x("10px"));
	xmlSetProp(text, x("fill"), x(palettes[portrait->theme].ink));
	set_length(text, "x", 7);
	set_length(text, "y", height - 9);
	return text;
}

static void add_first(xmlNode *root, xmlNode *node)
{
	xmlNode *first = xmlFirstElementChild(root);

	if (first)
		xmlAddPrevSibling(first, node);
	else
		xmlAddChild(root, node);
}

// Paper behind everything, and before it the title.
static int add_ground(xmlNode *root, const struct portrait *portrait)
{
	xmlNode *paper = xmlNewDocNode(root->doc, root->ns, x("rect"), NULL);
	xmlNode *title = xmlNewDocRawNode(root->doc, root->ns, x("title"), x(portrait->caption));

	if (!paper || !title)
		return -1;
	xmlSetProp(paper, x("width"), x("100%"));
	xmlSetProp(paper, x("height"), x("100%"));
	xmlSetProp(paper, x("fill"), x(palettes[portrait->theme].paper));
	add_first(root, paper);
	add_first(root, title);
	return 0;
}

int portrait_frame(xmlDoc *svg, const struct portrait *portrait)
{
	xmlNode *root = xmlDocGetRootElement(svg);
	long width = length_of(root, "width"), height = length_of(root, "height"), wanted;
	char box[64];

	if (width < 1 || height < 1)
		return -1;
	wanted = 14 + (long)strlen(portrait->caption) * LETTER_TENTHS / 10;
	width = width > wanted ? width : wanted;
	height += CAPTION_PX;
	snprintf(box, sizeof box, "0 0 %ld %ld", width, height);
	xmlSetProp(root, x("viewBox"), x(box));
	xmlSetProp(root, x("role"), x("img"));
	set_length(root, "width", width);
	set_length(root, "height", height);
	return !add_caption(root, portrait, height) || add_ground(root, portrait) ? -1 : 0;
}
