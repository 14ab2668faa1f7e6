"""What an editor needs to complete a file: the schema of the language, and of one file."""

from negotiate.doors import door

__getattr__ = door(__name__)
