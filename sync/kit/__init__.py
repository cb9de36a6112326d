"""What both ends need: clock, logging, plain error sentences, the command line."""
