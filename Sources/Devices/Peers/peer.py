"""A numeric library of Python as a device over pipes.

    peer.py LIBRARY describe
    peer.py LIBRARY OPERATION ROUNDING SATURATE OPERANDS RESULT BITS...

The first prints what the library can be asked. The second reads the operand codes of one case after
the other, little-endian in 1, 2, 4 or 8 bytes each, until its input ends, and answers each with a code
of the width that follows that of the result (8 where it is 8). A code beyond the result's bits says
that the library raised an error: REFUSED plus its kind.

Nothing here corrects a library: codes are made and read by the library's own types.
"""

import os
import sys
import warnings

import numpy as np

warnings.simplefilter("ignore")
np.seterr(all="ignore")

KINDS = ["other", "ValueError", "OverflowError", "outside the format", "ZeroDivisionError"]


def unsigned(bits):
    return np.dtype("<u%d" % next(size for size in (1, 2, 4, 8) if 8 * size >= bits))


def answer_type(bits):
    return np.dtype("<u%d" % {1: 2, 2: 4, 4: 8, 8: 8}[unsigned(bits).itemsize])


def refused(bits, kind):
    if bits > 32:
        return 0x7FF4_0000_0000_0000 | kind
    return (1 << (8 * unsigned(bits).itemsize)) | kind


def kind_of(error):
    name = type(error).__name__
    return KINDS.index(name) if name in KINDS else 0


class Arrays:
    """A library of array types: NumPy's, with those of ml_dtypes."""

    roundings = ["nearest-even"]
    saturation = False
    p3109 = False

    def __init__(self):
        import ml_dtypes

        self.version = ml_dtypes.__version__
        self.types = {name: np.dtype(name) for name in ["float64", "float32", "float16"]}
        self.own = {}
        for name in [
            "bfloat16", "float8_e3m4", "float8_e4m3", "float8_e4m3b11fnuz", "float8_e4m3fn",
            "float8_e4m3fnuz", "float8_e5m2", "float8_e5m2fnuz", "float8_e8m0fnu",
            "float6_e2m3fn", "float6_e3m2fn", "float4_e2m1fn",
        ]:
            if hasattr(ml_dtypes, name):
                self.own[name] = np.dtype(getattr(ml_dtypes, name))
        self.types.update(self.own)
        self.casts = (list(self.types), list(self.own))
        self.arithmetic = [name for name in self.own if name != "float8_e8m0fnu"]

    def view(self, codes, name):
        return codes.view(self.types[name])

    def run(self, operation, rounding, saturate, operands, result, columns):
        values = [self.view(np.ascontiguousarray(c), n) for c, n in zip(columns, operands)]
        x = values[0]
        if operation == "cast":
            found = x.astype(self.types[result])
        else:
            found = {
                "add": np.add, "sub": np.subtract, "mul": np.multiply, "div": np.divide,
                "sqrt": np.sqrt,
            }[operation](*values)
        if found.dtype != self.types[result]:
            raise TypeError("the result is %s" % found.dtype)
        return found.view(unsigned(8 * found.dtype.itemsize))


class Torch:
    roundings = ["nearest-even"]
    saturation = False
    p3109 = False

    def __init__(self):
        import torch

        self.torch = torch
        self.version = torch.__version__
        torch.set_num_threads(1)
        names = ["float64", "float32", "float16", "bfloat16"]
        narrow = [
            name for name in [
                "float8_e4m3fn", "float8_e5m2", "float8_e4m3fnuz", "float8_e5m2fnuz",
                "float8_e8m0fnu",
            ] if hasattr(torch, name)
        ]
        self.casts = (names + narrow, ["float16", "bfloat16"] + narrow)
        self.arithmetic = ["float16", "bfloat16"]

    def run(self, operation, rounding, saturate, operands, result, columns):
        torch = self.torch
        whole = {1: torch.uint8, 2: torch.int16, 4: torch.int32, 8: torch.int64}
        values = []
        for codes, name in zip(columns, operands):
            size = codes.dtype.itemsize
            signed = codes if size == 1 else codes.view("<i%d" % size)
            values.append(torch.from_numpy(signed.copy()).view(getattr(torch, name)))
        if operation == "cast":
            found = values[0].to(getattr(torch, result))
        else:
            found = getattr(torch, operation)(*values)
        return found.view(whole[found.element_size()]).numpy().view(
            "<u%d" % found.element_size())


