// SPDX-License-Identifier: MIT

// A file comes from anywhere, and hwloc trusts what it reads: its own parser takes only what hwloc
// writes, and objects that contradict each other end in an assertion, or worse. So libxml2 parses
// the file, which says where it is wrong, and a child process loads what came of it, checks it and
// writes it anew, with no terminal to complain on. Only that is loaded by us.

#include "harness/machine/topology_xml.h"

#include <errno.h>
#include <fcntl.h>
#include <hwloc.h>
#include <libxml/parser.h>
#include <libxml/xmlerror.h>
#include <libxml/xmlmemory.h>
#include <libxml/xmlsave.h>
#include <libxml/xmlstring.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum {
	MOST_MIB = 64,	 /* a machine of 192 PUs takes one */
	MOST_PUS = 8192, /* Linux has none with more */
	MOST_SECONDS = 30,
};

#define WAY_OUT "`lstopo FILE.xml` writes a right one"

// What a child finds wrong, as its exit code.
enum flaw {
	SOUND,
	NOT_LOADED,
	NO_PU,
	TOO_MANY_PUS,
	PU_TWICE,
	NOT_WRITTEN,
};

static const char *const reasons[] = {
    [NOT_LOADED] = "hwloc cannot load it",	   [NO_PU] = "no PU that may be used",
    [TOO_MANY_PUS] = "more than 8192 PUs",	   [PU_TWICE] = "one PU is there twice",
    [NOT_WRITTEN] = "hwloc cannot write it again",
};

static int check_pus(hwloc_topology_t topology)
{
	int nr = hwloc_get_nbobjs_by_type(topology, HWLOC_OBJ_PU);
	hwloc_bitmap_t seen = hwloc_bitmap_alloc();
	hwloc_obj_t pu = NULL;

	if (nr > MOST_PUS)
		return TOO_MANY_PUS;
	while ((pu = hwloc_get_next_obj_by_type(topology, HWLOC_OBJ_PU, pu))) {
		if (!pu->cpuset || !seen || hwloc_bitmap_isset(seen, pu->os_index))
			return PU_TWICE;
		hwloc_bitmap_set(seen, pu->os_index);
	}
	return hwloc_bitmap_intersects(seen, hwloc_topology_get_allowed_cpuset(topology)) ? SOUND
											  : NO_PU;
}

static int write_anew(hwloc_topology_t topology, int to)
{
	size_t written = 0, length;
	char *xml;
	int size;

	if (hwloc_topology_export_xmlbuffer(topology, &xml, &size, 0))
		return NOT_WRITTEN;
	length = strlen(xml); /* size counts the final NUL, too */
	while (written < length) {
		ssize_t n = write(to, xml + written, length - written);

		if (n <= 0)
			return NOT_WRITTEN;
		written += (size_t)n;
	}
	return SOUND;
}

static int find_flaw(const char *xml, int to)
{
	hwloc_topology_t topology;
	int flaw;

	if (hwloc_topology_init(&topology) ||
	    hwloc_topology_set_xmlbuffer(topology, xml, (int)strlen(xml) + 1) ||
	    hwloc_topology_set_flags(topology, HWLOC_TOPOLOGY_FLAG_INCLUDE_DISALLOWED) ||
	    hwloc_topology_load(topology))
		return NOT_LOADED;
	flaw = check_pus(topology);
	if (flaw != SOUND)
		return flaw;
	hwloc_topology_check(topology); /* ends us if it is not */
	return write_anew(topology, to);
}

static void withdraw(void)
{
	int nowhere = open("/dev/null", O_RDWR | O_CLOEXEC);

	for (int fd = 0; fd <= STDERR_FILENO; fd++)
		if (nowhere < 0 || dup2(nowhere, fd) < 0)
			close(fd);
	setrlimit(RLIMIT_CORE, &(struct rlimit){0, 0});
	setrlimit(RLIMIT_CPU, &(struct rlimit){MOST_SECONDS, MOST_SECONDS});
}

// Waits for the child. Returns NULL if it found the machine sound, else what is wrong with it.
static const char *outcome(pid_t child)
{
	pid_t ended;
	int status;

	do
		ended = waitpid(child, &status, 0);
	while (ended < 0 && errno == EINTR);
	if (ended == child && WIFEXITED(status) && WEXITSTATUS(status) == SOUND)
		return NULL;
	if (ended == child && WIFEXITED(status) && WEXITSTATUS(status) <= NOT_WRITTEN)
		return reasons[WEXITSTATUS(status)];
	if (ended == child && WIFSIGNALED(status) &&
	    (WTERMSIG(status) == SIGXCPU || WTERMSIG(status) == SIGKILL))
		return "hwloc takes too long over it";
	return "its objects contradict each other";
}

// All of the file, as text on the heap, or NULL.
static char *read_back(int fd)
{
	off_t size = lseek(fd, 0, SEEK_END), done = 0;
	char *text = size < 0 ? NULL : calloc((size_t)size + 1, 1);

	while (text && done < size) {
		ssize_t n = pread(fd, text + done, (size_t)(size - done), done);

		if (n <= 0) {
			free(text);
			return NULL;
		}
		done += n;
	}
	return text;
}

