"""Reading the snippets into shards, and scoring folds, by several processes; what is done stays on disk."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from service.errors import TrainingError
from service.training.design import Design, Floats, opened
from service.training.fitting import held_out
from service.training.job import Job
from service.training.listing import BLOCK, CHANGED, Snippets, Survey, batches, parsed
from service.training.processes import Processes
from service.training.searching import Run, Task, alone
from service.training.shards import Shard, Spool, digest_of

# A block to be read: its lines, their SHA-256, and the file of its shard.
Block = tuple[tuple[str, ...], str, Path]


def spool(
    snippets: Snippets, survey: Survey, job: Job, processes: Processes, advance: Callable[[int, int], None]
) -> Spool:
    """Read what is not read yet, and return the shards.

    Raises TrainingError if the snippets are no longer those of the survey, StoppedError if the work
    cannot go on.
    """
    done = 0
    for size in processes.each(read_block, _blocks(snippets, survey, job)):
        done += size
        advance(done, len(snippets))
    return Spool([job.shard(number) for number in range(len(survey.blocks))])


def _blocks(snippets: Snippets, survey: Survey, job: Job) -> Iterator[Block]:
    for number, lines in enumerate(batches(snippets.lines(), BLOCK)):
        yield lines, survey.blocks[number], job.shard(number)


def read_block(lines: tuple[str, ...], digest: str, path: Path) -> int:
    """Write the shard of a block, unless it is there; return how many snippets it has."""
    if digest_of(path) != digest:
        shard = Shard.of(parsed(lines))
        if shard.digest != digest:
            raise TrainingError(CHANGED)
        shard.write(path)
    return len(lines)


def by_processes(processes: Processes) -> Run:
    """Return a way to do the tasks of a search, each in one of the processes."""

    def run(design: Design, tasks: Sequence[Task]) -> Iterator[tuple[Task, Floats]]:
        if design.folder is None or processes.count < 2:
            return alone(design, tasks)
        folder = design.folder
        found = processes.each(_score, ((folder, task) for task in tasks))
        return zip(tasks, found, strict=True)

    return run


def _score(folder: Path, task: Task) -> Floats:
    return held_out(opened(folder), *task)
