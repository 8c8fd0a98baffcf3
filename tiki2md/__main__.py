"""``python -m tiki2md``."""

from tiki2md.cli import main

if __name__ == "__main__":
    main()
