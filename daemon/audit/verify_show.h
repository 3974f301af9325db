/*
 * Verifying a published log and saying what was found, for the two programs that do.
 */
#ifndef AUDIT_VERIFY_SHOW_H
#define AUDIT_VERIFY_SHOW_H

#include <stdbool.h>

struct verify_options {
	const char *folder;
	const char *against; /* file with a checkpoint that was kept elsewhere, or NULL */
	const char *key;     /* verifier key or a file with it, kept elsewhere; or NULL */
	bool json;
};

/* Verifies and prints. Returns 0 when the log is sound, else 1. */
int verify_and_show(const struct verify_options *options);

#endif
