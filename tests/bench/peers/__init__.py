"""Other engines, asked the same in processes of their own; never part of the suite."""
