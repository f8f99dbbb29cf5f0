"""What opinions and tests obey: what is masked, how long things are kept, what is drawn."""
