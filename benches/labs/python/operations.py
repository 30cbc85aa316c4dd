# SPDX-License-Identifier: MIT
#
# Which of Python's operations are atomic: what is documented of each, whether two threads that race
# for it get a wrong result, and whether they would if they were switched within.
#
# Atomic means: what comes out is what one thread after the other could have got. So that is how an
# operation is judged when a switch is injected: at each boundary between two of its bytecodes, one
# after the other, another thread does all of its own part; what comes out is torn unless one of the
# two orders gives the same. All boundaries are tried, so "never torn" is a proof for these values;
# what is inside of one bytecode is C, and an interpreter lock lets nobody in there.
#
# Run as: python -I -c THIS nanoseconds, for all of them together. Writes a line for each, with tabs
# in between: operation, lecture, documentation, source, tries, wrong, boundaries, torn; the last
# two are empty where an interpreter cannot be stopped at its bytecodes (before 3.7, not CPython).

import os
import sys
import threading
import time

# Where it is documented. The lecture's list is the FAQ's: "What kinds of global value mutation are
# thread-safe?" (Doc/faq/library.rst), with an interpreter lock. Without one, what
# Doc/library/threadsafety.rst says holds, since 3.14.
LIST, DICT, FAQ = 'threadsafety.rst, list', 'threadsafety.rst, dict', 'faq/library.rst'
SAYS_NOTHING = 'not named'

SETUP = 'x = y = p = q = None; i = j = wa = wb = 0; ra, rb = [], []'


class Operation:
    """An operation, and who races for it.

    Two threads do it N times each: the statement `a` with n = 0, 1, ..., and `b`, which is the same
    operation, or one that would see it unfinished. `before` and `after` are what each does outside
    of it, `wrong` is how often it was not atomic, `look` all that can be seen of it afterwards.
    """

    def __init__(self, text, lecture, documentation, source, setup, a, b, look, wrong, **more):
        self.text, self.told = text, (lecture, documentation, source)
        self.setup, self.look, self.wrong = setup, look, wrong
        self.a, self.b = a, b
        self.before, self.after = more.get('before', 'pass'), more.get('after', 'pass')
        self.after_b = more.get('after_b', 'pass')

    def fresh(self, n):
        """The variables that it works on, and in them its functions once_a, all_a, ..."""
        space = {'N': n, 'stale': stale}
        exec(SETUP + '\n' + self.setup, space)
        names = ', '.join(name for name in space if name.isidentifier() and name != '__builtins__')
        for who, statement, before, after in (('a', self.a, self.before, self.after),
                                              ('b', self.b, 'pass', self.after_b)):
            exec('def once_%s(n=0):\n global %s\n %s\n %s\n return'
                 % (who, names, before, statement), space)
            exec('def all_%s():\n global %s\n for n in range(N):\n  %s\n  %s\n  %s'
                 % (who, names, before, statement, after), space)
        return space


def stale(l):
    """How often what was appended as a copy of the last was not: the others append 1, 2, 3, ..."""
    top = wrong = 0
    for last, value in zip(l, l[1:]):
        if value == top + 1:
            top = value
        else:
            wrong += value != last
    return wrong


OPERATIONS = (
    Operation('L.append(x)', 'atomic', 'atomic', LIST,
              'L = []', 'L.append(n)', 'L.append(~n)', 'L', '2 * N - len(set(L))'),
    Operation('L1.extend(L2)', 'atomic', 'safe', LIST,
              'L1, L2, L3 = [], [1] * 3, [2] * 3', 'L1.extend(L2)', 'L1.extend(L3)', 'L1',
              'sum(len(set(L1[k:k + 3])) != 1 for k in range(0, 6 * N, 3))'),
    Operation('x = L[i]', 'atomic', 'atomic', LIST,
              'L = [0]', 'x = L[i]', 'L[i] = n', '(x, L)', 'wa', after='wa += not 0 <= x < N'),
    Operation('x = L.pop()', 'atomic', 'atomic', LIST,
              'L = list(range(2 * N))', 'x = L.pop()', 'y = L.pop()', '(x, y, L)',
              '2 * N - len(set(ra + rb))', after='ra.append(x)', after_b='rb.append(y)'),
    Operation('L1[i:j] = L2', 'atomic', 'safe', LIST,
              'L1, L2, L3, j = [0] * 3, [1] * 3, [2] * 3, 3', 'L1[i:j] = L2',
              'y = L1.copy(); L1[i:j] = L3', '(y, L1)', 'wb', after_b='wb += len(set(y)) != 1'),
    Operation('L.sort()', 'atomic', 'not atomic', LIST,
              'L = list(range(50))', 'L.sort()', 'y = len(L)', '(y, L)', 'wb',
              before='L.reverse()', after_b='wb += y != 50'),
    Operation('x = y', 'atomic', SAYS_NOTHING, FAQ,
              'y, q = 1, 2', 'x = y', 'x = q', 'x', 'wa', after='wa += not 1 <= x <= 2'),
    Operation('x.field = y', 'atomic', SAYS_NOTHING, FAQ,
              'x = type("Box", (), {})(); x.field, y, q = 1, 1, 2', 'x.field = y', 'x.field = q',
              'x.field', 'wa', after='wa += not 1 <= x.field <= 2'),
    Operation('D[x] = y', 'atomic', 'safe', DICT,
              'D = {}', 'D[n] = n', 'D[~n] = n', 'D',
              '2 * N - sum(v in (k, ~k) for k, v in D.items())'),
    Operation('D1.update(D2)', 'atomic', 'safe', DICT,
              'D1, D2, D3 = [dict.fromkeys("abc", v) for v in range(3)]', 'D1.update(D2)',
              'y = D1.copy(); D1.update(D3)', '(y, D1)', 'wb',
              after_b='wb += len(set(y.values())) != 1'),
    Operation('D.keys()', 'atomic', 'safe', DICT,
              'D = {}', 'x = D.keys()', 'D[n] = n', '(list(x), D)', 'wa + (list(x) != list(D))',
              after='wa += len(x) > N'),
    Operation('i = i + 1', 'not', SAYS_NOTHING, FAQ,
              'i = 0', 'i = i + 1', 'i = i + 1', 'i', '2 * N - i'),
    Operation('L.append(L[-1])', 'not', 'not atomic', LIST,
              'L = [0]', 'L.append(L[-1])', 'L.append(n + 1)', 'L', 'stale(L)'),
    Operation('L[i] = L[j]', 'not', 'not atomic', LIST,
              'L, j = [0, 0], 1', 'L[i] = L[j]', 'y = L.copy(); L[:] = [n + 1, n + 1]', '(y, L)',
              'wb', after_b='wb += y[0] != y[1]'),
    Operation('D[x] = D[x] + 1', 'not', 'not atomic', DICT,
              'D = {0: 0}', 'D[0] = D[0] + 1', 'D[0] = D[0] + 1', 'D', '2 * N - D[0]'),
    Operation('if x not in D: D[x] = y', '', 'not atomic', DICT,
              'D = {}', 'if n not in D: D[n] = 1; wa += 1', 'if n not in D: D[n] = 2; wb += 1',
              '(D, wa, wb)', 'wa + wb - N'),
    Operation('D.setdefault(x, y)', '', 'safe', DICT,
              'D = {}', 'p = D.setdefault(n, 1)', 'q = D.setdefault(n, 2)', '(p, q, D)',
              'sum(one != other for one, other in zip(ra, rb))',
              after='ra.append(p)', after_b='rb.append(q)'),
)


