#!/usr/bin/env python3
"""Kills a checkpointed run at random moments, resumes it, and compares the end.

    kill_nine.py ASSAY [--moments 20] [--seed 1]

An uninterrupted run says how long it takes and what it finds. Then, for each moment, a run of the
same checks is killed with SIGKILL and begun again in the same folder: verdicts, counts of cases and
digests of results must be those of the uninterrupted run, and no checkpoint may be refused. The file
of --json has, after each kill, all verdicts that the checkpoint knows of, whole lines but the last. At
last one run is killed again and again until it ends by itself.
"""
import argparse
import json
import pathlib
import random
import subprocess
import sys
import tempfile
import time

CHECKS = [
    "verify",
    "cast/bfloat16/float8_e4m3fn/nearest-*@production",
    "cast/float32/float8_e4m3fn/nearest-even/sat-none@production",
    "format/float4_e2m1fn/*",
    "--effort",
    "standard",
]


def command(assay, folder, out):
    return [assay, *CHECKS, "--checkpoint", str(folder), "--json", str(out)]


def finish(assay, folder, out):
    done = subprocess.run(command(assay, folder, out), capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(f"exit code {done.returncode}: {done.stderr[-500:]}")
    return done.stderr


def killed_after(assay, folder, out, seconds):
    """Whether the run still ran when it was killed."""
    run = subprocess.Popen(
        command(assay, folder, out), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        run.wait(timeout=seconds)
        return False
    except subprocess.TimeoutExpired:
        run.kill()
        run.wait()
        return True


def lines(path):
    """The verdicts in a file that a kill may have left with a torn last line."""
    text = path.read_text() if path.exists() else ""
    whole = text.splitlines()[: text.count("\n")]
    # What took longest is a line of its own.
    return [record for record in map(json.loads, whole) if record.get("kind") != "slowest"]


def found(out):
    records = lines(out)
    for record in records:
        del record["seconds"], record["throughput"]
    return records


def require_kept(out, folder):
    """How many verdicts a killed run left in its file; fails where one of the checkpoint's is missing."""
    kept = lines(out)
    ids = {record["id"] for record in kept}
    missing = [r["id"] for r in lines(folder / "verdicts.jsonl") if r["id"] not in ids]
    if missing:
        sys.exit(f"{out} lacks {missing} after a kill, of {len(ids)} verdicts")
    return len(kept)


def compare(whole, resumed, what):
    if whole == resumed:
        return
    for one, other in zip(whole, resumed):
        if one != other:
            sys.exit(f"{what}: {one['id']} differs\n{json.dumps(one)}\n{json.dumps(other)}")
    sys.exit(f"{what}: {len(whole)} verdicts without a kill, {len(resumed)} with one")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("assay")
    parser.add_argument("--moments", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    chance = random.Random(given.seed)
    with tempfile.TemporaryDirectory() as name:
        work = pathlib.Path(name)
        out = work / "out.jsonl"
        begin = time.monotonic()
        finish(given.assay, work / "whole", out)
        duration = time.monotonic() - begin
        whole = found(out)
        moment = torn = going_on = tries = kept = 0
        while moment < given.moments:
            tries += 1
            folder = work / f"killed-{tries}"
            after = chance.uniform(0, duration)
            begin = time.monotonic()
            out.unlink(missing_ok=True)
            if not killed_after(given.assay, folder, out, after):
                # It was quicker this time; a run that ended by itself is no trial.
                duration = min(duration, time.monotonic() - begin)
                continue
            moment += 1
            going_on += (folder / "cursor.json").exists()
            kept += require_kept(out, folder)
            torn += "torn" in finish(given.assay, folder, out)
            compare(whole, found(out), f"killed after {after:.3f} s")
        folder = work / "often"
        often = 0
        while killed_after(given.assay, folder, out, 0.35 * duration + 0.1 * often):
            often += 1
        compare(whole, found(out), f"killed {often} times")
    if kept == 0:
        sys.exit("no killed run had a verdict in its file: the kills prove nothing")
    cases = sum(record["cases"] for record in whole)
    print(
        f"{given.moments} kills that left {kept} verdicts, {going_on} with a check begun, {torn} torn lines, then {often} of "
        f"one run: {len(whole)} verdicts over {cases} cases, the same counts and digests each time")


main()
