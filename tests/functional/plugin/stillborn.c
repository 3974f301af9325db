/*
 * A plugin whose forked workers die before they say who they are, as when the kernel kills them
 * for their memory: the SDK's own nursery, with a send() that is the worker's end.
 */
#include <signal.h>
#include <sys/socket.h>

#include "banyun-plugin.h"

ssize_t send(int descriptor, const void *bytes, size_t size, int flags)
{
	(void)descriptor;
	(void)bytes;
	(void)flags;
	raise(SIGKILL);
	return (ssize_t)size;
}

static const struct plugin_method methods[] = {{0}};

static const struct plugin_program program = {
	.size = sizeof(program),
	.version = PLUGIN_VERSION,
	.name = "stillborn",
	.release = "1",
	.roles = PLUGIN_SOURCE,
	.methods = methods,
};

PLUGIN_MAIN(program)
