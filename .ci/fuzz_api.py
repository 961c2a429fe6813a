"""Signs in, makes a token, lets schemathesis send generated requests, and proves that they were as many as asked for."""

import json
import os
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import requests

# Not among them: that a valid request is accepted. A policy text, a person or a step may be well formed and still be refused.
CHECKS = [
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_headers_conformance",
    "response_schema_conformance",
    "negative_data_rejection",
    "unsupported_method",
    "allow_header_conformance",
    "ignored_auth",
]


def token(url: str, email: str, password: str) -> str:
    """An API token, as a person gets one in Settings."""
    session = requests.Session()
    session.post(f"{url}/signin", data={"email": email, "password": password}, timeout=30).raise_for_status()
    page = session.post(f"{url}/settings/tokens", data={"name": "generated requests"}, timeout=30)
    page.raise_for_status()
    found = re.search(r"tnr_[0-9a-f]{64}", page.text)
    if not found:
        sys.exit("Settings showed no token.")
    return found.group()


def main() -> None:
    url, seed = os.environ["TENURE_URL"], os.environ["FUZZ_SEED"]
    least, report = int(os.environ["FUZZ_CASES"]), Path(os.environ["FUZZ_DIR"]) / "report.ndjson"
    bearer = token(url, os.environ["TENURE_EMAIL"], os.environ["TENURE_PASSWORD"])
    document = requests.get(f"{url}/api/v1/openapi.json", timeout=30).json()
    described = Path(os.environ["FUZZ_DIR"]) / "openapi.json"
    described.write_text(json.dumps(with_live_names(document, url, bearer)), encoding="utf-8")
    methods = {"get", "post", "put", "patch", "delete"}
    operations = sum(len(methods & path.keys()) for path in document["paths"].values())
    command = [
        str(Path(sys.executable).parent / "schemathesis"),
        "--config-file",
        str(Path(__file__).resolve().parent / "schemathesis.toml"),
        "run",
        str(described),
        "--url",
        url,
        "--header",
        f"Authorization: Bearer {bearer}",
        "--checks",
        ",".join(CHECKS),
        "--phases",
        "examples,coverage,fuzzing",
        "--max-examples",
        str(max(100, 4 * least // (3 * operations))),
        "--seed",
        seed,
        "--warnings",
        "off",
        "--report-ndjson-path",
        str(report),
    ]
    print(f"Generated requests with seed {seed}, {operations} operations", flush=True)
    outcome = subprocess.run([*command, *sys.argv[1:]], check=False, cwd=os.environ["FUZZ_DIR"]).returncode
    answers = Counter(status for line in report.open(encoding="utf-8") for status in statuses(line)) if report.exists() else Counter()
    sent = sum(answers.values())
    print(f"{sent} requests were sent; answers by status: {dict(sorted(answers.items()))}")
    if outcome:
        sys.exit(outcome)
    if sent < least:
        sys.exit(f"Fewer requests than the {least} asked for: raise --max-examples in .ci/fuzz_api.py")


def statuses(line: str) -> list[int]:
    """The status of each answer of one finished scenario; 0 where there was none."""
    scenario = json.loads(line).get("ScenarioFinished", {})
    interactions = scenario.get("recorder", {}).get("interactions", {}).values()
    return [(interaction.get("response") or {}).get("status_code", 0) for interaction in interactions]


def with_live_names(document: dict, url: str, bearer: str) -> dict:
    """The document, whose path parameters may also be names that exist: otherwise nearly every request would end in a 404."""

    def read(path: str) -> dict:
        answer = requests.get(f"{url}/api/v1{path}", headers={"Authorization": f"Bearer {bearer}"}, timeout=30)
        answer.raise_for_status()
        return answer.json()

    # Copying the whole database thousands of times would prove nothing and fill the disk.
    document["paths"].pop("/api/v1/backups")
    renewals = [item["reference"] for item in read("/renewals?limit=20")["items"]]
    tasks = [step["task"] for reference in renewals[:8] for step in read(f"/renewals/{reference}")["steps"]]
    accounts = [item["reference"] for item in read("/accounts?limit=20")["items"]]
    contracts = [item["reference"] for name in accounts[:8] for item in read(f"/accounts/{name}")["contracts"]]
    # Whoever sends the requests stays.
    people = [item["person"]["reference"] for item in read("/people")["items"] if item["email"] != os.environ["TENURE_EMAIL"]]
    live = {
        "/renewals/{reference}": renewals,
        "/accounts/{reference}": accounts,
        "/contracts/{reference}": contracts,
        "/people/{reference}": people,
        "/tasks/{task}": tasks,
    }
    for path, item in document["paths"].items():
        names = next((names for start, names in live.items() if path.startswith(f"/api/v1{start}")), None)
        for operation in item.values() if names else []:
            for parameter in operation["parameters"]:
                if parameter["in"] == "path" and parameter["name"] in ("reference", "task"):
                    parameter["schema"] = {"anyOf": [{"type": "string", "enum": names}, parameter["schema"]]}
    return document


main()
