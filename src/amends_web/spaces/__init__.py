"""The room that people share: invite, consent, who hosts, leave, packs by relation."""

from amends.content.relations import RelationWords, relations


def words(relation: str) -> RelationWords:
    """Return the words for a space's relation; pages take every word for the others from there."""
    return relations()[relation]
