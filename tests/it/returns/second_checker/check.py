#!/usr/bin/env python3
"""Counts what the published rules find in the sample returns, without a line of the program that it checks.

It was written from the rules' own text, reads the CSV files with the standard library alone, and goes about it by
other means: each rule looks over whole tables held in memory, where the program looks at one child at a time. It
prints, for each set and each of the 61 rules, PASSED, BROKEN or SKIPPED and the number of rows: counts only, no row
of the samples. `expected.csv` beside it is this output; a test loads the same files through the real import and
compares every figure.

    python3 check.py SAMPLES                 the figures
    python3 check.py SAMPLES --rows SET RULE the row numbers behind one of them (the header is row 1)

SAMPLES holds the folders ssda903-five-year (its three years are taken in order, each with the one before as the year
held) and ssda903-single-year (without its second file of one table, the deliberate error case).
"""
import csv
import re
import sys
from datetime import date
from pathlib import Path

COLUMNS = {
    "Header": "CHILD SEX DOB ETHNIC UPN MOTHER MC_DOB",
    "Episodes": "CHILD DECOM RNE LS CIN PLACE PLACE_PROVIDER DEC REC REASON_PLACE_CHANGE HOME_POST PL_POST URN",
    "Reviews": "CHILD DOB REVIEW REVIEW_CODE",
    "AD1": "CHILD DOB DATE_INT DATE_MATCH FOSTER_CARE NB_ADOPTR SEX_ADOPTR LS_ADOPTR",
    "PlacedAdoption": "CHILD DOB DATE_PLACED DATE_PLACED_CEASED REASON_PLACED_CEASED",
    "PrevPerm": "CHILD DOB PREV_PERM LA_PERM DATE_PERM",
}
DATES = {"DOB", "DECOM", "DEC", "REVIEW", "DATE_INT", "DATE_MATCH", "DATE_PLACED", "DATE_PLACED_CEASED"}

ADOPTIVE = {"A3", "A4", "A5", "A6"}
ADOPTED = {"E11", "E12"}
GUARDIANSHIP = {"E43", "E44", "E45", "E46", "E47", "E48"}
TEMPORARY = {"T0", "T1", "T2", "T3", "T4"}
AD1_ITEMS = ["DATE_INT", "DATE_MATCH", "FOSTER_CARE", "NB_ADOPTR", "SEX_ADOPTR", "LS_ADOPTR"]

# Codes as far as the rules need them: (first year, last year) by the year's end, where a code came or went.
RNE = set("SLPTBU")
LS = set("C1 C2 D1 E1 V2 V3 V4 L1 L2 L3 J1 J2 J3".split())
CIN = {f"N{n}" for n in range(1, 9)}
PLACE = dict.fromkeys("A3 A4 A5 A6 K1 K2 P1 P3 R1 R2 R3 R5 S1 T0 T1 T2 T3 T4 U1 U2 U3 U4 U5 U6".split(), (0, 9999))
PLACE |= {"H5": (0, 2024), "P2": (0, 2024), "K3": (2025, 9999), "Z1": (0, 2025)}
PLACE |= dict.fromkeys("Z11 Z12 Z13 Z14".split(), (2026, 9999))
REC = dict.fromkeys(
    "X1 E11 E12 E2 E3 E4A E4B E13 E41 E5 E6 E7 E8 E9 E14 E15 E16 E17".split(), (0, 9999))
REC |= dict.fromkeys(("E43", "E44"), (0, 2018)) | dict.fromkeys(("E45", "E46", "E47", "E48"), (2019, 9999))
REVIEW_CODES = {f"PN{n}" for n in range(8)}
PREV_PERM = {"P1", "P2", "P3", "P4", "Z1"}

POSTCODE = re.compile(
    r"(GIR0AA|(?:[A-PR-UWYZ][0-9][0-9A-HJKPSTUW]?|[A-PR-UWYZ][A-HK-Y][0-9][0-9ABEHMNPRVWXY]?)"
    r"[0-9][ABD-HJLNP-UW-Z]{2})")


def in_year(codes, code, year):
    first, last = codes.get(code, (1, 0))
    return first <= year <= last


def to_date(text):
    """A day, None for nothing; anything else stops the run, for the import would refuse the file."""
    if not text:
        return None
    day, month, year = text.split("/")
    return date(int(year), int(month), int(day))


def birthday(born, years):
    """The day on which so many years are completed; 29 February becomes 1 March."""
    try:
        return born.replace(year=born.year + years)
    except ValueError:
        return date(born.year + years, 3, 1)


