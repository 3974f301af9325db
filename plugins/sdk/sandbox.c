#include <errno.h>
#include <fcntl.h>
#include <linux/capability.h>
#include <linux/filter.h>
#include <linux/sched.h>
#include <linux/seccomp.h>
#include <seccomp.h>
#include <stddef.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/error.h"
#include "landlock.h"
#include "sdk.h"

#define INT_MASK 0xffffffffULL /* the kernel reads an int from the low half of an argument */

/* What no plugin needs, whatever its arguments. */
static const int refused[] = {
	/* other processes */
	SCMP_SYS(ptrace),
	SCMP_SYS(process_vm_readv),
	SCMP_SYS(process_vm_writev),
	SCMP_SYS(process_madvise),
	SCMP_SYS(process_mrelease),
	SCMP_SYS(pidfd_open),
	SCMP_SYS(pidfd_getfd),
	SCMP_SYS(pidfd_send_signal),
	SCMP_SYS(tkill),
	SCMP_SYS(kcmp),
	SCMP_SYS(migrate_pages),
	SCMP_SYS(move_pages),
	SCMP_SYS(perf_event_open),
	/* other programs */
	SCMP_SYS(execve),
	SCMP_SYS(execveat),
	SCMP_SYS(userfaultfd),
	SCMP_SYS(personality),
	SCMP_SYS(uselib),
	/* opening in ways that the rules of files would not see */
	SCMP_SYS(io_uring_setup),
	SCMP_SYS(io_uring_enter),
	SCMP_SYS(io_uring_register),
	SCMP_SYS(open_by_handle_at),
	SCMP_SYS(name_to_handle_at),
	/* what Landlock does not rule: the marks of files */
	SCMP_SYS(chmod),
	SCMP_SYS(fchmod),
	SCMP_SYS(fchmodat),
	SCMP_SYS(chown),
	SCMP_SYS(fchown),
	SCMP_SYS(lchown),
	SCMP_SYS(fchownat),
	SCMP_SYS(setxattr),
	SCMP_SYS(lsetxattr),
	SCMP_SYS(fsetxattr),
	SCMP_SYS(removexattr),
	SCMP_SYS(lremovexattr),
	SCMP_SYS(fremovexattr),
	SCMP_SYS(utime),
	SCMP_SYS(utimes),
	SCMP_SYS(futimesat),
	SCMP_SYS(utimensat),
	SCMP_SYS(mknod),
	SCMP_SYS(mknodat),
	/* the machine */
	SCMP_SYS(mount),
	SCMP_SYS(umount2),
	SCMP_SYS(pivot_root),
	SCMP_SYS(chroot),
	SCMP_SYS(fsopen),
	SCMP_SYS(fsconfig),
	SCMP_SYS(fsmount),
	SCMP_SYS(fspick),
	SCMP_SYS(move_mount),
	SCMP_SYS(open_tree),
	SCMP_SYS(mount_setattr),
	SCMP_SYS(unshare),
	SCMP_SYS(setns),
	SCMP_SYS(bpf),
	SCMP_SYS(keyctl),
	SCMP_SYS(add_key),
	SCMP_SYS(request_key),
	SCMP_SYS(init_module),
	SCMP_SYS(finit_module),
	SCMP_SYS(delete_module),
	SCMP_SYS(kexec_load),
	SCMP_SYS(kexec_file_load),
	SCMP_SYS(reboot),
	SCMP_SYS(swapon),
	SCMP_SYS(swapoff),
	SCMP_SYS(acct),
	SCMP_SYS(quotactl),
	SCMP_SYS(sethostname),
	SCMP_SYS(setdomainname),
	SCMP_SYS(syslog),
	SCMP_SYS(settimeofday),
	SCMP_SYS(clock_settime),
	SCMP_SYS(clock_adjtime),
	SCMP_SYS(adjtimex),
	SCMP_SYS(ioperm),
	SCMP_SYS(iopl),
	SCMP_SYS(vhangup),
};

/* Where Landlock is missing: what changes files by their names. */
static const int changing[] = {
	SCMP_SYS(creat),
	SCMP_SYS(openat2),
	SCMP_SYS(truncate),
	SCMP_SYS(mkdir),
	SCMP_SYS(mkdirat),
	SCMP_SYS(rmdir),
	SCMP_SYS(unlink),
	SCMP_SYS(unlinkat),
	SCMP_SYS(rename),
	SCMP_SYS(renameat),
	SCMP_SYS(renameat2),
	SCMP_SYS(link),
	SCMP_SYS(linkat),
	SCMP_SYS(symlink),
	SCMP_SYS(symlinkat),
};

static const int writing[] = {O_WRONLY, O_RDWR, O_CREAT, O_TRUNC};

#define COUNT(list) (sizeof(list) / sizeof((list)[0]))

static int refuse_list(scmp_filter_ctx filter, const int *calls, size_t count)
{
	int result = 0;

	for (size_t i = 0; i < count && result == 0; i++)
		result = seccomp_rule_add(filter, SCMP_ACT_ERRNO(EPERM), calls[i], 0);
	return result;
}

static int refuse_when(scmp_filter_ctx filter, int call, struct scmp_arg_cmp condition)
{
	return seccomp_rule_add(filter, SCMP_ACT_ERRNO(EPERM), call, 1, condition);
}

/* A call with anything above the half that the kernel takes is refused too. */
static int refuse_others(scmp_filter_ctx filter, int call, uint64_t own)
{
	return refuse_when(filter, call, SCMP_A0(SCMP_CMP_NE, own));
}

