#!/usr/bin/env python3
"""The interface for programs against its own document (/api/openapi.json), by schemathesis.

Starts the demo world in a fresh folder on a free port, signs in as somebody of each kind of post, makes a token on her
page as she would, and lets schemathesis ask with it what the document allows and what it does not. Ends the program by
its id and removes the folder.

    NIANGJIA_BINARY=target/release/niangjia python3 contract/run.py [--examples 20] [--post 主席]

`schemathesis` is the one beside the Python that runs this file.
"""

import argparse
import http.cookiejar
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import urllib.error
import urllib.parse
import urllib.request

TODAY = "2026-11-22"
TOMORROW = "2026-11-23"


class Browser:
    """Signs in by the demo's page and makes a token, as a person does."""

    def __init__(self, address):
        self.address = address
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()))

    def page(self, path, fields=None):
        data = urllib.parse.urlencode(fields).encode() if fields is not None else None
        with self.opener.open(self.address + path, data) as answer:
            return answer.read().decode()

    def token(self, login):
        self.page("/login/demo", {"login": login})
        form = self.page("/me/tokens")
        fields = {name: hidden(form, name) for name in ("csrf", "id")}
        fields["post"] = re.search(r'<option value="(post_[0-9a-f]{32})" selected', form).group(1)
        fields["label"] = "接口检查"
        fields["until_day"] = TODAY
        made = self.page("/me/tokens", fields)
        return re.search(r"nj_[0-9]+_[0-9a-f]{64}", made).group(0)


def hidden(page, name):
    return re.search(f'name="{name}" value="([^"]*)"', page).group(1)


def people(page):
    """Who can sign in, by kind of post as her place says it."""
    found = re.findall(r'name="login" value="([^"]+)"><span>[^<]+<small>([^<]*)</small>', page)
    groups = re.split(r'<h3 class="h4">', page)[1:]
    by_role = {}
    for group in groups:
        role = group.split("<", 1)[0]
        logins = re.findall(r'name="login" value="([^"]+)"', group)
        if logins:
            by_role[role] = logins
    assert found and by_role, "the sign-in page of the demo lists its people"
    return by_role


class Program:
    """The demo world on a port of its own."""

    def __init__(self, binary, folder):
        environment = {name: value for name, value in os.environ.items() if not name.startswith("NIANGJIA_")}
        command = [binary, "demo", "--data", f"{folder}/world", "--listen", "127.0.0.1:0", "--today", TODAY]
        # It is asked faster than any person or program asks; that limit has tests of its own.
        command += ["--submissions-per-second", "0"]
        self.log = open(f"{folder}/log", "w+", encoding="utf-8")
        self.child = subprocess.Popen(
            command, env=environment, stdout=subprocess.PIPE, stderr=self.log, text=True, encoding="utf-8"
        )
        self.address = None
        for line in self.child.stdout:
            if found := re.search(r"https?://127\.0\.0\.1:\d+", line):
                self.address = found.group(0)
                break
        assert self.address, "the program says where it listens"

    def end(self):
        self.child.terminate()
        try:
            self.child.wait(timeout=20)
        except subprocess.TimeoutExpired:
            self.child.kill()
            self.child.wait()
        self.log.close()


def ask(address, token, path):
    request = urllib.request.Request(address + path, headers={"Authorization": f"Bearer {token}"})
    try:
        with urllib.request.urlopen(request) as answer:
            return json.load(answer)
    except urllib.error.HTTPError:
        return None


def things(address, token):
    """What she could name: organisations, families, visits and posts that she sees, and some that she does not."""
    me = ask(address, token, "/me")
    code = me["acting"]["organisation"]
    organisation = ask(address, token, f"/orgs/{code}")
    codes = [code] + [one["code"] for one in organisation["below"][:2] + organisation["above"][-1:]]
    households = (ask(address, token, f"/orgs/{code}/households") or {}).get("households", [])
    visits = (ask(address, token, f"/orgs/{code}/visits") or {}).get("visits", [])
    posts = [one["id"] for one in me["posts"]]
    for member in (ask(address, token, f"/orgs/{code}/members") or {}).get("members", [])[:3]:
        posts += [post["id"] for post in member["posts"]]
    persons = [one["person"] for one in (ask(address, token, f"/orgs/{code}/members") or {}).get("members", [])]
    grids = [one["id"] for one in (ask(address, token, f"/orgs/{code}/grids") or {}).get("grids", [])]
    nobody = "0" * 32
    return {
        "codes": codes,
        "households": [one["id"] for one in households[:5]] or [f"341881.hh_{nobody}"],
        "visits": [one["id"] for one in visits[:5]] or [f"341881.vis_{nobody}"],
        "posts": posts or [f"341881.post_{nobody}"],
        "persons": persons[:5] or [f"per_{nobody}"],
        "grids": grids[:3] or [f"grid_{nobody}"],
        "days": [TODAY],
        "days_to_come": ["", TOMORROW],
        "words": ["看望了老人，一切都好", "送了降压药，血压平稳"],
        "names": ["桂兰", "春香", "月娥", "美珍"],
        "phones": ["", "19900020001", "19900020002"],
    }


