#!/usr/bin/env python3
"""Writes dialect-corners.txt: what named libraries make of binary32 at the corners of formats.

Each line is the library's own answer, obtained by running it: dialect, target format, the binary32
code, the result code. Needs numpy, ml_dtypes 0.6.0, torch 2.13.0 and onnx 1.23.2.

    python3 make_dialect_corners.py > dialect-corners.txt
"""
import sys

import ml_dtypes
import numpy as np
import onnx
import torch
from onnx import TensorProto, helper
from onnx.reference import ReferenceEvaluator

FORMATS = {
    "float8_e5m2": ml_dtypes.float8_e5m2, "float8_e4m3": ml_dtypes.float8_e4m3,
    "float8_e3m4": ml_dtypes.float8_e3m4, "float8_e4m3fn": ml_dtypes.float8_e4m3fn,
    "float8_e4m3fnuz": ml_dtypes.float8_e4m3fnuz, "float8_e5m2fnuz": ml_dtypes.float8_e5m2fnuz,
    "float8_e4m3b11fnuz": ml_dtypes.float8_e4m3b11fnuz,
    "float8_e8m0fnu": ml_dtypes.float8_e8m0fnu, "float6_e2m3fn": ml_dtypes.float6_e2m3fn,
    "float6_e3m2fn": ml_dtypes.float6_e3m2fn, "float4_e2m1fn": ml_dtypes.float4_e2m1fn,
    "bfloat16": ml_dtypes.bfloat16,
}


def codes(array):
    return array.view(np.uint8 if array.dtype.itemsize == 1 else np.uint16)


def corners(dtype):
    """binary32 codes: values at the ends and around 1, the ties above them, both neighbours."""
    size = np.dtype(dtype).itemsize
    every = np.arange(256 if size == 1 else 65536, dtype=np.uint8 if size == 1 else np.uint16)
    values = np.unique(np.abs(every.view(dtype).astype(np.float64)))
    values = values[np.isfinite(values)]
    some = list(values[:3]) + list(values[-3:])
    ones = np.searchsorted(values, 1.0)
    some += list(values[ones - 1:ones + 2])
    above = {a: b for a, b in zip(values, values[1:])}
    above[values[-1]] = 2 * values[-1] - values[-2]
    points = set()
    for value in some:
        tie = (value + above[value]) / 2
        for point in (value, tie, above[value]):
            with np.errstate(over="ignore", under="ignore"):
                bits = int(np.float32(point).view(np.uint32))
            points.update(b for b in (bits - 1, bits, bits + 1) if 0 <= b <= 0x7F7FFFFF)
    points.update([0, 1, 0x00800000, 0x3F800000, 0x7F7FFFFF, 0x7F800000])
    both = sorted(points) + sorted(p | 0x80000000 for p in points)
    return np.array(both + [0x7FC00000, 0xFFC00000], dtype=np.uint32)


def emit(dialect, name, source, result, skip_nan_operands=False):
    for operand, code in zip(source.tolist(), result.tolist()):
        if skip_nan_operands and operand & 0x7FFFFFFF > 0x7F800000:
            continue
        width = 2 if result.dtype == np.uint8 else 4
        print(f"{dialect} {name} {operand:08X} {code:0{width}X}")


def by_onnx(source, enum, saturate, dtype):
    node = helper.make_node("Cast", ["x"], ["y"], to=enum, saturate=saturate)
    graph = helper.make_graph(
        [node], "g", [helper.make_tensor_value_info("x", TensorProto.FLOAT, [None])],
        [helper.make_tensor_value_info("y", enum, [None])])
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 25)])
    return codes(ReferenceEvaluator(model).run(None, {"x": source.view(np.float32)})[0].astype(
        dtype, copy=False))


def main():
    print("# What libraries answer at the corners; written by make_dialect_corners.py, which ran")
    print(f"# ml_dtypes {ml_dtypes.__version__}, torch {torch.__version__}, onnx {onnx.__version__}.")
    print("# dialect, target format, binary32 code, result code.")
    np.seterr(all="ignore")
    for name, dtype in FORMATS.items():
        source = corners(dtype)
        emit("ml_dtypes-0.6", name, source, codes(source.view(np.float32).astype(dtype)))
    for name in ("float8_e5m2", "float8_e4m3fn", "float8_e4m3fnuz", "float8_e5m2fnuz",
                 "float8_e8m0fnu", "bfloat16"):
        source = corners(FORMATS[name])
        result = torch.from_numpy(source.view(np.float32).copy()).to(getattr(torch, name))
        bits = result.view(torch.uint8 if result.element_size() == 1 else torch.int16).numpy()
        # torch's NaN bits vary with the path that is taken; the dialect's note says so.
        emit("torch-2.13", name, source, codes(bits), skip_nan_operands=True)
    enums = {
        "float8_e4m3fn": TensorProto.FLOAT8E4M3FN, "float8_e5m2": TensorProto.FLOAT8E5M2,
        "float8_e4m3fnuz": TensorProto.FLOAT8E4M3FNUZ,
        "float8_e5m2fnuz": TensorProto.FLOAT8E5M2FNUZ,
        "float4_e2m1fn": TensorProto.FLOAT4E2M1,
    }
    for name, enum in enums.items():
        source = corners(FORMATS[name])
        for saturate, dialect in ((1, "onnx-saturate"), (0, "onnx-nonsaturate")):
            emit(dialect, name, source, by_onnx(source, enum, saturate, FORMATS[name]))


if __name__ == "__main__":
    sys.exit(main())
