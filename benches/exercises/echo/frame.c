// SPDX-License-Identifier: MIT

// A server alone: what it is worth its clients see (harness/grade/race/serve.c). There is no room,
// and nothing to be explored or raced.

#include "benches/exercises/frame.h"
#include "benches/exercises/echo/echo.h"

void frame_serve(int listener, const unsigned *stop)
{
	echo_serve(listener, stop);
}
