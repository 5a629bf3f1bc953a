/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Entry points of traps, and of tasks. */
	.text

/* Exceptions that push an error code: 8, 10 to 14, 17, 21 */
	.macro trap vector
guest_trap_\vector:
	.if !(\vector == 8 || (\vector >= 10 && \vector <= 14) || \vector == 17 || \vector == 21)
	push	$0
	.endif
	push	$\vector
	jmp	trap_common
	.endm

	.altmacro
	.set	i, 0
	.rept	33
	trap	%i
	.set	i, i + 1
	.endr
	trap	128

trap_common:
	push	%rax
	push	%rbx
	push	%rcx
	push	%rdx
	push	%rsi
	push	%rdi
	push	%rbp
	push	%r8
	push	%r9
	push	%r10
	push	%r11
	push	%r12
	push	%r13
	push	%r14
	push	%r15
	cld
	mov	%rsp, %rdi
	call	guest_trap
	/* The registers of whatever is to run now */
	mov	%rax, %rsp
	pop	%r15
	pop	%r14
	pop	%r13
	pop	%r12
	pop	%r11
	pop	%r10
	pop	%r9
	pop	%r8
	pop	%rbp
	pop	%rdi
	pop	%rsi
	pop	%rdx
	pop	%rcx
	pop	%rbx
	pop	%rax
	add	$16, %rsp
	iretq

/* rbx: function, rdi: argument */
	.globl	guest_task_entry
guest_task_entry:
	call	*%rbx
	xor	%eax, %eax
	int	$128
	ud2

	.globl	guest_main
guest_main:
	call	guest_start
	ud2

	.section .rodata
	.globl	guest_trap_table
	.balign	8
	.macro	address vector
	.quad	guest_trap_\vector
	.endm
guest_trap_table:
	.set	i, 0
	.rept	33
	address	%i
	.set	i, i + 1
	.endr
	.quad	guest_trap_128

	.section .note.GNU-stack, "", @progbits
