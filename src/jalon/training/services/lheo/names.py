"""LHÉO's element names and the facts they carry."""

PROGRAMME_LEAVES = {
    "intitule-formation": "title",
    "certifiante": "certifying",
    "parcours-de-formation": "path",
    "code-niveau-entree": "level_in",
    "objectif-general-formation": "goal",
    "code-niveau-sortie": "level_out",
}
PROGRAMME_TEXTS = {
    "objectif-formation": "objective",
    "resultats-attendus": "results",
    "contenu-formation": "content",
}
ACTION_LEAVES = {
    "niveau-entree-obligatoire": "level_compulsory",
    "modalites-enseignement": "teaching",
    "prise-en-charge-frais-possible": "funding_possible",
    "modalites-entrees-sorties": "permanent",
    "restauration": "catering",
    "hebergement": "lodging",
    "transport": "transport",
    "frais-restants": "cost_left",
    "prix-horaire-TTC": "hourly_price",
    "prix-total-TTC": "price",
    "duree-indicative": "length_text",
    "nombre-heures-centre": "hours_centre",
    "nombre-heures-entreprise": "hours_company",
    "nombre-heures-total": "hours_total",
    "conventionnement": "agreement",
    "acces-handicapes": "access_text",
}
ACTION_TEXTS = {
    "rythme-formation": "rhythm_text",
    "info-public-vise": "audience_note",
    "modalites-alternance": "alternation",
    "conditions-specifiques": "conditions",
    "modalites-recrutement": "recruitment_text",
    "modalites-pedagogiques": "pedagogy",
    "detail-conditions-prise-en-charge": "funding_details",
}
ACTION_LISTS = {"code-public-vise": "audiences", "langue-formation": "languages"}
SESSION_LEAVES = {"etat-recrutement": "recruitment", "modalites-inscription": "how"}
DOMAIN_CODES = {"code-FORMACODE": "formacodes", "code-NSF": "nsf", "code-ROME": "rome"}
CERTIFICATION_CODES = {
    "code-RNCP": "RNCP",
    "code-RS": "RS",
    "code-CERTIFINFO": "certifinfo",
    "code-CPF": "cpf",
}
