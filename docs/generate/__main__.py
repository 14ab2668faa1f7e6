"""Writes the generated pages anew and takes away those that are gone."""

import sys

from docs.generate.pages import write

if __name__ == "__main__":
    sys.stdout.writelines(f"{line}\n" for line in write())
