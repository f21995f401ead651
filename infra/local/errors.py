"""What can go wrong with the embedded stack, in sentences for the person at the terminal."""


class LocalStackError(Exception):
    """The stack cannot run; the message is one line that says why and what to do."""
