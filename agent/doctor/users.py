"""Names of users and groups, and who we are; where the system has such a thing."""

import os
import sys

if sys.platform == "win32":

    def me() -> int:
        """Return one number for everybody: this system has none."""
        return 0

    def user_name(user: int) -> str:
        """Return the number itself."""
        return str(user)

    def group_name(group: int) -> str:
        """Return the number itself."""
        return str(group)

    def groups_of(_user: int) -> tuple[int, ...]:
        """Return none."""
        return ()

else:
    import grp
    import pwd

    def me() -> int:
        """Return whom this process acts as."""
        return os.geteuid()

    def user_name(user: int) -> str:
        """Return a user's name, or the number of one who has none."""
        try:
            return pwd.getpwuid(user).pw_name
        except KeyError:
            return str(user)

    def group_name(group: int) -> str:
        """Return a group's name, or the number of one that has none."""
        try:
            return grp.getgrgid(group).gr_name
        except KeyError:
            return str(group)

    def groups_of(user: int) -> tuple[int, ...]:
        """Return the groups that a user who signs in now is in."""
        try:
            known = pwd.getpwuid(user)
            return tuple(os.getgrouplist(known.pw_name, known.pw_gid))
        except KeyError:
            return ()
