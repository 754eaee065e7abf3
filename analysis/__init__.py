"""Watts, Tonnes, Dollars: an executable audit of the thesis that SpaceX becomes the infrastructure layer of AI.

Rooms, in the order in which anything flows: ``units``, ``evidence`` and ``models`` and ``engine``,
``peers``, ``studies``, ``claims``, ``tables`` and ``figures``, and last the book.
"""
