"""The commands behind the Makefile: set up, run the notebooks, build the site and the PDF, serve."""
