"""The printed book: pages of the built site, cleaned, read by pandoc, set by typst. No TeX, no browser, no network.

contents    which pages, in which order and parts (from _toc.yml), and what the title page says (settings.toml)
clean       one page of the site as plain HTML with ids that are unique in the whole book
filter.lua  what pandoc does not know: formulas with numbers, boxes, margin notes, footnotes, vector charts
book.typ    the look
"""
