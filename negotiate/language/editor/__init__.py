"""What an editor needs to complete a file: the schema of the language, and of one file."""
