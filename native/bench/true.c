/* The least that a main child can be: no C library, exit 0. */
__asm__(".globl _start\n_start:\n\tmov $231, %eax\n\txor %edi, %edi\n\tsyscall\n");
