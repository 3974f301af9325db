/* A target with a bug in it, which the driver must find: the test of the driver itself. */
#include "promise.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	for (size_t i = 0; i < size; i++)
		if (data[i] == '[' && data[i + 1] == '[') /* reads beyond the last byte */
			return 0;
	return 0;
}