class Gfloat:
    """Value by value, through round_float and encode_float."""

    saturation = True
    p3109 = True

    def __init__(self):
        from importlib.metadata import version

        import gfloat
        from gfloat import formats

        self.gfloat = gfloat
        self.version = version("gfloat")
        self.own = {
            "float64": formats.format_info_binary64, "float32": formats.format_info_binary32,
            "float16": formats.format_info_binary16, "bfloat16": formats.format_info_bfloat16,
            "float8_e5m2": formats.format_info_ocp_e5m2,
            "float8_e4m3fn": formats.format_info_ocp_e4m3,
            "float6_e3m2fn": formats.format_info_ocp_e3m2,
            "float6_e2m3fn": formats.format_info_ocp_e2m3,
            "float4_e2m1fn": formats.format_info_ocp_e2m1,
            "float8_e8m0fnu": formats.format_info_ocp_e8m0,
        }
        modes = {
            "nearest-even": "TiesToEven", "nearest-away": "TiesToAway", "toward-zero": "TowardZero",
            "up": "TowardPositive", "down": "TowardNegative", "to-odd": "ToOdd",
        }
        self.modes = {
            ours: getattr(gfloat.RoundMode, theirs)
            for ours, theirs in modes.items() if hasattr(gfloat.RoundMode, theirs)
        }
        self.roundings = list(self.modes)
        self.casts = (list(self.own), list(self.own))
        self.arithmetic = []

    def info(self, name):
        if name in self.own:
            return self.own[name]
        # BinaryKpP, then s or u, then e or f.
        bits, rest = name[len("Binary"):].split("p")
        return self.gfloat.formats.format_info_p3109(
            int(bits), int(rest[:-2]),
            self.gfloat.Signedness.Signed if rest[-2] == "s" else self.gfloat.Signedness.Unsigned,
            self.gfloat.Domain.Extended if rest[-1] == "e" else self.gfloat.Domain.Finite)

    def run(self, operation, rounding, saturate, operands, result, columns):
        source, target = self.info(operands[0]), self.info(result)
        g, mode = self.gfloat, self.modes[rounding]
        found = np.zeros(len(columns[0]), answer_type(target.k))
        for place, code in enumerate(columns[0].tolist()):
            try:
                value = g.decode_float(source, code).fval
                rounded = g.round_float(target, value, mode, saturate)
                code = int(g.encode_float(target, rounded))
                back = g.decode_float(target, code).fval
                if not (back == rounded or (np.isnan(back) and np.isnan(rounded))):
                    code = refused(target.k, KINDS.index("outside the format"))
            except Exception as error:  # whatever it raises is its answer
                code = refused(target.k, kind_of(error))
            found[place] = code
        return found


