"""How we talk: what people agree on, version by version, and protocols that they can walk through step by step."""
