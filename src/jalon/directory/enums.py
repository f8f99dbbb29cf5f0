from django.db import models


class OrganisationKind(models.TextChoices):
    """The networks of the public orientation service, as people name them."""

    MISSION_LOCALE = "mission-locale", "Mission locale"
    CIO = "cio", "CIO"
    BIJ = "bij", "Information jeunesse"
    FRANCE_TRAVAIL = "france-travail", "France Travail"
    CAP_EMPLOI = "cap-emploi", "Cap emploi"
    APEC = "apec", "APEC"
    CMA = "cma", "Chambre de métiers et de l'artisanat"
    CCI = "cci", "Chambre de commerce et d'industrie"
    CRIA = "cria", "CRIA"
    ATPRO = "atpro", "Transitions Pro"
    CEP = "cep", "Conseil en évolution professionnelle"
    UNIVERSITY = "university", "Orientation à l'université"
    CARIF_OREF = "carif-oref", "Carif-Oref"
    DEPARTEMENT = "departement", "Conseil départemental"
    REGION = "region", "Région"


class Role(models.TextChoices):
    """What someone does in the network; `rules.roles` says where each role counts."""

    ADMINISTRATOR = "administrator", "Administration"
    REGION_OFFICER = "region-officer", "Région"
    COORDINATOR = "coordinator", "Coordination de territoire"
    PARTNER_EDITOR = "partner-editor", "Partenaire qui publie"
    PARTNER_MEMBER = "partner-member", "Partenaire"
    ADVISER = "adviser", "Conseil"
    DEVICE_MANAGER = "device-manager", "Dispositif itinérant"


class ContactState(models.TextChoices):
    """How far a contact may be relied on; `rules.confirming` says when."""

    KNOWN = "connu", "Connu"
    TO_CONFIRM = "a-confirmer", "À confirmer"
    TO_IDENTIFY = "a-identifier", "À identifier"
