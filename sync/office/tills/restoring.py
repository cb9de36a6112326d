"""After a disaster: this database is an older one, or a till will never be heard again."""

from sqlalchemy import update

from sync.office.database.desk import GENERATION, Sitting, write_setting
from sync.office.database.second_place import SecondPlace
from sync.office.database.tables import TILL
from sync.office.tills.roster import read_till, write_till


def begin_generation(sitting: Sitting, second_place: SecondPlace) -> int:
    """Count one restore more: cursors of before show, numbers are never given twice.

    The second place remembers what a database restored once more from the same backup has
    forgotten.
    """
    generation = max(sitting.generation, second_place.generation()) + 1
    second_place.keep(generation)
    write_setting(sitting.connection, GENERATION, str(generation))
    sitting.connection.execute(update(TILL).values(reported=0))
    return generation


def retire(sitting: Sitting, till: str) -> bool:
    """Revoke a till; what it holds stays its own, in doubt, until someone decides."""
    known = read_till(sitting.connection, till)
    if known is None:
        return False
    known.retired = True
    write_till(sitting.connection, known)
    return True