# Which of them stand in which field of a body, so that a part of what is sent is taken.
FIELDS = {
    "member": "persons",
    "grid": "grids",
    "on_day": "days",
    "from_day": "days",
    "until_day": "days",
    "since": "days",
    "follow_up_day": "days_to_come",
    "words": "words",
    "reason": "words",
    "name": "names",
    "contact_name": "names",
    "group_name": "names",
    "phone": "phones",
}


def settings(named, examples):
    """The settings of schemathesis: real things most of the time, and what a rule may answer to proper data."""
    lines = [
        f"generation.max-examples = {examples}",
        "generation.deterministic = true",
        "[checks]",
        # A rule may refuse what the document allows: that is 422 with its words, or 403.
        "positive_data_acceptance.expected-statuses = ['2xx', '401', '403', '404', '422']",
        "negative_data_rejection.expected-statuses = ['401', '403', '404', '405', '413', '422']",
    ]
    for name, values in named.items():
        lines += [f"[dictionaries.{name}]", f"values = {json.dumps(values)}"]
    lines += ["[parameters]", '"path.code" = { dictionary = "codes", probability = 0.8 }']
    lines += [f'"body.{field}" = {{ dictionary = "{name}", probability = 0.7 }}' for field, name in FIELDS.items()]
    for path, name in (("/households/", "households"), ("/visits/", "visits"), ("/posts/", "posts")):
        lines += [
            "[[operations]]",
            f'include-path-regex = "^{path}"',
            f'parameters = {{ "path.key" = {{ dictionary = "{name}", probability = 0.8 }} }}',
        ]
    lines += [
        "[[operations]]",
        # The empty form of a page stands at the same address, and is no part of the interface.
        'include-path-regex = "/new$"',
        "checks.unsupported_method.enabled = false",
        "checks.allow_header_conformance.enabled = false",
    ]
    return "\n".join(lines) + "\n"


def contract(address, token, folder, examples):
    file = pathlib.Path(folder) / "schemathesis.toml"
    file.write_text(settings(things(address, token), examples), encoding="utf-8")
    schemathesis = pathlib.Path(sys.executable).parent / "schemathesis"
    command = [schemathesis, "--config-file", file, "run", f"{address}/api/openapi.json"]
    command += ["--header", f"Authorization: Bearer {token}", "--phases", "examples,coverage,fuzzing"]
    # Who shows no token and asks for nothing in particular is a browser, and gets the sign-in page.
    command += ["--header", "Accept: application/json"]
    command += ["--continue-on-failure", "--seed", "1"]
    return subprocess.run(command, cwd=folder, check=False).returncode == 0


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--examples", type=int, default=20, help="examples for each operation and post")
    parser.add_argument("--post", help="only this kind of post")
    arguments = parser.parse_args()
    binary = os.environ.get("NIANGJIA_BINARY") or "target/release/niangjia"
    failed = []
    with tempfile.TemporaryDirectory(prefix="niangjia-contract-") as folder:
        program = Program(binary, folder)
        try:
            roles = people(Browser(program.address).page("/login"))
            wanted = [role for role in roles if "管理员" not in role and arguments.post in (None, role)]
            assert wanted, f"posts of the demo: {list(roles)}"
            for role in wanted:
                print(f"\n== {role}", flush=True)
                token = Browser(program.address).token(roles[role][0])
                if not contract(program.address, token, folder, arguments.examples):
                    failed.append(role)
        finally:
            program.end()
    print(f"\n{len(wanted) - len(failed)} passed, {len(failed)} failed{': ' if failed else ''}{'、'.join(failed)}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
