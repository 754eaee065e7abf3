"""What physics, accounting and statistics say, as pure functions of quantities.

A model holds no data and no opinion: evidence meets it only in `analysis.studies`. Every public function checks its
dimensions at the door, returns in a stated unit, takes scalars and arrays alike, and can be traced by the engine.
"""
