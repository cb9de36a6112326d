"""How fast it is: one file a row, each measuring its floor or peer in the same run."""
