// SPDX-License-Identifier: MIT

#include "harness/tests/junit_schema.h"

#include <criterion/criterion.h>
#include <libxml/parser.h>
#include <libxml/xmlschemas.h>
#include <libxml/xmlstring.h>
#include <string.h>

xmlDocPtr junit_read(const char *text)
{
	return xmlReadMemory(text, (int)strlen(text), "junit.xml", NULL,
			     XML_PARSE_NONET | XML_PARSE_HUGE);
}

int junit_validate(xmlDocPtr document)
{
	xmlSchemaParserCtxtPtr parser =
	    xmlSchemaNewParserCtxt(RACELAB_ROOT "/harness/tests/golden/junit.xsd");
	xmlSchemaPtr schema = xmlSchemaParse(parser);
	xmlSchemaValidCtxtPtr context = xmlSchemaNewValidCtxt(schema);
	int result;

	cr_assert(schema && context);
	result = xmlSchemaValidateDoc(context, document);
	xmlSchemaFreeValidCtxt(context);
	xmlSchemaFree(schema);
	xmlSchemaFreeParserCtxt(parser);
	return result;
}

unsigned junit_count_elements(xmlNodePtr node, const char *name)
{
	unsigned nr = 0;

	for (; node; node = node->next)
		nr += xmlStrEqual(node->name, BAD_CAST name) +
		      junit_count_elements(node->children, name);
	return nr;
}
