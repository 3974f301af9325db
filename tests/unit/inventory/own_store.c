#include "own_store.h"
#include "../unit.h"
#include "base/error.h"
#include "base/memory.h"
#include "core/loop.h"
#include "core/store.h"
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

void own_store_open(struct own_store *own)
{
	struct error error = {0};

	snprintf(own->above, sizeof(own->above), "test_store.XXXXXX");
	assert_non_null(mkdtemp(own->above));
	snprintf(own->folder, sizeof(own->folder), "%s/state", own->above);
	own->loop = loop_new();
	assert_int_equal(store_open(&own->store, own->folder, own->loop, &error), 0);
}

void own_store_close(struct own_store *own)
{
	static const char *const files[] = {
		"banyun.db", "banyun.db-wal", "banyun.db-shm", "lock", "reserve"};

	store_close(own->store);
	loop_free(own->loop);
	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
		AUTO_FREE char *path = mem_format("%s/%s", own->folder, files[i]);

		unlink(path);
	}
	rmdir(own->folder);
	rmdir(own->above);
}
