"""The applicant: whom an account applies for, as a value without a database behind it."""

from dataclasses import dataclass
from typing import Literal

from onewindow.kernel.public import masking

PERSON_NUMBER, ORGANISATION_NUMBER = "111", "001"  # GA/T 2000.156; 001 = USCC (GB/T 36903 practice)


@dataclass(frozen=True, slots=True)
class Applicant:
    """申请人: a person or an organisation with its full number; mask before showing."""

    kind: Literal["person", "organisation"]
    account_id: int
    name: str
    number: str
    mobile: str
    level: int
    person_id: int | None = None
    organisation_id: int | None = None
    legal_representative: str = ""
    paper: str = PERSON_NUMBER
    agent: str = ""  # 经办人: who acts in the applicant's name

    @property
    def number_type(self) -> str:
        """The document type code of the number."""
        return self.paper if self.kind == "person" else ORGANISATION_NUMBER

    @property
    def masked_name(self) -> str:
        """The name as strangers may see it."""
        return (
            masking.person_name(self.name) if self.kind == "person" else masking.organisation_name(self.name)
        )

    @property
    def masked_number(self) -> str:
        """The number as officers see it in passing; an organisation's code is public."""
        return masking.resident_id(self.number) if self.kind == "person" else self.number

    @property
    def masked_mobile(self) -> str:
        """The mobile number with its middle hidden; empty when there is none."""
        return masking.mobile(self.mobile) if self.mobile else ""
