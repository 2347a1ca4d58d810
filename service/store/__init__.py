"""What do we keep? Notes, answers, decisions, tokens and the audit trail, where their callers ask for it.

`Store.open(settings)` is the way in; the nouns that go in and out are named here.
"""

from service.store.audit import Action, Break, Entry, Verification
from service.store.records import (
    FILTER_CODES,
    NO_CODE,
    Actor,
    Deposit,
    Erased,
    Facts,
    GapChanges,
    OpenGap,
    QueueFilter,
    QueuePage,
    Revision,
    State,
    Stored,
)
from service.store.rotation import Rotated
from service.store.sessions import Session
from service.store.store import Store
from service.store.tokens import IssuedToken, Token, TokenRole
from service.store.verdicts import (
    OF_A_CODE,
    DecidedNote,
    Decision,
    ExportedDecision,
    NewDecision,
    Verdict,
    standing,
)

__all__ = [
    "FILTER_CODES",
    "NO_CODE",
    "OF_A_CODE",
    "Action",
    "Actor",
    "Break",
    "DecidedNote",
    "Decision",
    "Deposit",
    "Entry",
    "Erased",
    "ExportedDecision",
    "Facts",
    "GapChanges",
    "IssuedToken",
    "NewDecision",
    "OpenGap",
    "QueueFilter",
    "QueuePage",
    "Revision",
    "Rotated",
    "Session",
    "State",
    "Store",
    "Stored",
    "Token",
    "TokenRole",
    "Verdict",
    "Verification",
    "standing",
]
