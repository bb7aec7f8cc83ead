// epoll is not part of the Glibc module.
#include <sys/epoll.h>
