/*
 * Before constructors, before the libc: the first instructions of the program. As `hostile entry NAME` it forks there: the child is called
 * so and sleeps for ever, the parent goes on to _start. No more than ten instructions lie on that way.
 */
#include "attempt.h"

__asm__(
	".globl hostile_entry\n"
	"hostile_entry:\n\t"
	"cmpq $3, (%rsp)\n\t"
	"jl _start\n\t"
	"mov 16(%rsp), %rax\n\t"
	"cmpb $101, (%rax)\n\t" /* e */
	"jne _start\n\t"
	"mov $57, %eax\n\t"     /* fork */
	"syscall\n\t"
	"test %eax, %eax\n\t"
	"jnz _start\n\t"
	"mov $112, %eax\n\t"    /* setsid */
	"syscall\n\t"
	"mov $157, %eax\n\t"    /* prctl */
	"mov $15, %edi\n\t"     /* PR_SET_NAME */
	"mov 24(%rsp), %rsi\n\t"
	"syscall\n"
	"1:\n\t"
	"mov $34, %eax\n\t"     /* pause */
	"syscall\n\t"
	"jmp 1b\n");
