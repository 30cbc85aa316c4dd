// SPDX-License-Identifier: MIT

// Machines in files: hwloc's XML, by whoever wrote it.

#ifndef RACELAB_TOPOLOGY_XML_H
#define RACELAB_TOPOLOGY_XML_H

#include "harness/complaint.h"

// The topology in the file as XML that hwloc itself wrote and checked, on the heap. NULL with a
// user's complaint that begins with the path if it is no file, no XML, no topology, or one that
// makes no sense (what, where, what would be right); or with a machine's.
char *topology_xml_read(const char *path, struct complaint *c);

#endif
