"""Rows of the result: what was measured, against which bar."""
import json
import sys
from dataclasses import dataclass, field


@dataclass
class Row:
    name: str
    #: What is compared with the bar: a ratio, milliseconds, megabytes.
    ratio: float
    bar: float
    #: True: at least the bar; False: at most.
    at_least: bool
    unit: str = ""
    raw: dict = field(default_factory=dict)

    @property
    def ok(self) -> bool:
        return self.ratio >= self.bar if self.at_least else self.ratio <= self.bar

    def json(self) -> str:
        return json.dumps({"name": self.name, "ratio": round(self.ratio, 4), "bar": self.bar, "ok": self.ok,
                           "at_least": self.at_least, "unit": self.unit, "raw": self.raw})


class Report:
    def __init__(self, as_json: bool):
        self.as_json, self.rows = as_json, []

    def add(self, row: Row) -> None:
        self.rows.append(row)
        if self.as_json:
            print(row.json(), flush=True)

    def note(self, text: str) -> None:
        print(text, file=sys.stderr, flush=True)

    def table(self) -> None:
        if self.as_json:
            return
        print(f"\n{'':2} {'measure':34} {'measured':>12} {'bar':>12}   figures")
        for row in self.rows:
            sign = "≥" if row.at_least else "≤"
            figures = ", ".join(f"{key} {_short(value)}" for key, value in row.raw.items() if not isinstance(value, (dict, list)))
            print(f"{'ok' if row.ok else '--'} {row.name:34} {_short(row.ratio) + ' ' + row.unit:>12} "
                  f"{sign + ' ' + _short(row.bar) + ' ' + row.unit:>12}   {figures}")
        missed = [row.name for row in self.rows if not row.ok]
        print(f"\n{len(self.rows) - len(missed)} of {len(self.rows)} bars met" + (f"; missed: {', '.join(missed)}" if missed else "."))


def _short(value: object) -> str:
    if isinstance(value, float):
        return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.3g}" if abs(value) < 10 else f"{value:.1f}"
    return str(value)
