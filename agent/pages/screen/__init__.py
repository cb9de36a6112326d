"""The screen: what stands on each workstation's, as figures, sentences and HTML."""
