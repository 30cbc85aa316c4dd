// SPDX-License-Identifier: MIT

// The family of a CPU, from what it calls itself.

#ifndef RACELAB_CPU_FAMILY_H
#define RACELAB_CPU_FAMILY_H

#include <stddef.h>

// "AMD EPYC" of "AMD EPYC 7763 64-Core Processor", "Intel Core i7" of "11th Gen Intel(R) Core(TM)
// i7-1165G7 @ 2.80GHz": the words up to the model's number, without marks and clock. "" of "".
// Returns text.
const char *cpu_family(const char *model, char *text, size_t size);

#endif
