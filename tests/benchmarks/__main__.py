"""`make bench`: every benchmark in turn, small enough to wait for.

Each can be run alone and larger: `python -m tests.benchmarks.outbox`, say.
"""

import subprocess
import sys

BENCHMARKS = (
    ("rendering", "100"),
    ("messages", "100"),
    ("outbox", "--small"),
    ("commands", "--small"),
)


def main() -> int:
    """Run them one after the other; 1 when one of them failed."""
    failed = 0
    for name, *arguments in BENCHMARKS:
        sys.stdout.write(f"\n{name}\n")
        sys.stdout.flush()
        command = [sys.executable, "-m", f"tests.benchmarks.{name}", *arguments]
        failed |= subprocess.run(command, check=False).returncode  # noqa: S603 our own modules
    return min(failed, 1)


if __name__ == "__main__":
    sys.exit(main())
