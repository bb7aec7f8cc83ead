"""How busy the machine was, and with whom: a figure measured beside strangers is worth less, and says so."""
import os
import time
from pathlib import Path

TICK = os.sysconf("SC_CLK_TCK")


def _processes() -> dict[int, tuple[int, float]]:
    """pid -> (parent, CPU seconds, with those of its children that ended)."""
    found = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                fields = (entry / "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            found[int(entry.name)] = (int(fields[1]), sum(map(int, fields[11:15])) / TICK)
    return found


def _busy() -> float:
    fields = [int(word) for word in Path("/proc/stat").read_text().splitlines()[0].split()[1:9]]
    user, nice, system, _idle, _wait, irq, soft, _steal = fields
    return (user + nice + system + irq + soft) / TICK


class Usage:
    """CPU between two moments: ours (this script, its children, the processes named) and everybody else's."""

    def __init__(self, roots: list[int] | None = None):
        self.roots = set(roots or []) | {os.getpid()}
        self.began, self.busy, self.own = time.monotonic(), _busy(), self._own()

    def _own(self) -> float:
        processes = _processes()
        ours, grew = set(self.roots), True
        while grew:
            more = {pid for pid, (parent, _) in processes.items() if parent in ours and pid not in ours}
            grew, ours = bool(more), ours | more
        # What ended is counted by its parent.
        return sum(processes[pid][1] for pid in ours if pid in processes)

    def cores(self) -> tuple[float, float]:
        """Cores used since: by us, by others."""
        seconds = max(time.monotonic() - self.began, 1e-9)
        own = max(self._own() - self.own, 0)
        return own / seconds, max(_busy() - self.busy - own, 0) / seconds


def cpu_seconds(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICK


def memory_mb(pid: int) -> float:
    """Resident memory of one process."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    return float("nan")


def describe() -> str:
    model = next((l.split(":", 1)[1].strip() for l in Path("/proc/cpuinfo").read_text().splitlines() if l.startswith("model name")), "?")
    memory = int(Path("/proc/meminfo").read_text().split()[1]) / 1024 / 1024
    return f"{os.cpu_count()} x {model}, {memory:.0f} GiB"
