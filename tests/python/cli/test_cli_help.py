"""The help of every command: examples that can be typed, defaults, exit codes; completion in the shell."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from stockbond.cli import main
from stockbond.commands import CommandOrBelow

BIN = Path(sys.executable).parent


def walk(command: click.Command, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """The words of every command below, the program itself first."""
    yield path
    if isinstance(command, click.Group):
        for name, below in command.commands.items():
            yield from walk(below, (*path, name))


COMMANDS = list(walk(main))


def command_at(path: tuple[str, ...]) -> click.Command:
    """The command of these words."""
    command: click.Command = main
    for name in path:
        assert isinstance(command, click.Group)
        command = command.commands[name]
    return command


def help_of(path: tuple[str, ...]) -> str:
    """What `--help` prints, at a width at which no line is broken."""
    done = CliRunner().invoke(main, [*path, "--help"], terminal_width=250)
    assert done.exit_code == 0
    return done.output


def examples(text: str) -> list[list[str]]:
    """The calls of stockbond in a help text: their words without variables, comments and what follows &&."""
    found = []
    for line in text.splitlines():
        for part in line.split("&&"):
            call = re.match(
                r"(?:\w+=\S+ )*stockbond (?P<words>.*)", re.split(r"\s{2,}|\s[|>#]", part.strip())[0]
            )
            if call:
                found.append(shlex.split(call["words"]))
    return found


def test_all_commands_are_walked() -> None:
    names = {" ".join(path) for path in COMMANDS}
    assert {
        "",
        "simulate",
        "fetch",
        "fetch bars",
        "build",
        "publish",
        "summary",
        "report",
        "export",
        "explore",
        "completion",
    } <= names


@pytest.mark.parametrize("path", COMMANDS, ids=" ".join)
def test_help_has_an_example_and_exit_codes(path: tuple[str, ...]) -> None:
    text = help_of(path)
    assert text.startswith(f"Usage: {' '.join(('main', *path))}")
    assert any(words[: len(path)] == list(path) for words in examples(text)), "no example calls the command"
    codes = text.partition("Exit codes:")[2]
    assert re.search(r"^ +0  \w+", codes, re.MULTILINE)
    assert re.search(r"^ +2  wrong usage", codes, re.MULTILINE)


@pytest.mark.parametrize("path", COMMANDS, ids=" ".join)
def test_help_says_the_defaults(path: tuple[str, ...]) -> None:
    command = command_at(path)
    with click.Context(command, terminal_width=250) as context:
        for parameter in command.params:
            if isinstance(parameter, click.Option) and not parameter.is_flag and parameter.multiple is False:
                default = parameter.get_default(context)
                if default is not None and default != "":
                    line = parameter.get_help_record(context)
                    assert line is not None
                    assert "default: " in line[1], f"{parameter.opts[0]} does not say its default"


@pytest.mark.parametrize("path", COMMANDS, ids=" ".join)
def test_examples_can_be_typed(path: tuple[str, ...]) -> None:
    for words in examples(help_of(path)):
        command: click.Command = main
        while words and isinstance(command, click.Group):
            if isinstance(command, CommandOrBelow) and words[0] not in command.commands:
                break  # a word of its own
            assert words[0] in command.commands, f"no command {words[0]}"
            command, words = command.commands[words[0]], words[1:]
        command.make_context(command.name, list(words))  # raises at an option or a value that does not exist


def test_bash_completes_commands_and_options() -> None:
    script = """
        eval "$(stockbond completion bash)"
        complete_words() { COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1))
            COMPREPLY=(); _stockbond_completion stockbond; }
        complete_words stockbond sim; echo "${COMPREPLY[@]}"
        complete_words stockbond explore --p; echo "${COMPREPLY[@]}"
        complete_words stockbond fetch VIX --d; echo "${COMPREPLY[@]}"
        complete_words stockbond fetch ba; echo "${COMPREPLY[@]}"
        complete_words stockbond fetch vix; echo "${COMPREPLY[@]}"
        complete_words stockbond fetch bars --m; echo "${COMPREPLY[@]}"
    """
    done = subprocess.run(
        ["bash", "-c", script], env={**os.environ, "PATH": f"{BIN}:{os.environ['PATH']}"},
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert done.stdout.splitlines() == [
        "simulate",
        "--port",
        "--dry-run",
        "bars",
        "VIX VIXCLS VIX_HISTORY",
        "--max-cost",
    ]


@pytest.mark.parametrize(
    ("shell", "words", "current"), [("zsh", "stockbond sim", "1"), ("fish", "stockbond sim", "sim")]
)
def test_the_scripts_of_other_shells_ask_what_the_program_answers(
    shell: str, words: str, current: str
) -> None:
    script = CliRunner().invoke(main, ["completion", shell]).output
    assert "stockbond" in script
    assert f"_STOCKBOND_COMPLETE={shell}_complete" in script
    environment = {"_STOCKBOND_COMPLETE": f"{shell}_complete", "COMP_WORDS": words, "COMP_CWORD": current}
    done = subprocess.run(
        [str(BIN / "stockbond")], env={**os.environ, **environment},
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert "simulate" in done.stdout
