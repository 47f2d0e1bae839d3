"""The commands that need the web app; `amends` finds them through the entry-point group `amends.commands`.

Each offers HELP, add_arguments(parser) and run(arguments). None imports Django before it runs.
"""
