"""Charts: one theme, one module per chapter; a frame goes in, a chart comes out."""
