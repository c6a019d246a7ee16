"""What a process has started, and what all of it uses of memory (Linux only)."""

from dataclasses import dataclass
from pathlib import Path

PROC = Path("/proc")


def tree(root: int) -> list[int]:
    """Return the process and all that descend from it."""
    parents = {}
    for folder in PROC.glob("[0-9]*"):
        try:
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
        except OSError:  # it ended while we looked
            continue
        parents[int(folder.name)] = int(fields[1])
    found = [root]
    for one in found:  # grows while we walk
        found += [child for child, parent in parents.items() if parent == one]
    return found


@dataclass(frozen=True, slots=True, order=True)
class Memory:
    """Megabytes. `used`: what a container is charged; `summed`: shared pages counted every time."""

    used: int
    summed: int


def memory_of(root: int) -> Memory:
    """Return what a process and all below it hold now."""
    each = [_resident(pid) for pid in tree(root)]
    own, files = [anonymous for anonymous, _ in each], [mapped for _, mapped in each]
    # Program and libraries are in memory once, however many processes have them mapped.
    return Memory((sum(own) + max(files)) // 1000, (sum(own) + sum(files)) // 1000)


def _resident(pid: int) -> tuple[int, int]:
    """Return kilobytes of its own, and of mapped files; (0, 0) when it has ended."""
    try:
        status = (PROC / str(pid) / "status").read_text()
    except OSError:
        return 0, 0
    found = dict(line.split()[:2] for line in status.splitlines() if line.startswith("Rss"))
    own = int(found.get("RssAnon:", 0)) + int(found.get("RssShmem:", 0))
    return own, int(found.get("RssFile:", 0))


def session_members(sessions: set[int]) -> dict[int, str]:
    """Return the live processes of these sessions, with their command lines."""
    found = {}
    for folder in PROC.glob("[0-9]*"):
        try:
            state, _, _, session = (folder / "stat").read_text().rpartition(")")[2].split()[:4]
            command = (folder / "cmdline").read_text().replace("\0", " ")
        except OSError:  # it ended while we looked
            continue
        if int(session) in sessions and state != "Z":
            found[int(folder.name)] = command
    return found
