#include "dns.h"

#include <ares.h>
#include <netdb.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <uthash.h>

#include "base/clock.h"
#include "base/language.h"
#include "base/memory.h"
#include "question.h"

/* What was answered before. */
struct memory {
	char *name; /* with the family before it */
	struct dns_addresses found;
	UT_hash_handle hh;
};

struct dns {
	struct plugin_call *call;
	ares_channel channel;
	struct memory *memory;
};

const char *verdict_word(enum verdict verdict)
{
	static const char *const words[] = {"no", "yes", "unknown"};

	return words[verdict];
}

int dns_prepare(struct error *error)
{
	int status = ares_library_init(ARES_LIB_INIT_ALL);

	return status == ARES_SUCCESS
		       ? 0
		       : error_set(error, ERROR_FAILED, "c-ares", "c-ares cannot be used: %s.",
				 ares_strerror(status));
}

/* None when the list has what is no address, which its shape forbids. */
static int parse_servers(struct json_object *texts, struct address list[DNS_ADDRESSES])
{
	size_t count = json_length(texts);

	for (size_t i = 0; i < count && i < DNS_ADDRESSES; i++)
		if (address_parse(&list[i],
			    json_object_get_string(json_object_array_get_idx(texts, i))) < 0)
			return 0;
	return (int)(count < DNS_ADDRESSES ? count : DNS_ADDRESSES);
}

struct dns *dns_open(struct plugin_call *call, struct json_object *servers, struct error *error)
{
	struct address list[DNS_ADDRESSES] = {0};
	struct dns *dns = mem_alloc(sizeof(*dns));
	int status = question_open(&dns->channel, list, parse_servers(servers, list), 0);

	dns->call = call;
	if (status == ARES_SUCCESS)
		return dns;
	error_set(error, ERROR_FAILED, "c-ares", "The DNS servers cannot be used: %s.",
		ares_strerror(status));
	dns_close(dns);
	return NULL;
}

void dns_close(struct dns *dns)
{
	struct memory *memory, *next;

	if (!dns)
		return;
	HASH_ITER (hh, dns->memory, memory, next) {
		HASH_DEL(dns->memory, memory);
		free(memory->name);
		free(memory);
	}
	ares_destroy(dns->channel);
	free(dns);
}

static enum verdict verdict_of(int status)
{
	if (status == ARES_SUCCESS)
		return VERDICT_YES;
	if (status == ARES_ENODATA || status == ARES_ENOTFOUND || status == ARES_EBADNAME)
		return VERDICT_NO;
	return VERDICT_UNKNOWN;
}

static const char *reason_of(int status)
{
	switch (status) {
	case ARES_SUCCESS:
		return NULL;
	case ARES_ENODATA:
		return N_("DNS has no such record.");
	case ARES_ENOTFOUND:
		return N_("DNS has no such name.");
	case ARES_ETIMEOUT:
	case ARES_ECANCELLED:
		return N_("DNS did not answer in time.");
	default:
		return ares_strerror(status);
	}
}

static int take_six(const struct question *question, struct dns_addresses *found)
{
	struct ares_addr6ttl six[DNS_ADDRESSES];
	int count = DNS_ADDRESSES,
	    status = ares_parse_aaaa_reply(question->answer, question->size, NULL, six, &count);

	for (int i = 0; status == ARES_SUCCESS && i < count; i++) {
		struct address *address = &found->list[found->count++];
		*address = (struct address){.family = 6, .prefix = 128};
		memcpy(address->bytes, &six[i].ip6addr, 16);
	}
	return status;
}

static int take_four(const struct question *question, struct dns_addresses *found)
{
	struct ares_addrttl four[DNS_ADDRESSES];
	int count = DNS_ADDRESSES,
	    status = ares_parse_a_reply(question->answer, question->size, NULL, four, &count);

	for (int i = 0; status == ARES_SUCCESS && i < count; i++) {
		struct address *address = &found->list[found->count++];
		*address = (struct address){.family = 4, .prefix = 32};
		memcpy(address->bytes, &four[i].ipaddr, 4);
	}
	return status;
}

void dns_find(struct dns *dns, const char *name, int family, int64_t until,
	struct dns_addresses *found)
{
	struct question question = {
		.name = name, .type = family == 6 ? QUESTION_AAAA : QUESTION_A};
	int64_t begin = clock_monotonic();
	int status = question_ask(dns->channel, dns->call, &question, until);

	*found = (struct dns_addresses){.us = clock_monotonic() - begin};
	if (status == ARES_SUCCESS)
		status = family == 6 ? take_six(&question, found) : take_four(&question, found);
	if (status == ARES_SUCCESS && found->count == 0)
		status = ARES_ENODATA;
	found->verdict = verdict_of(status);
	found->reason = reason_of(status);
	question_clear(&question);
}

/* What there was hardly time to ask for is asked for again. */
static void recall_later(
	struct dns *dns, char *key, const struct dns_addresses *found, int64_t time)
{
	struct memory *memory;

