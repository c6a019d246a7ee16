"""How far long work has come: a bar on a terminal, nothing in a log or a pipe."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn

OnProgress = Callable[[str, int, int | None], None]


@contextmanager
def shown() -> Iterator[OnProgress]:
    """Give a function to tell progress to; the bar is on standard error, and gone at the end.

    Lines written to `sys.stderr` meanwhile appear above the bar.
    """
    console = Console(stderr=True)
    if not console.is_terminal:
        yield lambda _doing, _done, _of: None
        return
    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("starting", total=None)
        yield lambda doing, done, of: bar.update(task, description=doing, completed=done, total=of)
