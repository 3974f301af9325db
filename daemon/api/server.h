/*
 * The API's server: HTTP and JSON over a Unix socket. Who asks is the peer's uid, never what a
 * client says. Each request passes, in this order: limits of size and time, the Host header,
 * the route, the person's roles, the shape of the query, the body's strict parse and shape
 * (api/admission.c). Errors are problem+json (RFC 9457).
 */
#ifndef API_SERVER_H
#define API_SERVER_H

struct api;
struct error;
struct server;

/* Listens on the configuration's socket (mode 0666: the uid decides). */
int server_new(struct server **server, struct api *api, struct error *error);
void server_free(struct server *server);

#endif
