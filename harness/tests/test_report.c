// SPDX-License-Identifier: MIT

// The report: what escapes, what is left of a picture, and the page from end to end. How it behaves
// in a browser is scripts/check-report's to say.

#include <criterion/criterion.h>
#include <fcntl.h>
#include <jansson.h>
#include <libxml/tree.h>
#include <libxml/xmlmemory.h>
#include <libxml/xmlstring.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "harness/complaint.h"
#include "harness/report/html.h"
#include "harness/report/svg.h"
#include "harness/tests/program.h"

#define HOSTILE "</script><img src=x onerror=alert(1)>"
#define ESCAPED "&lt;/script&gt;&lt;img src=x onerror=alert(1)&gt;"

TestSuite(report, .init = program_enter, .fini = program_leave);

static const struct {
	const char *text, *html;
} texts[] = {
    {"plain", "plain"},
    {HOSTILE, ESCAPED},
    {"\"'&amp;", "&quot;&#39;&amp;amp;"},
    {"caf\xc3\xa9", "caf\xc3\xa9"},
    {"bad \xe9\x01 bytes", "bad ?? bytes"},
    {"{{title}}", "{{title}}"},
    {NULL, ""},
};

Test(report, text_stays_text)
{
	for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
		char *html;
		size_t size;
		FILE *out = open_memstream(&html, &size);

		html_text(out, texts[i].text);
		fclose(out);
		cr_expect_str_eq(html, texts[i].html);
		free(html);
	}
}

Test(report, json_in_a_script_neither_ends_nor_changes_it)
{
	json_t *json = json_pack("{s:s}", "<!--<script>", HOSTILE), *again;
	char *html;
	size_t size;
	FILE *out = open_memstream(&html, &size);

	html_json(out, json_incref(json));
	fclose(out);
	cr_expect_null(strchr(html, '<'));
	again = json_loads(html, 0, NULL);
	cr_expect(json_equal(json, again));
	json_decref(json);
	json_decref(again);
	free(html);
}

// printf 'alert(1)' | openssl dgst -sha256 -binary | base64
Test(report, a_script_is_named_by_its_hash)
{
	char hash[HTML_HASH_BYTES];

	html_hash(hash, "alert(1)");
	cr_expect_str_eq(hash, "sha256-bhHHL3z2vDgxUt0W3dWQOrprscmda2Y5pLsLg4GF+pI=");
}

static void write_file(const char *path, const char *text)
{
	FILE *file = fopen(path, "w");

	cr_assert(file, "%s", path);
	fputs(text, file);
	fclose(file);
}

#define SVG(inner)                                                                                 \
	"<svg xmlns='http://www.w3.org/2000/svg' xmlns:xlink='http://www.w3.org/1999/xlink' "      \
	"width='640' height='480' viewBox='0 0 640 480' onload='alert(1)'>" inner "</svg>"

// What a picture becomes on the page; on the heap.
static char *inlined(const char *text)
{
	struct complaint c;
	FILE *out = fopen("it.html", "w");
	xmlDoc *svg;

	write_file("it.svg", text);
	svg = svg_load("it.svg", &c);
	cr_assert(svg && out, "%s", c.text);
	svg_clean(svg, "p-");
	svg_write(out, svg, "p-", "It's <b>", "why");
	xmlFreeDoc(svg);
	fclose(out);
	return program_read("it.html", NULL);
}

static const struct {
	const char *inner, *left; /* in the <svg>, after its title and description */
} pictures[] = {
    {"<path d='M0,0'/>", "<path d=\"M0,0\"/>"},
    {"<script>alert(1)</script><g onclick='alert(1)'/>", "<g/>"},
    {"<foreignObject><p>x</p></foreignObject><style>*{}</style><!-- -->", ""},
    {"<a xlink:href='javascript:alert(1)'><text>x</text></a>", ""},
    {"<image xlink:href='http://example.com/x.png'/>", "<image/>"},
    {"<use xlink:href='other.svg#x'/><rect fill='url(http://example.com)' style='x'/>",
     "<use/><rect/>"},
    {"<g id='a'/><use xlink:href='#a'/><path clip-path='url(#a)'/>",
     "<g id=\"p-a\"/><use xlink:href=\"#p-a\"/><path clip-path=\"url(#p-a)\"/>"},
    {"<path stroke='rgb(213,  94,   0)' fill='#123456'/>",
     "<path stroke=\"var(--series-1,#d55e00)\" fill=\"#123456\"/>"},
    {"<text>&lt;/svg&gt;&lt;img src=x onerror=alert(1)&gt;</text>",
     "<text>&lt;/svg&gt;&lt;img src=x onerror=alert(1)&gt;</text>"},
    {"<g id='gnuplot_plot_1'><title>a &amp; b</title></g>",
     "<g id=\"p-gnuplot_plot_1\" data-series=\"a &amp; b\"><title>a &amp; b</title></g>"},
    {"<g id='gnuplot_plot_2'><title>csv using 1:2</title></g>", "<g id=\"p-gnuplot_plot_2\"/>"},
    {"<g id='gnuplot_plot_3'><title>gnuplot_plot_3</title></g>", "<g id=\"p-gnuplot_plot_3\"/>"},
    {"<g onmousemove=\"gnuplot_svg.showHypertext(evt,'it&apos;s 5\\nns')\"><title> </title></g>",
     "<g data-tip=\"it's 5&#10;ns\"><title>it's 5\nns</title></g>"},
    {"<g><title>5 ns</title><use/></g>", "<g data-tip=\"5 ns\"><title>5 ns</title><use/></g>"},
    {"<title>Gnuplot</title><desc>Produced by</desc>", ""},
};

