/*
 * Does once, in the process that workers are forked from, what OpenSSL does at the first use of
 * each algorithm: it looks through all that its providers have, which costs more than a login.
 * The keys here are constants; nothing random is drawn, so that no two workers share any. From
 * here on the library takes its random bytes from the kernel.
 */
#ifndef SSH_WARM_H
#define SSH_WARM_H

void warm_library(void);

#endif
