#include "ssh/stay.h"
#include "base/memory.h"
#include "ssh/session.h"
#include <pthread.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct session *staying;

static struct session *exchange(struct session *next)
{
	struct session *before;

	pthread_mutex_lock(&lock);
	before = staying;
	staying = next;
	pthread_mutex_unlock(&lock);
	return before;
}

struct session *stay_take(void)
{
	return exchange(NULL);
}

void stay_put(struct session **session)
{
	AUTO_SESSION struct session *before = exchange(mem_take(session));
}