class Return:
    def __init__(self, year, files):
        self.year = year
        self.start, self.end = date(year - 1, 4, 1), date(year, 3, 31)
        self.tables = {}
        for path in files:
            with open(path, newline="", encoding="utf-8-sig") as file:
                lines = csv.DictReader(file)
                names = set(lines.fieldnames)
                table = next((name for name, columns in COLUMNS.items() if names == set(columns.split())), None)
                if table:
                    self.tables[table] = [self.read(number, line) for number, line in enumerate(lines, 2)]
        for name in COLUMNS:
            setattr(self, name.lower(), self.tables.get(name, []))
        self.born = {}
        for row in self.header:
            self.born.setdefault(row["CHILD"], row["DOB"])
        # One chain of episodes a child, by start and then by end, those without an end last.
        self.chains = {}
        for row in self.episodes:
            if row["DECOM"]:
                self.chains.setdefault(row["CHILD"], []).append(row)
        for chain in self.chains.values():
            chain.sort(key=lambda row: (row["DECOM"], row["DEC"] or date.max))
        self.pairs = [pair for chain in self.chains.values() for pair in zip(chain, chain[1:])]

    @staticmethod
    def read(number, line):
        row = {"ROW": number}
        for name, cell in line.items():
            cell = (cell or "").strip().upper()
            row[name] = to_date(cell) if name in DATES else cell
        return row

    def by_child(self, table):
        found = {}
        for row in self.tables.get(table, []):
            found.setdefault(row["CHILD"], []).append(row)
        return found


def ended(row):
    """Why the episode ended; an open episode has no reason, whatever its cell holds."""
    return row["REC"] if row["DEC"] else ""


def left(row):
    return ended(row) not in ("", "X1")


def placed(row):
    return (row["PLACE"], row["PL_POST"], row["URN"], row["PLACE_PROVIDER"])


def runs(chain, member):
    """Neighbouring episodes of which `member` holds, as lists."""
    found, current = [], []
    for row in chain + [None]:
        if row is not None and member(row):
            current.append(row)
        elif current:
            found.append(current)
            current = []
    return found


def first_decisions(r):
    found = {}
    for row in r.placedadoption:
        if row["DATE_PLACED"]:
            found[row["CHILD"]] = min(found.get(row["CHILD"], date.max), row["DATE_PLACED"])
    return found


def care_began(r):
    return {child: max(row["DECOM"] for row in chain if row["RNE"] == "S")
            for child, chain in r.chains.items() if any(row["RNE"] == "S" for row in chain)}


# ---- the rules: each gives the rows that break it -------------------------------------------------------------------

def r142(r):
    return [a for a, _ in r.pairs if not a["DEC"] or not a["REC"]]


def r357(r):
    firsts = [chain[0] for chain in r.chains.values()]
    return [row for row in firsts if row["DECOM"] >= r.start and row["RNE"] != "S"]


def r388(r):
    lasts = [chain[-1] for chain in r.chains.values()]
    no_follow_on = [row for row in lasts if ended(row) == "X1"]
    gap = [a for a, b in r.pairs if ended(a) == "X1" and b["DECOM"] != a["DEC"]]
    follow_on = [a for a, b in r.pairs if a["DEC"] and ended(a) != "X1" and b["DECOM"] == a["DEC"]]
    return no_follow_on + gap + follow_on


def r431(r):
    return [b for a, b in r.pairs if b["RNE"] == "S" and a["DEC"] and a["DEC"] >= b["DECOM"]]


def r432(r):
    return [b for a, b in r.pairs if b["RNE"] != "S" and left(a)]


def r433(r):
    return [b for a, b in r.pairs if b["RNE"] != "S" and a["DEC"] and a["DEC"] != b["DECOM"]]


def r434(r):
    return [b for a, b in r.pairs if b["RNE"] == "L" and (a["LS"] == b["LS"] or placed(a) != placed(b))]


def r435(r):
    return [b for a, b in r.pairs if b["RNE"] in ("P", "T") and (a["LS"] != b["LS"] or placed(a) == placed(b))]


def r436(r):
    return [b for a, b in r.pairs if b["RNE"] in ("B", "U") and (a["LS"] == b["LS"] or placed(a) == placed(b))]


def r437(r):
    return [a for a, _ in r.pairs if ended(a) in ("E2", "E15")]


