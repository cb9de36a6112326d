"""What head office gives by itself: for days, activities, events, tiers, segments."""
