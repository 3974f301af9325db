#include "core/nursery.h"

#include <errno.h>
#include <event2/event.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/queue.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/error.h"
#include "base/log.h"
#include "base/memory.h"
#include "base/nursery.h"
#include "base/text.h"
#include "core/loop.h"
#include "core/process.h"
#include "core/worker.h"

#define PATIENCE    20000 /* milliseconds for a fork, which takes a fraction of one */
#define BARREN_MOST 3     /* processes that forked nobody, after which no other is started */

struct birth {
	TAILQ_ENTRY(birth) entry;
	uint32_t number;
	nursery_born *born;
	void *argument;
};

/*
 * One process. When it is gone its socket still tells of the workers that it forked: each says
 * its number there before it closes it, so that at the end of the file nobody can come late.
 */
struct brood {
	LIST_ENTRY(brood) entry;
	struct nursery *nursery;
	struct process process;
	struct event *heard,
		*gone; /* NULL when there is no more to hear, and when it is reaped */
	struct loop_timer *patience; /* while births are awaited */
	bool fertile;
	TAILQ_HEAD(, birth) births; /* ordered and not told */
};

struct nursery {
	char *program;
	struct loop *loop;
	struct brood *brood; /* that takes orders; NULL: none */
	LIST_HEAD(, brood) broods;
	uint32_t last; /* order */
	unsigned barren;
};

static void stop_hearing(struct event **event)
{
	if (*event)
		event_free(*event);
	*event = NULL;
}

/* Workers that died before they said who they are: only those are in the group of the brood. */
static void reap_unheard(const struct brood *brood)
{
	siginfo_t end = {0};

	while (waitid(P_PGID, (id_t)brood->process.pid, &end, WEXITED | WNOHANG) == 0 &&
		end.si_pid)
		end.si_pid = 0;
}

static void drop(struct brood *brood)
{
	reap_unheard(brood);
	LIST_REMOVE(brood, entry);
	stop_hearing(&brood->heard);
	stop_hearing(&brood->gone);
	loop_cancel(brood->patience);
	process_close(&brood->process);
	free(brood);
}

/* It takes no orders any more. Only itself is killed: its group may have a worker unborn. */
static void give_up(struct brood *brood)
{
	struct nursery *nursery = brood->nursery;

	if (nursery->brood == brood) {
		nursery->brood = NULL;
		nursery->barren = brood->fertile ? 0 : nursery->barren + 1;
	}
	if (brood->gone)
		kill(brood->process.pid, SIGKILL);
}

static void lose_patience(void *argument)
{
	struct brood *brood = argument;

	brood->patience = NULL;
	log_warning("nursery", brood->nursery->program,
		"It forked no worker for %d seconds, and is ended.", PATIENCE / 1000);
	give_up(brood);
}

static void be_patient(struct brood *brood)
{
	loop_cancel(brood->patience);
	brood->patience = NULL;
	if (!TAILQ_EMPTY(&brood->births) && brood->nursery->brood == brood)
		brood->patience =
			loop_after(brood->nursery->loop, PATIENCE, lose_patience, brood);
}

/* Takes the birth. */
static void tell(struct brood *brood, struct birth *birth, pid_t pid, int reason)
{
	TAILQ_REMOVE(&brood->births, birth, entry);
	birth->born(birth->argument, pid, reason);
	free(birth);
}

static bool is_child(pid_t pid)
{
	return pid > 0 && waitid(P_PID, (id_t)pid, NULL, WEXITED | WNOHANG | WNOWAIT) == 0;
}

static void hear_answer(struct brood *brood, const struct nursery_answer *answer)
{
	struct birth *birth;

	TAILQ_FOREACH(birth, &brood->births, entry)
	if (birth->number == answer->number)
		break;
	if (!birth)
		return;
	if (!is_child(answer->pid))
		log_warning("nursery", brood->nursery->program,
			"A worker could not be forked: %s.", strerror(answer->reason));
	else
		brood->fertile = true;
	tell(brood, birth, is_child(answer->pid) ? answer->pid : 0, answer->reason);
	be_patient(brood);
}

/* Nobody is left who could answer. */
static void end_births(struct brood *brood)
{
	struct birth *birth;

	stop_hearing(&brood->heard);
	give_up(brood);
	while ((birth = TAILQ_FIRST(&brood->births)))
		tell(brood, birth, 0, 0);
	if (!brood->gone)
		drop(brood);
}

