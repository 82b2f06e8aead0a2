"""What segments tell others, and what they may ask of orders and tags."""

from contactcenter.crm.segments import present, purchases, tagged


def register() -> None:
    present.register()
    purchases.register()
    tagged.register()
