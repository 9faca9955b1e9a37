"""A numeric library of Python as a device over pipes.

    peer.py LIBRARY describe
    peer.py LIBRARY OPERATION ROUNDING OVERFLOW OPERANDS RESULT BITS...
    peer.py LIBRARY encode-block|decode-block BLOCK FORMAT RUNS RUNS

The first prints what the library can be asked. The others read the operand codes of one case after
the other, little-endian in 1, 2, 4 or 8 bytes each, until their input ends, and answer each with codes
of the width that follows that of the result (8 where it is 8). A code beyond the result's bits says
that the library raised an error: REFUSED plus its kind. OPERANDS are names with commas between;
RUNS are the operands and the results of a block, COUNTxBITS with commas between, the elements before
their scale, and where the library raises an error every code of the answer says so.

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


class Peer:
    """What a library can be asked, where it says nothing else."""

    # The rules for values out of range that its callers can choose from; none: it has its own.
    saturations = []
    # The same two for formats of IEEE P3109; none: it has no such formats.
    p3109_roundings = []
    p3109_saturations = []
    # The rounding rules of single targets.
    roundings_of = {}
    arithmetic = []
    # Block formats, and the formats that blocks are encoded from and decoded into.
    blocks = []
    block_sources = []
    block_targets = []


class Arrays(Peer):
    """A library of array types: NumPy's, with those of ml_dtypes."""

    roundings = ["nearest-even"]

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

    def run(self, operation, rounding, overflow, operands, result, columns):
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


class Torch(Peer):
    roundings = ["nearest-even"]

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

    def run(self, operation, rounding, overflow, operands, result, columns):
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


class Gfloat(Peer):
    """Value by value, through round_float and encode_float; blocks as quantize_block has them."""

    saturations = ["sat-none", "sat-finite"]
    p3109_saturations = saturations

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
        self.p3109_roundings = self.roundings
        self.casts = (list(self.own), list(self.own))
        self.block_formats = {block.name: block for block in formats.all_block_formats}
        self.blocks = list(self.block_formats)
        self.block_sources = ["float32", "bfloat16"]
        # Every product of a scale and an element is a number of binary64.
        self.block_targets = ["float64"]

    def info(self, name):
        if name in self.own:
            return self.own[name]
        # BinaryKpP, then s or u, then e or f.
        bits, rest = name[len("Binary"):].split("p")
        return self.gfloat.formats.format_info_p3109(
            int(bits), int(rest[:-2]),
            self.gfloat.Signedness.Signed if rest[-2] == "s" else self.gfloat.Signedness.Unsigned,
            self.gfloat.Domain.Extended if rest[-1] == "e" else self.gfloat.Domain.Finite)

    def run(self, operation, rounding, overflow, operands, result, columns):
        source, target = self.info(operands[0]), self.info(result)
        saturate = overflow == "sat-finite"
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

    def encode_block(self, block, name, codes):
        g, info = self.gfloat, self.block_formats[block]
        if name == "float32":
            values = np.array(codes, np.uint32).view(np.float32)
        else:
            values = np.array([g.decode_float(self.info(name), c).fval for c in codes])
        # The three steps of quantize_block, which gives values and no codes.
        scale = g.compute_scale_amax(info.etype.emax, values)
        found = [int(c) for c in g.encode_block(info, scale, values / scale)]
        # The scale comes first there.
        return found[1:] + found[:1]

    def decode_block(self, block, name, codes):
        info = self.block_formats[block]
        values = self.gfloat.decode_block(info, codes[-1:] + codes[:-1])
        return np.array(list(values), np.float64).view(np.uint64).tolist()


class Pychop(Peer):
    """Values of binary64 and binary32 through Chop, and P3109's formats through their own functions."""

    def __init__(self):
        from importlib.metadata import version

        import pychop
        from pychop import p3109

        self.pychop, self.formats = pychop, p3109
        self.version = version("pychop")
        # Exponent bits and trailing bits.
        self.own = {
            "float16": (5, 10), "bfloat16": (8, 7), "float8_e5m2": (5, 2), "float8_e4m3": (4, 3),
            "float8_e3m4": (3, 4),
        }
        self.modes = {
            "nearest-even": 1, "up": 2, "down": 3, "toward-zero": 4, "nearest-zero": 7,
            "nearest-away": 8, "to-odd": 9,
        }
        self.roundings = list(self.modes)
        self.casts = (["float64", "float32"], list(self.own))
        self.p3109_modes = {
            "nearest-even": "nearest_even", "nearest-away": "nearest_away",
            "toward-zero": "toward_zero", "up": "toward_positive", "down": "toward_negative",
            "to-odd": "to_odd",
        }
        self.p3109_roundings = list(self.p3109_modes)
        self.policies = {"sat-none": "none", "sat-finite": "finite", "sat-propagate": "propagate"}
        self.p3109_saturations = list(self.policies)
        self.tables = {}

    def p3109(self, name):
        bits, rest = name[len("Binary"):].split("p")
        return self.formats.P3109Format(
            int(bits), int(rest[:-2]), rest[-2] == "s", "extended" if rest[-1] == "e" else "finite")

    def magnitudes(self, name):
        """The finite magnitudes of a format of Chop's, by code."""
        if name not in self.tables:
            exponent, trailing = self.own[name]
            codes = np.arange(((1 << exponent) - 1) << trailing)
            field, fraction = codes >> trailing, codes & ((1 << trailing) - 1)
            whole = fraction + np.where(field > 0, 1 << trailing, 0)
            bias = (1 << (exponent - 1)) - 1
            self.tables[name] = np.ldexp(
                whole.astype(np.float64), np.maximum(field, 1) - bias - trailing)
        return self.tables[name]

    def codes(self, name, values):
        """The codes of values, each exactly; others are outside the format."""
        exponent, trailing = self.own[name]
        bits = 1 + exponent + trailing
        table = self.magnitudes(name)
        values = np.asarray(values, np.float64)
        magnitudes = np.abs(values)
        places = np.minimum(np.searchsorted(table, magnitudes), len(table) - 1)
        sign = np.signbit(values).astype(np.uint64) << np.uint64(bits - 1)
        found = np.where(
            table[places] == magnitudes, places.astype(np.uint64) | sign,
            np.uint64(refused(bits, KINDS.index("outside the format"))))
        found = np.where(np.isinf(values), np.uint64(len(table)) | sign, found)
        nan = np.uint64(len(table) | 1 << (trailing - 1))
        return np.where(np.isnan(values), nan | sign, found)

    def run(self, operation, rounding, overflow, operands, result, columns):
        count = len(columns[0])
        try:
            if operands[0].startswith("Binary"):
                values = self.formats.p3109_decode(columns[0], self.p3109(operands[0]))
            else:
                values = columns[0].view({"float64": "<f8", "float32": "<f4"}[operands[0]])
            if result.startswith("Binary"):
                return self.formats.p3109_encode(
                    values, self.p3109(result), rounding=self.p3109_modes[rounding],
                    saturate=self.policies[overflow])
            if result == "float64":
                return values.astype(np.float64).view(np.uint64)
            chop = self.pychop.Chop(*self.own[result], rmode=self.modes[rounding])
            return self.codes(result, chop(values))
        except (ValueError, OverflowError, ZeroDivisionError) as error:
            # Where it takes no such format, that is its answer to every value.
            if result.startswith("Binary"):
                bits = int(result[len("Binary"):].split("p")[0])
            else:
                bits = 1 + sum(self.own[result]) if result in self.own else 64
            return np.full(count, refused(bits, kind_of(error)), np.uint64)


