#!/usr/bin/env python3
"""Trains the digits network and writes its weights and its test images.

    python3 -m pip install numpy scikit-learn torch
    python3 Examples/digits/train.py --out Examples/digits

A perceptron 64-48-32-10 with ReLU on the 8 x 8 images of handwritten digits that scikit-learn
ships. One thread, one seed, deterministic algorithms: the same versions on the same kind of
processor write the same bytes. The weights are rounded to bfloat16 values that are multiples of
2^-14, so that exact sums stay short; the accuracy that is printed is that of the rounded weights.
"""

import argparse
import hashlib
import json
import pathlib

import numpy
import sklearn
import torch
from sklearn.datasets import load_digits

GRID = 2.0**-14


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Train the digits network.")
    parser.add_argument("--out", type=pathlib.Path, default=pathlib.Path(__file__).parent,
                        help="the folder for digits.safetensors and test.safetensors")
    parser.add_argument("--seed", type=int, default=1, help="of the split, the start and the batches")
    parser.add_argument("--epochs", type=int, default=200)
    parser.add_argument("--batch", type=int, default=64)
    parser.add_argument("--rate", type=float, default=0.003, help="learning rate at the start")
    parser.add_argument("--decay", type=float, default=1e-3, help="weight decay")
    parser.add_argument("--widths", type=int, nargs="*", default=[48, 32], help="hidden widths")
    parser.add_argument("--test", type=int, default=360, help="images kept for testing")
    return parser.parse_args()


def rounded(tensor: torch.Tensor) -> torch.Tensor:
    """The nearest multiples of the grid, then the nearest bfloat16 values."""
    return (torch.round(tensor / GRID) * GRID).to(torch.bfloat16)


def save(path: pathlib.Path, tensors: dict[str, torch.Tensor], notes: dict[str, str]) -> None:
    """Writes a safetensors file whose bytes depend on nothing but its content."""
    header, data = {"__metadata__": notes}, b""
    for name, tensor in tensors.items():
        raw = tensor.contiguous().view(torch.uint8).numpy().tobytes()
        kind = {torch.bfloat16: "BF16", torch.uint8: "U8"}[tensor.dtype]
        header[name] = {"dtype": kind, "shape": list(tensor.shape),
                        "data_offsets": [len(data), len(data) + len(raw)]}
        data += raw
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    path.write_bytes(len(text).to_bytes(8, "little") + text + data)


def main() -> None:
    chosen = arguments()
    torch.manual_seed(chosen.seed)
    torch.set_num_threads(1)
    torch.use_deterministic_algorithms(True)

    digits = load_digits()
    order = numpy.random.Generator(numpy.random.PCG64(chosen.seed)).permutation(len(digits.target))
    test, train = order[: chosen.test], order[chosen.test :]
    images = torch.tensor(digits.data, dtype=torch.float32) / 16
    labels = torch.tensor(digits.target, dtype=torch.int64)

    widths = [64, *chosen.widths, 10]
    layers = []
    for inputs, outputs in zip(widths, widths[1:]):
        layers += [torch.nn.Linear(inputs, outputs), torch.nn.ReLU()]
    model = torch.nn.Sequential(*layers[:-1])
    optimizer = torch.optim.AdamW(model.parameters(), lr=chosen.rate, weight_decay=chosen.decay)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, chosen.epochs)
    batches = torch.Generator().manual_seed(chosen.seed)
    for _ in range(chosen.epochs):
        shuffled = torch.tensor(train)[torch.randperm(len(train), generator=batches)]
        for batch in shuffled.split(chosen.batch):
            optimizer.zero_grad()
            torch.nn.functional.cross_entropy(model(images[batch]), labels[batch]).backward()
            optimizer.step()
        schedule.step()

    tensors = {}
    with torch.no_grad():
        for number, layer in enumerate(model[::2], start=1):
            for name in ("weight", "bias"):
                tensors[f"layer{number}.{name}"] = rounded(getattr(layer, name))
                getattr(layer, name).copy_(tensors[f"layer{number}.{name}"].float())
        right = {
            name: int((model(images[part]).argmax(1) == labels[part]).sum())
            for name, part in (("training", train), ("test", test))
        }
    accuracy = f"{right['test']} of {len(test)} test images"
    chosen.out.mkdir(parents=True, exist_ok=True)
    save(chosen.out / "digits.safetensors", tensors, {
        "network": "-".join(map(str, widths)) + " ReLU, inputs divided by 16",
        "accuracy": accuracy, "seed": str(chosen.seed)})
    save(chosen.out / "test.safetensors", {
        "images": torch.tensor(digits.data[test], dtype=torch.uint8),
        "labels": torch.tensor(digits.target[test], dtype=torch.uint8),
    }, {
        "source": "Optical Recognition of Handwritten Digits, E. Alpaydin, C. Kaynak (1998), UCI "
                  "Machine Learning Repository, doi:10.24432/C50P49",
        "licence": "CC BY 4.0"})
    print(f"numpy {numpy.__version__}, scikit-learn {sklearn.__version__}, torch {torch.__version__}")
    print(f"right: {right['training']} of {len(train)} training images, {accuracy}")
    for name in ("digits.safetensors", "test.safetensors"):
        data = (chosen.out / name).read_bytes()
        print(f"{name}: {len(data)} bytes, SHA-256 {hashlib.sha256(data).hexdigest()}")


if __name__ == "__main__":
    main()
