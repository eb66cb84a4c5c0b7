"""Family shapes that coordinators meet, as data: who is there (a sex by letter), couples, and children of parents."""
from cases.genogram.family import Couple, Family, Parentage, Person, Siblings

SEXES = {"m": "male", "f": "female", "u": ""}


def family(people: str, couples=(), children=(), siblings=()) -> Family:
    """`people` as "mfu": ids from 1; couples (a, b[, status]); children ("12", 3[, kind]) of parents 1 and 2."""
    pairs = [(int(parent), child, *kind) for parents, child, *kind in children for parent in parents]
    return Family(tuple(Person(at, f"見本{at}", SEXES[sex]) for at, sex in enumerate(people, 1)),
                  tuple(Couple(*each) for each in couples), tuple(Parentage(*each) for each in pairs),
                  tuple(Siblings(*each) for each in siblings))


PLAIN = {  # drawn without any crossing, couples side by side
    "someone alone": family("f"),
    "two without a stated relation": family("mf"),
    "a couple": family("mf", [(1, 2)]),
    "an unmarried couple": family("mf", [(1, 2, "cohabiting")]),
    "two women": family("ff", [(1, 2, "cohabiting")]),
    "parents and two children": family("mfmf", [(1, 2)], [("12", 3), ("12", 4)]),
    "parents and six children": family("mfmfmfmf", [(1, 2)], [("12", each) for each in range(3, 9)]),
    "a mother and her son": family("fm", [], [("1", 2)]),
    "a father and three children": family("mfff", [], [("1", 2), ("1", 3), ("1", 4)]),
    "8050: an old mother, a son at home": family("fmm", [(2, 1)], [("12", 3)]),
    "8050 with a daughter who left and married": family("mfmfmf", [(1, 2), (5, 4)], [("12", 3), ("12", 4), ("45", 6)]),
    "9060: a very old father, two children alone": family("mmf", [], [("1", 2), ("1", 3)]),
    "siblings alone": family("mfm", siblings=[(1, 2), (2, 3)]),
    "two sisters, one widowed": family("ffm", [(3, 2)], siblings=[(1, 2)]),
    "siblings, one with a family": family("mfmff", [(3, 4)], [("34", 5)], [(1, 2), (2, 3)]),
    "divorced, children with the mother": family("mfmf", [(1, 2, "divorced")], [("12", 3), ("12", 4)]),
    "living apart": family("mfm", [(1, 2, "separated")], [("12", 3)]),
    "unstated parents": family("mfm", [], [("12", 3)]),
    "a remarried father, half-siblings": family("mffmf", [(1, 2, "divorced"), (1, 3)], [("12", 4), ("13", 5)]),
    "a remarried mother, half-siblings": family("fmmfm", [(1, 2, "divorced"), (1, 3)], [("12", 4), ("13", 5)]),
    "a stepfather": family("fmmm", [(1, 2, "divorced"), (1, 3)], [("12", 4), ("3", 4, "step")]),
    "a stepfather beside both parents": family("fmmm", [(1, 3)], [("12", 4), ("3", 4, "step")]),
    "both were married before": family("mfffmmmfm", [(1, 3, "divorced"), (2, 5, "divorced"), (1, 2)],
                                       [("13", 4), ("25", 6), ("12", 7)]),
    "a lone mother of two fathers' children": family("fmmmm", [(1, 2, "divorced"), (1, 3, "cohabiting")], [("12", 4), ("13", 5)]),
    "three generations": family("mfmfmf", [(1, 2), (3, 4)], [("12", 3), ("34", 5), ("34", 6)]),
    "three generations, both sides": family("mfmfmfmf", [(1, 2), (3, 4), (5, 6)],
                                            [("12", 5), ("34", 6), ("56", 7), ("56", 8)]),
    "three generations, a lone grandmother": family("ffm", [], [("1", 2), ("2", 3)]),
    "grandmother, grandson, parents gone": family("fmfm", [(2, 3, "divorced")], [("1", 2), ("23", 4)]),
    "the wife's mother lives with them": family("mffmf", [(1, 2)], [("3", 2), ("12", 4), ("12", 5)]),
    "brothers with families": family("mfmfmfmf", [(1, 2), (3, 4), (5, 6)], [("12", 3), ("12", 5), ("34", 7), ("56", 8)]),
    "brothers whose wives have parents": family(
        "mfmfmfmfmfmf", [(1, 2), (3, 4), (5, 6), (7, 8), (9, 10)],
        [("12", 7), ("12", 9), ("34", 8), ("56", 10), ("78", 11), ("9", 12)]),
    "the eldest daughter's husband with his mother": family("mffmmf", [(1, 2), (4, 3)], [("12", 3), ("12", 5), ("6", 4)]),
    "an aunt who brings up her sister's child": family("ffm", [], [("2", 3)], [(1, 2)]),
    "an adopted child": family("mff", [(1, 2)], [("12", 3, "adopted")]),
    "a foster child beside an own": family("mfmf", [(1, 2)], [("12", 3), ("12", 4, "foster")]),
    "four generations": family("mfmfmfm", [(1, 2), (3, 4), (5, 6)], [("12", 3), ("34", 5), ("56", 7)]),
    "two families in one home": family("mfmfm", [(1, 2)], [("12", 3), ("4", 5)]),
    "someone of unknown sex": family("ufu", [(1, 2)], [("12", 3)]),
    "a family and a lodger": family("mfmu", [(1, 2)], [("12", 3)]),
    "divorced and both remarried": family("mfmfmff", [(1, 2, "divorced"), (1, 4), (3, 2)], [("12", 5), ("14", 6), ("23", 7)]),
    "twins and a grandchild": family("mfmmff", [(1, 2), (3, 5)], [("12", 3), ("12", 4), ("35", 6)], [(3, 4, True)]),
    "twins among siblings": family("mfmmfm", [(1, 2)], [("12", each) for each in (3, 4, 5, 6)], [(3, 6, True)]),
    "twins alone": family("mm", siblings=[(1, 2, True)]),
    "triplets": family("fmmm", [], [("1", each) for each in (2, 3, 4)], [(2, 3, True), (3, 4, True)]),
}
KNOTTED = {  # something has to cross, or somebody stand between: drawn all the same
    "a man married three times": family("mfffmmm", [(1, 2, "divorced"), (1, 3, "divorced"), (1, 4)],
                                        [("12", 5), ("13", 6), ("14", 7)]),
    "three brothers whose wives all have parents": family(
        "mfmfmfmfmmmfff", [(1, 2), (3, 4), (5, 6), (7, 8), (9, 12), (10, 13), (11, 14)],
        [("12", 9), ("12", 10), ("12", 11), ("34", 12), ("56", 13), ("78", 14)]),
    "cousins who married": family("mfmmfffmm", [(1, 2), (3, 5), (4, 6), (7, 8)],
                                  [("12", 3), ("12", 4), ("35", 7), ("46", 8), ("78", 9)]),
    "two brothers married two sisters": family("mfmfmmff", [(1, 2), (3, 4), (5, 7), (6, 8)],
                                               [("12", 5), ("12", 6), ("34", 7), ("34", 8)]),
    "own and adoptive parents": family("mfmff", [(1, 2), (3, 4)], [("12", 5), ("34", 5, "adopted")]),
    "a ring entered by mistake": family("mm", [], [("1", 2), ("2", 1)]),
    "siblings with different known parents": family("ffmm", [], [("1", 3), ("2", 4)], [(3, 4)]),
    "an uncle who married his niece": family("mfmmf", [(1, 2), (4, 5)], [("12", 3), ("12", 4), ("3", 5)]),
}
ALL = PLAIN | KNOTTED
