"""N:M pruning and masks as one writes them in torch, on one thread."""

import itertools

import peer

try:
    import torch
except ImportError as error:
    peer.absent(error)

torch.set_num_threads(1)


def successive_2_4(blocks):
    """Two draws without replacement by multinomial, values divided by the probability of being
    drawn: unbiased, not of minimum variance."""
    magnitudes = blocks.abs()
    share = magnitudes / magnitudes.sum(1, keepdim=True)
    drawn = torch.multinomial(share, 2)
    odds = share / (1 - share)
    inclusion = share * (1 + odds.sum(1, keepdim=True) - odds)
    mask = torch.zeros_like(blocks).scatter_(1, drawn, 1.0)
    return blocks * mask / inclusion


def one_of_two(blocks):
    """The first element with probability |a| / (|a| + |b|), else the second."""
    magnitudes = blocks.abs()
    total = magnitudes.sum(1)
    first = torch.rand_like(total) * total < magnitudes[:, 0]
    kept = torch.stack([first, ~first], 1)
    return torch.where(kept, total.unsqueeze(1).copysign(blocks), 0.0)


def magnitude(blocks, keep):
    largest = blocks.abs().topk(keep, 1).indices
    return blocks * torch.zeros_like(blocks).scatter_(1, largest, 1.0)


def patterns_2_4():
    """The 90 masks of a 4x4 tile with two in every row and column."""
    rows = [row for row in itertools.product((1.0, 0.0), repeat=4) if sum(row) == 2]
    tiles = (torch.tensor(tile) for tile in itertools.product(rows, repeat=4))
    return torch.stack([tile.flatten() for tile in tiles if (tile.sum(0) == 2).all()])


def transposable_2_4(matrix, patterns):
    rows, columns = matrix.shape
    tiles = matrix.abs().view(rows // 4, 4, columns // 4, 4).permute(0, 2, 1, 3).reshape(-1, 16)
    best = (tiles @ patterns.T).argmax(1)
    masks = patterns[best].view(rows // 4, columns // 4, 4, 4).permute(0, 2, 1, 3)
    return matrix * masks.reshape(rows, columns)


def prepare(kind, *arguments):
    if kind == "transposable":
        assert arguments[0] == "2:4"
        side = int(arguments[1])
        matrix, patterns = torch.randn(side, side), patterns_2_4()
        return lambda: transposable_2_4(matrix, patterns)
    pattern, count = arguments
    keep, of = (int(part) for part in pattern.split(":"))
    blocks = torch.randn(int(count) // of, of)
    if kind == "magnitude":
        return lambda: magnitude(blocks, keep)
    return {
        ("unbiased", "2:4"): lambda: successive_2_4(blocks),
        ("unbiased", "1:2"): lambda: one_of_two(blocks),
    }[kind, pattern]


peer.serve(f"torch {torch.__version__}", prepare)
