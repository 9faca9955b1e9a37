"""Calls a shared library by assay_device.h from Python, as Assay does, without Assay.

    python3 check_header.py ./libe4m3.so

It asks for a conversion of binary32 to float8_e4m3fn and prints what comes back: the quickest way
to see whether a library is called as it expects, in a process that a debugger can be attached to.
"""

import ctypes
import struct
import sys


class Run(ctypes.Structure):
    _fields_ = [
        ("format", ctypes.c_char_p),
        ("bits", ctypes.c_uint32),
        ("bytes", ctypes.c_uint32),
        ("count", ctypes.c_uint32),
    ]


class Operation(ctypes.Structure):
    _fields_ = [
        ("kind", ctypes.c_char_p),
        ("name", ctypes.c_char_p),
        ("rounding", ctypes.c_char_p),
        ("overflow", ctypes.c_char_p),
        ("operands", ctypes.POINTER(Run)),
        ("results", ctypes.POINTER(Run)),
        ("operand_count", ctypes.c_uint32),
        ("result_count", ctypes.c_uint32),
        ("words", ctypes.c_uint32),
        ("rows", ctypes.c_uint32),
        ("columns", ctypes.c_uint32),
    ]


ABI = 1
VALUES = [0.0, -0.0, 1.0, 448.0, 464.0, 464.5, 2.0**-10, 2.0**-9, -3.25, float("inf"), float("nan")]


def main(path):
    library = ctypes.CDLL(path if "/" in path else f"./{path}")
    version = library.assay_device_abi()
    if version != ABI:
        sys.exit(f"{path}: assay_device_abi answers {version}, and this is version {ABI}")
    operation = Operation(
        b"cast", b"", b"nearest-even", b"sat-none",
        ctypes.pointer(Run(b"float32", 32, 4, 1)),
        ctypes.pointer(Run(b"float8_e4m3fn", 8, 1, 1)),
        1, 1, 0, 0, 0,
    )
    if hasattr(library, "assay_device_prepare"):
        library.assay_device_prepare.restype = ctypes.c_char_p
        refusal = library.assay_device_prepare(ctypes.byref(operation))
        if refusal is not None:
            sys.exit(f"{path}: {refusal.decode()}")
    codes = [struct.unpack("<I", struct.pack("<f", value))[0] for value in VALUES]
    operand = (ctypes.c_uint32 * len(codes))(*codes)
    result = (ctypes.c_uint8 * len(codes))()
    library.assay_device_run.restype = ctypes.c_int64
    answered = library.assay_device_run(
        ctypes.byref(operation),
        (ctypes.c_void_p * 1)(ctypes.addressof(operand)),
        None,
        (ctypes.c_void_p * 1)(ctypes.addressof(result)),
        ctypes.c_size_t(len(codes)),
    )
    if answered != len(codes):
        sys.exit(f"{path}: assay_device_run returned {answered}, not {len(codes)}")
    for value, code, got in zip(VALUES, codes, result):
        print(f"{value!s:>12}  {code:08X}  {got:02X}")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: check_header.py LIBRARY")
    main(sys.argv[1])
