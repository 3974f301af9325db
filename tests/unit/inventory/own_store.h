/*
 * A real store in a folder of its own, for one test program.
 */
#ifndef UNIT_INVENTORY_OWN_STORE_H
#define UNIT_INVENTORY_OWN_STORE_H

struct loop;
struct store;

struct own_store {
	char above[64],
		folder[80]; /* the state lies in `folder`, which is all that `above` has */
	struct loop *loop;
	struct store *store;
};

/* Makes the folder and opens the store; the test fails when it cannot. */
void own_store_open(struct own_store *own);

/* Closes it and takes the folder away. */
void own_store_close(struct own_store *own);

#endif
