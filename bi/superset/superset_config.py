"""Superset's settings for one person on one machine: metadata in SUPERSET_HOME, nothing sent anywhere."""

from __future__ import annotations

import os
from pathlib import Path

from superset.config import TALISMAN_CONFIG as DEFAULTS

HOME = Path(os.environ["SUPERSET_HOME"])
SECRET_KEY = os.environ["SUPERSET_SECRET_KEY"]
SQLALCHEMY_DATABASE_URI = f"sqlite:///{HOME / 'superset.db'}?check_same_thread=false"

# Answers are never kept: the next request reads the next release.
CACHE_CONFIG = DATA_CACHE_CONFIG = {"CACHE_TYPE": "NullCache"}
APP_NAME = "stockbond"
LOGO_TARGET_PATH = "/dashboard/list/"
# This server answers its own machine only; a shared one takes a proxy with TLS and a store for limits.
RATELIMIT_STORAGE_URI = "memory://"

# Superset's pages show a picture from a counting service: browsers load pictures from here alone.
TALISMAN_CONFIG = {
    **DEFAULTS,
    "content_security_policy": {
        **DEFAULTS["content_security_policy"],
        "img-src": ["'self'", "blob:", "data:"],
        "connect-src": ["'self'"],
    },
}
