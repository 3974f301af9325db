/*
 * What banyund consists of below its stages: the parts that every stage is given. Made once at
 * start.
 */
#ifndef CORE_CONTEXT_H
#define CORE_CONTEXT_H

struct config;
struct host_keep;
struct loop;
struct plugins;
struct store;

struct context {
	struct loop *loop;
	const struct config *config;
	struct store *store;
	struct plugins *plugins;
	struct host_keep *keep; /* logins that stay; NULL: none does */
};

#endif