Test(report, only_what_draws_is_left_of_a_picture)
{
	static const char described[] = "<desc id=\"p-description\">why</desc>";

	for (size_t i = 0; i < sizeof pictures / sizeof pictures[0]; i++) {
		char *text, *html, *left, *end;

		cr_assert(asprintf(&text, SVG("%s"), pictures[i].inner) > 0);
		html = inlined(text);
		cr_expect(strstr(html, "<title id=\"p-title\">It's &lt;b&gt;</title>"), "%s", html);
		cr_expect(strstr(html, "role=\"img\" aria-labelledby=\"p-title\""), "%s", html);
		cr_expect_null(strstr(html, "onload"));
		cr_expect_null(strstr(html, "width="));
		left = strstr(html, described);
		cr_assert(left, "%s", html);
		left += strlen(described);
		end = strstr(left, "</svg>");
		cr_assert(end);
		*end = '\0';
		cr_expect_str_eq(left, pictures[i].left);
		free(text);
		free(html);
	}
}

static const struct {
	const char *text, *complaint;
} refused[] = {
    {"<svg", "it.svg: no SVG that can be shown"},
    {"<html/>", "it.svg: no SVG that can be shown"},
    {"<!DOCTYPE svg [<!ENTITY a 'b'>]><svg/>", "it.svg: no SVG that can be shown"},
};

Test(report, what_is_no_picture_is_refused)
{
	struct complaint c;

	for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++) {
		write_file("it.svg", refused[i].text);
		cr_expect_null(svg_load("it.svg", &c));
		cr_expect_str_eq(c.text, refused[i].complaint);
	}
	cr_expect_null(svg_load("nowhere.svg", &c));
	cr_expect_str_eq(c.text, "nowhere.svg: No such file or directory");
}

Test(report, a_picture_loses_the_head_that_the_page_has_said)
{
	struct complaint c;
	struct svg_words words;
	xmlDoc *svg;
	xmlChar *box;

	write_file(
	    "it.svg",
	    SVG("<g><text>key</text></g>"
		"<g transform='translate(28,50)' font-weight='bold'><text>Two threads </text></g>"
		"<g transform='translate(28,70)' font-weight='bold'><text>lose 48 %</text></g>"
		"<g transform='translate(28,95)'><text>Read, add, write.</text></g>"
		"<g><text>small</text></g>"));
	svg = svg_load("it.svg", &c);
	cr_assert(svg);
	words = svg_words_of(svg);
	cr_expect_str_eq(words.finding, "Two threads lose 48 %");
	cr_expect_str_eq(words.lesson, "Read, add, write.");
	svg_behead(svg, &words);
	box = xmlGetProp(xmlDocGetRootElement(svg), BAD_CAST "viewBox");
	cr_expect_str_eq((char *)box, "0 105 640 375");
	xmlFree(box);
	box = xmlNodeGetContent(xmlDocGetRootElement(svg));
	cr_expect_str_eq((char *)box, "keysmall");
	xmlFree(box);
	svg_words_free(&words);
	xmlFreeDoc(svg);
}

#define GOLDEN RACELAB_ROOT "/harness/tests/golden/plot/"

static void copy(const char *from, const char *to)
{
	char *text = program_read(from, NULL);

	write_file(to, text);
	free(text);
}

// A result directory "run" with the golden trials.
static void make_run(void)
{
	cr_assert_eq(mkdir("run", 0777), 0);
	copy(GOLDEN "trials.csv", "run/trials.csv");
	copy(GOLDEN "run.json", "run/run.json");
}

