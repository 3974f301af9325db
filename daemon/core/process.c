#include "core/process.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/pidfd.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/error.h"
#include "base/memory.h"
#include "base/rpc.h"
#include "base/text.h"
#include "core/limits.h"
#include "core/worker.h"

#define SEARCH_PATH "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
#define HOME        "HOME=/" /* libraries look for one; the user may have none */
/* Where workers are forked, functions are looked up once, and not again in each of them. */
#define BIND_NOW "LD_BIND_NOW=1"
/*
 * Over a whole city much is read and all is kept to the end: memory in huge pages, of which the
 * heap of a thread takes all that it may hold at once. A thread's heap would grow by a page and
 * a system call each time, and every page be faulted in. Unknown to a C library, it is ignored.
 */
#define LARGE_HEAP                                                                             \
	"GLIBC_TUNABLES=glibc.malloc.hugetlb=1:glibc.malloc.top_pad=67108864:"                 \
	"glibc.malloc.mmap_threshold=33554432:glibc.malloc.trim_threshold=2147483647"
#define CANNOT_START 127 /* as a shell says it */

/*
 * All that the child needs, made before the fork: after it only what is safe in a signal
 * handler is called.
 */
struct launch {
	const char *program;
	char *arguments[3];
	char *environment[6];
	int *descriptors; /* what the worker has as 0, 1, 2, ...; all above them */
	int count;
	pid_t parent;
	sigset_t mask; /* of the parent, to be restored */
};

static int fail(struct error *error, const struct worker_order *order, const char *what)
{
	return error_set(error, ERROR_FAILED, order->name,
		"The worker %s cannot be started: %s: %s.", order->name, what,
		limits_reason(errno));
}

/* Moves the descriptor above all numbers that the worker will have. */
static int lift(int *descriptor, int count)
{
	int lifted = fcntl(*descriptor, F_DUPFD_CLOEXEC, count);

	if (lifted < 0)
		return -1;
	close(*descriptor);
	*descriptor = lifted;
	return 0;
}

static int write_all(int descriptor, const char *data, size_t size)
{
	while (size > 0) {
		ssize_t wrote = write(descriptor, data, size);
		if (wrote < 0 && errno == EINTR)
			continue;
		if (wrote <= 0)
			return -1;
		data += wrote;
		size -= (size_t)wrote;
	}
	return 0;
}

/*
 * The secret in memory that nobody can change any more, to be read from its start; or the file.
 */
static int seal(const struct worker_secret *secret)
{
	AUTO_CLOSE int file = -1;

	if (!secret->data)
		return fcntl(secret->descriptor, F_DUPFD_CLOEXEC, 0);
	file = memfd_create("secret", MFD_CLOEXEC | MFD_ALLOW_SEALING);
	if (file < 0 || write_all(file, secret->data, secret->size) < 0)
		return -1;
	if (fcntl(file, F_ADD_SEALS, F_SEAL_SEAL | F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE) <
		0)
		return -1;
	return lseek(file, 0, SEEK_SET) < 0 ? -1 : mem_take_fd(&file);
}

static int open_pairs(struct process *process, struct launch *launch)
{
	int talk[2], mutter[2];

	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, talk) < 0)
		return -1;
	process->talk = talk[0];
	launch->descriptors[PROCESS_TALK] = talk[1];
	if (pipe2(mutter, O_CLOEXEC) < 0)
		return -1;
	process->mutter = mutter[0];
	launch->descriptors[1] = mutter[1];
	launch->descriptors[2] = fcntl(mutter[1], F_DUPFD_CLOEXEC, launch->count);
	launch->descriptors[0] = open("/dev/null", O_RDONLY | O_CLOEXEC);
	return fcntl(talk[0], F_SETFL, O_NONBLOCK) < 0 ||
			       fcntl(mutter[0], F_SETFL, O_NONBLOCK) < 0
		       ? -1
		       : 0;
}

static int open_all(
	struct process *process, struct launch *launch, const struct worker_order *order)
{
	if (open_pairs(process, launch) < 0)
		return -1;
	for (size_t i = 0; i < order->secret_count; i++)
		launch->descriptors[PROCESS_SECRET + i] = seal(&order->secrets[i]);
	for (int i = 0; i < launch->count; i++)
		if (launch->descriptors[i] < 0 ||
			lift(&launch->descriptors[i], launch->count) < 0)
			return -1;
	return 0;
}

static void set_environment(struct launch *launch, const struct worker_order *order)
{
	const char *language = getenv("LANG");
	char **next = launch->environment;

	*next++ = mem_string(SEARCH_PATH);
	*next++ = mem_format("LANG=%s", language ? language : "C.UTF-8");
	*next++ = mem_string(HOME);
	if (order->option)
		*next++ = mem_string(BIND_NOW);
	if (order->large)
		*next++ = mem_string(LARGE_HEAP);
	*next = NULL;
}

