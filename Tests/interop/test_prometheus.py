"""Prometheus reads our metrics, our rules and our dashboard. `scripts/setup` unpacks it where the machine has none."""
import json
import os
import re
import shutil
import subprocess
import time
import urllib.parse
import urllib.request

import pytest
from conftest import ROOT, Demo, free_port, until

PLACES = os.pathsep.join([os.environ["PATH"], str(ROOT / ".local/prometheus/usr/bin")])
PROMETHEUS, PROMTOOL = shutil.which("prometheus", path=PLACES), shutil.which("promtool", path=PLACES)
DEPLOY = ROOT / "deploy/prometheus"
needs = pytest.mark.skipif(not (PROMETHEUS and PROMTOOL), reason="there is no Prometheus: scripts/setup")
TOKEN = "interop-metrics-token"


def get(url: str, **headers: str) -> str:
    with urllib.request.urlopen(urllib.request.Request(url, headers=headers), timeout=5) as answer:
        return answer.read().decode()


@pytest.fixture(scope="module")
def server():
    """A shop of the demo whose metrics ask for a token."""
    demo = Demo(METRICS_TOKEN=TOKEN)
    yield f"127.0.0.1:{demo.port}"
    demo.close()


@pytest.fixture(scope="module")
def prometheus(server, tmp_path_factory):
    """A Prometheus of its own with our rules, scraping the server once a second."""
    folder = tmp_path_factory.mktemp("prometheus")
    port, log = free_port(), folder / "log"
    (folder / "token").write_text(TOKEN)
    (folder / "prometheus.yml").write_text(json.dumps({
        "global": {"scrape_interval": "1s", "evaluation_interval": "1s"},
        "rule_files": [str(DEPLOY / "rules/*.yml")],
        "scrape_configs": [{
            "job_name": "secretaria", "authorization": {"credentials_file": str(folder / "token")},
            "static_configs": [{"targets": [server]}]}]}))
    process = subprocess.Popen(
        [PROMETHEUS, f"--config.file={folder}/prometheus.yml", f"--storage.tsdb.path={folder}/data",
         f"--web.listen-address=127.0.0.1:{port}"], stdout=log.open("wb"), stderr=subprocess.STDOUT)
    address = f"http://127.0.0.1:{port}"

    def query(expression: str) -> list:
        answer = json.loads(get(f"{address}/api/v1/query?" + urllib.parse.urlencode({"query": expression})))
        assert answer["status"] == "success", answer
        return answer["data"]["result"]

    try:
        until(lambda: query('up{job="secretaria"} == 1'), "the first scrape", process, log)
        yield query, address
    finally:
        process.terminate()
        process.wait(timeout=60)


@needs
def test_configuration_and_rules_are_valid_and_fire_when_they_should():
    for arguments in (["check", "config", "prometheus.yml"], ["check", "rules", "rules/secretaria.yml"], ["test", "rules", "rules_test.yml"]):
        done = subprocess.run([PROMTOOL, *arguments], cwd=DEPLOY, capture_output=True, text=True)
        assert done.returncode == 0, done.stdout + done.stderr


@needs
def test_what_we_expose_passes_promtool(server):
    text = get(f"http://{server}/metrics", Authorization=f"Bearer {TOKEN}")
    done = subprocess.run([PROMTOOL, "check", "metrics"], input=text, capture_output=True, text=True)
    # Advice about names that the system before this one chose is not ours to take.
    errors = [line for line in (done.stdout + done.stderr).splitlines() if "error while linting" in line]
    assert not errors, errors
    assert done.returncode in (0, 3), done.stdout + done.stderr


@needs
def test_prometheus_scrapes_us(prometheus, server):
    query, address = prometheus
    targets = json.loads(get(f"{address}/api/v1/targets"))["data"]["activeTargets"]
    assert [(target["health"], target["lastError"]) for target in targets] == [("up", "")]
    for name in ("http_requests_total", "http_request_duration_seconds_bucket", "secretaria_queue_depth",
                 "secretaria_queue_age_seconds", "secretaria_jobs_dead", "secretaria_database_connections_size"):
        wait = time.monotonic() + 60
        while not query(name):
            assert time.monotonic() < wait, name
            time.sleep(0.2)
    assert query('http_requests_total{route="/readyz"}'), "routes are counted by their pattern"


@needs
def test_every_query_of_the_dashboard_is_one(prometheus):
    query, _ = prometheus
    dashboard = json.loads((ROOT / "deploy/grafana/secretaria.json").read_text())
    expressions = [target["expr"] for panel in dashboard["panels"] for target in panel["targets"]]
    assert len(expressions) > 15
    for expression in expressions:
        query(expression.replace("$company", ".*"))


def test_rules_and_dashboard_name_only_metrics_that_exist():
    sources = "".join(path.read_text() for path in (ROOT / "Sources").rglob("*.swift"))
    known = set(re.findall(r'"((?:secretaria|http)_[a-z_]+)', sources)) | {"secretaria_database_connections_" + part for part in ("size", "idle", "waiting")}
    texts = (DEPLOY / "rules/secretaria.yml").read_text() + (ROOT / "deploy/grafana/secretaria.json").read_text()
    named = {re.sub(r"_(bucket|count|sum)$", "", name) for name in re.findall(r"(?<![:\w])(?:secretaria|http)_[a-z_]+(?![:\w])", texts)}
    named -= {"secretaria_test"}
    assert named, "nothing was found"
    assert not {name for name in named if name not in known}, sorted(named - known)
