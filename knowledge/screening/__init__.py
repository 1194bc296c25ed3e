"""What a curator is warned of when a file is loaded."""

from knowledge.screening.instructions import warnings_about

__all__ = ["warnings_about"]
