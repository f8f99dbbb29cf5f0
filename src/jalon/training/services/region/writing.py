"""Keeping the region's programmes: their intakes are drawn again each day that the folder is prepared."""

from datetime import date

from django.utils import timezone

from jalon.sources.models import Source
from jalon.sources.services import Tally, declare_source
from jalon.territory.models import Commune
from jalon.training.models import Feed
from jalon.training.services.catalogue import remove_catalogue, replace_catalogue
from jalon.training.services.region.building import Town, programme_records
from jalon.training.services.region.reading import RegionTraining

FAMILY = "region-training"


def source_slug(region: str) -> str:
    """Return the slug of the source of a region's own catalogue.

    >>> source_slug("centre-val-de-loire")
    'region-centre-val-de-loire-formations'
    """
    return f"region-{region[:60]}-formations"


def _towns(training: RegionTraining) -> dict[str, Town]:
    found = Commune.objects.filter(insee_code__in=training.communes).prefetch_related("postal_codes")
    return {
        one.insee_code: Town(
            one.name,
            min((postal.code for postal in one.postal_codes.all()), default=""),
            one.latitude,
            one.longitude,
        )
        for one in found
    }


def write_training(training: RegionTraining, source: Source, tally: Tally) -> None:
    """Make the region's own catalogue what its folder says, seen from today."""
    slug = source_slug(training.region)
    if not training.programmes and not Feed.objects.filter(source__slug=slug).exists():
        return
    region = Source.objects.get(pk=source.pk)  # the territory room has just completed it
    today = timezone.localdate()
    origin = declare_source(
        slug=slug,
        family=FAMILY,
        title="Formations d'exemple" if region.demonstration else f"Formations, {region.title}"[:200],
        producer=region.producer,
        licence=region.licence,
        version=region.version,
        published_on=region.published_on,
        demonstration=region.demonstration,
        used_for="Formations et sessions de la région ; les dates sont calculées à partir du jour.",
        loaded_on=today,
    )
    feed = replace_catalogue(
        source=origin,
        records=programme_records(training, _towns(training), today=today),
        tally=tally,
        today=today,
    )
    # The day is kept even when no programme differs: it says that the intakes are today's.
    Feed.objects.filter(pk=feed.pk).exclude(loaded_on=today).update(loaded_on=today)


def clear_training(source: Source) -> None:
    """Remove the catalogue of another region."""
    for own in Source.objects.filter(slug=source_slug(source.slug.removeprefix("region-"))):
        remove_catalogue(source=own)
        own.delete()


def is_stale(today: date) -> bool:
    """Tell whether the intakes were last drawn before `today`."""
    return Feed.objects.filter(source__family=FAMILY, loaded_on__lt=today).exists()
