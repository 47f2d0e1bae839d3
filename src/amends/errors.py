"""Every refusal, in one tree.

    AmendsError
    ├── UnreadableExport      what was given is not a conversation that can be read
    │   ├── TooLarge          it is past a limit of size or of unpacked size
    │   └── BadEncoding       its bytes are not text
    ├── Undecided             only the person can settle it
    │   ├── UndecidedDateOrder    which number is the day
    │   ├── UndecidedChat         which of several chats
    │   ├── UndecidedColumns      which column of a table is which
    │   └── UndecidedTimezone     the zone of times that name none, among times that do
    ├── LongDraft             a draft of one's own that is no draft any more, by its size
    ├── UnknownSpeaker        a name that nobody in the conversation has
    ├── BadLedger             what should tell how far an earlier run came does not
    ├── BadProtocol           a file that should be a protocol has mistakes in it
    ├── UnknownProtocol       a name that no protocol has
    ├── UnusableCluster       other machines that can't be read on
    ├── NotYet                a step of the path that is not open yet
    ├── Refused               a rule of the path says no
    ├── PassphraseRefused     a passphrase of one's own that is too easy to guess
    └── Sealed                something that does not open
        ├── WrongPassphrase
        ├── BadRecoveryKey
        ├── SwappedKeys       a person's public keys are not those that were confirmed
        └── Tampered
            └── NoGrant       it was put before somebody to whom nobody gave its key

An error carries fields; `str()` of it is one sentence that says what to do, for the command line. The web app
writes its own sentences from the fields. No error ever carries a person's words.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from collections.abc import Mapping


class AmendsError(Exception):
    """The root: whatever Amends refuses."""


class UnreadableExport(AmendsError):
    """What was given is not a conversation that can be read.

    `reason` names the trouble in a word: "empty", "binary", "unknown", "no_messages", "broken_zip",
    "encrypted_zip", "unsafe_zip", "no_chat_in_zip", "broken_file", "html", "copied_mail", "bad_json",
    "unknown_calendar", "bad_line", "not_found", "not_a_file", "no_permission", "not_finished".
    """

    SENTENCES: ClassVar = {
        "empty": "The file is empty; export the chat again and give the new file.",
        "binary": "This is not a text file; give the exported chat itself (.txt, .zip or .json).",
        "unknown": "No conversation was recognised in this; give a chat export (docs/guide/importing.md lists them), "
        "or lines like “Name: words”.",
        "no_messages": "The file was recognised, but it holds no message; export the chat again.",
        "broken_zip": "The zip file is damaged; export the chat again and give the new file.",
        "encrypted_zip": "The zip file is locked with a password; unpack it first and give the .txt inside.",
        "unsafe_zip": "The zip file holds links or paths that lead out of it; export the chat again.",
        "no_chat_in_zip": "There is no chat in this zip file or folder; give what “Export chat” made.",
        "html": "This is a web page of a kind that is not read; export the chat again and choose JSON or text.",
        "copied_mail": "These are lines of mail; save the messages themselves as files and give those (.eml or .mbox).",
        "bad_json": "The JSON is cut off or damaged; export the chat again and give the new file.",
        "broken_file": "The file is cut off or damaged; make the export again and give the new file.",
        "bad_line": "A line is not a conversation in the Breakdowns format; each line is one JSON object.",
        "unknown_calendar": "The dates are in a calendar that is not read yet; export again with Gregorian dates.",
        "not_found": "There is no such file; check the path.",
        "not_a_file": "This is neither a file nor a folder; give the exported file.",
        "no_permission": "This file may not be read; change its permissions or copy it.",
        "not_finished": "Reading did not come to its end: the file is damaged, or too large for this machine.",
    }

    def __init__(self, *, reason: str, line_number: int | None = None) -> None:
        self.reason = reason
        self.line_number = line_number
        where = "" if line_number is None else f" (line {line_number})"
        super().__init__(self.SENTENCES[reason] + where)


class TooLarge(UnreadableExport):
    """Past a limit; `limit` is in bytes, or in files where `unit` says so."""

    def __init__(self, *, limit: int, unit: str = "bytes") -> None:
        self.reason = "too_large"
        self.line_number = None
        self.limit = limit
        self.unit = unit
        shown = f"{limit // 1024**2} MiB" if unit == "bytes" else f"{limit} {unit}"
        AmendsError.__init__(self, f"This is larger than Amends reads ({shown}); export the chat without media.")


class BadEncoding(UnreadableExport):
    """The bytes are not UTF-8 or UTF-16 text."""

    def __init__(self, *, line_number: int | None = None) -> None:
        self.reason = "bad_encoding"
        self.line_number = line_number
        where = "" if line_number is None else f" from line {line_number} on"
        AmendsError.__init__(self, f"The text is not UTF-8{where}; save it as UTF-8 and give it again.")


class LongDraft(AmendsError):
    """A draft past `limit`, in bytes."""

    def __init__(self, *, limit: int) -> None:
        self.limit = limit
        super().__init__(
            f"This is longer than a draft can be here ({limit // 1024**2} MiB); give your own words alone."
        )


class Undecided(AmendsError):
    """Only the person can settle it; the command line ends with 3."""


class UndecidedDateOrder(Undecided):
    """The file fits more than one order of day and month.

    `orders` are the ones that fit, of "dmy", "mdy", "ymd"; `example` is a date from the file, as it stands there.
    """

    def __init__(self, *, orders: tuple[str, ...], example: str) -> None:
        self.orders = orders
        self.example = example
        super().__init__(
            f"Day and month can't be told apart in this file ({example}); say which comes first with "
            f"--date-order {' or --date-order '.join(orders)}."
        )


class UndecidedChat(Undecided):
    """The file holds several chats; `chats` are their names, as `read_export(chat=…)` takes them."""

    def __init__(self, *, chats: tuple[str, ...]) -> None:
        self.chats = chats
        super().__init__(f"There are {len(chats)} chats in this file; export the one chat alone and give that file.")


class UndecidedColumns(Undecided):
    """It does not show which column of a table tells what.

    `columns` are the names of the columns; `proposed` gives the likely ones of "time", "speaker" and "text" (and of
    "date", where the day has a column of its own), as `read_export(columns=…)` takes them.
    """

    def __init__(self, *, columns: tuple[str, ...], proposed: Mapping[str, str]) -> None:
        self.columns = columns
        self.proposed = proposed
        super().__init__(
            "Which column tells the time, the speaker and the words? Say it with "
            f"--columns time=…,speaker=…,text=…; the columns are: {', '.join(columns)}."
        )


class UndecidedTimezone(Undecided):
    """Some of several conversations have times with a zone, others without."""

    def __init__(self) -> None:
        super().__init__("Some of these name the time zone of their times and some don't; say it with --timezone.")


class UnknownSpeaker(AmendsError):
    """`name` is nobody's name here; `people` are the names there are."""

    def __init__(self, *, name: str, people: tuple[str, ...]) -> None:
        self.name = name
        self.people = people
        super().__init__(f"Nobody here is called “{name}”; the people are: {', '.join(people)}.")


