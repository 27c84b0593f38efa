"""`stockbond completion`: click's own shell completion, printed for the shell to read."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

PROGRAM = "stockbond"


@click.command(
    epilog="""\b
Examples, once for good:
  bash  echo 'eval "$(stockbond completion bash)"' >> ~/.bashrc
  zsh   echo 'eval "$(stockbond completion zsh)"' >> ~/.zshrc
  fish  stockbond completion fish > ~/.config/fish/completions/stockbond.fish

\b
Examples, for this shell alone:
  eval "$(stockbond completion bash)"
  stockbond completion fish | source

\b
Exit codes:
  0  done
  2  wrong usage, or a shell that is too old for it
"""
)
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@click.pass_context
def completion(context: click.Context, shell: str) -> None:
    """Print the script that completes commands and options at the tab key.

    It works wherever `stockbond` itself is found: activate the environment first (. .venv/bin/activate).
    """
    shell_class = get_completion_class(shell)
    if shell_class is None:
        raise click.BadParameter(f"There is no completion for {shell}.")
    click.echo(shell_class(context.find_root().command, {}, PROGRAM, "_STOCKBOND_COMPLETE").source())
