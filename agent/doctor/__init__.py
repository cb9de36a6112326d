"""What ``vafa doctor`` looks at: checks in groups, and the round that asks them all."""
