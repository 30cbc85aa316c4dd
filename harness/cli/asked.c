// SPDX-License-Identifier: MIT

// The keywords' tables as options of argp.

#include "harness/cli/asked.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>

#include "harness/cli/cli.h"
#include "harness/cli/specs.h"

enum {
	KEY_AXIS = 0x100,    /* + enum axis */
	KEY_SETTING = 0x200, /* + enum setting */
	KEY_LOAD = 0x280,
};

// The option that a keyword makes, with what holds when it is not given.
static struct argp_option option_of(const struct keyword *keyword, const char *initial, int key,
				    int group)
{
	char *doc = NULL;
	int length = initial[0] ? asprintf(&doc, "%s [%s]", keyword->help, initial)
				: asprintf(&doc, "%s", keyword->help);

	assert(length >= 0);
	return (struct argp_option){
	    keyword->name, key,	 keyword->metavar, keyword->bare ? OPTION_ARG_OPTIONAL : 0,
	    doc,	   group};
}

struct argp_option *asked_axes_options(struct argp_option *option, int group)
{
	*option++ = (struct argp_option){.doc = "Axes of the matrix:", .group = group};
	for (int a = 0; a < NR_AXES; a++)
		*option++ =
		    option_of(&axis_keywords[a], axis_keywords[a].initial, KEY_AXIS + a, group);
	*option++ = (struct argp_option){
	    "load",
	    KEY_LOAD,
	    "FILE.so",
	    0,
	    "Make the strategy in a shared object one more name for --sync; repeatable",
	    group};
	return option;
}

struct argp_option asked_setting_option(enum setting setting, const char *initial, int group)
{
	const struct keyword *keyword = &setting_keywords[setting];

	return option_of(keyword, initial ? initial : keyword->initial, KEY_SETTING + (int)setting,
			 group);
}

static void give(struct given *given, const struct keyword *keyword, const char *text)
{
	char where[64];

	snprintf(where, sizeof where, "--%s", keyword->name);
	given_set(given, text ? text : keyword->bare, where);
}

error_t asked_parse(struct asked *asked, int key, char *argument)
{
	struct complaint c;

	if (key >= KEY_AXIS && key < KEY_AXIS + NR_AXES)
		give(&asked->axes.axis[key - KEY_AXIS], &axis_keywords[key - KEY_AXIS], argument);
	else if (key >= KEY_SETTING && key < KEY_SETTING + NR_SETTINGS)
		give(&asked->setting[key - KEY_SETTING], &setting_keywords[key - KEY_SETTING],
		     argument);
	else if (key != KEY_LOAD)
		return ARGP_ERR_UNKNOWN;
	else if (plugins_add(&asked->plugins, argument, "", &c))
		return cli_refuse(&c);
	return 0;
}

static int load_file(struct spec *spec, const char *word, struct complaint *c)
{
	char *path = specs_find(word);
	int result = spec_load(spec, path, c);

	free(path);
	return result;
}

int asked_spec(struct asked *asked, const char *spec_file, struct spec *spec, struct complaint *c)
{
	if (plugins_load(&asked->plugins, c))
		return -1;
	if (spec_file && load_file(spec, spec_file, c))
		return -1;
	spec_override(spec, &asked->axes, asked->setting);
	return 0;
}
