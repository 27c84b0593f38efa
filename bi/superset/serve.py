"""`make superset`: Superset on the published file with our dashboard, on this machine only.

Runs in Superset's own environment. Everything it keeps lies in one folder that git ignores: the metadata
database, the secret key and the generated password. Each start brings the dashboard up to date with
`assets/`.
"""

from __future__ import annotations

import argparse
import contextlib
import logging
import os
import secrets
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from assets import contents

from stockbond.errors import StockbondError
from stockbond.explorer.command import require_free
from stockbond.paths import Paths, project_root

if TYPE_CHECKING:
    from flask import Flask

HOST = "127.0.0.1"
USER = "admin"
DASHBOARD = "stockbond"


def kept_secret(path: Path) -> str:
    """A secret made once and kept in a file that only its owner reads."""
    if not path.exists():
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(24))
    return path.read_text(encoding="utf-8")


def create(home: Path) -> Flask:
    """Superset's application, with its folder and settings."""
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    os.environ["SUPERSET_HOME"] = str(home)
    os.environ["SUPERSET_SECRET_KEY"] = kept_secret(home / "secret_key")
    os.environ["SUPERSET_CONFIG_PATH"] = str(Path(__file__).with_name("superset_config.py"))
    # Hundreds of lines about migrations hide the address and the password.
    logging.disable(logging.WARNING)
    from superset.app import create_app

    app: Flask = create_app()
    return app


def prepare(app: Flask, published: Path, password: str) -> None:
    """Metadata tables, roles, the administrator and the dashboard: made, or brought up to date."""
    import flask_migrate
    from flask import g
    from superset import security_manager
    from superset.commands.importers.v1.assets import ImportAssetsCommand

    with app.app_context():
        flask_migrate.upgrade(directory=str(Path(app.root_path) / "migrations"))
        app.appbuilder.add_permissions(update_perms=True)
        security_manager.sync_role_definitions()
        if security_manager.find_user(USER) is None:
            role = security_manager.find_role("Admin")
            security_manager.add_user(USER, "stockbond", USER, f"{USER}@localhost", role, password)
        # Superset imports in the name of somebody.
        g.user = security_manager.find_user(USER)
        ImportAssetsCommand(contents(published)).run()


def main() -> None:
    """Prepare and serve until Ctrl-C."""
    options = argparse.ArgumentParser(description="Superset with the dashboard of the published file")
    options.add_argument("--port", type=int, default=8088)
    options.add_argument("--home", type=Path, default=project_root() / ".superset")
    chosen = options.parse_args()
    try:
        # What a person must mend is said before Superset starts.
        require_free(chosen.port)
        published = Paths.from_environment().published
        contents(published)
    except StockbondError as error:
        sys.exit(f"Error: {error}")
    print("Starting Superset: about half a minute, the first time longer", flush=True)
    home = chosen.home.resolve()
    app = create(home)
    password = kept_secret(home / "admin_password")
    with (home / "start.log").open("w") as log, contextlib.redirect_stdout(log):
        prepare(app, published, password)
    print(f"http://{HOST}:{chosen.port}/superset/dashboard/{DASHBOARD}/", flush=True)
    print(f"user {USER}, password {password} (Ctrl-C ends it)", flush=True)
    app.run(host=HOST, port=chosen.port, threaded=True)


if __name__ == "__main__":
    main()
