#include "cli/output.h"
#include "base/memory.h"
#include "base/text.h"
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
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

static int refuse(const char *path, const char *why, struct error *error)
{
	return error_set(error, ERROR_FAILED, path,
		_("The file \"%s\" cannot be written: %s. Say another with --output."), path,
		why);
}

static int put(const char *path, output_write *write, void *argument, struct error *error)
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
	return refuse(path, why, error);
}

/* A name that stands for a file elsewhere stays one, and no device gives way to a file. */
static int find_place(char **place, const char *path, struct error *error)
{
	AUTO_FREE char *real = realpath(path, NULL);
	struct stat facts;

	*place = NULL;
	if (real && stat(real, &facts) == 0 && !S_ISREG(facts.st_mode))
		return refuse(path, _("it is there and is no plain file"), error);
	*place = mem_string(real ? real : path);
	return 0;
}

/* Whoever interrupts the command waits until what was begun is whole. */
static int put_whole(
	const char *place, output_write *write, void *argument, struct error *error)
{
	sigset_t ends, before;
	int result;

	sigemptyset(&ends);
	sigaddset(&ends, SIGINT);
	sigaddset(&ends, SIGTERM);
	sigaddset(&ends, SIGHUP);
	sigprocmask(SIG_BLOCK, &ends, &before);
	result = put(place, write, argument, error);
	sigprocmask(SIG_SETMASK, &before, NULL);
	return result;
}

int output_put(const char *path, output_write *write, void *argument, struct error *error)
{
	AUTO_FREE char *place = NULL;

	if (find_place(&place, path, error) < 0)
		return -1;
	return put_whole(place, write, argument, error);
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

void output_tell(const struct cli *cli, const char *path, const char *sentence, ...)
{
	AUTO_JSON struct json_object *told = json_object_new_object();
	va_list arguments;

	json_set_string(told, "output", path);
	if (cli_show_json(cli, told))
		return;
	va_start(arguments, sentence);
	vprintf(sentence, arguments);
	va_end(arguments);
}
