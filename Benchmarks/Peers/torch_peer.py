"""torch on one thread, into tensors allocated beforehand."""

import peer

try:
    import torch
except ImportError as error:
    peer.absent(error)

torch.set_num_threads(1)


def prepare(kind, *arguments):
    *formats, count = arguments
    types = [getattr(torch, name) for name in formats]
    values = torch.randn(int(count), dtype=torch.float32).to(types[0])
    result = torch.empty(int(count), dtype=types[-1])
    if kind == "cast":
        return lambda: result.copy_(values)
    return lambda: torch.add(values, values, out=result)


peer.serve(f"torch {torch.__version__}", prepare)
