"""A cell that cannot be read as what its column is."""


class BadValue(Exception):
    """`code`: bad_phone, digits_lost, bad_email, bad_date, bad_number, bad_money, bad_choice, bad_boolean,
    unknown_person, too_long, bad_text, cell_error. The screens have a sentence for each."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code
