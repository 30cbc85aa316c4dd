// SPDX-License-Identifier: MIT

// Names and what they mean, beneath the options of a --help.

#ifndef RACELAB_GLOSSARY_H
#define RACELAB_GLOSSARY_H

#include <stdio.h>

// Writes one entry, "  name  meaning", where the longest name has `width` columns; a long meaning
// goes on beneath its beginning, in lines that --help leaves as they are.
void glossary_put(FILE *out, int width, const char *name, const char *meaning);

// The wider of `width` and the name.
int glossary_width(int width, const char *name);

#endif
