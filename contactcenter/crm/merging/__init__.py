"""Two records of one person become one, and can be told apart again at any later time.

Nothing is copied and nothing is thrown away. Every row that points at a customer is pointed at the survivor, and
which row came from whom is kept (`merge_moves`); what the survivor has already (the same number, the same tag) is
set aside as it was (`merge_asides`). Un-merging gives each row back to whom it came from, in any order with other
merges. Tables are found through the metadata: one that points at customers takes part by itself. A table that
must stay as it is says `info={"stays_on_merge": True}`.
"""
