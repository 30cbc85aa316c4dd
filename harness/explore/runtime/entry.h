// SPDX-License-Identifier: MIT

// How a program enters the runtime. Whatever a call leaves on the stack is part of what tells two
// nodes apart: a compiler leaves gaps in its frames, and fills some with a register that it has no
// use for. So behind each entry lies a clean stack, and that register is 0.

#ifndef RACELAB_EXPLORE_ENTRY_H
#define RACELAB_EXPLORE_ENTRY_H

// Defines the symbol `name` as such an entry to the function of the symbol name_entered.
#if defined(__x86_64__)
#define ENTRY(name)                                                                                \
	__asm__(".text\n"                                                                          \
		".globl " #name "\n.type " #name ", @function\n" #name ":\n"                       \
		"	lea " #name "_entered(%rip), %r11\n"                                       \
		"	jmp racelab_clean\n"                                                             \
		".size " #name ", . - " #name "\n");
#elif defined(__aarch64__)
#define ENTRY(name)                                                                                \
	__asm__(".text\n"                                                                          \
		".globl " #name "\n.type " #name ", %function\n" #name ":\n"                       \
		"	adrp x16, " #name "_entered\n"                                             \
		"	add x16, x16, :lo12:" #name "_entered\n"                                   \
		"	b racelab_clean\n"                                                               \
		".size " #name ", . - " #name "\n");
#endif

// Begins the definition of a function that is entered so.
#define ENTERED(type, name, ...)                                                                   \
	ENTRY(name)                                                                                \
	type name##_entered(__VA_ARGS__);                                                          \
	type name##_entered(__VA_ARGS__)

#endif
