"""What a till does when it is asked: scans, quotes, holds, sales, refunds, voids, look-ups."""
