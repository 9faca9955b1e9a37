"""A device for Assay in Python: converts binary32 to float8_e4m3fn by ml_dtypes.

    assay verify cast --from float32 --to float8_e4m3fn --dialect ml_dtypes-0.6 \\
      --exec "python3 device.py"

It keeps the sign of a NaN, which the dialect says.
"""

import sys

import ml_dtypes
import numpy

numpy.seterr(all="ignore")
for line in sys.stdin:
    operand = numpy.array([int(line, 16)], dtype=numpy.uint32).view(numpy.float32)
    result = operand.astype(ml_dtypes.float8_e4m3fn).view(numpy.uint8)[0]
    print(f"{result:02X}", flush=True)
