#include "cli/pager.h"
#include "base/memory.h"
#include "base/text.h"
#include "cli/cli.h"
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#define WORDS_MOST 16 /* of PAGER */

static int terminal = -1; /* while the output is kept */

bool pager_is_terminal(void)
{
	return isatty(pager_terminal());
}

int pager_terminal(void)
{
	return terminal >= 0 ? terminal : STDOUT_FILENO;
}

void pager_begin(void)
{
	AUTO_CLOSE int kept = -1;

	if (terminal >= 0 || !isatty(STDOUT_FILENO))
		return;
	kept = memfd_create("output", MFD_CLOEXEC);
	terminal = fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 3);
	if (kept >= 0 && terminal >= 0 && dup2(kept, STDOUT_FILENO) >= 0)
		return;
	if (terminal >= 0)
		close(terminal);
	terminal = -1;
}

/* --- how long it is --- */

/* The rows that a line takes, without its colours. */
static size_t rows_of(const char *line, size_t size)
{
	struct text plain = {0};
	size_t width;

	text_add(&plain, "");
	for (size_t i = 0; i < size; i++) {
		if (line[i] == '\033')
			while (i < size && line[i] != 'm')
				i++;
		else
			text_append(&plain, line + i, 1);
	}
	width = text_width(plain.data);
	free(plain.data);
	return width == 0 ? 1 : (width + cli_width() - 1) / cli_width();
}

static bool is_long(const char *text, size_t size)
{
	size_t rows = 0, most = cli_height();

	for (size_t at = 0; at < size && rows < most;) {
		const char *end = memchr(text + at, '\n', size - at);
		size_t line = end ? (size_t)(end - text) - at : size - at;

		rows += rows_of(text + at, line);
		at += line + 1;
	}
	return rows >= most;
}

/* --- where it goes --- */

static void write_all(const char *text, size_t size)
{
	while (size > 0) {
		ssize_t written = write(STDOUT_FILENO, text, size);

		if (written < 0 && errno != EINTR)
			return;
		if (written > 0) {
			text += written;
			size -= (size_t)written;
		}
	}
}

/* The words of a copy of `command`; false when it is no pager. */
static bool split(char *command, char *words[WORDS_MOST + 1])
{
	unsigned count = 0;

	for (command += strspn(command, " "); *command && count < WORDS_MOST;
		command += strspn(command, " ")) {
		words[count++] = command;
		command += strcspn(command, " ");
		if (*command)
			*command++ = '\0';
	}
	words[count] = NULL;
	return count > 0 && strcmp(words[0], "cat") != 0;
}

static void wait_for(pid_t pager)
{
	signal(SIGINT, SIG_IGN); /* it is the pager's */
	while (waitpid(pager, NULL, 0) < 0 && errno == EINTR)
		;
}

/* False: there is none, or it cannot be started. */
static bool page(int kept)
{
	const char *named = getenv("PAGER");
	AUTO_FREE char *command = mem_string(named ? named : "less");
	char *words[WORDS_MOST + 1];
	posix_spawn_file_actions_t actions;
	pid_t pager;
	int failed;

	if (!split(command, words))
		return false;
	setenv("LESS", "FRX", 0);
	setenv("LV", "-c", 0);
	lseek(kept, 0, SEEK_SET);
	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_adddup2(&actions, kept, STDIN_FILENO);
	failed = posix_spawnp(&pager, words[0], &actions, NULL, words, environ);
	posix_spawn_file_actions_destroy(&actions);
	if (failed)
		return false;
	wait_for(pager);
	return true;
}

static void show(int kept)
{
	off_t size = lseek(kept, 0, SEEK_END);
	void *text;

	if (size <= 0)
		return;
	text = mmap(NULL, (size_t)size, PROT_READ, MAP_PRIVATE, kept, 0);
	if (text == MAP_FAILED)
		return;
	if (!is_long(text, (size_t)size) || !page(kept))
		write_all(text, (size_t)size);
	munmap(text, (size_t)size);
}

void pager_end(void)
{
	AUTO_CLOSE int kept = -1;

	if (terminal < 0)
		return;
	fflush(stdout);
	kept = fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 3);
	dup2(terminal, STDOUT_FILENO);
	close(terminal);
	terminal = -1;
	show(kept);
}
