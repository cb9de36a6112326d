"""What is dropped in a folder: formats, booking, and what becomes of the files."""
