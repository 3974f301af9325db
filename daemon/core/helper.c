#include "core/helper.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
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

int helper_start(struct helper *helper, const char *const arguments[], struct error *error)
{
	struct timeval wait = {HELPER_WAIT / 1000, HELPER_WAIT % 1000 * 1000};
	int pair[2];

	*helper = (struct helper){0};
	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) < 0)
		return error_set(error, ERROR_UNREACHABLE, arguments[0],
			"The helper program cannot be given a socket: %s.", strerror(errno));
	AUTO_CLOSE int theirs = pair[1];
	AUTO_CLOSE int ours = pair[0];
	int status = setsockopt(ours, SOL_SOCKET, SO_RCVTIMEO, &wait, sizeof(wait)) < 0
			     ? errno
			     : spawn(helper, arguments, theirs);
	if (status) {
		*helper = (struct helper){0};
		return error_set(error, ERROR_UNREACHABLE, arguments[0],
			"The helper program cannot be started: %s.", strerror(status));
	}
	helper->program = arguments[0];
	helper->socket = mem_take_fd(&ours);
	return 0;
}

long helper_ask(struct helper *helper, const void *message, size_t size, void *answer,
	size_t room, struct error *error)
{
	ssize_t got = -1;

	if (!helper->pid)
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

void helper_end(struct helper *helper)
{
	pid_t ended = 0;

	if (!helper->pid)
		return;
	close(helper->socket);
	for (int waited = 0; waited < END_WAIT && ended == 0; waited += 10) {
		ended = waitpid(helper->pid, NULL, WNOHANG);
		if (ended == 0)
			usleep(10000);
	}
	if (ended == 0) {
		kill(helper->pid, SIGKILL);
		waitpid(helper->pid, NULL, 0);
	}
	*helper = (struct helper){0};
}
