"""How much memory this program has held."""

import sys
from pathlib import Path


def peak_resident_mb() -> float | None:
    """Return the most memory that this program has held, in MiB; None where nobody can tell."""
    try:
        # On Linux getrusage() also counts the program that started this one, before it became
        # this one; the high-water mark of the address space doesn't.
        status = Path("/proc/self/status").read_text(encoding="ascii")
        return next(
            int(line.split()[1]) / 1024.0
            for line in status.splitlines()
            if line.startswith("VmHWM:")
        )
    except (OSError, StopIteration):
        pass
    try:
        import resource
    except ImportError:  # Windows has no such module.
        return None
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1 << 20) if sys.platform == "darwin" else peak / 1024.0
