"""Programs that help to work on this repository; none of them is installed."""
