#include "core/spool.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "base/json.h"
#include "base/memory.h"
#include "base/text.h"

#define GIVE_BACK  (4UL * 1024 * 1024)
#define SHRINK     (16L * 1024 * 1024)
#define WRITE_SIZE (256UL * 1024) /* bytes that are gathered before they are written */

/* What is before each text. */
struct head {
	char kind[32]; /* ended by a NUL */
	uint64_t size;
};

struct spool {
	int file;
	int failure; /* errno of the first write that failed */
	struct text waiting;
	off_t begun; /* where the head of the text that comes in parts is */
	struct head head;
	const char *map; /* from the first reading on */
	size_t mapped;
	size_t given_back;
};

struct spool *spool_of(int descriptor)
{
	struct spool *spool = mem_alloc(sizeof(*spool));

	spool->file = fcntl(descriptor, F_DUPFD_CLOEXEC, 0);
	spool->failure = spool->file < 0 ? errno : 0;
	return spool;
}

struct spool *spool_new(void)
{
	struct spool *spool = mem_alloc(sizeof(*spool));

	spool->file = memfd_create("spool", MFD_CLOEXEC | MFD_ALLOW_SEALING);
	spool->failure = spool->file < 0 ? errno : 0;
	return spool;
}

void spool_free(struct spool *spool)
{
	if (!spool)
		return;
	if (spool->map)
		munmap((void *)spool->map, spool->mapped);
	mem_close_at(&spool->file);
	text_clear(&spool->waiting);
	free(spool);
}

bool spool_shrink(struct spool *spool)
{
	struct stat facts;

	if (!spool || spool->map || fstat(spool->file, &facts) < 0 || facts.st_size == 0)
		return false;
	return ftruncate(spool->file, facts.st_size > SHRINK ? facts.st_size - SHRINK : 0) == 0;
}

static void write_all(struct spool *spool)
{
	struct text *waiting = &spool->waiting;
	size_t done = 0;

	while (!spool->failure && done < waiting->size) {
		ssize_t wrote = write(spool->file, waiting->data + done, waiting->size - done);

		if (wrote < 0 && errno != EINTR)
			spool->failure = errno;
		done += wrote > 0 ? (size_t)wrote : 0;
	}
	text_cut(waiting, 0, waiting->size);
}

static struct head head_of(const char *kind, size_t size)
{
	struct head head = {.size = size};

	memcpy(head.kind, kind, strnlen(kind, sizeof(head.kind) - 1));
	return head;
}

static void put(struct spool *spool, const void *data, size_t size)
{
	text_append(&spool->waiting, data, size);
	if (spool->waiting.size >= WRITE_SIZE)
		write_all(spool);
}

void spool_add(struct spool *spool, const char *kind, const void *data, size_t size)
{
	struct head head = head_of(kind, size);

	text_append(&spool->waiting, &head, sizeof(head));
	put(spool, data, size);
}

void spool_begin(struct spool *spool, const char *kind)
{
	write_all(spool);
	spool->head = head_of(kind, 0);
	spool->begun = lseek(spool->file, 0, SEEK_CUR);
	put(spool, &spool->head, sizeof(spool->head));
}

void spool_more(struct spool *spool, const void *data, size_t size)
{
	spool->head.size += size;
	put(spool, data, size);
}

/* The head is written again, with the size. */
void spool_end(struct spool *spool)
{
	const struct head *head = &spool->head;

	write_all(spool);
	if (!spool->failure && (spool->begun < 0 || pwrite(spool->file, head, sizeof(*head),
							    spool->begun) != sizeof(*head)))
		spool->failure = errno;
}

void spool_add_json(struct spool *spool, const char *kind, struct json_object *tree)
{
	AUTO_TEXT struct text text = {0};

	json_canonical(&text, tree);
	spool_add(spool, kind, text.data, text.size);
}

static int fail(const char *what, int failure, struct error *error)
{
	return error_set(error, ERROR_FAILED, "spool",
		"What is to be handed on cannot be %s: %s.", what, strerror(failure));
}

int spool_flush(struct spool *spool, struct error *error)
{
	write_all(spool);
	return spool->failure ? fail("written", spool->failure, error) : spool->file;
}

int spool_seal(struct spool *spool, struct error *error)
{
	const int seals = F_SEAL_SEAL | F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE;

	if (spool_flush(spool, error) < 0)
		return -1;
	return fcntl(spool->file, F_ADD_SEALS, seals) < 0 ? fail("sealed", errno, error) : 0;
}

/* What is still waiting is written first: nothing that was added is missed. */
static int map(struct spool *spool, struct error *error)
{
	struct stat facts;
	void *start = MAP_FAILED;

	if (spool->map)
		return 0;
	if (spool_flush(spool, error) < 0)
		return -1;
	if (spool->file < 0 || fstat(spool->file, &facts) < 0)
		return fail("read", spool->failure ? spool->failure : errno, error);
	spool->mapped = (size_t)facts.st_size;
	if (spool->mapped == 0)
		return 0;
	start = mmap(NULL, spool->mapped, PROT_READ, MAP_SHARED, spool->file, 0);
	if (start == MAP_FAILED)
		return fail("read", errno, error);
	spool->map = start;
	return 0;
}

int spool_next(struct spool *spool, size_t *at, struct spool_entry *entry, struct error *error)
{
	struct head head;

	if (map(spool, error) < 0)
		return -1;
	if (*at == spool->mapped)
		return 0;
	if (spool->mapped - *at < sizeof(head))
		return fail("read", EBADMSG, error);
	memcpy(&head, spool->map + *at, sizeof(head));
	*at += sizeof(head);
	if (head.size > spool->mapped - *at || head.kind[sizeof(head.kind) - 1])
		return fail("read", EBADMSG, error);
	memcpy(entry->kind, head.kind, sizeof(entry->kind));
	entry->data = spool->map + *at;
	entry->size = (size_t)head.size;
	*at += entry->size;
	return 1;
}

/* Whether that can be done or not, the text is read. */
int spool_consume(
	struct spool *spool, size_t *at, struct spool_entry *entry, struct error *error)
{
	size_t whole = *at - *at % GIVE_BACK;

	if (whole > spool->given_back) {
		(void)fallocate(spool->file, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE,
			(off_t)spool->given_back, (off_t)(whole - spool->given_back));
		spool->given_back = whole;
	}
	return spool_next(spool, at, entry, error);
}

int spool_json(struct json_object **tree, struct spool *spool, const char *name, size_t limit,
	struct error *error)
{
	struct source source = {SOURCE_JSON, name, NULL, 0};
	struct spool_entry entry;
	size_t at = 0;
	int found = spool_next(spool, &at, &entry, error);

	*tree = NULL;
	if (found == 0)
		error_set(error, ERROR_FAILED, name,
			"There is no text where one was expected: %s.", name);
	if (found != 1)
		return -1;
	source.data = entry.data;
	source.size = entry.size;
	return json_parse(tree, &source, limit, error);
}
