"""The room that people share: invite, consent, who hosts, leave, packs by relation."""
