#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/error.h"
#include "sdk.h"

/* Of the aide: it lives no longer than the worker, and has not its conversation. */
static void __attribute__((noreturn))
become(pid_t parent, plugin_serve *serve, void *argument, int descriptor)
{
	struct error error = {0};

	close(SDK_TALK);
	if (prctl(PR_SET_PDEATHSIG, SIGKILL) < 0 || getppid() != parent ||
		sandbox_lock(NULL, &error) < 0)
		_exit(EXIT_FAILURE);
	serve(argument, descriptor);
	_exit(EXIT_SUCCESS);
}

int plugin_aide(plugin_serve *serve, void *argument, struct error *error)
{
	pid_t parent = getpid(), child;
	int ends[2];

	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) < 0)
		return error_set(error, ERROR_FAILED, NULL,
			"The worker has no descriptors for its aide.");
	child = fork();
	if (child == 0) {
		close(ends[0]);
		become(parent, serve, argument, ends[1]);
	}
	close(ends[1]);
	if (child > 0)
		return ends[0];
	close(ends[0]);
	return error_set(error, ERROR_FAILED, NULL,
		"The worker could not start a process for its aide.");
}
