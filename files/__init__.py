"""YAML that people write: read with the line of each key, and refused in French. It knows nothing of what it says."""

from files.errors import FileError, nearest, shown
from files.reading import Fields, Items, line_of, read_text, read_yaml

__all__ = ["Fields", "FileError", "Items", "line_of", "nearest", "read_text", "read_yaml", "shown"]
