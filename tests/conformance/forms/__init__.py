"""Statements nobody named a question for, asked by the form of what they give."""
