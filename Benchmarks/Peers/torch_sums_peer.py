"""Matrix products in a narrow accumulator as one writes them in torch, on one thread.

Every step is a few operations on the whole matrix of sums in float32: exact where float32 is, which
for 10 significand bits, or without a smallest magnitude, it is not always.
"""

import peer

try:
    import torch
except ImportError as error:
    peer.absent(error)

torch.set_num_threads(1)


def quantiser(significand_bits, exponent_bits, bias, flushes):
    keep = ~((1 << (23 - significand_bits)) - 1)
    largest = 2.0 ** (2**exponent_bits - bias - 1) * (2 - 2.0**-significand_bits)
    smallest = 2.0**-bias

    def quantise(values):
        kept = (values.view(torch.int32) & keep).view(torch.float32).clamp(-largest, largest)
        return torch.where(kept.abs() < smallest, 0.0, kept) if flushes else kept

    return quantise


def product(x, w, chunk, of_products, of_sums):
    total = torch.zeros(x.shape[0], w.shape[0])
    for first in range(0, x.shape[1], chunk):
        partial = torch.zeros_like(total)
        for k in range(first, first + chunk):
            partial = of_sums(partial + of_products(x[:, k, None] * w[None, :, k]))
        total = of_sums(total + partial)
    return total


def prepare(kind, side, chunk, significand_bits, exponent_bits, product_bias, sum_bias, flushes):
    side, chunk, bits, exponents = int(side), int(chunk), int(significand_bits), int(exponent_bits)
    x, w = torch.randn(side, side), torch.randn(side, side)
    of_products = quantiser(bits, exponents, int(product_bias), flushes == "flush")
    of_sums = quantiser(bits, exponents, int(sum_bias), flushes == "flush")
    return lambda: product(x, w, chunk, of_products, of_sums)


peer.serve(f"torch {torch.__version__}", prepare)
