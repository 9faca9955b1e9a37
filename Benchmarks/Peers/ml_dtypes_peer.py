"""numpy with the types of ml_dtypes, into arrays allocated beforehand."""

import peer

try:
    import ml_dtypes
    import numpy
except ImportError as error:
    peer.absent(error)


def dtype(name):
    return numpy.dtype(getattr(ml_dtypes, name, None) or name)


def prepare(kind, *arguments):
    *formats, count = arguments
    types = [dtype(name) for name in formats]
    values = numpy.random.default_rng(1).standard_normal(int(count)).astype(types[0])
    result = numpy.empty(int(count), dtype=types[-1])
    if kind == "cast":
        return lambda: numpy.copyto(result, values, casting="unsafe")
    return lambda: numpy.add(values, values, out=result)


peer.serve(f"ml_dtypes {ml_dtypes.__version__}", prepare)
