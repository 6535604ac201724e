"""What a mandate says: the sentences that the scheme prescribes, in five languages, word for word. They are law, not translation.

``{creditor}`` is the name of the creditor. Every language has the same parts.
"""

from typing import NamedTuple

LANGUAGES = ("fr", "en", "de", "es", "it")


class Scheme(NamedTuple):
    """What differs between the two schemes."""

    title: str
    authorisation: str  # to whom the debtor says what
    rights: str  # to a refund, or to none


class Labels(NamedTuple):
    """The fields of the form, in the order of the form."""

    reference: str
    creditor_identifier: str
    creditor: str
    debtor: str
    address: str
    account: str
    bic: str
    kind: str
    recurrent: str
    one_off: str
    place: str
    date: str
    signature: str
    note: str  # where the rights are explained
    give_copy: str  # between companies: the debtor's bank wants a copy
    return_to: str
    signed_by: str
    fingerprint: str


class Wording(NamedTuple):
    """The form in one language."""

    core: Scheme
    b2b: Scheme
    labels: Labels

    def scheme(self, code: str) -> Scheme:
        """What is prescribed for 'CORE' or for 'B2B'."""
        return self.b2b if code == "B2B" else self.core


_FR_AUTHORISATION = (
    "En signant ce formulaire de mandat, vous autorisez (A) {creditor} à envoyer des instructions à votre banque pour débiter votre "
    "compte, et (B) votre banque à débiter votre compte conformément aux instructions de {creditor}."
)
_EN_AUTHORISATION = (
    "By signing this mandate form, you authorise (A) {creditor} to send instructions to your bank to debit your account and (B) your "
    "bank to debit your account in accordance with the instructions from {creditor}."
)
_DE_AUTHORISATION = (
    "Ich ermächtige (Wir ermächtigen) {creditor}, Zahlungen von meinem (unserem) Konto mittels Lastschrift einzuziehen. Zugleich weise "
    "ich mein (weisen wir unser) Kreditinstitut an, die von {creditor} auf mein (unser) Konto gezogenen Lastschriften einzulösen."
)
_ES_AUTHORISATION = (
    "Mediante la firma de esta orden de domiciliación, el deudor autoriza (A) a {creditor} a enviar instrucciones a la entidad del "
    "deudor para adeudar su cuenta y (B) a la entidad para efectuar los adeudos en su cuenta siguiendo las instrucciones de {creditor}."
)
_IT_AUTHORISATION = (
    "La sottoscrizione del presente mandato comporta (A) l’autorizzazione a {creditor} a richiedere alla banca del debitore l’addebito "
    "del suo conto e (B) l’autorizzazione alla banca del debitore di procedere a tale addebito conformemente alle disposizioni impartite "
    "da {creditor}."
)

