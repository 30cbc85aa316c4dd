# make try: how far are you? It needs racelab alone, and a C compiler. If racelab is not in PATH:
# make try RACELAB=/path/to/racelab

RACELAB ?= racelab
CC      ?= cc
CFLAGS  ?= -std=gnu11 -O2 -Wall -Wextra

try: ## grade it, and say what is wrong
	$(RACELAB) grade $(EXERCISE).c --exercise $(EXERCISE)

$(EXERCISE).o: $(EXERCISE).c $(EXERCISE).h ## only compile it, with warnings
	$(CC) $(CFLAGS) -pthread -c -o $@ $<

clean:
	rm -f $(EXERCISE).o

.PHONY: try clean
.DEFAULT_GOAL := $(EXERCISE).o
