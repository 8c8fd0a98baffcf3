"""What a configuration says of files: source, output, storage folders."""

from __future__ import annotations

import shlex
import shutil
from pathlib import Path

import pytest
from command_line import call
from readers_there import read_back_or_skip
from sample_exports import HARBOUR_PAGES, LIGHTHOUSE

from tiki2md.config import ConfigError
from tiki2md.config.job import Job, job_of

pytestmark = pytest.mark.usefixtures("alone")


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ({"source": 3}, "source must be a path or a list of paths, not 3"),
        ({"source": [""]}, "source must be"),
        ({"source": ["a", 1]}, "source must be"),
        ({"files": {"a": "b"}}, "files must be"),
        ({"output": ["site"]}, "output must be the path of a folder, not ['site']"),
        ({"output": "a\0b"}, "output must be the path of a folder, not 'a\\x00b'"),
        ({"source": "a\0b"}, "source must be"),
        ({"repair_encoding": "yes"}, "repair_encoding must be true or false, not 'yes'"),
    ],
)
def test_wrong_types_name_the_key(values: dict[str, object], says: str) -> None:
    with pytest.raises(ConfigError) as error:
        job_of(values, Path("tiki2md.toml"))
    assert str(error.value).startswith(f"tiki2md.toml: {says}")


def test_nothing_is_said() -> None:
    assert job_of({}, Path("tiki2md.toml")) == Job((), "", (), repair_encoding=False)


def test_paths_are_from_the_folder_of_the_configuration() -> None:
    values = {
        "source": ["wiki.sql", "mysql://u@h/d", "/x/y.zip"],
        "output": "site",
        "files": "st",
        "repair_encoding": True,
    }
    job = job_of(values, Path("wiki/tiki2md.toml"))
    here = [str(Path("wiki") / "wiki.sql"), "mysql://u@h/d", str(Path("/x/y.zip"))]
    assert list(job.sources) == here
    assert (job.output, job.files) == (str(Path("wiki/site")), (str(Path("wiki/st")),))
    assert job.repair_encoding
    assert job_of({"source": "a.sql"}, Path("tiki2md.toml")).sources == ("a.sql",)


def test_without_a_source_anywhere_it_says_how_to_name_one() -> None:
    for command in ("convert", "inspect"):
        result = call(command)
        assert (result.exit_code, result.stdout) == (2, "")
        assert 'source = "…" into tiki2md.toml' in result.stderr
    assert "tiki2md verify SRC OUT" in call("verify").stderr
    assert call("verify", "--round-trip").exit_code == 2


def test_the_configuration_is_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    Path("wiki").mkdir()
    shutil.copytree(HARBOUR_PAGES, "wiki/pages")
    Path("wiki/tiki2md.toml").write_text(
        'source = "pages"\noutput = "site"\ntarget = "commonmark"\n', "utf-8"
    )
    assert call("convert", "-q", "-c", "wiki/tiki2md.toml").exit_code == 0
    assert Path("wiki/site/.tiki2md/manifest.json").is_file()
    monkeypatch.chdir("wiki")
    result = call("convert")
    assert result.exit_code == 0
    assert result.stderr.endswith("\nCheck: tiki2md verify\n")
    result = call("convert", "pages", "-o", "a site", "-t", "gfm")
    assert result.stderr.endswith("\nCheck: tiki2md verify pages 'a site' -t gfm\n")
    assert call("convert", "-o", "b").stderr.endswith("\nCheck: tiki2md verify b\n")
    result = call("convert")
    assert " 0 written, " in result.stderr
    assert call("inspect").stdout.startswith("pages ")
    assert call("verify", "--round-trip").exit_code == 0
    assert call("verify").exit_code == call("verify", "site").exit_code == 0


@pytest.mark.parametrize(
    ("flags", "same"),
    [
        ("", ""),
        ("--set line_breaks=soft --set slugs=ascii", None),
        ("--preset classic", None),
        ("--files storage --files more", None),
        ("--include 'L*' --exclude Stairs --where 'version>=1'", None),
        ("--base-url https://lamp.example --missing-links link", None),
        ("--visibility all", None),
        ("--repair-encoding", None),
        ("--assets all", "--set copy_files=all"),
        ("--redirects nginx --redirects json", "--set redirect_hosts=nginx,json"),
        # These change nothing of what the site must hold.
        ("--keep-source --jobs 1 --page-seconds 9 --no-scaffold --fail-on never", ""),
    ],
)
def test_what_it_says_to_check_is_what_was_converted(flags: str, same: str | None) -> None:
    shutil.copytree(LIGHTHOUSE, ".", dirs_exist_ok=True)
    Path("more").mkdir()
    result = call("convert", "wiki.sql", "-o", "site", "-t", "hugo", *shlex.split(flags))
    said = result.stderr.rpartition("\nCheck: ")[2]
    told = flags if same is None else same
    assert said == f"tiki2md verify wiki.sql site -t hugo {told}".rstrip() + "\n"
    read_back_or_skip("hugo")
    assert call(*shlex.split(said)[1:]).exit_code == 0


def test_flags_take_the_place_of_the_configuration() -> None:
    Path("a.tiki").write_text("__a__", "utf-8")
    Path("tiki2md.toml").write_text('source = "nowhere.sql"\noutput = "site"\n', "utf-8")
    # One page that is named goes to standard output, as ever.
    assert call("convert", "a.tiki").stdout == "**a**\n"
    assert not Path("site").exists()
    assert call("convert", "a.tiki", "-o", "b.md").exit_code == 0
    assert Path("b.md").read_text("utf-8") == "**a**\n"
    assert "nowhere.sql" in call("convert").stderr


def test_a_wiki_that_is_named_goes_to_the_output_of_the_configuration() -> None:
    Path("tiki2md.toml").write_text('output = "site"\n', "utf-8")
    Path("pages").mkdir()
    Path("pages/a.tiki").write_text("__a__", "utf-8")
    assert call("convert", "pages").exit_code == 0
    assert Path("site/a.md").is_file()


def test_a_missing_folder_of_files_stops_the_run() -> None:
    Path("a.tiki").write_text("a", "utf-8")
    Path("tiki2md.toml").write_text('files = ["storage"]\n', "utf-8")
    result = call("convert", "a.tiki")
    assert result.exit_code == 2
    assert "there is no folder storage" in result.stderr
    Path("storage").mkdir()
    assert call("convert", "a.tiki").exit_code == 0


def test_texts_are_mended_if_the_configuration_says_so() -> None:
    double = "café".encode().decode("latin-1")
    rows = ", ".join(f"({number},'P{number}','{double}')" for number in range(1, 9))
    dump = (
        "CREATE TABLE `tiki_pages` (`page_id` int, `pageName` text, `data` text);\n"
        f"INSERT INTO `tiki_pages` VALUES {rows};\n"
    )
    Path("wiki.sql").write_text(dump, "utf-8")
    Path("tiki2md.toml").write_text('source = "wiki.sql"\noutput = "s"\nrepair_encoding = true\n')
    assert call("convert", "-q").exit_code == 0
    assert Path("s/p1.md").read_text("utf-8") == "café\n"


def test_only_a_file_can_name_sources() -> None:
    result = call("convert", "--set", "source=x")
    assert result.exit_code == 2
    assert "--set: source can stand in a file only" in result.stderr
