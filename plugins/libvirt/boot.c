#include "boot.h"

#include "base/digest.h"
#include "handle.h"

#define TRIES 5 /* two workers may make and end the one pool at the same time */

static const char pool_xml[] = "<pool type='dir'><name>" BOOT_POOL "</name>"
			       "<target><path>/proc/sys/kernel/random</path></target></pool>";

uint64_t boot_number(const char *text)
{
	uint8_t digest[DIGEST_SIZE];
	uint64_t boot = 0;

	digest_raw(text, BOOT_ID_SIZE, digest);
	for (int i = 0; i < 8; i++)
		boot = boot << 8 | digest[i];
	return boot >> 12;
}

static int receive(virStreamPtr stream, char *out, size_t size)
{
	size_t got = 0;

	while (got < size) {
		int count = virStreamRecv(stream, out + got, size - got);

		if (count < 0)
			return -1;
		if (count == 0)
			break;
		got += (size_t)count;
	}
	return (int)got;
}

static uint64_t download(virConnectPtr connection, virStorageVolPtr volume)
{
	virStreamPtr stream = virStreamNew(connection, 0);
	char text[BOOT_ID_SIZE + 1];
	uint64_t boot = 0;

	if (stream && virStorageVolDownload(volume, stream, 0, 0, 0) == 0) {
		if (receive(stream, text, sizeof(text)) >= BOOT_ID_SIZE)
			boot = boot_number(text);
		virStreamAbort(stream);
	}
	if (stream)
		virStreamFree(stream);
	return boot;
}

static uint64_t try(virConnectPtr connection)
{
	AUTO_POOL virStoragePoolPtr made = virStoragePoolCreateXML(connection, pool_xml, 0);
	AUTO_POOL virStoragePoolPtr found =
		made ? NULL : virStoragePoolLookupByName(connection, BOOT_POOL);
	AUTO_VOLUME virStorageVolPtr volume = NULL;
	uint64_t boot = 0;

	if (made || found)
		volume = virStorageVolLookupByName(made ? made : found, "boot_id");
	if (volume)
		boot = download(connection, volume);
	if (made || found)
		virStoragePoolDestroy(made ? made : found);
	return boot;
}

uint64_t boot_read(virConnectPtr connection)
{
	uint64_t boot = 0;

	for (int i = 0; i < TRIES && !boot; i++)
		boot = try(connection);
	return boot;
}
