"""Who asks, and may they? Identities, the role matrix, and the guard that holds every route to it."""

from service.web.access.identity import Identity, current
from service.web.access.matrix import MATRIX, Admits, Way

__all__ = ["MATRIX", "Admits", "Identity", "Way", "current"]
