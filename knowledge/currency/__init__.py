"""Since when and until when a document holds: what it says, what was decided, what held then."""
