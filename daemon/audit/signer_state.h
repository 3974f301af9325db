/* What the signer keeps on the disk: its key and how far it signed. For signer.c alone. */
#ifndef AUDIT_SIGNER_STATE_H
#define AUDIT_SIGNER_STATE_H

#include "audit/signer.h"

/*
 * Makes frontier and note durable: they are on the disk when it returns 0; when it returns -1,
 * the disk holds either the state before or this one.
 */
int signer_state_write(const char *folder, const struct tree_frontier *frontier,
	const struct text *note, struct error *error);

#endif
