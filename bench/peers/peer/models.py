"""The tables of the product that the list reads, as far as it reads them."""

from django.db import models


def within_tenant(to: str, column: str) -> models.ForeignObject:
    """A foreign key over (tenant, id), as the schema has them."""
    return models.ForeignObject(
        to, models.DO_NOTHING, from_fields=["tenant", column], to_fields=["tenant", "id"], related_name="+"
    )


class OfTenant(models.Model):
    """A row with the key (tenant, id)."""

    pk = models.CompositePrimaryKey("tenant", "id")
    tenant = models.BigIntegerField()
    id = models.BinaryField()

    class Meta:
        abstract = True


class Org(models.Model):
    id = models.BinaryField(primary_key=True)
    tenant = models.BigIntegerField()
    code = models.TextField(unique=True)
    path = models.TextField(unique=True)
    level = models.TextField()
    name = models.TextField()

    class Meta:
        managed = False
        db_table = "org"


class Person(OfTenant):
    name = models.TextField()

    class Meta:
        managed = False
        db_table = "people_person"


class Account(OfTenant):
    disabled_ms = models.BigIntegerField(null=True)

    class Meta:
        managed = False
        db_table = "people_account"


class Post(OfTenant):
    person_id = models.BinaryField()
    org = models.ForeignKey(Org, models.DO_NOTHING, related_name="+")
    kind = models.TextField()
    from_day = models.BigIntegerField()
    until_day = models.BigIntegerField(null=True)

    class Meta:
        managed = False
        db_table = "people_post"


class Session(models.Model):
    token_hash = models.BinaryField(primary_key=True)
    tenant = models.BigIntegerField()
    account_id = models.BinaryField()
    person_id = models.BinaryField()
    post_id = models.BinaryField()
    until_ms = models.BigIntegerField()
    account = within_tenant(Account, "account_id")
    person = within_tenant(Person, "person_id")
    post = within_tenant(Post, "post_id")

    class Meta:
        managed = False
        db_table = "people_session"


class Household(OfTenant):
    org_path = models.TextField()
    number = models.TextField()
    name = models.TextField()

    class Meta:
        managed = False
        db_table = "household"


class Link(OfTenant):
    household_id = models.BinaryField()
    person_id = models.BinaryField()
    from_day = models.BigIntegerField()
    until_day = models.BigIntegerField(null=True)

    class Meta:
        managed = False
        db_table = "household_link"


class Visit(OfTenant):
    household_id = models.BinaryField()
    person_id = models.BinaryField()
    org_path = models.TextField()
    on_day = models.BigIntegerField()
    manner = models.TextField()
    matter = models.TextField()
    outcome = models.TextField()
    follow_up_day = models.BigIntegerField(null=True)
    words = models.BinaryField()
    taken_back_ms = models.BigIntegerField(null=True)
    household = within_tenant(Household, "household_id")
    person = within_tenant(Person, "person_id")

    class Meta:
        managed = False
        db_table = "household_visit"


class Tally(models.Model):
    pk = models.CompositePrimaryKey("tenant", "org_path", "month", "kind")
    tenant = models.BigIntegerField()
    org_path = models.TextField()
    month = models.BigIntegerField()
    kind = models.TextField()
    facts = models.BigIntegerField()

    class Meta:
        managed = False
        db_table = "tally"
