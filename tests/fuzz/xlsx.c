/*
 * Workbooks. The input is the parts of one, each behind a line "---NAME", and is packed here:
 * mutants of a zip file would end at its checksums. One that is a zip file is taken as it is.
 */
#include "base/memory.h"
#include "promise.h"
#include "sheet.h"
#include "unit/inventory/pack.h"

#define PARTS 16
#define START "---"

/* Cuts the input, with a NUL behind it, into parts. */
static void cut(struct pack_part *parts, char *input, char *end)
{
	for (size_t count = 0; count < PARTS && text_starts(input, START); count++) {
		char *name = input + strlen(START), *line = strchr(name, '\n');
		if (!line)
			return;
		*line = '\0';
		char *data = line + 1, *next = strstr(data, "\n" START);
		size_t size = (size_t)((next ? next : end) - data);
		parts[count] = (struct pack_part){name, data, size, false};
		if (!next)
			return;
		*next = '\0';
		input = next + 1;
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	AUTO_FREE char *input = mem_bytes(data, size);
	struct pack_part parts[PARTS + 1] = {0};
	AUTO_TEXT struct text zip = {0};

	if (text_starts(input, "PK")) {
		promise_table("input.xlsx", input, size);
		return 0;
	}
	cut(parts, input, input + size);
	pack(&zip, parts);
	if (zip.size > 0)
		promise_table("input.xlsx", zip.data, zip.size);
	return 0;
}
