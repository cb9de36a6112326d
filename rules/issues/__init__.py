"""What is given by itself: a trigger and a gift, one file a family, one rule a pair."""
