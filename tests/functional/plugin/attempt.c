#include "attempt.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/keyctl.h>
#include <sched.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/error.h"
#include "base/text.h"

#define OUTSIDE        "banyun-plugin-test-outside"
#define INSIDE         ATTEMPT_PLACE "/file"
#define FILE_OUTSIDE   "banyun-plugin-test-file"
#define FOLDER_OUTSIDE "banyun-plugin-test-folder"

static long try_ptrace(void)
{
	return ptrace(PTRACE_SEIZE, getppid(), NULL, NULL);
}

static long try_read_memory(void)
{
	char byte;
	struct iovec here = {&byte, 1}, there = {&byte, 1};

	return process_vm_readv(getppid(), &here, 1, &there, 1, 0);
}

static long try_write_memory(void)
{
	char byte = 0;
	struct iovec here = {&byte, 1}, there = {&byte, 1};

	return process_vm_writev(getppid(), &here, 1, &there, 1, 0);
}

static long open_of_parent(const char *file)
{
	char path[64];

	snprintf(path, sizeof(path), "/proc/%d/%s", (int)getppid(), file);
	return open(path, O_RDONLY | O_CLOEXEC);
}

static long try_parents_memory_file(void)
{
	return open_of_parent("mem");
}

static long try_parents_environment(void)
{
	return open_of_parent("environ");
}

static long try_own_memory_file(void)
{
	return open("/proc/self/mem", O_RDWR | O_CLOEXEC);
}

static long try_signal_parent(void)
{
	return kill(getppid(), 0);
}

static long try_signal_everybody(void)
{
	return kill(-1, 0);
}

static long try_signal_thread_of_parent(void)
{
	return syscall(SYS_tgkill, getppid(), getppid(), 0);
}

static long try_queue_signal(void)
{
	siginfo_t info = {.si_code = SI_QUEUE};

	return syscall(SYS_rt_sigqueueinfo, getppid(), SIGWINCH, &info);
}

static long try_pidfd_signal(void)
{
	long pidfd = syscall(SYS_pidfd_open, getppid(), 0);

	return pidfd < 0 ? -1 : syscall(SYS_pidfd_send_signal, pidfd, 0, NULL, 0);
}

static long try_signal_self(void)
{
	return kill(getpid(), 0);
}

static long try_exec(void)
{
	char *const arguments[] = {"true", NULL};

	return execve("/bin/true", arguments, arguments + 1);
}

static long try_execveat(void)
{
	char *const arguments[] = {"true", NULL};

	return syscall(SYS_execveat, AT_FDCWD, "/bin/true", arguments, arguments + 1, 0);
}

static long try_fork(void)
{
	pid_t child = fork();

	if (child == 0)
		_exit(0);
	return child < 0 ? -1 : waitpid(child, NULL, 0);
}

