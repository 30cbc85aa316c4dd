// SPDX-License-Identifier: MIT

// The switch between a task and its host: what a function call must preserve goes to the stack, and
// the stacks change places. A few instructions, and nothing else of the machine's state is touched:
// so a copy of the stack is a copy of the task.

#include "harness/explore/runtime/runtime.h"

#include <stdint.h>

#include "harness/explore/runtime/seam.h"

void racelab_first(void);

#if defined(__x86_64__)
enum {
	SAVED = 6, /* registers on the stack, below the address to return to */
};
__asm__(
    ".text\n"
    ".globl racelab_switch\n.hidden racelab_switch\n.type racelab_switch, @function\n"
    "racelab_switch:\n"
    "	push %rbp\n	push %rbx\n	push %r12\n	push %r13\n	push %r14\n	push %r15\n"
    "	mov %rsp, (%rdi)\n"
    "	mov %rsi, %rsp\n"
    "	pop %r15\n	pop %r14\n	pop %r13\n	pop %r12\n	pop %rbx\n	pop %rbp\n"
    "	xor %eax, %eax\n	xor %ecx, %ecx\n	xor %edx, %edx\n	xor %esi, %esi\n"
    "	xor %edi, %edi\n	xor %r8d, %r8d\n	xor %r9d, %r9d\n	xor %r10d, %r10d\n"
    "	xor %r11d, %r11d\n"
    "	ret\n"
    ".size racelab_switch, . - racelab_switch\n"
    ".globl racelab_first\n.hidden racelab_first\n.type racelab_first, @function\n"
    "racelab_first:\n"
    "	xor %eax, %eax\n"
    "	call racelab_enter_task\n"
    "	ud2\n"
    ".size racelab_first, . - racelab_first\n"
    ".globl racelab_clean\n.hidden racelab_clean\n.type racelab_clean, @function\n"
    "racelab_clean:\n"
    "	xor %eax, %eax\n"
    "	mov $-512, %r10\n"
    "1:	movq $0, (%rsp,%r10)\n"
    "	add $8, %r10\n"
    "	jne 1b\n"
    "	jmp *%r11\n"
    ".size racelab_clean, . - racelab_clean\n"
    ".section .note.GNU-stack,\"\",@progbits\n"
    ".text\n");
#elif defined(__aarch64__)
enum {
	SAVED = 19, /* d8-d15, x19-x29; then x30, where to return to */
};
__asm__(".text\n"
	".globl racelab_switch\n.hidden racelab_switch\n.type racelab_switch, @function\n"
	"racelab_switch:\n"
	"	sub sp, sp, #160\n"
	"	stp d8, d9, [sp, #0]\n	stp d10, d11, [sp, #16]\n"
	"	stp d12, d13, [sp, #32]\n	stp d14, d15, [sp, #48]\n"
	"	stp x19, x20, [sp, #64]\n	stp x21, x22, [sp, #80]\n"
	"	stp x23, x24, [sp, #96]\n	stp x25, x26, [sp, #112]\n"
	"	stp x27, x28, [sp, #128]\n	stp x29, x30, [sp, #144]\n"
	"	mov x9, sp\n	str x9, [x0]\n	mov sp, x1\n"
	"	ldp d8, d9, [sp, #0]\n	ldp d10, d11, [sp, #16]\n"
	"	ldp d12, d13, [sp, #32]\n	ldp d14, d15, [sp, #48]\n"
	"	ldp x19, x20, [sp, #64]\n	ldp x21, x22, [sp, #80]\n"
	"	ldp x23, x24, [sp, #96]\n	ldp x25, x26, [sp, #112]\n"
	"	ldp x27, x28, [sp, #128]\n	ldp x29, x30, [sp, #144]\n"
	"	add sp, sp, #160\n"
	"	mov x0, #0\n	mov x1, #0\n	mov x2, #0\n	mov x3, #0\n	mov x4, #0\n"
	"	mov x5, #0\n	mov x6, #0\n	mov x7, #0\n	mov x8, #0\n	mov x9, #0\n"
	"	mov x10, #0\n	mov x11, #0\n	mov x12, #0\n	mov x13, #0\n	mov x14, #0\n"
	"	mov x15, #0\n	mov x16, #0\n	mov x17, #0\n"
	"	ret\n"
	".size racelab_switch, . - racelab_switch\n"
	".globl racelab_first\n.hidden racelab_first\n.type racelab_first, %function\n"
	"racelab_first:\n"
	"	bl racelab_enter_task\n"
	"	brk #0\n"
	".size racelab_first, . - racelab_first\n"
	".section .note.GNU-stack,\"\",%progbits\n"
	".text\n");
#endif /* for another processor there is none, and nothing of this can be linked */

void *racelab_enter(void *top)
{
	/* 16 bytes aligned before the call, as both ABIs want it; the two words above are the
	   task's own, racelab_own */
	uint64_t *stack = (uint64_t *)((uintptr_t)top & ~(uintptr_t)15) - 2 - (SAVED + 1);

	for (int i = 0; i < SAVED; i++)
		stack[i] = 0;
	stack[SAVED] = (uintptr_t)racelab_first;
	return stack;
}

void racelab_resume(void)
{
	racelab_switch(&racelab_seam.host_stack, racelab_seam.task_stack);
}

void racelab_leave(void)
{
	racelab_switch(&racelab_seam.task_stack, racelab_seam.host_stack);
}
