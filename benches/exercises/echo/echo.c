// A server that sends back what it is sent, and is held up by nobody.
//
// As it stands, it takes nobody in, until it is told to stop. `make try` says what comes of that.

#include "echo.h"

#include <unistd.h>

void echo_serve(int listener, const unsigned *stop)
{
	(void)listener;
	while (!__atomic_load_n(stop, __ATOMIC_RELAXED))
		usleep(1000);
}