// The same machine as hwloc itself writes it into the file in memory `fd`, on the heap. NULL with a
// complaint.
static char *renew(const char *path, const char *xml, int fd, struct complaint *c)
{
	const char *wrong;
	char *text;
	pid_t child = fork();

	if (child == 0) {
		withdraw();
		_exit(find_flaw(xml, fd));
	}
	if (child < 0) {
		complain_machine(c, "%s: no process to try it in: %s", path, strerror(errno));
		return NULL;
	}
	wrong = outcome(child);
	if (wrong) {
		complain(c, "%s is no machine: %s; " WAY_OUT, path, wrong);
		return NULL;
	}
	text = read_back(fd);
	if (!text)
		complain_machine(c, "no memory for %s", path);
	return text;
}

static char *try(const char *path, const char *xml, struct complaint *c)
{
	int fd = memfd_create("topology", MFD_CLOEXEC);
	char *text;

	if (fd < 0) {
		complain_machine(c, "%s: no memory to try it in: %s", path, strerror(errno));
		return NULL;
	}
	text = renew(path, xml, fd, c);
	close(fd);
	return text;
}

// A file that can be read to its end, and soon. Returns 0, or -1 with a complaint.
static int check_file(const char *path, struct complaint *c)
{
	struct stat status;

	if (stat(path, &status))
		return complain(c, "%s: %s", path, errno == ENOENT ? "not there" : strerror(errno));
	if (!S_ISREG(status.st_mode)) /* a FIFO would block us */
		return complain(c, "%s is no regular file; " WAY_OUT, path);
	if (access(path, R_OK))
		return complain(c, "%s cannot be read: %s", path, strerror(errno));
	if (status.st_size == 0)
		return complain(c, "%s is empty; " WAY_OUT, path);
	if (status.st_size > (off_t)MOST_MIB << 20)
		return complain(c, "%s is larger than %d MiB, which no topology is; " WAY_OUT, path,
				MOST_MIB);
	return 0;
}

static void complain_of_xml(const char *path, const xmlError *error, struct complaint *c)
{
	const char *text = error && error->message ? error->message : "cannot be parsed";

	complain(c, "%s:%d: not XML: %.*s; " WAY_OUT, path, error ? error->line : 0,
		 (int)strcspn(text, "\n"), text);
}

// What stands in the file. NULL with a complaint. Nothing it names is fetched.
static xmlDoc *parse(const char *path, struct complaint *c)
{
	xmlParserCtxt *context = xmlNewParserCtxt();
	xmlDoc *document = NULL;

	if (context)
		document =
		    xmlCtxtReadFile(context, path, NULL,
				    XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING |
					XML_PARSE_NOBLANKS | XML_PARSE_NOCDATA);
	if (!document)
		complain_of_xml(path, context ? xmlCtxtGetLastError(context) : NULL, c);
	xmlFreeParserCtxt(context);
	return document;
}

static int check_root(const char *path, xmlNode *root, struct complaint *c)
{
	long major, ours = (long)(hwloc_get_api_version() >> 16);
	xmlChar *version;

	if (!root || strcmp((const char *)root->name, "topology") != 0)
		return complain(
		    c, "%s is XML, but no topology of hwloc (its root is <%.40s>); " WAY_OUT, path,
		    root ? (const char *)root->name : "");
	if (root->doc->intSubset && root->doc->intSubset->entities)
		return complain(c, "%s declares entities, which no topology needs; " WAY_OUT, path);
	version = xmlGetNoNsProp(root, (const xmlChar *)"version");
	major = version ? strtol((const char *)version, NULL, 10) : 0;
	xmlFree(version);
	if (major > ours)
		return complain(c,
				"%s is of hwloc %ld, newer than the hwloc %ld here; write it by "
				"`lstopo --export-xml-flags v%ld FILE.xml`",
				path, major, ours, ours);
	return 0;
}

// Takes away what hwloc's own parser stumbles over: all but elements, their attributes and text.
static void keep_elements(xmlNode *node)
{
	while (node) {
		xmlNode *next = node->next;

		if (node->type == XML_ELEMENT_NODE) {
			keep_elements(node->children); /* as deep as libxml2 allows, 256 */
		} else if (node->type != XML_TEXT_NODE) {
			xmlUnlinkNode(node);
			xmlFreeNode(node);
		}
		node = next;
	}
}

// The topology alone, as hwloc would have written it; NULL without memory. The text is the
// buffer's.
static const xmlChar *write_out(xmlBuffer *buffer, xmlNode *root)
{
	xmlSaveCtxt *save =
	    xmlSaveToBuffer(buffer, "UTF-8", XML_SAVE_FORMAT | XML_SAVE_NO_DECL | XML_SAVE_AS_XML);

	if (!root->doc->encoding) /* else it escapes what is not ASCII, which hwloc cannot read */
		root->doc->encoding = xmlStrdup((const xmlChar *)"UTF-8");
	keep_elements(root->children);
	if (!save || xmlSaveTree(save, root) < 0 || xmlSaveClose(save) < 0)
		return NULL;
	return xmlBufferContent(buffer);
}

char *topology_xml_read(const char *path, struct complaint *c)
{
	xmlDoc *document = check_file(path, c) ? NULL : parse(path, c);
	xmlNode *root = xmlDocGetRootElement(document);
	xmlBuffer *buffer = xmlBufferCreate();
	char *xml = NULL;

	if (document && check_root(path, root, c) == 0) {
		const xmlChar *text = write_out(buffer, root);

		if (text)
			xml = try(path, (const char *)text, c);
		else
			complain_machine(c, "no memory for %s", path);
	}
	xmlBufferFree(buffer);
	xmlFreeDoc(document);
	return xml;
}
