"""The law: values and decisions. No input or output, no clock, no chance, standard library only."""
