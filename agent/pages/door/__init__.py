"""The door of the pages: who comes in, and how a page or an answer leaves."""