static int refuse_common(scmp_filter_ctx filter)
{
	int result = refuse_list(filter, refused, COUNT(refused));

	if (result == 0)
		result = refuse_others(filter, SCMP_SYS(prlimit64), 0);
	if (result == 0)
		result = refuse_when(filter, SCMP_SYS(prctl),
			SCMP_A0(SCMP_CMP_MASKED_EQ, INT_MASK, PR_SET_DUMPABLE));
	if (result == 0)
		result = refuse_when(filter, SCMP_SYS(ioctl),
			SCMP_A1(SCMP_CMP_MASKED_EQ, INT_MASK, TIOCSTI));
	return result;
}

static int refuse_writing(scmp_filter_ctx filter)
{
	int result = refuse_list(filter, changing, COUNT(changing));

	for (size_t i = 0; i < COUNT(writing) && result == 0; i++) {
		scmp_datum_t flag = (scmp_datum_t)writing[i];
		result = refuse_when(
			filter, SCMP_SYS(open), SCMP_A1(SCMP_CMP_MASKED_EQ, flag, flag));
		if (result == 0)
			result = refuse_when(filter, SCMP_SYS(openat),
				SCMP_A2(SCMP_CMP_MASKED_EQ, flag, flag));
	}
	return result;
}

static int lock_calls(int (*refuse)(scmp_filter_ctx filter), struct error *error)
{
	scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ALLOW);
	int result = filter ? refuse(filter) : -ENOMEM;

	if (result == 0)
		result = seccomp_load(filter);
	if (filter)
		seccomp_release(filter);
	return result == 0
		       ? 0
		       : error_set(error, ERROR_FAILED, "seccomp",
				 "The plugin cannot be locked in, and does not run otherwise: "
				 "seccomp: %s.",
				 strerror(-result));
}

#define LOAD(member)                                                                           \
	BPF_STMT(BPF_LD | BPF_W | BPF_ABS, (uint32_t)offsetof(struct seccomp_data, member))
#define SKIP_UNLESS(value, count) BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (value), 0, (count))
#define ANSWER(number)            BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | (number))
#define ALLOW                     BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW)
#define REFUSE(call)              SKIP_UNLESS((call), 1), ANSWER(EPERM)
/* The whole register is compared, of which the kernel takes the low half. */
#define ONLY_TO(call, pid)                                                                     \
	SKIP_UNLESS((call), 6), LOAD(args[0]), SKIP_UNLESS((pid), 3),                          \
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS,                                             \
			(uint32_t)offsetof(struct seccomp_data, args[0]) + 4),                 \
		SKIP_UNLESS(0, 1), ALLOW, ANSWER(EPERM)

/*
 * What differs from one worker to the next: signals only to itself, for abort(), raise() and
 * pthread_kill(), and threads but no processes. clone3() hides its flags behind a pointer; "not
 * there" makes the C library use clone(). Written by hand, because libseccomp makes it anew for
 * each worker, in ten times the time; calls of another architecture end in the common filter.
 */
static int lock_own(struct error *error)
{
	const uint32_t own = (uint32_t)getpid();
	struct sock_filter filter[] = {
		LOAD(nr),
#ifdef SYS_fork
		REFUSE(SYS_fork),
		REFUSE(SYS_vfork),
#endif
		SKIP_UNLESS(SYS_clone3, 1),
		ANSWER(ENOSYS),
		SKIP_UNLESS(SYS_clone, 4),
		LOAD(args[0]),
		BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, CLONE_THREAD, 1, 0),
		ANSWER(EPERM),
		ALLOW,
		ONLY_TO(SYS_kill, own),
		ONLY_TO(SYS_tgkill, own),
		ONLY_TO(SYS_rt_sigqueueinfo, own),
		ONLY_TO(SYS_rt_tgsigqueueinfo, own),
		ALLOW,
	};
	const struct sock_fprog program = {COUNT(filter), filter};

	if (prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program, 0, 0) == 0)
		return 0;
	return error_set(error, ERROR_FAILED, "seccomp",
		"The plugin cannot be locked in, and does not run otherwise: seccomp: %s.",
		strerror(errno));
}

_Static_assert(
	__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "the low half of a register is first");

/* Where banyund is run by root after all: no capability, for good. */
static int drop_capabilities(void)
{
	struct __user_cap_header_struct header = {.version = _LINUX_CAPABILITY_VERSION_3};
	const struct __user_cap_data_struct none[_LINUX_CAPABILITY_U32S_3] = {0};

	return (int)syscall(SYS_capset, &header, none);
}

static int lock_process(struct error *error)
{
	const struct rlimit no_core = {0};

	if (setrlimit(RLIMIT_CORE, &no_core) == 0 && prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) == 0 &&
		prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 && drop_capabilities() == 0)
		return 0;
	return error_set(error, ERROR_FAILED, "process",
		"The plugin cannot be locked in, and does not run otherwise: %s.",
		strerror(errno));
}

static bool begun; /* by this process, or by the one that forked it */

int sandbox_begin(struct error *error)
{
	if (begun)
		return 0;
	if (lock_process(error) < 0 || lock_calls(refuse_common, error) < 0)
		return -1;
	begun = true;
	return 0;
}

int sandbox_lock_plain(struct error *error)
{
	if (sandbox_begin(error) < 0 || lock_calls(refuse_writing, error) < 0)
		return -1;
	return lock_own(error);
}

int sandbox_lock(const char *const *writable, struct error *error)
{
	if (landlock_version() == 0)
		return sandbox_lock_plain(error);
	if (sandbox_begin(error) < 0 || landlock_lock(writable, error) < 0)
		return -1;
	return lock_own(error);
}
