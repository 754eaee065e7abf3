"""Published models of computing in orbit, rebuilt from `analysis.models` with their own inputs and boundaries.

`ledger` says what a boundary is and how a published value is compared with ours; one module for each model re-expresses
it; `harmoniser` is the one cost model with the full boundary in which any of them can be run; `roster` lists them all.
"""
