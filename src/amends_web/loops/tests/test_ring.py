from __future__ import annotations


def test_smoke(ana, ben, drawn):
    page = drawn.page(ana)
    assert "When I go quiet" in page
