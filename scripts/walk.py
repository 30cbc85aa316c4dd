# SPDX-License-Identifier: MIT
#
# The states in a page of `racelab explore --page`, read once more and by other means than the page's own script,
# so that the one can be held against the other. harness/explore/page/walk.h says how they are written.

import collections

INSIDE, RACE, STUCK, DOOMED = 1, 2, 4, 8

State = collections.namedtuple("State", "memory standings moves wrong end race")


def numbers(text, alphabet):
    """All numbers of a text of digits."""
    value = {digit: i for i, digit in enumerate(alphabet)}
    rest = iter(text)
    for digit in rest:
        first = value[digit]
        more = 0 if first < 60 else 1 if first < 84 else 2 if first < 89 else 4
        number = 0 if more == 4 else first - (0, 60, 84)[more]
        for _ in range(more):
            number = number * 90 + value[next(rest)]
        yield number + {0: 0, 1: 60, 2: 60 + 24 * 90, 4: 60 + 24 * 90 + 5 * 8100}[more]


def signed(number):
    return -(number + 1) // 2 if number % 2 else number // 2


class Walk:
    """A place in it is (state, who is at which position)."""

    def __init__(self, data, told):
        self.data, self.told, self.tasks = data, told, data["tasks"]
        self.places = [place["name"] for place in data["places"]]
        flat = list(numbers(told["memories"], data["digits"]))
        width = max(len(self.places), 1)
        self.memories = [flat[i:i + width] for i in range(0, len(flat), width)]
        self.standings = list(self.read_standings(numbers(told["standings"], data["digits"])))
        self.states = list(self.read_states(numbers(told["graph"], data["digits"])))
        self.start = (0, tuple(told["first"]))

    def read_standings(self, rest):
        for deed in rest:
            buffer = [(next(rest), next(rest)) for _ in range(next(rest))]
            yield self.data["deeds"][deed], buffer

    def read_states(self, rest):
        memory, standings = 0, [0] * self.tasks
        for number in range(self.told["states"]):
            memory += signed(next(rest))
            standings = [standing + signed(next(rest)) for standing in standings]
            head, moves = next(rest), []
            possible, wrong = head % 4 ** self.tasks, head >> 2 * self.tasks
            end = next(rest) if not possible else None
            race = divmod(next(rest), 8) if wrong & RACE else None
            for position in range(self.tasks):
                for flush in (False, True):
                    if possible >> position + flush * self.tasks & 1:
                        to = number + signed(next(rest))
                        several = not flush and len(self.standings[standings[position]][0]["events"]) > 1
                        moves.append((position, flush, to, next(rest) if several else 0))
            yield State(memory, standings, moves, wrong, end, race)

    def moves(self, here):
        """{(task, flush): where it leads}"""
        state, who = here
        led = {}
        for position, flush, to, _ in self.states[state].moves:
            task, others = who[position], [other for other in who if other != who[position]]
            kept = [standing for i, standing in enumerate(self.states[state].standings) if i != position]
            there = self.states[to].standings
            mover = next(i for i in range(self.tasks) if there[:i] + there[i + 1:] == kept)
            led[task, flush] = (to, tuple(others[:mover] + [task] + others[mover:]))
        return led

    def memory(self, here):
        values = self.memories[self.states[here[0]].memory]
        return {place["name"]: place["values"][value] for place, value in zip(self.data["places"], values)}

    def follow(self, moves):
        here = self.start
        for move in moves:
            here = self.moves(here)[move]
        return here

    def end(self, state):
        number = self.states[state].end
        return None if number is None else self.told["ends"][number]

    def way(self, wanted):
        """The shortest way to a state that is wanted, as moves; None: there is none."""
        queue, known = collections.deque([(self.start, ())]), {self.start}
        while queue:
            here, way = queue.popleft()
            if wanted(here[0]):
                moves = []
                while way:
                    move, way = way
                    moves.insert(0, move)
                return moves
            for move, there in self.moves(here).items():
                if there not in known:
                    known.add(there)
                    queue.append((there, (move, way)))
        return None


def parse(text):
    """The moves of a schedule."""
    words = " ".join(text.split("\n")[2:]).split()
    return [(int(word.strip("~")), word[0] == "~") for word in words]


def switches(moves):
    steps = [task for task, flush in moves if not flush]
    return sum(one != other for one, other in zip(steps, steps[1:]))
