"""The crossdock command. Nothing here is meant to be imported: run `crossdock`, or `python -m crossdock`."""
