"""What generated code is made of, under one name: no schema of an API can be called like a module."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sinch.core.kinds import (
    ANY,
    BASE64,
    BOOLEAN,
    DATE,
    DATETIME,
    DECIMAL,
    E164,
    INTEGER,
    NUMBER,
    PHONE_NUMBER,
    STRING,
    Kind,
    Later,
    ListOf,
    MapOf,
    Renamed,
)
from sinch.core.model import Model, Ref, Union, field
from sinch.core.operation import (
    Execute,
    Operation,
    OperationGroup,
    PageLink,
    PageNumber,
    PageToken,
    Parameter,
    PreparedCall,
    SinglePage,
)
from sinch.core.unset import UNSET, Maybe, Unset

if TYPE_CHECKING:
    from sinch.core.sequences import SequenceNotStr
else:
    from collections.abc import Sequence as SequenceNotStr

__all__ = [
    "ANY",
    "BASE64",
    "BOOLEAN",
    "DATE",
    "DATETIME",
    "DECIMAL",
    "E164",
    "Execute",
    "INTEGER",
    "Kind",
    "Later",
    "ListOf",
    "MapOf",
    "Maybe",
    "Model",
    "NUMBER",
    "Operation",
    "OperationGroup",
    "PHONE_NUMBER",
    "PageLink",
    "PageNumber",
    "PageToken",
    "Parameter",
    "PreparedCall",
    "Ref",
    "Renamed",
    "STRING",
    "SequenceNotStr",
    "SinglePage",
    "UNSET",
    "Union",
    "Unset",
    "field",
]
