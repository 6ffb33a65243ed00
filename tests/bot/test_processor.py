"""What numpy is told about the processor."""

import subprocess
import sys
from pathlib import Path

import pytest

from bot.processor import VARIABLE, core_type, use_instructions

AVX512 = "avx2 fma avx512f avx512bw avx512dq avx512vl"


@pytest.mark.parametrize(
    ("flags", "found"),
    [
        (AVX512, "SkylakeX"),
        ("sse2 avx2 fma", "Haswell"),
        ("avx2 fma avx512f", "Haswell"),
        ("sse2 avx", None),
    ],
)
def test_the_best_type_that_has_all_it_needs(flags: str, found: str | None) -> None:
    assert core_type(f"processor\t: 0\nflags\t\t: {flags}\n") == found


def test_a_machine_that_tells_nothing_is_left_alone(tmp_path: Path) -> None:
    assert core_type("") is None
    environment: dict[str, str] = {}
    use_instructions(environment, tmp_path / "missing")
    assert environment == {}


def test_what_somebody_chose_stays(tmp_path: Path) -> None:
    (tmp_path / "cpuinfo").write_text(f"flags : {AVX512}\n", encoding="utf-8")
    environment = {VARIABLE: "Zen"}
    use_instructions(environment, tmp_path / "cpuinfo")
    assert environment == {VARIABLE: "Zen"}


def test_it_is_named_before_anything_of_ours_imports_numpy() -> None:
    told = "import sys, os, bot; print('numpy' in sys.modules, os.environ.get('OPENBLAS_CORETYPE'))"
    root = Path(__file__).resolve().parents[2]
    environment = {"PATH": "/usr/bin"}
    run = subprocess.run(
        [sys.executable, "-c", told], cwd=root, env=environment, capture_output=True, check=True
    )
    use_instructions(environment)
    assert run.stdout.decode().split() == ["False", str(environment.get(VARIABLE))]
