/*
 * A playbook: which steps stand before and after the mover, and which clean-up an approval
 * allows.
 */
#ifndef MODEL_PLAYBOOK_H
#define MODEL_PLAYBOOK_H

#include "base/shape.h"

extern const struct shape_field playbook_fields[];

#endif
