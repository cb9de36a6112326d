"""Enrolment of a till by its configuration, while no daemon works in its data folder."""

import os

from agent.settings.config import TillConfig
from agent.settings.config_faults import ConfigFault
from agent.settings.config_values import check_office_url
from agent.settings.premises import Premises
from rules.ground.sentence import Sentence
from sync.till.book.identity import Identity
from sync.till.contact.enrol import enrol


def enrol_till(config: TillConfig, *, office: str | None, token: str) -> Identity:
    """Enrol the till; ``office`` stands in for the configuration's URL."""
    premises = Premises(config.data)
    try:
        return enrol(
            config.data,
            url=_url(config, office),
            authority=config.office.ca if config.office else None,
            token=token,
            store=config.store,
            entropy=os.urandom,
        )
    finally:
        premises.close()


def _url(config: TillConfig, office: str | None) -> str:
    if office is None and config.office is not None:
        return config.office.url
    if office is None:
        raise ConfigFault(
            Sentence("No head office is named."), hint=Sentence("Give --office URL.")
        )
    try:
        return check_office_url(office)
    except ValueError as error:
        raise ConfigFault(
            Sentence("--office: {why}.", why=error.args[0]),
            hint=Sentence("Mend it and type it again."),
        ) from error
