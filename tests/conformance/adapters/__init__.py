"""One file a family of questions: each only translates between a case and the engine."""
