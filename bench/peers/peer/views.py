"""The list of visits: as JSON, as a page, and as JSON through a serializer."""

import tomllib
from datetime import date, timedelta

from django.conf import settings
from django.db.models import Q, QuerySet, Sum
from django.http import Http404
from django.urls import path
from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.views import APIView

from peer.access import Actor, in_force, subtree, today, unseal, visible
from peer.models import Org, Post, Tally, Visit

ROWS = 50
EPOCH = date(1970, 1, 1)
MATTERS = {one["code"]: one["label"] for one in tomllib.loads(settings.PACK.read_text())["household"]["matter"]}
MANNERS = {"at_home": "上门", "telephone": "电话", "message": "微信"}
OUTCOMES = {"settled": "当场办结", "follow_up": "需要跟进"}


def day(number: int) -> date:
    return EPOCH + timedelta(number)


def identity(prefix: str, raw: bytes) -> str:
    return f"{prefix}_{raw.hex()}"


def ledger(actor: Actor, org: Org, asked) -> QuerySet:
    """The visits of an organisation, the newest first, from where the page before ended."""
    visits = Visit.objects.filter(taken_back_ms=None, tenant=actor.tenant)
    leaf = org.level == "community"
    visits = visits.filter(org_path=org.path) if leaf else visits.filter(subtree(org.path, "org_path"))
    visits = visible(visits, actor)
    if outcome := asked.get("outcome"):
        visits = visits.filter(outcome=outcome)
    if after := asked.get("after"):
        on, _, last = after.partition(".")
        number, raw = (date.fromisoformat(on) - EPOCH).days, bytes.fromhex(last.removeprefix("vis_"))
        visits = visits.filter(Q(on_day__lt=number) | Q(on_day=number, id__lt=raw))
    return visits.order_by("-on_day", "-id")


def place(on_day: int, raw: bytes) -> str:
    return f"{day(on_day)}.{identity('vis', raw)}"


FIELDS = (
    "tenant",
    "id",
    "household_id",
    "household__name",
    "household__number",
    "person__name",
    "on_day",
    "manner",
    "matter",
    "outcome",
    "follow_up_day",
)


def as_json(row: tuple) -> dict:
    tenant, raw, household, name, number, member, on, manner, matter, outcome, follow_up = row
    line = {
        "id": f"{tenant}.{identity('vis', raw)}",
        "household": f"{tenant}.{identity('hh', household)}",
        "household_name": name,
        "household_number": number,
        "member": member,
        "on": day(on).isoformat(),
        "manner": manner,
        "matter": matter,
        "outcome": outcome,
    }
    if follow_up is not None:
        line["follow_up"] = day(follow_up).isoformat()
    return line


def as_line(row: tuple, now: int, shows_words: bool) -> dict:
    tenant, raw, _, name, _, member, on, manner, matter, outcome, follow_up, words = row
    visited, ago = day(on), now - on
    near = {0: "今天", 1: "昨天"}.get(ago) or (f"{ago}天前" if 1 < ago <= 30 else None)
    return {
        "href": f"/visits/{tenant}.{identity('vis', raw)}",
        "household": name,
        "iso": visited.isoformat(),
        "full": f"{visited.year}年{visited.month}月{visited.day}日",
        "short": near or (f"{visited:%m-%d}" if visited.year == day(now).year else visited.isoformat()),
        "member": member,
        "matter": MATTERS.get(matter, matter),
        "manner": MANNERS[manner],
        "words": unseal(b"household_visit.words", words) if shows_words else "",
        "due": OUTCOMES[outcome] if follow_up is None else f"{day(follow_up):%m-%d} 跟进",
    }


class Ledger(APIView):
    """`GET /orgs/{code}/visits`, as JSON or as a page."""

    def get(self, request, code):
        actor, org = request.user, Org.objects.filter(code=code).first()
        if org is None or actor.sight == "nothing" or not org.path.startswith(actor.path):
            raise Http404
        return self.answer(request, actor, org)

    def answer(self, request, actor, org):
        page = request.accepted_renderer.format == "html"
        fields = (*FIELDS, "words") if page else FIELDS
        rows = list(ledger(actor, org, request.query_params).values_list(*fields)[: ROWS + 1])
        shown, after = rows[:ROWS], None
        if len(rows) > ROWS:
            after = place(shown[-1][6], shown[-1][1])
        if page:
            return Response(self.page(actor, org, shown, after), template_name="ledger.html")
        body = {"visits": [as_json(row) for row in shown]}
        return Response(body | {"next": after} if after else body)

    def page(self, actor, org, rows, after):
        now, shows_words = today(), actor.sight != "lists"
        steps = [""] + [org.path[: index + 1] for index, letter in enumerate(org.path) if letter == "."]
        above = Org.objects.filter(path__in=steps).order_by("path").values_list("name", "code")
        total = Tally.objects.filter(subtree(org.path, "org_path"), kind="visit", tenant=actor.tenant)
        posts = Post.objects.filter(in_force(now), tenant=actor.tenant, person_id=actor.person)
        return {
            "actor": actor,
            "above": [(name.removesuffix("妇联"), code) for name, code in above],
            "posts": list(posts.order_by("from_day", "id").values_list("id", "kind", "org__name")),
            "total": f"{total.aggregate(sum=Sum('facts'))['sum']:,}",
            "outcomes": OUTCOMES.items(),
            "shows_words": shows_words,
            "lines": [as_line(row, now, shows_words) for row in rows],
            "next": after,
        }


class VisitSerializer(serializers.ModelSerializer):
    """A line as the handbook of the framework writes it."""

    id = serializers.SerializerMethodField()
    household = serializers.SerializerMethodField()
    household_name = serializers.CharField(source="household.name")
    household_number = serializers.CharField(source="household.number")
    member = serializers.CharField(source="person.name")
    on = serializers.SerializerMethodField()
    follow_up = serializers.SerializerMethodField()

    class Meta:
        model = Visit
        fields = (
            "id",
            "household",
            "household_name",
            "household_number",
            "member",
            "on",
            "manner",
            "matter",
            "outcome",
            "follow_up",
        )

    def get_id(self, visit):
        return f"{visit.tenant}.{identity('vis', visit.id)}"

    def get_household(self, visit):
        return f"{visit.tenant}.{identity('hh', visit.household_id)}"

    def get_on(self, visit):
        return day(visit.on_day).isoformat()

    def get_follow_up(self, visit):
        return None if visit.follow_up_day is None else day(visit.follow_up_day).isoformat()

    def to_representation(self, visit):
        return {name: value for name, value in super().to_representation(visit).items() if value is not None}


class SerializedLedger(Ledger):
    """The same JSON by model objects and a serializer: what most projects would have."""

    def answer(self, request, actor, org):
        visits = ledger(actor, org, request.query_params).select_related("household", "person")
        rows = list(visits[: ROWS + 1])
        body = {"visits": VisitSerializer(rows[:ROWS], many=True).data}
        if len(rows) > ROWS:
            body["next"] = place(rows[ROWS - 1].on_day, rows[ROWS - 1].id)
        return Response(body)


urlpatterns = [
    path("orgs/<str:code>/visits", Ledger.as_view()),
    path("serialized/orgs/<str:code>/visits", SerializedLedger.as_view()),
]
