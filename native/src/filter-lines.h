/*
 * The system calls that are refused in a sandbox, after the list that container runtimes apply by default (moby:
 * profiles/seccomp/default.json). Included with five macros, each line with its reason:
 *   REFUSE(call)                             always
 *   REFUSE_OPTION(call, argument, value)     where that argument (0..5) is the value
 *   REFUSE_FLAG(call, argument, flag)        where that argument has the flag
 *   IGNORE(call)                             always, and the caller is told that it went well
 *   IGNORE_UNLESS(call, argument, value)     the same where that argument is not the value
 * Included twice: filter.c has the numbers of x86-64, filter-i386.c those of 32-bit programs, which any program can call too.
 */

/* Keyrings are no part of any namespace but the user namespace: the session's keys are those of the person who fuzzes. */
REFUSE(keyctl)
REFUSE(add_key)
REFUSE(request_key)

/* Typing into a terminal, for the next process that reads from it (ioctl_tty(2)). */
REFUSE_OPTION(ioctl, 1, TIOCSTI)
/* The same by the selection of a virtual console. */
REFUSE_OPTION(ioctl, 1, TIOCLINUX)

/* The hypervisor's sockets know no network namespace. */
REFUSE_OPTION(socket, 0, AF_VSOCK)
/* Its requests are made by the kernel's own threads, past this filter. */
REFUSE(io_uring_setup)
REFUSE(io_uring_enter)
REFUSE(io_uring_register)
/* Programs in the kernel, and what they can see of everybody. */
REFUSE(bpf)
REFUSE(perf_event_open)
/* Holds the kernel up in the middle of a system call: what turns its races into ways in. */
REFUSE(userfaultfd)

/* A user namespace gives every capability again, and with them most of the kernel. clone3(2), whose flags a filter cannot see, is
 * refused by a limit: user.max_user_namespaces (world.c). */
REFUSE_FLAG(unshare, 0, CLONE_NEWUSER)
REFUSE_FLAG(clone, 0, CLONE_NEWUSER)

/* Mounts: what is read-only, hidden or not there stays so. */
REFUSE(mount)
REFUSE(umount2)
REFUSE(pivot_root)
REFUSE(fsopen)
REFUSE(fsconfig)
REFUSE(fsmount)
REFUSE(fspick)
REFUSE(move_mount)
REFUSE(open_tree)
REFUSE(mount_setattr)
REFUSE(open_by_handle_at)
REFUSE(fanotify_init)

/* The machine: its kernel, its clock, its accounts. Each takes a capability that nobody here has. */
REFUSE(kexec_load)
REFUSE(init_module)
REFUSE(finit_module)
REFUSE(delete_module)
REFUSE(reboot)
REFUSE(acct)
REFUSE(quotactl)
REFUSE(swapon)
REFUSE(swapoff)
REFUSE(settimeofday)
REFUSE(clock_settime)
REFUSE(clock_adjtime)
REFUSE(syslog)
REFUSE(iopl)
REFUSE(ioperm)
REFUSE(vhangup)

/* What actors record is evidence only while nobody else writes to their memory or takes their descriptors. */
REFUSE(process_vm_readv)
REFUSE(process_vm_writev)
REFUSE(process_madvise)
REFUSE(pidfd_getfd)
REFUSE(kcmp)
/* Names another program as one's own in /proc/PID/exe, by which the gate knows actors. */
REFUSE_OPTION(prctl, 0, PR_SET_MM)
