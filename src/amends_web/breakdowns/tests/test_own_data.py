from __future__ import annotations

from amends_web.breakdowns import exports
from amends_web.breakdowns.models import Breakdown, Share, Side
from amends_web.breakdowns.tests.conftest import again


def test_the_export_holds_ones_own_side_and_the_open_map(ana, ben, told):
    told.share(ana, "meant")
    told.share(ben, "meant")
    section = exports.collect(ana.person, again(ana))
    assert [row["what"] for row in section.rows] == ["my side", "shared", "shared"]
    assert section.rows[0]["impact"] == {"text": "ANA-IMPACT I sat there alone"}
    assert "BEN-MEANT" in str(section.rows)
    assert "BEN-THOUGHT" not in str(section.rows)


def test_before_the_reveal_the_export_holds_nothing_of_the_other(ana, ben, told):
    told.share(ben, "meant")
    assert "BEN-" not in str(exports.collect(ana.person, again(ana)))
    told.post(ben, "take_back")
    told.share(ana, "meant")
    assert "BEN-" not in str(exports.collect(ana.person, again(ana)))


def test_deleting_takes_ones_words_and_leaves_the_others(ana, ben, told):
    told.share(ana, "meant")
    told.share(ben, "meant")
    exports.erase(ana.person, again(ana))
    assert not Side.objects.filter(person=ana.person).exists()
    assert not Share.objects.filter(person=ana.person).exists()
    page = told.get(ben, "map").content.decode()
    assert "BEN-MEANT" in page
    assert "ANA-" not in page


def test_ones_side_outlives_the_breakdown(ana, told):
    Breakdown.objects.all().delete()
    rows = exports.collect(ana.person, again(ana)).rows
    assert rows[0]["name"] == "The late dinner"
    assert rows[0]["impact"] == {"text": "ANA-IMPACT I sat there alone"}
