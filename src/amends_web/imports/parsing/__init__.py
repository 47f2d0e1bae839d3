"""Reading what somebody gave in a process of its own, which can do nothing but read it.

    apart.py         starts the process, hears what it says, and ends it
    process.py       what runs in it
    confinement.py   what it may no longer do
    wire.py          the lines in which the two speak: JSON, never pickle

What comes back is checked as if a stranger had sent it: a file that takes the process over gets no further.
"""
