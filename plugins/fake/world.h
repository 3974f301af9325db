/*
 * The file that a world lies in: one JSON object a line, of which only servers and virtual
 * machines can be asked; see banyun-plugin-fake(8).
 */
#ifndef FAKE_WORLD_H
#define FAKE_WORLD_H

struct error;
struct json_object;

/* Called with each server or machine, whose shape was checked; borrowed. -1 stops. */
typedef int world_thing(void *argument, struct json_object *thing, struct error *error);

/*
 * Reads the world in the order of its lines, a line at a time. ERROR_INPUT names file and line.
 */
int world_read(const char *path, world_thing *each, void *argument, struct error *error);

/* Whether the file can be read at all. */
int world_check(const char *path, struct error *error);

#endif
