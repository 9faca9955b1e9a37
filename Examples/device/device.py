"""A device for Assay in Python: converts binary32 to float8_e4m3fn by ml_dtypes.

    assay verify cast --from float32 --to float8_e4m3fn --exec "python3 device.py"
"""

import sys

import ml_dtypes
import numpy

for line in sys.stdin:
    operand = numpy.array([int(line, 16)], dtype=numpy.uint32).view(numpy.float32)
    result = operand.astype(ml_dtypes.float8_e4m3fn).view(numpy.uint8)[0]
    print(f"{result:02X}", flush=True)
