"""The console script, and ``python -m tiki2md``."""

import sys


def main() -> None:
    """Run the command line, which is loaded here: Ctrl-C may come before it can answer."""
    try:
        from tiki2md.cli import main as run_command
    except KeyboardInterrupt:
        sys.stderr.write("tiki2md: interrupted\n")
        sys.exit(130)
    run_command()


if __name__ == "__main__":
    main()
