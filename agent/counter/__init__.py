"""What a till does when it is asked: scan, quote, hold, sale, refund, void, look-up."""
