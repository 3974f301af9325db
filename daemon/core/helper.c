#include "core/helper.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/error.h"
#include "base/memory.h"

#define END_WAIT 1000 /* milliseconds that a helper has to end */

/* stdin is empty, stdout is its stderr, the socket is 3, and there is nothing above it. */
static int prepare_files(posix_spawn_file_actions_t *files, int socket)
{
	return posix_spawn_file_actions_addopen(files, 0, "/dev/null", O_RDONLY, 0) ||
	       posix_spawn_file_actions_adddup2(files, 2, 1) ||
	       posix_spawn_file_actions_adddup2(files, socket, HELPER_SOCKET) ||
	       posix_spawn_file_actions_addclosefrom_np(files, HELPER_SOCKET + 1);
}

/* A group of its own, so that Ctrl-C ends banyund first; no signal is blocked or ignored. */
static int prepare_signals(posix_spawnattr_t *attributes)
{
	sigset_t all, none;

	sigfillset(&all);
	sigemptyset(&none);
	return posix_spawnattr_setsigdefault(attributes, &all) ||
	       posix_spawnattr_setsigmask(attributes, &none) ||
	       posix_spawnattr_setpgroup(attributes, 0) ||
	       posix_spawnattr_setflags(attributes,
		       POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETPGROUP);
}

static int spawn(struct helper *helper, const char *const arguments[], int socket)
{
	static char *environment[] = {
		"PATH=/usr/sbin:/usr/bin:/sbin:/bin", "LANG=C.UTF-8", NULL};
	posix_spawn_file_actions_t files;
	posix_spawnattr_t attributes;

	posix_spawn_file_actions_init(&files);
	posix_spawnattr_init(&attributes);
	int status = prepare_files(&files, socket) || prepare_signals(&attributes)
			     ? ENOMEM
			     : posix_spawn(&helper->pid, arguments[0], &files, &attributes,
				       (char *const *)arguments, environment);
	posix_spawn_file_actions_destroy(&files);
	posix_spawnattr_destroy(&attributes);
	return status;
}

/* No call on it takes longer. Returns 0, or an errno. */
static int bound_waiting(int socket)
{
	struct timeval wait = {HELPER_WAIT / 1000, HELPER_WAIT % 1000 * 1000};

	return setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &wait, sizeof(wait)) < 0 ||
			       setsockopt(
				       socket, SOL_SOCKET, SO_SNDTIMEO, &wait, sizeof(wait)) < 0
		       ? errno
		       : 0;
}

/* As a child, with the other end of a pair. Returns 0, or an errno. */
static int start_child(struct helper *helper, const char *const arguments[])
{
	int pair[2];

	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) < 0)
		return errno;
	AUTO_CLOSE int theirs = pair[1];
	helper->socket = pair[0];
	int status = bound_waiting(helper->socket);
	return status ? status : spawn(helper, arguments, theirs);
}

/* As a service that listens at `path`. Returns 0, or an errno. */
static int call_service(struct helper *helper, const char *path)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};

	if (strlen(path) >= sizeof(address.sun_path))
		return ENAMETOOLONG;
	memcpy(address.sun_path, path, strlen(path));
	helper->socket = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0);
	int status = helper->socket < 0 ? errno : bound_waiting(helper->socket);
	if (status == 0 &&
		connect(helper->socket, (struct sockaddr *)&address, sizeof(address)) < 0)
		status = errno;
	return status;
}

static bool is_socket(const char *path)
{
	struct stat found;

	return stat(path, &found) == 0 && S_ISSOCK(found.st_mode);
}

int helper_start(struct helper *helper, const char *const arguments[], struct error *error)
{
	*helper = (struct helper){.program = arguments[0], .socket = -1};
	int status = is_socket(arguments[0]) ? call_service(helper, arguments[0])
					     : start_child(helper, arguments);
	helper->runs = status == 0;
	if (helper->runs)
		return 0;
	mem_close_at(&helper->socket);
	*helper = (struct helper){0};
	return error_set(error, ERROR_UNREACHABLE, arguments[0],
		"The helper program cannot be started: %s.", strerror(status));
}

long helper_ask(struct helper *helper, const void *message, size_t size, void *answer,
	size_t room, struct error *error)
{
	ssize_t got = -1;

	if (!helper->runs)
		return error_set(
			error, ERROR_UNREACHABLE, helper->program, "The helper does not run.");
	errno = 0;
	if (send(helper->socket, message, size, MSG_NOSIGNAL) == (ssize_t)size) {
		do {
			got = recv(helper->socket, answer, room, 0);
		} while (got < 0 && errno == EINTR);
	}
	if (got > 0)
		return (long)got;
	return error_set(error, ERROR_UNREACHABLE, helper->program,
		"The helper gave no answer: %s.",
		got == 0 || !errno ? "it has ended" : strerror(errno));
}

static void end_child(pid_t pid)
{
	pid_t ended = 0;

	for (int waited = 0; waited < END_WAIT && ended == 0; waited += 10) {
		ended = waitpid(pid, NULL, WNOHANG);
		if (ended == 0)
			usleep(10000);
	}
	if (ended == 0) {
		kill(pid, SIGKILL);
		waitpid(pid, NULL, 0);
	}
}

void helper_end(struct helper *helper)
{
	if (!helper->runs)
		return;
	close(helper->socket);
	if (helper->pid > 0)
		end_child(helper->pid);
	*helper = (struct helper){0};
}
