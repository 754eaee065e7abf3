"""What a page is made of: chapters, what-ifs, tables, the reference pages, a book of another scenario."""