static void prepare(struct launch *launch, const struct worker_order *order)
{
	launch->program = order->program;
	launch->arguments[0] = mem_string(order->program);
	launch->arguments[1] = order->option ? mem_string(order->option) : NULL;
	set_environment(launch, order);
	launch->count = PROCESS_SECRET + (int)order->secret_count;
	launch->descriptors = mem_array((size_t)launch->count, sizeof(int));
	launch->parent = getpid();
	for (int i = 0; i < launch->count; i++)
		launch->descriptors[i] = -1;
}

static void discard(struct launch *launch)
{
	for (int i = 0; i < launch->count; i++)
		mem_close_at(&launch->descriptors[i]);
	free(launch->descriptors);
	free(launch->arguments[0]);
	free(launch->arguments[1]);
	for (char **variable = launch->environment; *variable; variable++)
		free(*variable);
}

/*
 * From here to the exec: only calls that are safe between fork and exec of a process with
 * threads.
 */

static void say(const char *text)
{
	ssize_t wrote = write(STDERR_FILENO, text, strlen(text));

	(void)wrote;
}

static void calm_signals(void)
{
	struct sigaction standard = {.sa_handler = SIG_DFL};
	sigset_t none;

	for (int i = 1; i < NSIG; i++)
		sigaction(i, &standard, NULL);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
}

static bool bind_to_parent(const struct launch *launch)
{
	const struct rlimit no_core = {0};

	return setpgid(0, 0) == 0 && prctl(PR_SET_PDEATHSIG, SIGKILL) == 0 &&
	       getppid() == launch->parent && setrlimit(RLIMIT_CORE, &no_core) == 0 &&
	       prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0;
}

static void __attribute__((noreturn)) become(const struct launch *launch)
{
	for (int i = 0; i < launch->count; i++)
		if (dup2(launch->descriptors[i], i) < 0)
			_exit(CANNOT_START);
	if (close_range((unsigned)launch->count, ~0U, 0) == 0 && bind_to_parent(launch)) {
		calm_signals();
		execve(launch->program, launch->arguments, launch->environment);
	}
	say("The program of this worker could not be executed: ");
	say(strerrordesc_np(errno));
	say(".\n");
	_exit(CANNOT_START);
}

/* End of that part. */

static pid_t fork_and_become(struct launch *launch)
{
	sigset_t all;
	pid_t pid;

	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &launch->mask);
	pid = fork();
	if (pid == 0)
		become(launch);
	pthread_sigmask(SIG_SETMASK, &launch->mask, NULL);
	return pid;
}

int process_adopt(struct process *process, pid_t pid)
{
	process->pid = pid;
	setpgid(pid, pid); /* whoever is first */
	process->pidfd = pidfd_open(pid, 0);
	if (process->pidfd >= 0)
		return 0;
	kill(pid, SIGKILL); /* what we cannot watch must not stay */
	waitpid(pid, NULL, 0);
	process->pid = 0;
	return -1;
}

static int launch_it(struct process *process, struct launch *launch)
{
	pid_t pid = fork_and_become(launch);

	return pid < 0 ? -1 : process_adopt(process, pid);
}

int process_start(struct process *process, const struct worker_order *order, nursery_born *born,
	void *argument, struct error *error)
{
	struct launch launch = {0};
	int result = 0;

	*process = (struct process){.pidfd = -1, .talk = -1, .mutter = -1};
	if (access(order->program, X_OK) < 0)
		return fail(error, order, order->program);
	prepare(&launch, order);
	if (open_all(process, &launch, order) < 0)
		result = fail(error, order, "its descriptors");
	else if (!nursery_fork(
			 order->nursery, launch.descriptors, launch.count, born, argument) &&
		 launch_it(process, &launch) < 0)
		result = fail(error, order, "its process");
	discard(&launch);
	if (result < 0)
		process_close(process);
	return result;
}

void process_kill(const struct process *process)
{
	if (process->pid <= 0)
		return;
	kill(-process->pid, SIGKILL);
	kill(process->pid, SIGKILL); /* should it not be in its group yet */
}

void process_reap(struct process *process, struct text *how)
{
	siginfo_t end = {0};

	process_kill(process); /* its number is still taken: this can hit nobody else */
	while (waitid(P_PIDFD, (id_t)process->pidfd, &end, WEXITED) < 0 && errno == EINTR)
		;
	process->pid = 0;
	if (end.si_code == CLD_EXITED && end.si_status == RPC_NO_MORE)
		text_format(how, "could not go on: %s", limits_reason(EAGAIN));
	else if (end.si_code == CLD_EXITED)
		text_format(how, "exited with status %d", end.si_status);
	else
		text_format(how, "was ended by signal %d (%s)", end.si_status,
			strsignal(end.si_status));
}

void process_close(struct process *process)
{
	mem_close_at(&process->pidfd);
	mem_close_at(&process->talk);
	mem_close_at(&process->mutter);
}
