#include "base/memory.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Every state that matters is durable before it is acted on, so stopping loses nothing. */
static void *must(void *memory)
{
	static const char message[] = "banyun: there is no memory left; the process stops.\n";

	if (memory)
		return memory;
	if (write(STDERR_FILENO, message, sizeof(message) - 1) < 0)
		abort();
	abort();
}

void *mem_alloc(size_t size)
{
	return must(calloc(1, size ? size : 1));
}

void *mem_array(size_t count, size_t size)
{
	return must(count && size ? calloc(count, size) : calloc(1, 1));
}

void *mem_resize(void *old, size_t count, size_t size)
{
	if (count == 0 || size == 0)
		count = size = 1;
	return must(reallocarray(old, count, size));
}

void *mem_grow(void *list, size_t count, size_t size)
{
	if ((count & (count - 1)) == 0)
		list = mem_resize(list, count ? 2 * count : 1, size);
	memset((char *)list + count * size, 0, size);
	return list;
}

char *mem_string(const char *text)
{
	return text ? mem_bytes(text, strlen(text)) : NULL;
}

char *mem_bytes(const void *data, size_t size)
{
	char *copy = must(size < SIZE_MAX ? malloc(size + 1) : NULL);
	if (size)
		memcpy(copy, data, size);
	copy[size] = '\0';
	return copy;
}

char *mem_format(const char *format, ...)
{
	char *made = NULL;
	va_list arguments;
	va_start(arguments, format);
	int length = vasprintf(&made, format, arguments);
	va_end(arguments);
	return must(length < 0 ? NULL : made);
}

void mem_wipe(void *data, size_t size)
{
	if (size)
		explicit_bzero(data, size);
}

void mem_free_at(void *pointer)
{
	static void *const nothing = NULL;
	void *owned;

	/* Copied as bytes: the variable is a pointer to something, not a `void *`. */
	memcpy(&owned, pointer, sizeof(owned));
	free(owned);
	memcpy(pointer, &nothing, sizeof(nothing));
}

void mem_close_at(int *descriptor)
{
	if (*descriptor >= 0)
		close(*descriptor);
	*descriptor = -1;
}

int mem_take_fd(int *descriptor)
{
	int taken = *descriptor;

	*descriptor = -1;
	return taken;
}
