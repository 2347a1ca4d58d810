"""What does the reference say? The catalogue of the nineteen codes, as data with its sources."""
