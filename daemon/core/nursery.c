#include "core/nursery.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/error.h"
#include "base/log.h"
#include "base/memory.h"
#include "base/nursery.h"
#include "base/text.h"
#include "core/process.h"
#include "core/worker.h"

#define ANSWER_MS 5000 /* a fork takes a fraction of one, where the machine is not overrun */

struct nursery {
	char *program;
	struct process process;
	bool lives;
};

static void start(struct nursery *nursery)
{
	const struct worker_order order = {
		.program = nursery->program, .option = NURSERY_OPTION, .name = "nursery"};
	struct error error = {0};

	nursery->lives = process_start(&nursery->process, &order, &error) == 0;
	if (!nursery->lives)
		log_warning("nursery", nursery->program, "%s", error.text);
}

static void end(struct nursery *nursery)
{
	AUTO_TEXT struct text how = {0};

	if (!nursery->lives)
		return;
	process_reap(&nursery->process, &how);
	process_close(&nursery->process);
	nursery->lives = false;
}

struct nursery *nursery_new(const char *program)
{
	struct nursery *nursery = mem_alloc(sizeof(*nursery));

	nursery->program = mem_string(program);
	start(nursery);
	return nursery;
}

void nursery_free(struct nursery *nursery)
{
	if (!nursery)
		return;
	end(nursery);
	free(nursery->program);
	free(nursery);
}

static bool order(const struct nursery *nursery, const int *descriptors, int count)
{
	union {
		struct cmsghdr aligned;
		char bytes[CMSG_SPACE(NURSERY_MOST * sizeof(int))];
	} space = {0};
	size_t size = (size_t)count * sizeof(int);
	struct nursery_order head = {getpid(), (uint32_t)count};
	struct iovec vector = {&head, sizeof(head)};
	struct msghdr message = {.msg_iov = &vector,
		.msg_iovlen = 1,
		.msg_control = &space,
		.msg_controllen = CMSG_SPACE(size)};
	struct cmsghdr *part = CMSG_FIRSTHDR(&message);

	part->cmsg_level = SOL_SOCKET;
	part->cmsg_type = SCM_RIGHTS;
	part->cmsg_len = CMSG_LEN(size);
	memcpy(CMSG_DATA(part), descriptors, size);
	return sendmsg(nursery->process.talk, &message, MSG_NOSIGNAL) == sizeof(head);
}

static bool hear(const struct nursery *nursery, struct nursery_answer *answer)
{
	struct pollfd wait = {.fd = nursery->process.talk, .events = POLLIN};
	int count;

	do
		count = poll(&wait, 1, ANSWER_MS);
	while (count < 0 && errno == EINTR);
	return count > 0 && recv(wait.fd, answer, sizeof(*answer), 0) == sizeof(*answer);
}

static void renew(struct nursery *nursery)
{
	log_warning("nursery", nursery->program, "It forks no worker, and is started again.");
	end(nursery);
	start(nursery);
}

/*
 * An order that was sent may have been followed, whatever is heard of it: its descriptors are
 * another process's by then, and are given to nobody else.
 */
pid_t nursery_fork(struct nursery *nursery, const int *descriptors, int count)
{
	struct nursery_answer answer = {0};

	if (!nursery->lives || count > NURSERY_MOST || !order(nursery, descriptors, count)) {
		renew(nursery);
		return 0;
	}
	if (hear(nursery, &answer))
		return answer.pid;
	renew(nursery);
	errno = ETIMEDOUT;
	return -1;
}