class Onnx:
    """The reference evaluator's Cast."""

    saturation = True
    p3109 = False
    roundings = ["nearest-even"]
    # Only E8M0 has a choice; its "nearest" takes ties up.
    roundings_of = {"float8_e8m0fnu": ["up", "toward-zero", "nearest-away"]}

    def __init__(self):
        import ml_dtypes
        import onnx

        self.version = onnx.__version__
        self.types = {}
        for name, number in [
            ("float32", "FLOAT"), ("float16", "FLOAT16"), ("bfloat16", "BFLOAT16"),
            ("float64", "DOUBLE"), ("float8_e4m3fn", "FLOAT8E4M3FN"),
            ("float8_e4m3fnuz", "FLOAT8E4M3FNUZ"), ("float8_e5m2", "FLOAT8E5M2"),
            ("float8_e5m2fnuz", "FLOAT8E5M2FNUZ"), ("float8_e8m0fnu", "FLOAT8E8M0"),
            ("float4_e2m1fn", "FLOAT4E2M1"), ("float6_e2m3fn", "FLOAT6E2M3"),
            ("float6_e3m2fn", "FLOAT6E3M2"),
        ]:
            if hasattr(onnx.TensorProto, number):
                kept = np.dtype(getattr(ml_dtypes, name, None) or name)
                self.types[name] = (getattr(onnx.TensorProto, number), kept)
        narrow = [name for name in self.types if not name.startswith("float") or "_" in name]
        self.casts = (["float32", "float16"], narrow)
        self.arithmetic = []

    def run(self, operation, rounding, saturate, operands, result, columns):
        import onnx
        from onnx import helper
        from onnx.reference import ReferenceEvaluator

        source, kept = self.types[operands[0]]
        target, stored = self.types[result]
        options = {"to": target}
        if stored.itemsize == 1:
            options["saturate"] = 1 if saturate else 0
        if result == "float8_e8m0fnu":
            options["round_mode"] = {
                "nearest-away": "nearest", "up": "up", "toward-zero": "down"}[rounding]
        node = helper.make_node("Cast", ["x"], ["y"], **options)
        x = helper.make_tensor_value_info("x", source, [None])
        y = helper.make_tensor_value_info("y", target, [None])
        model = helper.make_model(
            helper.make_graph([node], "cast", [x], [y]),
            opset_imports=[helper.make_opsetid("", onnx.defs.onnx_opset_version())])
        found = ReferenceEvaluator(model).run(None, {"x": columns[0].view(kept)})[0]
        if found.dtype.itemsize != stored.itemsize:
            raise TypeError("the result is %s" % found.dtype)
        return found.view(unsigned(8 * stored.itemsize))


LIBRARIES = {"ml_dtypes": Arrays, "torch": Torch, "gfloat": Gfloat, "onnx": Onnx}


def describe(peer):
    print("version", peer.version)
    print("sources", *peer.casts[0])
    print("targets", *peer.casts[1])
    print("arithmetic", *peer.arithmetic)
    print("roundings", *peer.roundings)
    for target, roundings in getattr(peer, "roundings_of", {}).items():
        print("roundings-" + target, *roundings)
    # Not every pair of array types has a cast.
    for source in peer.casts[0] if hasattr(peer, "types") and not peer.saturation else []:
        for target in peer.casts[1]:
            try:
                np.zeros(1, peer.types[source]).astype(peer.types[target])
            except TypeError:
                print("without-%s-%s yes" % (source, target))
    print("saturation", "yes" if peer.saturation else "no")
    print("p3109", "yes" if peer.p3109 else "no")


def serve(peer, operation, rounding, saturate, operands, result, bits):
    record = np.dtype([("x%d" % i, unsigned(b)) for i, b in enumerate(bits[:-1])])
    answer = answer_type(bits[-1])
    rest = b""
    while True:
        block = os.read(0, 1 << 20)
        if not block:
            return
        rest += block
        count = len(rest) // record.itemsize
        if not count:
            continue
        cases = np.frombuffer(rest[: count * record.itemsize], record)
        rest = rest[count * record.itemsize:]
        columns = [np.ascontiguousarray(cases[name]) for name in record.names]
        try:
            found = peer.run(operation, rounding, saturate, operands, result, columns)
        except Exception as error:  # the library does not take such arrays at all
            print("%s: %s" % (type(error).__name__, error), file=sys.stderr)
            sys.exit(3)
        left = memoryview(found.astype(answer).tobytes())
        while left:
            left = left[os.write(1, left):]


def main():
    name, operation, *rest = sys.argv[1:]
    peer = LIBRARIES[name]()
    if operation == "describe":
        return describe(peer)
    rounding, saturate, operands, result, *bits = rest
    serve(
        peer, operation, rounding, saturate == "yes", operands.split(","), result,
        [int(b) for b in bits])


main()
