"""Returns, wherever they were booked, come to what the law says of all of them."""
