"""What is installed, built and started elsewhere is whole, without building it here."""

import os
import re
import tomllib
from pathlib import Path

import pytest

from tests.architecture.tree import PACKAGE, ROOT, everything, packages, shown

PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
LOCKS = ("requirements.lock", "requirements-dev.lock")
LEFT_BY_TOOLS = {".pyc"}


def data_files() -> set[str]:
    inside = (f for f in everything() if f.is_relative_to(PACKAGE))
    return {shown(f) for f in inside if f.suffix not in {".py", *LEFT_BY_TOOLS}}


def test_every_file_that_is_not_a_module_is_installed() -> None:
    patterns = PYPROJECT["tool"]["setuptools"]["package-data"]["relaybot"]
    installed = {shown(file) for glob in patterns for file in PACKAGE.glob(glob) if file.is_file()}
    assert installed == data_files()


def test_every_folder_with_modules_is_a_package() -> None:
    assert {file.parent for file in PACKAGE.rglob("*.py")} - {PACKAGE} == set(packages())


def locked(lock: str) -> dict[str, tuple[str, str]]:
    """Every requirement of a lock: name → (version, what is said of it)."""
    text = (ROOT / lock).read_text(encoding="utf-8")
    found = re.finditer(
        r"^([\w.-]+)(?:\[[\w,-]+\])?==([^\s;]+)(.*(?:\n[ ]+.*)*)", text, re.MULTILINE
    )
    return {plain(each[1]): (each[2], each[3]) for each in found}


def plain(name: str) -> str:
    """https://packaging.python.org/en/latest/specifications/name-normalization/"""
    return re.sub(r"[-_.]+", "-", name).lower()


def named(requirements: list[str]) -> set[str]:
    return {plain(found[0]) for line in requirements if (found := re.match(r"[\w.-]+", line))}


@pytest.mark.parametrize("lock", LOCKS)
def test_everything_in_a_lock_has_its_hash(lock: str) -> None:
    text = (ROOT / lock).read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if line and line[0] not in " #"]
    assert len(lines) == len(locked(lock)) > 10, "something is not pinned by =="
    for name, (_, told) in locked(lock).items():
        assert re.search(r"--hash=sha256:[0-9a-f]{64}", told), name


def test_locks_hold_what_pyproject_asks_for() -> None:
    project = PYPROJECT["project"]
    extras = project["optional-dependencies"]
    wanted = named(project["dependencies"]) | named(extras["build"])
    assert wanted <= set(locked("requirements.lock"))
    assert wanted | named(extras["dev"]) <= set(locked("requirements-dev.lock"))
    assert not (named(extras["dev"]) - wanted) & set(locked("requirements.lock"))


def test_tests_run_on_what_is_shipped() -> None:
    shipped, tested = (locked(lock) for lock in LOCKS)
    versions = {name: (version, tested[name][0]) for name, (version, _) in shipped.items()}
    assert {name: pair for name, pair in versions.items() if pair[0] != pair[1]} == {}


def test_the_container_has_what_its_build_copies() -> None:
    kept_out = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    let_in = [line.removeprefix("!") for line in kept_out if line.startswith("!")]
    copies = re.findall(r"^COPY (?!--from)(.+) \S+$", dockerfile(), re.MULTILINE)
    for name in " ".join(copies).split():
        assert (ROOT / name).exists(), name
        assert any(Path(name).is_relative_to(allowed) for allowed in let_in), name


def test_the_container_installs_by_hash_and_is_not_root() -> None:
    steps = dockerfile()
    assert "--require-hashes -r requirements.lock" in steps
    assert steps.index("requirements.lock") < steps.index("COPY relaybot"), "dependencies first"
    assert steps.index("\nUSER relaybot") < steps.index("\nCMD ")
    assert len(re.findall(r"^FROM \S+:3\.\d+-slim", steps, re.MULTILINE)) == 2


def dockerfile() -> str:
    return (ROOT / "Dockerfile").read_text(encoding="utf-8")


def test_ci_can_be_started() -> None:
    assert os.access(ROOT / ".ci" / "run", os.X_OK)
