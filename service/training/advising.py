"""What a maintainer should do about drift, in a plain sentence."""

from __future__ import annotations

from collections.abc import Sequence

from service.training.drifting import Kind, Row

_ADVICE = {
    Kind.WORDS: "the notes have words that the model has not met: decide those that "
    "`scribe-assist snippets next` lists, import them and retrain",
    Kind.AGREEMENT: "reviewers agree otherwise than before: read what they decided on these codes, import it "
    "and retrain",
    Kind.ANSWERS: "the answers are of another mix: have some fifty of the newest notes decided before you "
    "trust the probabilities, and retrain if agreement has fallen",
    Kind.FORM: "the notes have another form: ask whether a sender, a template or the dictation has changed; "
    "if the answers hold there is nothing to retrain",
}


def advice(rows: Sequence[Row]) -> str:
    """Return what to do about the rows that drift; nothing where none does."""
    drifting = [row for row in rows if row.drifts]
    if not drifting:
        counted = sum(row.counts for row in rows)
        return f"Nothing to do: on {counted} figures the notes of late are like those before."
    # Agreement is what counts in the end, and the form of notes the least.
    order = (Kind.AGREEMENT, Kind.WORDS, Kind.ANSWERS, Kind.FORM)
    said = []
    for kind in order:
        names = [row.name for row in drifting if row.kind is kind]
        if names:
            shown = ", ".join(names[:4]) + (f" and {len(names) - 4} more" if len(names) > 4 else "")
            said.append(f"{_ADVICE[kind]} ({shown})")
    sentence = "; ".join(said)
    return f"{sentence[0].upper()}{sentence[1:]}."
