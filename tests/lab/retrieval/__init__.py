"""The retrieval bench: ways of searching, side by side, on labelled sets. `run` is the process."""
