// SPDX-License-Identifier: MIT

#include "harness/export/xml.h"

#include <errno.h>
#include <libxml/parser.h>
#include <libxml/xmlstring.h>
#include <stdlib.h>

#include "harness/export/plain.h"

void xml_attribute(xmlTextWriterPtr xml, const char *name, const char *value)
{
	char *plain = plain_copy(value);

	xmlTextWriterWriteAttribute(xml, BAD_CAST name, BAD_CAST plain);
	free(plain);
}

void xml_count(xmlTextWriterPtr xml, const char *name, size_t count)
{
	xmlTextWriterWriteFormatAttribute(xml, BAD_CAST name, "%zu", count);
}

static int put_document(xmlTextWriterPtr xml, void (*put)(xmlTextWriterPtr xml, const void *what),
			const void *what)
{
	xmlTextWriterSetIndent(xml, 1);
	xmlTextWriterStartDocument(xml, NULL, "UTF-8", NULL);
	xmlTextWriterStartElement(xml, BAD_CAST "testsuites");
	xml_attribute(xml, "name", "racelab");
	put(xml, what);
	xmlTextWriterEndElement(xml);
	return xmlTextWriterEndDocument(xml) < 0 ? ENOMEM : 0;
}

int xml_test_suites(FILE *out, void (*put)(xmlTextWriterPtr xml, const void *what),
		    const void *what)
{
	xmlBufferPtr buffer = xmlBufferCreate();
	xmlTextWriterPtr xml = buffer ? xmlNewTextWriterMemory(buffer, 0) : NULL;
	int error = xml ? put_document(xml, put, what) : ENOMEM;

	xmlFreeTextWriter(xml);
	if (!error)
		fwrite(xmlBufferContent(buffer), 1, xmlBufferLength(buffer), out);
	xmlBufferFree(buffer);
	return error ? error : plain_end(out);
}