class Onnx(Peer):
    """The reference evaluator's Cast."""

    saturations = ["sat-none", "sat-finite"]
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

    def run(self, operation, rounding, overflow, operands, result, columns):
        import onnx
        from onnx import helper
        from onnx.reference import ReferenceEvaluator

        source, kept = self.types[operands[0]]
        target, stored = self.types[result]
        options = {"to": target}
        if stored.itemsize == 1:
            options["saturate"] = 1 if overflow == "sat-finite" else 0
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


LIBRARIES = {
    "ml_dtypes": Arrays, "torch": Torch, "gfloat": Gfloat, "onnx": Onnx, "pychop": Pychop,
}


def describe(peer):
    print("version", peer.version)
    print("sources", *peer.casts[0])
    print("targets", *peer.casts[1])
    print("arithmetic", *peer.arithmetic)
    print("roundings", *peer.roundings)
    for target, roundings in peer.roundings_of.items():
        print("roundings-" + target, *roundings)
    # Not every pair of array types has a cast.
    for source in peer.casts[0] if isinstance(peer, Arrays) else []:
        for target in peer.casts[1]:
            try:
                np.zeros(1, peer.types[source]).astype(peer.types[target])
            except TypeError:
                print("without-%s-%s yes" % (source, target))
    print("saturations", *peer.saturations)
    print("p3109-roundings", *peer.p3109_roundings)
    print("p3109-saturations", *peer.p3109_saturations)
    print("blocks", *peer.blocks)
    print("block-sources", *peer.block_sources)
    print("block-targets", *peer.block_targets)


def serve(record, answer):
    """Answers records until the input ends."""
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
        left = memoryview(answer(cases))
        while left:
            left = left[os.write(1, left):]


def numbers(peer, operation, rounding, overflow, operands, result, bits):
    record = np.dtype([("x%d" % i, unsigned(b)) for i, b in enumerate(bits[:-1])])

    def answer(cases):
        columns = [np.ascontiguousarray(cases[name]) for name in record.names]
        try:
            found = peer.run(operation, rounding, overflow, operands, result, columns)
        except Exception as error:  # the library does not take such arrays at all
            print("%s: %s" % (type(error).__name__, error), file=sys.stderr)
            sys.exit(3)
        return found.astype(answer_type(bits[-1])).tobytes()

    serve(record, answer)


def blocks(peer, operation, block, name, operands, results):
    def widths(runs):
        pairs = [run.split("x") for run in runs.split(",")]
        return [int(bits) for count, bits in pairs for _ in range(int(count))]

    function = {"encode-block": peer.encode_block, "decode-block": peer.decode_block}[operation]
    bits = widths(results)
    record = np.dtype([("x%d" % i, unsigned(b)) for i, b in enumerate(widths(operands))])
    answered = np.dtype([("y%d" % i, answer_type(b)) for i, b in enumerate(bits)])

    def answer(cases):
        found = np.zeros(len(cases), answered)
        for place, case in enumerate(cases.tolist()):
            try:
                codes = function(block, name, list(case))
                if len(codes) != len(bits):
                    raise TypeError("%d codes" % len(codes))
            except Exception as error:  # whatever it raises is its answer
                codes = [refused(b, kind_of(error)) for b in bits]
            found[place] = tuple(codes)
        return found.tobytes()

    serve(record, answer)


def main():
    name, operation, *rest = sys.argv[1:]
    peer = LIBRARIES[name]()
    if operation == "describe":
        return describe(peer)
    if operation in ("encode-block", "decode-block"):
        return blocks(peer, operation, *rest)
    rounding, overflow, operands, result, *bits = rest
    numbers(
        peer, operation, rounding, overflow, operands.split(","), result, [int(b) for b in bits])


main()