class BadLedger(AmendsError):
    """The file beside the rows, which tells how far an earlier run came, is something else."""

    def __init__(self) -> None:
        super().__init__("The file beside this one that ends in .amends is not Amends' own; give another name.")


class BadProtocol(AmendsError):
    """A file that should be a protocol has mistakes in it.

    `mistakes` are (line, reason, name), in the order of the lines: `reason` is a key of SENTENCES, `name` a name that
    the format knows, or "". `sentences` say the same for people, one a mistake.
    """

    SENTENCES: ClassVar = {
        "line": "this is no “name: value”; write one, or begin the line with a space to go on with the line above.",
        "unknown": "the format has no such name; docs/protocols.md lists those that it has.",
        "missing": "there is no “{name}”; add a line that begins with “{name}:”.",
        "twice": "“{name}” stands here a second time; keep one of the two.",
        "empty": "nothing follows “{name}:”; write it there, or take the line out.",
        "long": "“{name}” is too long here; shorten it, or make two of it.",
        "signs": "a sign here can't be shown; type this line again.",
        "format": "Amends reads format 1; write “format: 1”.",
        "id": "“id” takes small letters, digits and hyphens, at most 40; write one such as “soft-start”.",
        "for": "“for” takes everyone, or some of couple, family, friends, coparents, colleagues with commas between.",
        "minutes": "“minutes” takes a whole number from 1 to 120; write that.",
        "sum": "the minutes of the steps do not add up to this; change one of them.",
        "strength": "“strength” takes S, M, W or C; docs/protocols.md says what each stands for.",
        "step": "“step” takes who speaks and how long, such as “step: one, 2 min”; who is one, other, each or all.",
        "keep": "“keep” takes who sees it and what is asked, such as “keep: all, What we try”; who is all or me.",
        "below": "“{name}” belongs to a step; put a “step” above it.",
        "above": "“{name}” belongs above the first step; move it there.",
        "no_say": "this step says nothing; add a line that begins with “say:” below it.",
        "no_step": "there is no step; add a line that begins with “step:”.",
        "many": "there are more than 30 steps; take some out.",
        "couple": "this word is one for couples, but the protocol is for others too; write “the other one”, say.",
        "large": "the file is larger than 32 KiB; take out what is not needed.",
    }

    def __init__(self, *, mistakes: tuple[tuple[int, str, str], ...]) -> None:
        self.mistakes = mistakes
        self.sentences = tuple(
            f"Line {line}: {self.SENTENCES[reason].format(name=name)}" for line, reason, name in mistakes
        )
        super().__init__(" ".join(self.sentences))


