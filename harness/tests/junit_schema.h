// SPDX-License-Identifier: MIT

// JUnit XML as those who read it see it: golden/junit.xsd is what they have agreed on.

#ifndef RACELAB_TESTS_JUNIT_SCHEMA_H
#define RACELAB_TESTS_JUNIT_SCHEMA_H

#include <libxml/tree.h>

// NULL if it is no XML; xmlFreeDoc is due.
xmlDocPtr junit_read(const char *text);

// 0 if it keeps to the schema.
int junit_validate(xmlDocPtr document);

// Elements of that name: the node and its siblings, and all within them.
unsigned junit_count_elements(xmlNodePtr node, const char *name);

#endif
