#include "cli/output.h"
#include "base/memory.h"
#include "base/text.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* The mode that a program without a word about it gives a new file. */
static mode_t plain_mode(void)
{
	mode_t mask = umask(0);

	umask(mask);
	return 0666 & ~mask;
}

/* From a draft to the file, durable. */
static const char *settle(int file, const char *draft, const char *path)
{
	if (fchmod(file, plain_mode()) < 0 || fsync(file) < 0 || rename(draft, path) < 0)
		return strerror(errno);
	return NULL;
}

int output_put(const char *path, output_write *write, void *argument, struct error *error)
{
	AUTO_FREE char *draft = mem_format("%s.XXXXXX", path);
	AUTO_CLOSE int file = mkostemp(draft, O_CLOEXEC);
	const char *why = file < 0 ? strerror(errno) : write(draft, argument);

	if (!why)
		why = settle(file, draft, path);
	if (!why)
		return 0;
	if (file >= 0)
		unlink(draft);
	return error_set(error, ERROR_FAILED, path,
		_("The file \"%s\" cannot be written: %s. Say another with --output."), path,
		why);
}

const char *output_write_text(const char *path, const struct text *text)
{
	FILE *file = fopen(path, "we");
	bool written;

	if (!file)
		return strerror(errno);
	written = text->size == 0 || fwrite(text->data, 1, text->size, file) == text->size;
	return fclose(file) == 0 && written ? NULL : strerror(errno);
}

static const char *write_text(const char *path, void *argument)
{
	return output_write_text(path, argument);
}

int output_put_text(const char *path, struct text *text, struct error *error)
{
	return output_put(path, write_text, text, error);
}
