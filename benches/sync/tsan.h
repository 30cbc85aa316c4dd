// SPDX-License-Identifier: MIT

// For a lock that is made where ThreadSanitizer cannot look, in the kernel or inside the C library:
// says what such a lock promises, that who gets it sees what was written by who let go of it.
// Should it let two tasks in at a time, a race is still reported. Without ThreadSanitizer these say
// nothing; nor where its instrumentation is racelab explore's, which knows such a lock or refuses
// it.

#ifndef RACELAB_TSAN_H
#define RACELAB_TSAN_H

#ifndef RACELAB_EXPLORE
#if defined(__has_feature)
#if __has_feature(thread_sanitizer)
#define RACELAB_TSAN 1
#endif
#endif
#ifdef __SANITIZE_THREAD__
#define RACELAB_TSAN 1
#endif
#endif

#ifdef RACELAB_TSAN
#include <sanitizer/tsan_interface.h>
#define tsan_acquired(lock)  __tsan_acquire(lock)
#define tsan_releasing(lock) __tsan_release(lock)
#else
#define tsan_acquired(lock)  ((void)(lock))
#define tsan_releasing(lock) ((void)(lock))
#endif

#endif
