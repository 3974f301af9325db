/*
 * Files that a command writes: whole or not at all. They are written beside their place and
 * renamed into it.
 */
#ifndef CLI_OUTPUT_H
#define CLI_OUTPUT_H

#include "cli/cli.h"

struct text;

/*
 * Writes the file of that path, which exists and is empty. Returns NULL, or why it could not.
 */
typedef const char *output_write(const char *path, void *argument);

/*
 * Puts what `write` writes in the place of `path`. ERROR_FAILED, with a sentence that names
 * `path`, when it cannot; what was there before is there still, and nothing lies beside it.
 */
int output_put(const char *path, output_write *write, void *argument, struct error *error);

/* Writes the text into that file: NULL, or why it could not. */
const char *output_write_text(const char *path, const struct text *text);
/* As output_put(), of a text. */
int output_put_text(const char *path, struct text *text, struct error *error);

/* Tells that the file was written: {"output": `path`} to programs, the sentence to people. */
void output_tell(const struct cli *cli, const char *path, const char *sentence, ...)
	__attribute__((format(printf, 3, 4)));

#endif
