#include "peek.h"

#include "base/text.h"
#include "handle.h"
#include <stdio.h>
#include <string.h>

#define TRIES 5 /* two workers may make and end the one pool at the same time */

bool peek_owns(const char *pool)
{
	return text_starts(pool, PEEK_POOL(""));
}

static bool receive(virStreamPtr stream, char *text, size_t size)
{
	size_t got = 0;
	int count = 1;

	while (got < size - 1 && count > 0) {
		count = virStreamRecv(stream, text + got, size - 1 - got);
		if (count > 0)
			got += (size_t)count;
	}
	text[got] = '\0';
	/* Where power was lost a file may have NULs, and be less than it says. */
	return count >= 0 && strlen(text) == got;
}

static unsigned long long end_of(virStorageVolPtr volume, size_t size)
{
	virStorageVolInfo info;

	if (virStorageVolGetInfo(volume, &info) < 0 || info.capacity < size)
		return 0;
	return info.capacity - (size - 1);
}

static bool download(virConnectPtr connection, virStorageVolPtr volume, char *text, size_t size)
{
	virStreamPtr stream = virStreamNew(connection, 0);
	bool read = false;

	if (!stream)
		return false;
	if (virStorageVolDownload(volume, stream, end_of(volume, size), 0, 0) == 0) {
		read = receive(stream, text, size);
		virStreamAbort(stream);
	}
	virStreamFree(stream);
	return read;
}

static bool try(virConnectPtr connection, const struct peek *what, const char *definition,
	char *text, size_t size)
{
	AUTO_POOL virStoragePoolPtr made = virStoragePoolCreateXML(connection, definition, 0);
	AUTO_POOL virStoragePoolPtr found =
		made ? NULL : virStoragePoolLookupByName(connection, what->pool);
	virStoragePoolPtr pool = made ? made : found;
	AUTO_VOLUME virStorageVolPtr volume =
		pool ? virStorageVolLookupByName(pool, what->file) : NULL;
	bool read = volume && download(connection, volume, text, size);

	if (pool)
		virStoragePoolDestroy(pool);
	return read;
}

bool peek_read(virConnectPtr connection, const struct peek *what, char *text, size_t size)
{
	char definition[256];
	bool read = false;

	snprintf(definition, sizeof(definition),
		"<pool type='dir'><name>%s</name><target><path>%s</path></target></pool>",
		what->pool, what->folder);
	for (int i = 0; i < TRIES && !read; i++)
		read = try(connection, what, definition, text, size);
	return read;
}