// With figures of somebody else's, so that gnuplot need not draw.
static void make_figures(const char *json)
{
	cr_assert_eq(mkdir("run/figures", 0777), 0);
	write_file("run/figures/cost.svg", SVG("<path id='a' d='M0,0'/>"));
	write_file("run/figures/figures.json", json);
}

#define ONE_FIGURE "[{\"name\": \"cost\", \"finding\": \"It costs.\", \"lesson\": \"Why.\"}]"

static void report(const char *arguments)
{
	program_expect(arguments, 0, "to read it: xdg-open run/report.html\n");
}

// That these stand in the page, one after the other.
static void has_in_order(const char *const *wanted)
{
	char *page = program_read("run/report.html", NULL);
	const char *at = page;

	for (; *wanted; wanted++) {
		const char *found = strstr(at, *wanted);

		cr_expect(found, "'%s' is not there, or too early", *wanted);
		if (found)
			at = found + strlen(*wanted);
	}
	free(page);
}

#define HAS(...) has_in_order((const char *const[]){__VA_ARGS__, NULL})

Test(report, says_everything_in_order)
{
	make_run();
	make_figures(ONE_FIGURE);
	write_file("run/lab-spawn.csv", "task,us\n\"thread\",<5\n");
	report("report run");
	HAS("<h1>Race conditions on AMD EPYC 7B13", "id=\"verdict\"", "<strong>pass</strong>",
	    "id=\"figures\"", "<h3>It costs.</h3>", "<p class=\"lesson\">Why.</p>",
	    "<title id=\"figure-cost-title\">It costs.</title>", "<path id=\"figure-cost-a\"",
	    "id=\"labs\"", "<th scope=\"col\">task</th>", "<td>&lt;5</td>", "id=\"scheduler\"",
	    "explore --figures run</code>", "<table id=\"cases\">", "<th scope=\"row\">none</th>",
	    "id=\"windows-data\">{\"step\":1,", "AMD EPYC 7B13", "id=\"method\"", "id=\"again\"");
}

Test(report, a_lab_that_was_left_out_says_so)
{
	char *page;

	make_run();
	make_figures(ONE_FIGURE);
	write_file("run/lab-python.csv", "language,runs,detail\nPython,,no <python3> here\n");
	write_file("run/lab-memory.csv", "task,shared,detail\nthread,1,numbers are for root\n");
	write_file("run/lab-spawn.csv", "task,us,detail\nthread,5,\nposix,,no program\n");
	report("report run");
	HAS("id=\"labs\"", "python was left out: no &lt;python3&gt; here.", "</section>");
	page = program_read("run/report.html", NULL);
	cr_expect_null(strstr(page, "memory was left out"));
	cr_expect_null(strstr(page, "spawn was left out"));
	free(page);
}

Test(report, has_the_walk_that_is_beside_the_run)
{
	make_run();
	make_figures(ONE_FIGURE);
	write_file("run/explore-walk.json", "{\"models\": [], \"program\": \"" HOSTILE "\"}");
	report("report run");
	HAS("id=\"scheduler\"", "<div class=\"scheduler\"></div>", "class=\"scheduler-data\">{",
	    "\\u003c/script>\\u003cimg");
}

static const char *const no_walks[] = {"", "[]", "{\"models\": 1}", "{\"models\": [}"};

Test(report, what_is_no_walk_is_as_good_as_none)
{
	make_run();
	make_figures(ONE_FIGURE);
	for (size_t i = 0; i < sizeof no_walks / sizeof no_walks[0]; i++) {
		write_file("run/explore-walk.json", no_walks[i]);
		report("report run");
		HAS("id=\"scheduler\"", "Not explored. To find out: <code>racelab explore "
					"--figures run</code>");
	}
}

Test(report, needs_nothing_besides_itself)
{
	char *page;

	make_run();
	make_figures(ONE_FIGURE);
	report("report run");
	page = program_read("run/report.html", NULL);
	cr_expect_null(strstr(page, "src="));
	cr_expect_null(strstr(page, "@import"));
	cr_expect_null(strstr(page, "{{"));
	cr_expect(
	    strstr(page, "default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-"));
	free(page);
}

