"""A device for Assay in Python, by arrays: converts binary32 to float8_e4m3fn by ml_dtypes.

    assay verify cast --from float32 --to float8_e4m3fn --dialect ml_dtypes-0.6 \\
      --exec "python3 frames.py" --frames

Raw streams both ways, so that whatever has come is converted at once; put a library that you load
with ctypes in the place of the conversion to judge it from Python.
"""

import os

import ml_dtypes
import numpy

numpy.seterr(all="ignore")
rest = b""
while chunk := os.read(0, 1 << 20):
    rest += chunk
    whole = len(rest) // 4 * 4
    operands = numpy.frombuffer(rest[:whole], dtype="<u4").view(numpy.float32)
    answer = memoryview(operands.astype(ml_dtypes.float8_e4m3fn).view(numpy.uint8).tobytes())
    while answer:
        answer = answer[os.write(1, answer) :]
    rest = rest[whole:]
