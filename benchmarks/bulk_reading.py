"""`rsoits read --json` on a folder of manifests: travellers a second and the memory of all its processes.

`python -m benchmarks.bulk_reading 1150000` measures a day's worth of travellers; `BENCH_TRAVELLERS` says how many
`make bench` takes.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from pydifact.parser import Parser

from benchmarks.manifests import manifest
from benchmarks.measure import Row

ON_BOARD = 300
TRAVELLERS = 60_000
SAMPLE = 10
"""Files that the peer is timed on; its time for all is extrapolated."""

_LOOK = 0.05
"""Seconds between two looks at the memory."""


def measure(travellers: int = 0) -> list[Row]:
    """Read that many travellers, by default what the environment says, and compare with pydifact's tokens."""
    travellers = travellers or int(os.environ.get("BENCH_TRAVELLERS", TRAVELLERS))
    files = max(travellers // ON_BOARD, 1)
    with tempfile.TemporaryDirectory(prefix="bulk-reading-") as folder:
        for number in range(files):
            Path(folder, f"{number:07}.edi").write_bytes(manifest(ON_BOARD, number))
        ours, peak = _read(folder)
        theirs = sum(_peer(path) for path in sorted(Path(folder).iterdir())[:SAMPLE]) * files / min(SAMPLE, files)
    persons = files * ON_BOARD
    remark = (
        f"{persons / ours:.0f} travellers/s on {len(os.sched_getaffinity(0))} cores, start included;"
        f" peak {peak / 2**20:.0f} MiB in all processes; peer: pydifact, tokens only, one core, from {SAMPLE} files"
    )
    return [Row(f"rsoits read --json, {persons} travellers in {files} files", ours, theirs, remark)]


def _read(folder: str) -> tuple[float, int]:
    """Return the seconds from start to end, and the most bytes resident in the command and its workers together."""
    command = (sys.executable, "-c", "from rsoits.cli import main; main()", "read", "--json", folder)
    began = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:  # noqa: S603  this interpreter
        peak = 0
        while process.poll() is None:
            peak = max(peak, _resident(process.pid))
            time.sleep(_LOOK)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    return time.perf_counter() - began, peak


def _resident(process: int) -> int:
    """Add up what a process and its children hold, counting twice what they share; 0 where Linux does not say."""
    try:
        pages = int(Path(f"/proc/{process}/statm").read_text().split()[1])
        children = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    except OSError:
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE") + sum(_resident(int(child)) for child in children)


def _peer(path: Path) -> float:
    text = path.read_text()
    began = time.perf_counter()
    list(Parser().parse(text))
    return time.perf_counter() - began


if __name__ == "__main__":
    for row in measure(int(sys.argv[1]) if len(sys.argv) > 1 else 0):
        sys.stdout.write(f"{row.work}: {row.ours:.1f} s; {row.remark} ({row.peer / row.ours:.1f} x ours)\n")