FRENCH = Wording(
    core=Scheme(
        title="Mandat de prélèvement SEPA",
        authorisation=_FR_AUTHORISATION,
        rights=(
            "Vous bénéficiez du droit d’être remboursé par votre banque selon les conditions décrites dans la convention que vous avez "
            "passée avec elle. Une demande de remboursement doit être présentée dans les 8 semaines suivant la date de débit de votre "
            "compte pour un prélèvement autorisé."
        ),
    ),
    b2b=Scheme(
        title="Mandat de prélèvement SEPA interentreprises",
        authorisation=_FR_AUTHORISATION,
        rights=(
            "Ce mandat est dédié aux prélèvements SEPA interentreprises. Vous n’êtes pas en droit de demander à votre banque le "
            "remboursement d’un prélèvement SEPA interentreprises une fois que le montant est débité de votre compte. Vous pouvez "
            "cependant demander à votre banque de ne pas débiter votre compte jusqu’au jour de l’échéance."
        ),
    ),
    labels=Labels(
        reference="Référence unique du mandat (RUM)",
        creditor_identifier="Identifiant créancier SEPA (ICS)",
        creditor="Créancier",
        debtor="Titulaire du compte à débiter",
        address="Adresse",
        account="Compte à débiter (IBAN)",
        bic="BIC",
        kind="Type de paiement",
        recurrent="Paiement récurrent",
        one_off="Paiement ponctuel",
        place="Fait à",
        date="Le",
        signature="Signature",
        note="Vos droits concernant le présent mandat sont expliqués dans un document que vous pouvez obtenir auprès de votre banque.",
        give_copy="Avant le premier prélèvement, remettez une copie de ce mandat à votre banque : sans enregistrement, elle le rejettera.",
        return_to="À retourner à",
        signed_by="Signé par",
        fingerprint="Empreinte du texte",
    ),
)
ENGLISH = Wording(
    core=Scheme(
        title="SEPA Direct Debit Mandate",
        authorisation=_EN_AUTHORISATION,
        rights=(
            "As part of your rights, you are entitled to a refund from your bank under the terms and conditions of your agreement with "
            "your bank. A refund must be claimed within 8 weeks starting from the date on which your account was debited."
        ),
    ),
    b2b=Scheme(
        title="SEPA Business-to-Business Direct Debit Mandate",
        authorisation=_EN_AUTHORISATION,
        rights=(
            "This mandate is only intended for business-to-business transactions. You are not entitled to a refund from your bank after "
            "your account has been debited, but you are entitled to request your bank not to debit your account up until the day on "
            "which the payment is due."
        ),
    ),
    labels=Labels(
        reference="Unique mandate reference (UMR)",
        creditor_identifier="Creditor identifier",
        creditor="Creditor",
        debtor="Holder of the account to be debited",
        address="Address",
        account="Account to be debited (IBAN)",
        bic="BIC",
        kind="Type of payment",
        recurrent="Recurrent payment",
        one_off="One-off payment",
        place="Signed in",
        date="Date",
        signature="Signature",
        note="Your rights regarding the above mandate are explained in a statement that you can obtain from your bank.",
        give_copy="Before the first debit, give your bank a copy of this mandate: unless it is registered, the debit will be rejected.",
        return_to="Please return to",
        signed_by="Signed by",
        fingerprint="Fingerprint of the text",
    ),
)
GERMAN = Wording(
    core=Scheme(
        title="SEPA-Lastschriftmandat",
        authorisation=_DE_AUTHORISATION,
        rights=(
            "Hinweis: Ich kann (Wir können) innerhalb von acht Wochen, beginnend mit dem Belastungsdatum, die Erstattung des belasteten "
            "Betrages verlangen. Es gelten dabei die mit meinem (unserem) Kreditinstitut vereinbarten Bedingungen."
        ),
    ),
    b2b=Scheme(
        title="SEPA-Firmenlastschrift-Mandat",
        authorisation=_DE_AUTHORISATION,
        rights=(
            "Hinweis: Dieses Lastschriftmandat dient nur dem Einzug von Lastschriften, die auf Konten von Unternehmen gezogen sind. Ich "
            "bin (Wir sind) nicht berechtigt, nach der erfolgten Einlösung eine Erstattung des belasteten Betrages zu verlangen. Ich bin "
            "(Wir sind) berechtigt, mein (unser) Kreditinstitut bis zum Fälligkeitstag anzuweisen, Lastschriften nicht einzulösen."
        ),
    ),
    labels=Labels(
        reference="Mandatsreferenz",
        creditor_identifier="Gläubiger-Identifikationsnummer",
        creditor="Zahlungsempfänger",
        debtor="Inhaber des zu belastenden Kontos",
        address="Anschrift",
        account="Zu belastendes Konto (IBAN)",
        bic="BIC",
        kind="Zahlungsart",
        recurrent="Wiederkehrende Zahlung",
        one_off="Einmalige Zahlung",
        place="Ort",
        date="Datum",
        signature="Unterschrift",
        note="Ihre Rechte zu diesem Mandat sind in einem Merkblatt erläutert, das Sie von Ihrem Kreditinstitut erhalten können.",
        give_copy="Geben Sie Ihrem Kreditinstitut vor der ersten Lastschrift eine Kopie dieses Mandats, sonst lehnt es sie ab.",
        return_to="Bitte zurücksenden an",
        signed_by="Unterschrieben von",
        fingerprint="Prüfsumme des Textes",
    ),
)
SPANISH = Wording(
    core=Scheme(
        title="Orden de domiciliación de adeudo directo SEPA",
        authorisation=_ES_AUTHORISATION,
        rights=(
            "Como parte de sus derechos, el deudor está legitimado al reembolso por su entidad en los términos y condiciones del contrato "
            "suscrito con la misma. La solicitud de reembolso deberá efectuarse dentro de las ocho semanas que siguen a la fecha de adeudo "
            "en cuenta."
        ),
    ),
    b2b=Scheme(
        title="Orden de domiciliación de adeudo directo SEPA B2B",
        authorisation=_ES_AUTHORISATION,
        rights=(
            "Esta orden de domiciliación está prevista para operaciones exclusivamente entre empresas y/o autónomos. El deudor no tiene "
            "derecho a que su entidad le reembolse una vez que se haya realizado el cargo en cuenta, pero puede solicitar a su entidad que "
            "no efectúe el adeudo en la cuenta hasta la fecha debida."
        ),
    ),
    labels=Labels(
        reference="Referencia de la orden de domiciliación",
        creditor_identifier="Identificador del acreedor",
        creditor="Acreedor",
        debtor="Titular de la cuenta de cargo",
        address="Dirección",
        account="Número de cuenta (IBAN)",
        bic="BIC",
        kind="Tipo de pago",
        recurrent="Pago recurrente",
        one_off="Pago único",
        place="Localidad",
        date="Fecha",
        signature="Firma",
        note="Puede obtener información adicional sobre sus derechos en su entidad financiera.",
        give_copy="Antes del primer adeudo, entregue una copia de esta orden a su entidad: sin registrarla, lo rechazará.",
        return_to="Devuélvase a",
        signed_by="Firmado por",
        fingerprint="Huella del texto",
    ),
)
ITALIAN = Wording(
    core=Scheme(
        title="Mandato per addebito diretto SEPA",
        authorisation=_IT_AUTHORISATION,
        rights=(
            "Il debitore ha diritto di ottenere il rimborso dalla propria banca secondo gli accordi ed alle condizioni che regolano il "
            "rapporto con quest’ultima. Se del caso, il rimborso deve essere richiesto nel termine di 8 settimane a decorrere dalla data "
            "di addebito in conto."
        ),
    ),
    b2b=Scheme(
        title="Mandato per addebito diretto SEPA B2B",
        authorisation=_IT_AUTHORISATION,
        rights=(
            "Il presente mandato è riservato esclusivamente ai rapporti tra imprese. Il debitore non ha diritto al rimborso dalla propria "
            "banca successivamente all’addebito sul suo conto, ma ha diritto di chiedere alla propria banca che il suo conto non venga "
            "addebitato fino alla data in cui il pagamento è dovuto."
        ),
    ),
    labels=Labels(
        reference="Riferimento del mandato",
        creditor_identifier="Codice identificativo del creditore",
        creditor="Creditore",
        debtor="Titolare del conto da addebitare",
        address="Indirizzo",
        account="Conto di addebito (IBAN)",
        bic="BIC",
        kind="Tipo di pagamento",
        recurrent="Pagamento ricorrente",
        one_off="Pagamento singolo",
        place="Luogo",
        date="Data",
        signature="Firma",
        note="I diritti del sottoscrittore del presente mandato sono indicati nella documentazione ottenibile dalla propria banca.",
        give_copy="Prima del primo addebito, consegni alla propria banca una copia di questo mandato: senza registrazione, lo respingerà.",
        return_to="Da restituire a",
        signed_by="Firmato da",
        fingerprint="Impronta del testo",
    ),
)
WORDINGS = dict(zip(LANGUAGES, (FRENCH, ENGLISH, GERMAN, SPANISH, ITALIAN)))