static long try_write_outside(void)
{
	return open(OUTSIDE, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
}

static long try_write_existing(void)
{
	return open(FILE_OUTSIDE, O_WRONLY | O_CLOEXEC);
}

static long try_write_inside(void)
{
	return open(INSIDE, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
}

static long try_leave_inside(void)
{
	return open(ATTEMPT_PLACE "/../" OUTSIDE, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
}

static long try_link_outside(void)
{
	return symlink("/etc", OUTSIDE);
}

static long try_make_folder(void)
{
	return mkdir(OUTSIDE, 0700);
}

static long try_remove(void)
{
	return rmdir(FOLDER_OUTSIDE);
}

static long try_rename(void)
{
	return rename(INSIDE, OUTSIDE);
}

static long try_chmod(void)
{
	return chmod(FILE_OUTSIDE, 0777);
}

static long try_truncate(void)
{
	return truncate(FILE_OUTSIDE, 0);
}

static long try_null(void)
{
	return open("/dev/null", O_RDWR | O_CLOEXEC);
}

static long try_read(void)
{
	return open(FILE_OUTSIDE, O_RDONLY | O_CLOEXEC);
}

static long try_mount(void)
{
	return mount("none", "/mnt", "tmpfs", 0, NULL);
}

static long try_namespace(void)
{
	return unshare(CLONE_NEWUSER);
}

static long try_keyring(void)
{
	return syscall(SYS_keyctl, KEYCTL_GET_KEYRING_ID, KEY_SPEC_SESSION_KEYRING, 1, 0, 0);
}

static long try_bpf(void)
{
	uint64_t attributes[16] = {0};

	return syscall(SYS_bpf, 0, attributes, sizeof(attributes));
}

static long try_io_uring(void)
{
	uint8_t parameters[256] = {0};

	return syscall(SYS_io_uring_setup, 1, parameters);
}

static long try_dumpable(void)
{
	return prctl(PR_SET_DUMPABLE, 1, 0, 0, 0);
}

static long try_core(void)
{
	struct rlimit core;

	return getrlimit(RLIMIT_CORE, &core) == 0 && core.rlim_max == 0
		       ? syscall(SYS_prlimit64, getppid(), RLIMIT_CORE, NULL, &core)
		       : 0;
}

static const struct {
	const char *name;
	long (*make)(void);
} attempts[] = {
	{"ptrace", try_ptrace},
	{"read-memory", try_read_memory},
	{"write-memory", try_write_memory},
	{"parents-memory-file", try_parents_memory_file},
	{"parents-environment", try_parents_environment},
	{"own-memory-file", try_own_memory_file},
	{"signal-parent", try_signal_parent},
	{"signal-everybody", try_signal_everybody},
	{"signal-thread-of-parent", try_signal_thread_of_parent},
	{"queue-signal", try_queue_signal},
	{"pidfd-signal", try_pidfd_signal},
	{"exec", try_exec},
	{"execveat", try_execveat},
	{"fork", try_fork},
	{"write-outside", try_write_outside},
	{"write-existing", try_write_existing},
	{"leave-inside", try_leave_inside},
	{"link-outside", try_link_outside},
	{"make-folder", try_make_folder},
	{"remove", try_remove},
	{"rename", try_rename},
	{"chmod", try_chmod},
	{"truncate", try_truncate},
	{"mount", try_mount},
	{"namespace", try_namespace},
	{"keyring", try_keyring},
	{"bpf", try_bpf},
	{"io_uring", try_io_uring},
	{"dumpable", try_dumpable},
	{"limits-of-parent", try_core},
	/* What must work. */
	{"may-signal-self", try_signal_self},
	{"may-write-inside", try_write_inside},
	{"may-null", try_null},
	{"may-read", try_read},
};

static int make_folder(const char *path)
{
	return mkdir(path, 0700) < 0 && errno != EEXIST ? -1 : 0;
}

static int make_file(const char *path)
{
	int file = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);

	return file < 0 ? -1 : close(file);
}

int attempt_prepare(struct error *error)
{
	if (make_folder(ATTEMPT_PLACE) < 0 || make_folder(FOLDER_OUTSIDE) < 0 ||
		make_file(INSIDE) < 0 || make_file(FILE_OUTSIDE) < 0)
		return error_set(error, ERROR_FAILED, ATTEMPT_PLACE,
			"The files of the attempts cannot be made: %s.", strerror(errno));
	return 0;
}

void attempt_clear(void)
{
	unlink(INSIDE);
	unlink(FILE_OUTSIDE);
	rmdir(ATTEMPT_PLACE);
	rmdir(FOLDER_OUTSIDE);
	unlink(OUTSIDE);
	rmdir(OUTSIDE);
}

const char *attempt_by_name(const char *name)
{
	for (unsigned i = 0; attempt_name(i); i++)
		if (text_equal(attempt_name(i), name))
			return attempts[i].make() < 0 ? strerrorname_np(errno) : "done";
	return NULL;
}

const char *attempt_name(unsigned index)
{
	return index < sizeof(attempts) / sizeof(attempts[0]) ? attempts[index].name : NULL;
}
