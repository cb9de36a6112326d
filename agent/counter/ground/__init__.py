"""What every use case stands on: book, time, who stands where, pieces of answers."""
