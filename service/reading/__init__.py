"""What does the note say?"""

from service.reading.mentions import Mention
from service.reading.reading import Reading, read

__all__ = ["Mention", "Reading", "read"]
