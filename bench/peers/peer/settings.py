"""A lean Django: only what a JSON list and a page behind a session cookie need."""

import os
from pathlib import Path

FOLDER = Path(os.environ["NIANGJIA_PEER_DATA"])
PACK = Path(__file__).parents[3] / "packs" / "national.toml"

# Nothing is signed with it: the sessions are those of the product.
SECRET_KEY = "a peer that only reads"
DEBUG = False
ALLOWED_HOSTS = ["*"]
ROOT_URLCONF = "peer.views"
INSTALLED_APPS = ["rest_framework", "peer"]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
TEMPLATES = [{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True}]
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": f"file:{FOLDER / 'niangjia.sqlite'}?mode=ro",
        "OPTIONS": {"init_command": "PRAGMA cache_size = -8000"},
        "CONN_MAX_AGE": None,
    }
}
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["peer.access.SessionCookie"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": [
        "rest_framework.renderers.JSONRenderer",
        "rest_framework.renderers.TemplateHTMLRenderer",
    ],
    "UNAUTHENTICATED_USER": None,
}
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
USE_I18N = False
LOGGING = {
    "version": 1,
    "handlers": {"nowhere": {"class": "logging.NullHandler"}},
    "root": {"handlers": ["nowhere"]},
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
