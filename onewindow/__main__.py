"""Lets `python -m onewindow` run the command line."""

from onewindow.config.cli import main

raise SystemExit(main())
