"""What an export is wrapped in: bytes and lines, zips and folders, JSON, pages, tags, databases, PDF."""
