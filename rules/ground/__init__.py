"""What all law stands on: names, figures and their bounds, rounding, a decided no."""
