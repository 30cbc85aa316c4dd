// SPDX-License-Identifier: MIT

// A page's template, in which "{{name}}" is a place to be filled in, and the parts that go there.

#ifndef RACELAB_REPORT_TEMPLATE_H
#define RACELAB_REPORT_TEMPLATE_H

#include <stdbool.h>
#include <stdio.h>

#include "harness/complaint.h"

// Writes what goes into a place. False if there is no such place.
typedef bool template_fn(const void *context, const char *name, FILE *out);

// Writes a template, place by place; `what` names it in a complaint. Returns 0, or -1 with a
// machine's complaint: it has a place that there is not.
int template_write(FILE *out, const char *text, const char *what, template_fn *put,
		   const void *context, struct complaint *c);

// The text of FOLDER/NAME on the heap, or NULL with a machine's complaint.
char *template_part(const char *folder, const char *name, struct complaint *c);

// The same of several files, one behind the other with a newline between them; `names` ends with
// NULL.
char *template_parts(const char *folder, const char *const *names, struct complaint *c);

#endif