def r501(r):
    return [b for a, b in r.pairs if a["DEC"] and b["DECOM"] < a["DEC"]]


def r504(r):
    return [b for a, b in r.pairs if b["RNE"] != "S" and a["CIN"] != b["CIN"]]


def r562(r, last):
    held = {(row["CHILD"], row["DECOM"]) for row in last.episodes}
    return [row for row in r.episodes if row["DECOM"] < r.start and (row["CHILD"], row["DECOM"]) not in held]


def boundary(r, last):
    """This year's first episode beside last year's last one where that was open."""
    for child, chain in r.chains.items():
        before = last.chains.get(child)
        if before and not before[-1]["DEC"]:
            yield before[-1], chain[0]


def r502(r, last):
    return [b for a, b in boundary(r, last) if a["DECOM"] != b["DECOM"]]


def differs(column, excused=lambda year, a, b: False):
    return lambda r, last: [b for a, b in boundary(r, last) if a["DECOM"] == b["DECOM"]
                            and a[column] != b[column] and not excused(r.year, a[column], b[column])]


def recoded(year, old, new):
    return (year in (2024, 2025) and (old, new) == ("H5", "K3")) or (
        year == 2026 and old == "Z1" and new in ("Z11", "Z12", "Z13", "Z14"))


def r225(r):
    return [a for a, b in r.pairs if ended(a) == "X1" and b["RNE"] in tuple("PTBU")
            and not a["REASON_PLACE_CHANGE"] and not {a["PLACE"], b["PLACE"]} & TEMPORARY]


def r383(r):
    broken = []
    for chain in r.chains.values():
        for at, row in enumerate(chain[:-1]):
            after = chain[at + 1]
            if row["PLACE"] not in TEMPORARY or left(row) or placed(after) == placed(row):
                continue
            earlier = [other for other in chain[:at]]
            while earlier and placed(earlier[-1]) == placed(row):
                earlier.pop()
            if earlier:
                before = earlier[-1]
                back = after["RNE"] == "P" and all(after[c] == before[c] for c in ("PLACE", "PL_POST"))
                if not back:
                    broken.append(row)
    return broken


def r392c(r):
    def wrong(text):
        return text and not POSTCODE.fullmatch(text.replace(" ", ""))
    return [row for row in r.episodes if wrong(row["HOME_POST"]) or wrong(row["PL_POST"])]


def of_age(reasons):
    return lambda r: [row for row in r.episodes if ended(row) in reasons and r.born.get(row["CHILD"])
                      and row["DEC"] >= birthday(r.born[row["CHILD"]], 18)]


def at_four(wrong):
    def rows(r):
        found = []
        for row in r.reviews:
            born = row["DOB"] or r.born.get(row["CHILD"])
            if born and row["REVIEW"] and row["REVIEW_CODE"] and wrong(
                    row["REVIEW_CODE"] == "PN0", row["REVIEW"] >= birthday(born, 4)):
                found.append(row)
        return found
    return rows


def r521(r):
    starts = {}
    for child, chain in r.chains.items():
        for run in runs(chain, lambda row: row["PLACE"] in ADOPTIVE):
            starts[child] = run[0]["DECOM"]
    return [row for row in r.ad1 if row["DATE_INT"] and row["DATE_INT"] > starts.get(row["CHILD"], date.max)]


def r331(r):
    starts = {}
    for child, chain in r.chains.items():
        for run in runs(chain, lambda row: row["PLACE"] in ADOPTIVE):
            if ended(run[-1]) in ADOPTED:
                starts[child] = run[0]["DECOM"]
    return [row for row in r.ad1 if row["DATE_MATCH"] and row["DATE_MATCH"] > starts.get(row["CHILD"], date.max)]


def undecided(member):
    def rows(r):
        decided = first_decisions(r)
        return [row for row in r.episodes if member(row) and row["CHILD"] not in decided]
    return rows


def too_early(member):
    def rows(r):
        decided = first_decisions(r)
        return [run[0] for child, chain in r.chains.items() if child in decided
                for run in runs(chain, member) if run[0]["DECOM"] < decided[child]]
    return rows


def r557(r):
    return [row for row in r.placedadoption
            if row["DATE_PLACED"] and not (row["DATE_PLACED_CEASED"] and row["REASON_PLACED_CEASED"])
            and any(left(e) and ended(e) not in ADOPTED and e["DEC"] >= row["DATE_PLACED"]
                    for e in r.chains.get(row["CHILD"], []))]


