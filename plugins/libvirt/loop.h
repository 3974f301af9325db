/*
 * An event loop for libvirt's client, on epoll. The client says with each request that it reads
 * the connection itself, and afterwards that the loop shall again: libvirt's own loop is woken
 * each time, from its sleep to another sleep, which costs more than the request. This one is
 * woken only for what is new.
 */
#ifndef LIBVIRT_LOOP_H
#define LIBVIRT_LOOP_H

/*
 * Registers it with libvirt, for good: after virInitialize(), before any connection and any
 * thread. -1 when there is no descriptor for it.
 */
int loop_register(void);

/* One round: sleeps until something happens, and tells libvirt. By one thread only. */
void loop_round(void);

#endif
