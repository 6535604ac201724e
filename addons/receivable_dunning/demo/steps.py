"""The messages that the demo company sent before today, told relative to T; pure.

Each row: payer, T + day, level of the company's scenario, which of the payer's bills, and how it ended when not simply sent.
"""

from typing import NamedTuple


class Past(NamedTuple):
    payer: str
    day: int
    level: str
    bills: tuple[int, ...]
    state: str = "sent"
    answer: str = ""  # of the mail server


PAST = (
    Past("tourneboulon", -12, "prevenance", (0,)),
    Past("nuage-bleu", -52, "prevenance", (0,)),
    Past("nuage-bleu", -40, "first", (0,)),
    Past("nuage-bleu", -30, "second", (0,)),
    Past("nuage-bleu", -22, "prevenance", (1,)),
    Past("nuage-bleu", -15, "third", (0,)),
    Past("nuage-bleu", -12, "prevenance", (2,)),
    Past("nuage-bleu", -10, "first", (1,)),
    Past("lac-imaginaire", -20, "prevenance", (0,)),
    Past("lac-imaginaire", -8, "first", (0,)),
    Past("copeaux", -29, "prevenance", (0,)),
    Past("copeaux", -17, "first", (0,)),
    Past("copeaux", -7, "second", (0,)),
    Past("lycee", -27, "prevenance", (0,)),
    Past("lycee", -10, "first", (0,)),
    Past("hyperbole", -21, "prevenance", (0,)),
    Past("hyperbole", -16, "prevenance", (1,)),
    Past("escargot", -45, "prevenance", (0,)),
    Past("escargot", -33, "first", (0,)),
    Past("escargot", -23, "second", (0,)),
    Past("escargot", -8, "third", (0,)),
    Past("papyrus", -25, "prevenance", (0,)),
    Past("papyrus", -13, "first", (0,)),
    Past("louche", -82, "prevenance", (0,)),
    Past("louche", -70, "first", (0,)),
    Past("louche", -60, "second", (0,)),
    Past("peluches", -32, "prevenance", (0,)),
    Past("peluches", -20, "first", (0,)),
    Past("popcorn", -113, "first", (0,)),
    Past("popcorn", -103, "second", (0,)),
    Past("popcorn", -86, "first", (1,)),
    Past("popcorn", -76, "second", (1,)),
    Past("popcorn", -57, "first", (2,)),
    Past("popcorn", -47, "third", (0, 1)),
    Past("popcorn", -32, "third", (2,)),
    Past("popcorn", -17, "notice", (0, 1, 2)),
    Past("point-mort", -12, "first", (0,)),
    Past("bombance", -1, "first", (0,), "failed", "550 5.1.1 No such mailbox here"),
    Past("perspective", -26, "prevenance", (0,)),
    Past("perspective", -14, "first", (0,)),
    Past("perspective", -4, "second", (0,)),
    Past("wolkenkuckuck", -15, "prevenance", (0,)),
    Past("wolkenkuckuck", -1, "first", (0,), "doubtful"),
    Past("edelweiss", -22, "prevenance", (0, 1)),
    Past("edelweiss", -10, "first", (0, 1)),
    Past("paravent", -17, "prevenance", (0,)),
    Past("plouf", -40, "prevenance", (0,)),
    Past("plouf", -28, "first", (0,)),
    Past("plouf", -18, "second", (0,)),
    Past("boulons", -195, "first", (0,)),
    Past("page-perdue", -17, "prevenance", (0,)),
    Past("page-perdue", -5, "first", (0,)),
    Past("saperlipopette-nord", -13, "prevenance", (0,)),
)