# --- Switched within -----------------------------------------------------------------------------

def in_thread(work):
    """Does it in another thread, to its end; whether it ended well."""
    done = []
    thread = threading.Thread(target=lambda: done.append(work()))
    thread.start()
    thread.join()
    return bool(done)


def outcome(operation, order):
    space = operation.fresh(1)
    for who in order:
        space['once_' + who]()
    return eval('repr(%s)' % operation.look, space)


def switched(operation, at):
    """What comes out if the other thread has its turn there, and how many bytecodes began."""
    space = operation.fresh(1)
    code = space['once_a'].__code__
    met = []

    def trace(frame, event, _):
        if frame.f_code is not code:
            return None
        frame.f_trace_opcodes = True
        # The fourth line of once_a is the operation.
        if event == 'opcode' and frame.f_lineno == code.co_firstlineno + 3:
            if len(met) == at and not in_thread(space['once_b']):
                raise RuntimeError
            met.append(frame.f_lasti)
        return trace

    sys.settrace(trace)
    try:
        space['once_a']()
    finally:
        sys.settrace(None)
    return eval('repr(%s)' % operation.look, space), len(met)


def torn(operation):
    """At how many boundaries between bytecodes there are, and how many of them tear it."""
    serial = outcome(operation, 'ab'), outcome(operation, 'ba')
    nr_bytecodes, nr_torn = switched(operation, -1)[1], 0
    for at in range(1, nr_bytecodes):
        try:
            nr_torn += switched(operation, at)[0] not in serial
        except Exception: # where one after the other has none
            nr_torn += 1
    return nr_bytecodes - 1, nr_torn


# --- Raced for -----------------------------------------------------------------------------------

PUS = sorted(os.sched_getaffinity(0))


def pin(pu):
    """Puts this thread there; without leave to, it races wherever it is."""
    try:
        os.sched_setaffinity(0, {pu})
    except OSError:
        pass


def race(operation, n):
    """How often it was not atomic when both did it n times, and how many ns that took."""
    space = operation.fresh(n)
    ready = []

    def work(who, pu):
        pin(pu) # two on one PU would only take turns
        ready.append(who)
        while len(ready) < 2: # one that slept would start much later, one that spun would keep the
            time.sleep(0)     # other from starting at all where others want the PUs, too
        space[who]()

    crowd = [threading.Thread(target=work, args=args)
             for args in (('all_a', PUS[0]), ('all_b', PUS[-1]))]
    begin = time.perf_counter()
    for thread in crowd:
        thread.start()
    for thread in crowd:
        thread.join()
    ns = 1e9 * (time.perf_counter() - begin)
    return eval(operation.wrong, space), ns


def measure(operation, most_ns):
    """Tries and wrong ones until so long has passed; rounds grow to a quarter of it."""
    n, tries, wrong = 500, 0, 0
    end = time.perf_counter() + most_ns / 1e9
    while tries == 0 or time.perf_counter() < end:
        more, ns = race(operation, n)
        tries, wrong = tries + 2 * n, wrong + more
        if ns < most_ns / 8 and n < 50000:
            n *= 2
    return tries, wrong


def main(most_ns):
    sys.setswitchinterval(1e-6)
    try:
        switched(OPERATIONS[0], -1) # 3.12 begins to tell of bytecodes only after it was asked once
    except AttributeError:
        pass
    for operation in OPERATIONS:
        tries, wrong = measure(operation, most_ns / len(OPERATIONS))
        try:
            boundaries, nr_torn = torn(operation)
        except AttributeError:
            boundaries = 0
        how = (boundaries, nr_torn) if boundaries > 0 else ('', '')
        print(*((operation.text,) + operation.told + (tries, wrong) + how), sep='\t', flush=True)


main(int(sys.argv[1]))
