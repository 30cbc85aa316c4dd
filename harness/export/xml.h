// SPDX-License-Identifier: MIT

// What all that writes JUnit XML has in common, by libxml2. Writing to memory does not fail but for
// lack of it, and then the XML is not whole: one look at the end is enough.

#ifndef RACELAB_XML_H
#define RACELAB_XML_H

#include <libxml/xmlwriter.h>
#include <stddef.h>
#include <stdio.h>

// An attribute of text from data, made harmless.
void xml_attribute(xmlTextWriterPtr xml, const char *name, const char *value);
void xml_count(xmlTextWriterPtr xml, const char *name, size_t count);

// Has <testsuites name="racelab"> written around what `put` puts, attributes first. Returns 0, or
// an errno value.
int xml_test_suites(FILE *out, void (*put)(xmlTextWriterPtr xml, const void *what),
		    const void *what);

#endif