def decisions(r):
    for rows in r.by_child("PlacedAdoption").values():
        yield sorted((row for row in rows if row["DATE_PLACED"]), key=lambda row: row["DATE_PLACED"])


def r558(r):
    adopted = {row["CHILD"] for row in r.episodes if ended(row) in ADOPTED}
    lasts = [rows[-1] for rows in decisions(r) if rows and rows[-1]["CHILD"] in adopted]
    return [row for row in lasts if row["DATE_PLACED_CEASED"]]


def r579(r):
    return [b for rows in decisions(r) for a, b in zip(rows, rows[1:])
            if not a["DATE_PLACED_CEASED"] or b["DATE_PLACED"] < a["DATE_PLACED_CEASED"]]


def r151(r):
    return [row for row in r.ad1 if 0 < sum(bool(row[item]) for item in AD1_ITEMS) < len(AD1_ITEMS)]


def r334(r):
    began = care_began(r)
    return [row for row in r.ad1 if row["DATE_INT"] and row["DATE_INT"] < began.get(row["CHILD"], date.min)]


def r601(r):
    told = {row["CHILD"] for row in r.ad1 if any(row[item] for item in AD1_ITEMS)}
    return [row for row in r.episodes if ended(row) in ADOPTED and row["CHILD"] not in told]


def r630(r):
    told = {row["CHILD"] for row in r.prevperm if row["PREV_PERM"]}
    return [row for row in r.episodes if row["RNE"] == "S" and row["DECOM"] >= r.start and row["CHILD"] not in told]


def r632(r):
    began = {child: chain[0]["DECOM"] for child, chain in r.chains.items()} | care_began(r)
    broken = []
    for row in r.prevperm:
        if row["DATE_PERM"] and row["CHILD"] in began:
            day, month, year = row["DATE_PERM"].replace("ZZZZ", "0").replace("ZZ", "1").split("/")
            if int(year) and date(int(year), int(month), int(day)) >= began[row["CHILD"]]:
                broken.append(row)
    return broken


def where(table, broken):
    return lambda r: [row for row in getattr(r, table) if broken(row, r)]


def cell(table, column, right):
    return where(table, lambda row, r: not right(row[column], r.year))


def never(r):
    """An impossible date stops the reading, as it refuses the return."""
    return []


