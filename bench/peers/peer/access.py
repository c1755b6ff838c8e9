"""Who asks, what she may see, and opening what is sealed."""

import hashlib
import time
from dataclasses import dataclass

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet
from rest_framework.authentication import BaseAuthentication

from peer.models import Link, Session

CHINA_MS = 8 * 3_600_000
DAY_MS = 86_400_000
LEADING = {"chair", "vice_chair"}


@dataclass(slots=True)
class Actor:
    """Somebody signed in, acting in a post."""

    tenant: int
    person: bytes
    name: str
    kind: str
    path: str
    org_name: str
    level: str
    is_authenticated: bool = True

    @property
    def sight(self) -> str:
        if self.kind == "member":
            return "linked"
        if self.kind in LEADING and self.level == "community":
            return "community"
        return "lists" if self.kind in LEADING and self.level in {"street", "county"} else "nothing"


def now_ms() -> int:
    return time.time_ns() // 1_000_000


def today() -> int:
    """The day in China, counted from 1970-01-01."""
    return (now_ms() + CHINA_MS) // DAY_MS


def in_force(day: int, prefix: str = "") -> Q:
    until = Q(**{f"{prefix}until_day": None}) | Q(**{f"{prefix}until_day__gt": day})
    return Q(**{f"{prefix}from_day__lte": day}) & until


class SessionCookie(BaseAuthentication):
    """The session of the product: a token in a cookie, its hash in the database."""

    def authenticate(self, request):
        token = request.COOKIES.get("niangjia_session")
        if token is None:
            return None
        found = Session.objects.filter(
            in_force(today(), "post__"),
            token_hash=hashlib.sha256(token.encode()).digest(),
            until_ms__gt=now_ms(),
            account__disabled_ms=None,
        ).values_list(
            "tenant",
            "person_id",
            "person__name",
            "post__kind",
            "post__org__path",
            "post__org__name",
            "post__org__level",
        )
        row = next(iter(found), None)
        return None if row is None else (Actor(*row), token)

    def authenticate_header(self, request):
        return "Session"


def subtree(path: str, column: str) -> Q:
    return Q(**{f"{column}__gte": path, f"{column}__lt": path.removesuffix(".") + "/" if path else "~"})


def visible(visits: QuerySet, actor: Actor) -> QuerySet:
    """The visits of households that `actor` may see."""
    if actor.sight == "linked":
        mine = Link.objects.filter(
            in_force(today()),
            tenant=OuterRef("tenant"),
            household_id=OuterRef("household_id"),
            person_id=actor.person,
        )
        return visits.filter(Exists(mine), person_id=actor.person)
    return visits.filter(subtree(actor.path, "household__org_path"), household__tenant=actor.tenant)


def ring() -> dict[int, AESGCM]:
    lines = (settings.FOLDER / "niangjia.key").read_text().splitlines()
    pairs = [line.split(" = ") for line in lines if line and not line.startswith("#")]
    return {int(number): AESGCM(bytes.fromhex(key)) for number, key in pairs if number != "index"}


KEYS = ring()


def unseal(context: bytes, sealed: bytes) -> str:
    """Opens `[format][key number][nonce, 12 bytes][ciphertext and tag]`."""
    return KEYS[sealed[1]].decrypt(sealed[2:14], sealed[14:], context).decode()
