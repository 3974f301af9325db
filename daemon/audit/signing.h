/* banyund's side of the conversation with the signer (audit/signer.h). Its calls block. */
#ifndef AUDIT_SIGNING_H
#define AUDIT_SIGNING_H

#include "audit/log.h"
#include "audit/note.h"
#include "audit/tree.h"
#include "base/text.h"
#include "core/helper.h"

/* Zero-initialised is a signer that is down. */
struct signing {
	struct helper helper;
	struct note_key key;
	uint64_t size; /* what it has signed */
	uint8_t root[TREE_HASH];
	struct text note; /* the last that it signed; empty when none */
};

/* Starts it and learns how far it is. ERROR_UNREACHABLE when it is down; it is then ended. */
int signing_start(
	struct signing *signing, const struct audit_settings *settings, struct error *error);

/*
 * Has the log continued by `leaves` (`count` hashes, any number). ERROR_UNREACHABLE when the
 * signer is down, ERROR_REFUSED when it refuses.
 */
int signing_extend(
	struct signing *signing, const uint8_t *leaves, size_t count, struct error *error);

/* Whether the signer still is there and where it was. ERROR_UNREACHABLE when not. */
int signing_check(struct signing *signing, struct error *error);

void signing_end(struct signing *signing);

#endif