Test(report, hostile_words_stay_words)
{
	char *page;

	make_run();
	make_figures("[{\"name\": \"cost\", \"finding\": \"" HOSTILE "\"}, {\"name\": \"../x\"}]");
	write_file("run/run.json", "{\"format\": 1, \"host\": {\"name\": \"" HOSTILE "\"}, "
				   "\"asked\": {\"command\": \"" HOSTILE "\"}, \"plan\": {}}");
	report("report run --title=<i>'\"&");
	page = program_read("run/report.html", NULL);
	cr_expect_null(strstr(page, "<img"));
	cr_expect_null(strstr(page, "../x"), "a figure from outside the folder");
	free(page);
	HAS("<title>&lt;i&gt;&#39;&quot;&amp;</title>", "<h3>" ESCAPED "</h3>",
	    "<dd>" ESCAPED "</dd>", "<code>" ESCAPED "</code>");
}

Test(report, a_picture_that_cannot_be_shown_is_named)
{
	make_run();
	make_figures(ONE_FIGURE);
	write_file("run/figures/cost.svg", "<svg");
	report("report run");
	HAS("<h3>It costs.</h3>", "cannot be shown: run/figures/cost.svg: no SVG");
}

Test(report, goes_without_run_json)
{
	make_run();
	make_figures(ONE_FIGURE);
	remove("run/run.json");
	report("report run");
	HAS("<h1>Race conditions on run</h1>",
	    "has no run.json, so nothing is known of its machine",
	    "has no run.json, so its command is not");
}

Test(report, figures_older_than_the_trials_are_drawn_anew, .timeout = 60)
{
	struct timespec past[2] = {{.tv_sec = 1}, {.tv_sec = 1}};
	struct program program;

	make_run();
	make_figures(ONE_FIGURE);
	cr_assert_eq(utimensat(AT_FDCWD, "run/figures/figures.json", past, 0), 0);
	program_run(&program, &(struct surroundings){0}, "report run", 0, NULL);
	cr_expect(strstr(program.out.text, "run/figures/lost_share.svg\n"));
	cr_expect(strstr(program.out.text, "run/report.html\n"));
	program_fini(&program);
}

static const struct {
	const char *arguments;
	int status;
	const char *said;
} wrong[] = {
    {"report", 64, "racelab: report: which result directory? see racelab report --help\n"},
    {"report nowhere", 64,
     "racelab: 'nowhere' is no result directory; name one that racelab run wrote (it holds "
     "trials.csv)\n"},
    {"report run -o nowhere/x.html", 2, "racelab: nowhere/x.html.new: No such file or directory\n"},
};

Test(report, says_what_is_wrong_and_leaves_nothing)
{
	make_run();
	make_figures(ONE_FIGURE);
	for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++)
		program_expect(wrong[i].arguments, wrong[i].status, wrong[i].said);
	cr_expect_neq(access("run/report.html", F_OK), 0);
}

Test(report, a_template_with_an_unknown_place_is_refused)
{
	static const char *const parts[] = {
	    "plots/report/report.css",	  "plots/report/scheduler.css", "plots/report/walk.js",
	    "plots/report/challenges.js", "plots/report/game.js",	"plots/report/board.js",
	    "plots/report/scheduler.js",  "plots/report/report.js",	"plots/report/windows.js",
	};
	struct program program;

	make_run();
	make_figures(ONE_FIGURE);
	cr_assert_eq(mkdir("plots", 0777), 0);
	cr_assert_eq(mkdir("plots/report", 0777), 0);
	write_file("plots/report/page.html", "{{title}}{{moon}}");
	for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++)
		write_file(parts[i], "");
	setenv("RACELAB_SHARE", ".", 1);
	program_run(&program, &(struct surroundings){0}, "report run", 2, NULL);
	cr_expect(strstr(program.err.text, "/page.html: there is no place 'moon'\n"));
	program_fini(&program);
	cr_expect_neq(access("run/report.html", F_OK), 0);
	cr_expect_neq(access("run/report.html.new", F_OK), 0);
	cr_expect_neq(system("ls run/*.new >/dev/null 2>&1"), 0, "a temporary file is left");
}

// A pipe or a device is written into, and still is what it was.
Test(report, a_pipe_is_not_replaced)
{
	struct stat there;
	int reader;

	make_run();
	make_figures(ONE_FIGURE);
	cr_assert_eq(mkfifo("page", 0666), 0);
	reader = open("page", O_RDONLY | O_NONBLOCK); /* or nobody could open it to write */
	cr_assert_geq(reader, 0);
	cr_assert_gt(fcntl(reader, F_SETPIPE_SZ, 1 << 20), 0); /* the whole page has room */
	program_expect("report run -o page", 0, NULL);
	cr_assert_eq(stat("page", &there), 0);
	cr_expect(S_ISFIFO(there.st_mode));
	close(reader);
}
