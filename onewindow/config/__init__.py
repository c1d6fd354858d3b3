"""Settings, root urls, the command line, and how the parts are run. Nothing imports this package."""