static void hear(void *argument)
{
	struct brood *brood = argument;
	struct nursery_answer answer;
	ssize_t got = recv(brood->process.talk, &answer, sizeof(answer), 0);

	if (got == sizeof(answer))
		hear_answer(brood, &answer);
	else if (got >= 0 || (errno != EAGAIN && errno != EINTR))
		end_births(brood);
}

static void reap(void *argument)
{
	struct brood *brood = argument;

	stop_hearing(&brood->gone);
	waitid(P_PIDFD, (id_t)brood->process.pidfd, NULL, WEXITED);
	if (brood->nursery->brood == brood)
		log_warning("nursery", brood->nursery->program,
			"It ended, and is started again for the next worker.");
	give_up(brood);
	if (!brood->heard)
		drop(brood);
}

static void on_talk(int descriptor, short what, void *brood)
{
	(void)descriptor;
	(void)what;
	loop_measure("nursery_hear", hear, brood);
}

static void on_end(int descriptor, short what, void *brood)
{
	(void)descriptor;
	(void)what;
	loop_measure("nursery_reap", reap, brood);
}

static struct event *watch(
	struct brood *brood, int descriptor, void (*call)(int, short, void *))
{
	struct event *event = event_new(
		loop_base(brood->nursery->loop), descriptor, EV_READ | EV_PERSIST, call, brood);

	if (!event || event_add(event, NULL) < 0) {
		log_error("nursery", brood->nursery->program,
			"An event cannot be made; the process stops.");
		abort();
	}
	return event;
}

static void start(struct nursery *nursery)
{
	const struct worker_order order = {
		.program = nursery->program, .option = NURSERY_OPTION, .name = "nursery"};
	struct brood *brood = mem_alloc(sizeof(*brood));
	struct error error = {0};

	if (process_start(&brood->process, &order, NULL, NULL, &error) < 0) {
		log_warning("nursery", nursery->program, "%s", error.text);
		nursery->barren++;
		free(brood);
		return;
	}
	brood->nursery = nursery;
	TAILQ_INIT(&brood->births);
	LIST_INSERT_HEAD(&nursery->broods, brood, entry);
	brood->heard = watch(brood, brood->process.talk, on_talk);
	brood->gone = watch(brood, brood->process.pidfd, on_end);
	nursery->brood = brood;
}

struct nursery *nursery_new(struct loop *loop, const char *program)
{
	struct nursery *nursery = mem_alloc(sizeof(*nursery));

	nursery->program = mem_string(program);
	nursery->loop = loop;
	LIST_INIT(&nursery->broods);
	start(nursery);
	return nursery;
}

static void end(struct brood *brood)
{
	struct birth *birth;

	while ((birth = TAILQ_FIRST(&brood->births))) {
		TAILQ_REMOVE(&brood->births, birth, entry);
		free(birth);
	}
	give_up(brood);
	if (brood->gone)
		waitid(P_PIDFD, (id_t)brood->process.pidfd, NULL, WEXITED);
	drop(brood);
}

void nursery_free(struct nursery *nursery)
{
	if (!nursery)
		return;
	while (!LIST_EMPTY(&nursery->broods))
		end(LIST_FIRST(&nursery->broods));
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
	struct nursery_order head = {getpid(), (uint32_t)count, nursery->last};
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
	return sendmsg(nursery->brood->process.talk, &message, MSG_NOSIGNAL) == sizeof(head);
}

bool nursery_fork(struct nursery *nursery, const int *descriptors, int count,
	nursery_born *born, void *argument)
{
	struct birth *birth;

	if (!nursery || count > NURSERY_MOST)
		return false;
	if (!nursery->brood && nursery->barren < BARREN_MOST)
		start(nursery);
	nursery->last++;
	if (!nursery->brood || !order(nursery, descriptors, count))
		return false;
	birth = mem_alloc(sizeof(*birth));
	*birth = (struct birth){.number = nursery->last, .born = born, .argument = argument};
	TAILQ_INSERT_TAIL(&nursery->brood->births, birth, entry);
	if (!nursery->brood->patience)
		be_patient(nursery->brood);
	return true;
}
