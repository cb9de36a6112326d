"""The law: values and decisions. No I/O, no clock, no chance, standard library only."""