	if (found->verdict == VERDICT_UNKNOWN && time < VERDICT_PATIENCE) {
		free(key);
		return;
	}
	memory = mem_alloc(sizeof(*memory));
	memory->name = key;
	memory->found = *found;
	HASH_ADD_KEYPTR(hh, dns->memory, memory->name, strlen(memory->name), memory);
}

void dns_recall(struct dns *dns, const char *name, int family, int64_t until,
	struct dns_addresses *found)
{
	char *key = mem_format("%d %s", family, name);
	int64_t begin = clock_monotonic();
	struct memory *memory;

	HASH_FIND_STR(dns->memory, key, memory);
	if (memory) {
		*found = memory->found;
		free(key);
		return;
	}
	dns_find(dns, name, family, until, found);
	recall_later(dns, key, found, until - begin);
}

/* Takes the names out of the answer that was read with this status; frees the entry. */
static void take_names(int status, struct hostent *entry, struct dns_names *found)
{
	*found = (struct dns_names){0};
	for (char **at = entry ? entry->h_aliases : NULL; at && *at; at++)
		if (found->count < DNS_NAMES)
			found->list[found->count++] = mem_string(*at);
	if (entry)
		ares_free_hostent(entry);
	if (status == ARES_SUCCESS && found->count == 0)
		status = ARES_ENODATA;
	found->verdict = verdict_of(status);
	found->reason = reason_of(status);
}

void dns_find_servers(struct dns *dns, const char *name, int64_t until, struct dns_names *found)
{
	struct question question = {.name = name, .type = QUESTION_NS};
	int status = question_ask(dns->channel, dns->call, &question, until);
	struct hostent *entry = NULL;

	if (status == ARES_SUCCESS && question_found_alias(&question))
		status = ARES_ENODATA; /* an alias is no zone, whatever its target is */
	if (status == ARES_SUCCESS)
		status = ares_parse_ns_reply(question.answer, question.size, &entry);
	take_names(status, entry, found);
	question_clear(&question);
}

#define REVERSE 80 /* the longest name of an address, with NUL */

/* "1.2.0.192.in-addr.arpa", "1.0. ... .8.b.d.0.1.0.0.2.ip6.arpa". */
static void reverse_name(const struct address *address, char out[REVERSE])
{
	bool four = address->family == 4;
	size_t size = 0;

	for (int i = four ? 3 : 15; i >= 0; i--) {
		unsigned byte = address->bytes[i];

		size += (size_t)(four ? snprintf(out + size, REVERSE - size, "%u.", byte)
				      : snprintf(out + size, REVERSE - size, "%x.%x.",
						byte & 15, byte >> 4));
	}
	snprintf(out + size, REVERSE - size, "%s", four ? "in-addr.arpa" : "ip6.arpa");
}

void dns_find_pointers(
	struct dns *dns, const struct address *address, int64_t until, struct dns_names *found)
{
	char name[REVERSE];
	struct question question = {.name = name, .type = QUESTION_PTR};
	bool four = address->family == 4;
	struct hostent *entry = NULL;
	int status;

	reverse_name(address, name);
	status = question_ask(dns->channel, dns->call, &question, until);
	if (status == ARES_SUCCESS)
		status = ares_parse_ptr_reply(question.answer, question.size, address->bytes,
			four ? 4 : 16, four ? AF_INET : AF_INET6, &entry);
	take_names(status, entry, found);
	question_clear(&question);
}

void dns_clear_names(struct dns_names *names)
{
	for (size_t i = 0; i < names->count; i++)
		free(names->list[i]);
	*names = (struct dns_names){0};
}

/*
 * An answer with authority and a record in it; a server that knows nothing of the zone refers.
 */
static enum verdict judge(const struct question *question, const char **reason)
{
	const unsigned char *head = question->answer;

	*reason = NULL;
	if (question->size < 12 || (head[3] & 0x0f) != 0)
		*reason = N_("It answers with a refusal.");
	else if (!(head[2] & 0x04) || head[6] + head[7] == 0)
		*reason = N_("It answers without authority for the zone.");
	return *reason ? VERDICT_NO : VERDICT_YES;
}

static enum verdict judge_silence(const struct dns *dns, int64_t time, const char **reason)
{
	bool hasty = time < VERDICT_PATIENCE || plugin_cancelled(dns->call);

	*reason = hasty ? N_("There was no time left.") : N_("It does not answer.");
	return hasty ? VERDICT_UNKNOWN : VERDICT_NO;
}

enum verdict dns_serves(struct dns *dns, const struct address *address, const char *zone,
	int64_t until, const char **reason)
{
	struct question question = {.name = zone, .type = QUESTION_SOA};
	ares_channel channel = NULL;
	enum verdict verdict;
	int64_t begin = clock_monotonic();
	int status = question_open(
		&channel, address, 1, ARES_FLAG_NORECURSE | ARES_FLAG_NOCHECKRESP);

	if (status == ARES_SUCCESS)
		status = question_ask(channel, dns->call, &question, until);
	if (question.answer)
		verdict = judge(&question, reason);
	else
		verdict = judge_silence(dns, until - begin, reason);
	question_clear(&question);
	ares_destroy(channel);
	return verdict;
}
