"""What is sold: quotes, sales, top-ups, and sales given to a member afterwards."""
