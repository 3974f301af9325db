/*
 * Tables that are texts, in whatever encoding: what is read of them is text, in its place.
 */
#include "promise.h"
#include "sheet.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	promise_table("input.csv", size ? (const char *)data : "", size);
	return 0;
}