class UnknownProtocol(AmendsError):
    """`name` is neither a protocol that comes with Amends nor a file."""

    def __init__(self, *, name: str) -> None:
        self.name = name
        super().__init__(f"There is no protocol and no file “{name}”; “amends protocol list” names the protocols.")


class UnusableCluster(AmendsError):
    """`reason` is "not_installed", "plain", "unknown", "no_certificates", "no_answer", "no_workers" or
    "other_version".
    """

    SENTENCES: ClassVar = {
        "not_installed": "Reading on a cluster needs one more package; install amends[cluster].",
        "plain": "This cluster would be spoken to in the clear; give it a tls:// address (docs/scaling.md).",
        "unknown": "This is no address of a cluster; give one like tls://scheduler.example:8786.",
        "no_certificates": "A tls:// address needs certificates; name their files as docs/scaling.md says.",
        "no_answer": "No scheduler answers at this address; check that it runs, and its certificates.",
        "no_workers": "The cluster has no workers; start some (docs/scaling.md).",
        "other_version": "The workers run another version of Amends; install this one there.",
    }

    def __init__(self, *, reason: str) -> None:
        self.reason = reason
        super().__init__(self.SENTENCES[reason])


class NotYet(AmendsError):
    """A step that is not open yet; `missing` says what has to come first."""

    def __init__(self, *, step: str, missing: str) -> None:
        self.step = step
        self.missing = missing
        super().__init__(f"“{step}” opens once {missing}.")


class Refused(AmendsError):
    """A rule says no. `rule` is its name, for the page that explains it."""

    def __init__(self, *, rule: str) -> None:
        self.rule = rule
        super().__init__(f"This is refused by the rule “{rule}”.")


class PassphraseRefused(AmendsError):
    """`reason` is "short", "long", "repeats" or "common"."""

    def __init__(self, *, reason: str) -> None:
        self.reason = reason
        super().__init__(f"This passphrase is refused ({reason}); take five random words, or 15 characters and more.")


class Sealed(AmendsError):
    """Something does not open."""


class WrongPassphrase(Sealed):
    """The passphrase does not open the seed."""

    def __init__(self) -> None:
        super().__init__("This name and passphrase do not go together; try again.")


class BadRecoveryKey(Sealed):
    """`reason` is "length", "letters", "typing" (the check does not fit) or "other" (not this person's key)."""

    def __init__(self, *, reason: str) -> None:
        self.reason = reason
        super().__init__("This recovery key has a typing mistake in it; compare it with the printed one.")


class SwappedKeys(Sealed):
    """A person's public keys are not those that somebody confirmed with them before."""

    def __init__(self) -> None:
        super().__init__("The keys of this person were changed since you confirmed them; share nothing with them here.")


class Tampered(Sealed):
    """A sealed value was changed, or moved to another place, or is of an unknown format."""

    def __init__(self) -> None:
        super().__init__("A sealed value was changed since it was written; restore a backup.")


class NoGrant(Tampered):
    """The person holds no grant for this box.

    Whoever puts words before somebody gives them the key too. Where it is missing, the words were put there by others,
    or the person has left; either way they are read as words that were changed, wherever nothing else is said.
    """

    def __init__(self) -> None:
        Sealed.__init__(self, "This is not open to you.")
