"""What every page of the console shares; a panel only declares what is its own."""
