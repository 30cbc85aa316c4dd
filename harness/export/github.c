// SPDX-License-Identifier: MIT

// Annotations of GitHub Actions. It shows ten of a kind and step, so what is beyond nine is summed
// up in the tenth. Source: its documentation, "Workflow commands for GitHub Actions".

#include <stdio.h>
#include <string.h>

#include "harness/export/export.h"
#include "harness/export/plain.h"
#include "harness/verdict/verdict.h"

enum {
	MOST_OF_A_KIND = 10,
	MESSAGE_BYTES = 4000, /* GitHub cuts off what is much longer */
};

static const char *const kinds[NR_SEVERITIES] = {
    [SEVERITY_NOTE] = "notice",
    [SEVERITY_WARNING] = "warning",
    [SEVERITY_FAILURE] = "error",
};

// Line ends never get here: they are control characters.
static const char *in_message(char c)
{
	return c == '%' ? "%25" : NULL;
}

static const char *in_property(char c)
{
	return c == '%' ? "%25" : c == ':' ? "%3A" : c == ',' ? "%2C" : NULL;
}

static void begin(FILE *out, enum severity severity, const char *title)
{
	fprintf(out, "::%s title=", kinds[severity]);
	plain_put(out, title, PLAIN_WHOLE, in_property);
	fputs("::", out);
}

static void put_findings(const struct verdict *verdict, enum severity severity, FILE *out)
{
	size_t nr = verdict->nr_of_severity[severity], shown = 0;
	size_t most = nr > MOST_OF_A_KIND ? MOST_OF_A_KIND - 1 : nr;
	char title[64];

	for (size_t i = 0; i < verdict->nr_findings && shown < most; i++) {
		const struct finding *finding = &verdict->findings[i];

		if (finding->severity != severity)
			continue;
		snprintf(title, sizeof title, "racelab: %s", rule_name(finding->rule));
		begin(out, severity, title);
		plain_put(out, finding->sentence, MESSAGE_BYTES, in_message);
		fputc('\n', out);
		shown++;
	}
	if (nr > shown) {
		begin(out, severity, "racelab");
		fprintf(out, "%zu more %ss; the log and the other formats have them\n", nr - shown,
			severity_names[severity]);
	}
}

// Neither "::" nor "##[" may stand in a line that is no command: the runner looks for both.
static void put_line(const struct verdict *verdict, FILE *out)
{
	char line[8192];

	verdict_line(verdict, line, sizeof line);
	for (char *p = line; (p = strstr(p, "::"));)
		p[1] = '.';
	for (char *p = line; (p = strstr(p, "##["));)
		p[2] = '(';
	plain_put(out, line, PLAIN_WHOLE, NULL);
	fputc('\n', out);
}

int export_github(const struct verdict *verdict, FILE *out)
{
	for (int severity = NR_SEVERITIES - 1; severity >= 0; severity--)
		put_findings(verdict, severity, out);
	put_line(verdict, out);
	return plain_end(out);
}
