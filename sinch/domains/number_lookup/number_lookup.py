"""Number lookup: carrier, line type, SIM swap, VoIP and reassignment of a phone number."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from sinch.core.exceptions import ArgumentError
from sinch.core.resource import Product
from sinch.core.unset import UNSET
from sinch_api.number_lookup import operations, service

if TYPE_CHECKING:
    from sinch.core.options import RequestOptions
    from sinch.core.sequences import SequenceNotStr
    from sinch.core.service import ServiceDefinition
    from sinch.core.unset import Maybe
    from sinch_api.number_lookup import LookupFeature, LookupNumberResponse, RndFeatureOptions
    from sinch_api.number_lookup.params import RndFeatureOptionsDict, RndFeatureOptionsJSON


class NumberLookup(Product):
    """`client.number_lookup`: what is known about a phone number."""

    definition: ClassVar[ServiceDefinition] = service.SERVICE

    def lookup(
        self,
        number: str,
        *,
        features: Maybe[SequenceNotStr[LookupFeature]] = UNSET,
        rnd_feature_options: Maybe[RndFeatureOptionsDict | RndFeatureOptionsJSON | RndFeatureOptions] = UNSET,
        options: RequestOptions | None = None,
    ) -> LookupNumberResponse:
        """Look up a phone number. Each successful lookup is billed.

        `POST /v2/projects/{projectId}/lookups` (NumberLookupV2_Lookup)

        By default an account may look up 10 numbers per second.

        Args:
            number: the number to look up in E.164 format, with its +.
            features: "LineType" (the default), "SimSwap", "VoIPDetection" and "RND" (both alpha). Each may be billed.
            rnd_feature_options: `{"contact_date": ...}`, required for "RND": the day you last had contact with the
                person, as a date, a datetime (its time is ignored) or YYYY-MM-DD.
            options: timeout, retries, headers and further fields of this call.

        Returns:
            A part for each requested feature: `line`, `sim_swap`, `voip_detection`, `rnd`; the others are None. A
            feature that failed has an `error` in its part, while the call as a whole succeeds.

        Raises:
            ArgumentError: an argument is missing or of the wrong kind, or "RND" has no date; nothing was sent.
            OutcomeUnknownError: the number may have been looked up and billed, but no response arrived; it was not
                repeated.
            NumberLookupException: the API returned an error; see `sinch.core.exceptions` for the classes by status.

        Example:
            >>> result = client.number_lookup.lookup("+12025550123", features=["LineType", "SimSwap"])
            >>> result.line.carrier

        """
        _check_rnd(features, rnd_feature_options)
        return self._send(
            operations.number_lookup_v2_lookup(
                number=number, features=features, rnd_feature_options=rnd_feature_options
            ),
            options,
        )


def _check_rnd(features: Any, rnd_feature_options: Any) -> None:
    """Reject RND without its date; the API would reject it too."""
    if not isinstance(features, (list, tuple, set, frozenset)) or all(
        getattr(feature, "value", feature) != "RND" for feature in features
    ):
        return
    given = rnd_feature_options if isinstance(rnd_feature_options, Mapping) else {}
    if not (given.get("contact_date") or given.get("contactDate")):
        raise ArgumentError(
            'the feature RND needs a date: pass rnd_feature_options={"contact_date": ...}, the day of your last contact'
        )
