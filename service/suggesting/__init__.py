"""What do we tell the caller?"""

from service.suggesting.suggest import Suggester, suggest

__all__ = ["Suggester", "suggest"]
