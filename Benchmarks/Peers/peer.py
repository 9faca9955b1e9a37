"""Answers requests for times on standard input, one line each.

A request is `SECONDS SAMPLES WORK...`: the seconds that a sample lasts at least, the number of
samples of which the fastest counts, and the work. The answer is the seconds of one call, or
`unsupported`. The first line that is written names the library, or says why it is absent.
"""

import sys
import time


def elapsed(calls, body):
    start = time.perf_counter()
    for _ in range(calls):
        body()
    return time.perf_counter() - start


def burst(seconds, samples, body):
    calls = max(1, int(seconds / max(elapsed(1, body), 1e-9)))
    return min(elapsed(calls, body) / calls for _ in range(samples))


def serve(name, prepare):
    """Serves until the input ends; `prepare(*work)` returns a function or raises."""
    print("peer", name, flush=True)
    prepared = {}
    for line in sys.stdin:
        seconds, samples, *work = line.split()
        key = tuple(work)
        if key not in prepared:
            try:
                prepared[key] = prepare(*work)
                prepared[key]()
            except Exception:
                prepared[key] = None
        body = prepared[key]
        time_of_call = body and burst(float(seconds), int(samples), body)
        print(time_of_call or "unsupported", flush=True)


def absent(reason):
    print("absent", reason, flush=True)
    sys.exit(0)
