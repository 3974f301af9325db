/*
 * What a target demands of the code under test; a broken promise ends the process as a crash
 * does.
 */
#ifndef FUZZ_PROMISE_H
#define FUZZ_PROMISE_H

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/text.h"

#define promise(condition)                                                                     \
	do {                                                                                   \
		if (!(condition)) {                                                            \
			fprintf(stderr, "%s:%d: broken: %s\n", __FILE__, __LINE__,             \
				#condition);                                                   \
			abort();                                                               \
		}                                                                              \
	} while (0)

/* An error about an input has a kind, a place and a readable sentence. */
static inline void promise_error(const struct error *error)
{
	promise(error->code == ERROR_INPUT);
	promise(error->line >= 1 && error->column >= 1);
	promise(error->text[0] != '\0');
	promise(text_utf8_error(error->text, strlen(error->text)) < 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#endif
