"""Sealed values open for their owner and purpose only, and not once altered."""

import pytest

from contactcenter.core.sealing import SealBroken, seal, unseal

KEY = "a secret of forty characters or a little more"
PLACE = {"purpose": "totp", "context": "usr_1"}


@pytest.mark.parametrize("plain", ["", "JBSWY3DPEHPK3PXP", "mật khẩu", "x" * 500])
def test_a_sealed_value_opens_again(plain: str) -> None:
    sealed = seal(KEY, plain, **PLACE)
    assert not plain or plain not in sealed
    assert unseal(KEY, sealed, **PLACE) == plain


def test_the_same_value_is_never_sealed_the_same_way_twice() -> None:
    assert seal(KEY, "x", **PLACE) != seal(KEY, "x", **PLACE)


@pytest.mark.parametrize(
    ("key", "purpose", "context"),
    [("another key", "totp", "usr_1"), (KEY, "channel", "usr_1"), (KEY, "totp", "usr_2")],
)
def test_it_opens_nowhere_else(key: str, purpose: str, context: str) -> None:
    with pytest.raises(SealBroken):
        unseal(key, seal(KEY, "x", **PLACE), purpose=purpose, context=context)


@pytest.mark.parametrize("position", [3, 10, 30, -1])
def test_an_altered_value_does_not_open(position: int) -> None:
    sealed = list(seal(KEY, "secret", **PLACE))
    sealed[position] = "A" if sealed[position] != "A" else "B"
    with pytest.raises(SealBroken):
        unseal(KEY, "".join(sealed), **PLACE)


@pytest.mark.parametrize("text", ["", "v1.", "v1.AAAA", "not base64 é", "JBSWY3DPEHPK3PXP"])
def test_what_was_never_sealed_does_not_open(text: str) -> None:
    with pytest.raises(SealBroken):
        unseal(KEY, text, **PLACE)
