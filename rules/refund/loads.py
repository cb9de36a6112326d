"""How much of the money that a line put on a card or into a wallet a return takes back."""


def unloaded(loaded_minor: int, *, came_minor: int, comes_minor: int, of_minor: int) -> int:
    """Return how much of ``loaded_minor`` comes back with ``comes_minor`` of its line.

    ``came_minor`` of the line came back before; ``of_minor`` was paid for all of it.
    Rounded in the shop's favour by less than a cent; all returns together bring the whole.
    """
    return _share(loaded_minor, came_minor + comes_minor, of_minor) - _share(
        loaded_minor, came_minor, of_minor
    )


def _share(whole_minor: int, part_minor: int, of_minor: int) -> int:
    return -(-whole_minor * part_minor // of_minor) if of_minor else whole_minor