EPISODES, BOTH = ["Episodes"], ["Episodes", "PlacedAdoption"]
# number: (the tables that it needs, how its rows are found, whether it compares two years)
RULES = {
    "141": (EPISODES, where("episodes", lambda e, r: not e["DECOM"])),
    "143": (EPISODES, cell("episodes", "RNE", lambda code, year: code in RNE)),
    "144": (EPISODES, cell("episodes", "LS", lambda code, year: code in LS)),
    "145": (EPISODES, cell("episodes", "CIN", lambda code, year: code in CIN)),
    "146": (EPISODES, cell("episodes", "PLACE", lambda code, year: in_year(PLACE, code, year))),
    "147": (EPISODES, never),
    "148": (EPISODES, where("episodes", lambda e, r: bool(e["DEC"]) != bool(e["REC"]))),
    "149": (EPISODES, where("episodes", lambda e, r: ended(e) and not in_year(REC, e["REC"], r.year))),
    "142": (EPISODES, r142),
    "355": (EPISODES, where("episodes", lambda e, r: e["DEC"] == e["DECOM"])),
    "356": (EPISODES, where("episodes", lambda e, r: e["DEC"] and e["DEC"] < e["DECOM"])),
    "357": (EPISODES, r357),
    "385": (EPISODES, where("episodes", lambda e, r: e["DEC"] and e["DEC"] > r.end)),
    "388": (EPISODES, r388),
    "431": (EPISODES, r431),
    "432": (EPISODES, r432),
    "433": (EPISODES, r433),
    "434": (EPISODES, r434),
    "435": (EPISODES, r435),
    "436": (EPISODES, r436),
    "437": (EPISODES, r437),
    "501": (EPISODES, r501),
    "504": (EPISODES, r504),
    "562": (EPISODES, r562, True),
    "502": (EPISODES, r502, True),
    "503A": (EPISODES, differs("RNE"), True),
    "503B": (EPISODES, differs("LS"), True),
    "503D": (EPISODES, differs("PLACE", recoded), True),
    "225": (EPISODES, r225),
    "378": (EPISODES, where("episodes", lambda e, r: (e["PLACE"], e["LS"]) == ("P1", "V2"))),
    "380": (EPISODES, where("episodes", lambda e, r: e["PLACE"] in TEMPORARY and e["RNE"] == "S")),
    "381": (EPISODES, where("episodes", lambda e, r: e["PLACE"] in TEMPORARY and left(e))),
    "383": (EPISODES, r383),
    "526": (EPISODES, where("episodes", lambda e, r: e["PLACE"] and not e["PLACE_PROVIDER"]
                            and e["PLACE"] not in TEMPORARY | {"Z1", "Z11", "Z12", "Z13", "Z14"})),
    "392c": (EPISODES, r392c),
    "386": (["Episodes", "Header"], of_age(ADOPTED)),
    "390": (EPISODES, where("episodes", lambda e, r: ended(e) in ADOPTED and e["PLACE"] not in ADOPTIVE)),
    "407": (["Episodes", "Header"], of_age(GUARDIANSHIP)),
    "166": (["Reviews"], where("reviews", lambda v, r: not v["REVIEW"])),
    "167": (["Reviews"], where("reviews", lambda v, r: v["REVIEW_CODE"] not in REVIEW_CODES or not v["REVIEW"])),
    "440": (["Reviews"], at_four(lambda pn0, four: pn0 and four)),
    "441": (["Reviews"], at_four(lambda pn0, four: not pn0 and not four)),
    "408": (EPISODES, where("episodes", lambda e, r: e["PLACE"] in ("A5", "A6") and e["LS"] not in ("E1", "D1"))),
    "521": (["Episodes", "AD1"], r521),
    "522": (["PlacedAdoption"], where("placedadoption", lambda p, r: p["DATE_PLACED"] and p["DATE_PLACED_CEASED"]
                                      and p["DATE_PLACED"] > p["DATE_PLACED_CEASED"])),
    "551": (BOTH, undecided(lambda e: e["PLACE"] in ADOPTIVE)),
    "552": (BOTH, too_early(lambda e: e["PLACE"] in ADOPTIVE)),
    "553": (BOTH, undecided(lambda e: e["LS"] == "E1")),
    "554": (BOTH, too_early(lambda e: e["LS"] == "E1")),
    "557": (BOTH, r557),
    "558": (BOTH, r558),
    "579": (["PlacedAdoption"], r579),
    "151": (["AD1"], r151),
    "331": (["Episodes", "AD1"], r331),
    "333": (["AD1"], where("ad1", lambda a, r: a["DATE_INT"] and a["DATE_MATCH"] and a["DATE_INT"] > a["DATE_MATCH"])),
    "334": (["Episodes", "AD1"], r334),
    "601": (["Episodes", "AD1"], r601),
    "630": (["Episodes", "PrevPerm"], r630),
    "631": (["PrevPerm"], cell("prevperm", "PREV_PERM", lambda code, year: code in PREV_PERM)),
    "632": (["Episodes", "PrevPerm"], r632),
    "INT03": (["Episodes", "Header"], where("episodes", lambda e, r: e["CHILD"] not in r.born)),
}


def sets(samples):
    """Name, return, and the return of the year before where one is held."""
    five, last = samples / "ssda903-five-year", None
    for label in (2017, 2018, 2019):  # the files are labelled by the year's start
        this = Return(label + 1, sorted(five.glob(f"{label}-*.csv")))
        yield f"five-year {label}", this, last
        last = this
    single = [path for path in (samples / "ssda903-single-year").glob("*.csv")
              if path.name != "placed_for_adoption_errors.csv"]
    yield "single-year", Return(2018, sorted(single)), None


def broken(rule, this, last):
    """The rows, or None where the rule cannot be asked."""
    tables, check, *two_years = RULES[rule]
    if any(table not in this.tables for table in tables):
        return None
    if not two_years:
        return check(this)
    return None if last is None else check(this, last)


def main(samples, *options):
    if options:
        wanted, rule = options[1:]
        for name, this, last in sets(Path(samples)):
            if name == wanted:
                print(*sorted(row["ROW"] for row in broken(rule, this, last)))
        return
    assert len(RULES) == 61
    out = csv.writer(sys.stdout, lineterminator="\n")
    out.writerow(["set", "rule", "outcome", "rows"])
    for name, this, last in sets(Path(samples)):
        for rule in RULES:
            rows = broken(rule, this, last)
            outcome = "SKIPPED" if rows is None else "BROKEN" if rows else "PASSED"
            out.writerow([name, rule, outcome, len(rows or [])])


if __name__ == "__main__":
    main(*sys.argv[1:])
