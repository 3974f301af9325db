#include "boot.h"

#include "base/digest.h"
#include "peek.h"
#include <string.h>

#define BOOT_ID_SIZE 36 /* bytes of a boot id: a uuid in text */

uint64_t boot_read(virConnectPtr connection)
{
	static const struct peek boot_id = {.pool = PEEK_POOL("boot"),
		.folder = "/proc/sys/kernel/random",
		.file = "boot_id"};
	char text[BOOT_ID_SIZE + 2];

	if (!peek_read(connection, &boot_id, text, sizeof(text)) || strlen(text) < BOOT_ID_SIZE)
		return 0;
	return digest_number(text, BOOT_ID_SIZE);
}
