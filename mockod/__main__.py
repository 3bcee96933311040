"""``python -m mockod`` is the command ``mockod``."""

from mockod.cli.main import main

if __name__ == "__main__":
    main()
