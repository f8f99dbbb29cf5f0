"""Plain rules of the training map: records, dates, lengths, keys."""
