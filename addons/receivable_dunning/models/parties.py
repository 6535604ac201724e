"""Who writes, who reads and who signs: the records of a batch as plain tuples.

Records are read for the whole batch at once; what depends on a language (the country in an
address) is read once per language.
"""

from collections.abc import Iterable
from typing import NamedTuple

from odoo.addons.receivable_dunning.logic.message import Collector, Message, Payer, Sender


class Parties(NamedTuple):
    """Everybody that the messages of a batch name."""

    payers: dict[tuple, Payer]  # by address_key(message)
    senders: dict[int, Sender]  # by company
    collectors: dict[int | None, Collector]  # by user


def address_key(message: Message) -> tuple:
    """What a payer's lines depend on."""
    return message.payer_id, message.recipient_id, message.company_id, message.lang


def read_parties(env, messages: Iterable[Message]) -> Parties:
    """The parties of a batch. As superuser: a message names its payer, creditor and collector, whoever prepares it."""
    env = env(su=True)
    companies = env["res.company"].browse({message.company_id for message in messages})
    users = env["res.users"].browse({message.collector_id for message in messages} - {None, False})
    partners = env["res.partner"].browse({message.payer_id for message in messages} | {message.recipient_id for message in messages})
    payers = {}
    for message in messages:
        key = address_key(message)
        if key not in payers:
            readers = partners.with_context(lang=message.lang)
            payers[key] = _payer(
                readers.browse(message.payer_id).with_prefetch(readers.ids),
                readers.browse(message.recipient_id).with_prefetch(readers.ids),
                companies.browse(message.company_id).with_prefetch(companies.ids),
            )
    return Parties(payers, senders(companies), {user.id: _collector(user) for user in users})


def senders(companies) -> dict[int, Sender]:
    """The creditors, and where to pay them."""
    return {company.id: _sender(company) for company in companies}


def _payer(payer, recipient, company) -> Payer:
    addressee = recipient if recipient.street or recipient.city else payer
    return Payer(
        name=payer.name or "",
        account=payer.ref or f"C{payer.id:05d}",
        address=_address(addressee, company.country_id),
        contact=_contact(payer, recipient),
        country=payer.country_id.code or "",
    )


def _contact(payer, recipient) -> str:
    """A person's name; a company or a nameless address is greeted as a team."""
    return recipient.name or "" if not recipient.is_company else ""


def _address(partner, home) -> tuple[str, ...]:
    """Lines in the order of the country; the country itself, in capitals, only abroad."""
    lines = [line.strip() for line in partner._display_address(without_company=True).splitlines()]
    country = partner.country_id
    if country:
        lines = [line for line in lines if line != country.name]
        lines += [country.name.upper()] if country != home else []
    return tuple(line for line in lines if line)


def _collector(user) -> Collector:
    partner = user.partner_id
    return Collector(partner.name or "", partner.function or "", partner.phone or "", user.email or "")


def _sender(company) -> Sender:
    partner, bank = company.partner_id, company.partner_id.bank_ids[:1]
    address = _address(partner, company.country_id)
    return Sender(
        name=company.name,
        legal_line=company.dunning_legal_line or _legal_line(company, address),
        address=address,
        city=company.city or "",
        country=company.country_id.code or "",
        phone=company.phone or "",
        email=company.email or "",
        website=company.website or "",
        iban=bank.acc_number or "",
        bic=bank.bank_bic or "",
        privacy=company.receivable_privacy_url or company.email or "",
        mediator=company.dunning_mediator or "",
        accent=company.email_secondary_color or Sender._field_defaults["accent"],
        on_accent=company.email_primary_color or Sender._field_defaults["on_accent"],
    )


def _legal_line(company, address: tuple[str, ...]) -> str:
    """What the records say of the company; its form and capital are for ``dunning_legal_line``."""
    registry = company.company_registry and f"{company.partner_id.company_registry_label} {company.company_registry}"
    vat = company.vat and f"{company.country_id.vat_label or 'VAT'} {company.vat}"
    return " · ".join(filter(None, (company.name, ", ".join(address), registry, vat)))
