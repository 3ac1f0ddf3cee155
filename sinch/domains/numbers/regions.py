"""Regions: countries in which numbers can be rented."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sinch.core.resource import Resource
from sinch.core.unset import UNSET
from sinch_api.numbers import operations

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from sinch.core.options import RequestOptions
    from sinch.core.paging import Page
    from sinch.core.sequences import SequenceNotStr
    from sinch.core.unset import Maybe
    from sinch_api.numbers import AvailableRegion, AvailableRegionsListResponse, NumberType
    from sinch_api.numbers.params import NumberServiceListAvailableRegionsAliases


class AvailableRegions(Resource):
    """`client.numbers.regions`: the countries that offer numbers."""

    def list(
        self,
        *,
        number_types: Maybe[SequenceNotStr[NumberType]] = UNSET,
        options: RequestOptions | None = None,
        **aliases: Unpack[NumberServiceListAvailableRegionsAliases],
    ) -> Page[AvailableRegion, AvailableRegionsListResponse]:
        """List the countries in which numbers can be rented.

        `GET /v1/projects/{projectId}/availableRegions` (NumberService_ListAvailableRegions)

        Args:
            number_types: only countries with these types of numbers (wire: `types`, accepted too).
            options: timeout, retries, headers and further fields of this call.
            aliases: other names of arguments: `types` for `number_types`.

        Returns:
            One page with all of them.

        Raises:
            ArgumentError: an argument is missing or of the wrong kind; nothing was sent.
            NumbersException: the API returned an error; see `sinch.core.exceptions` for the classes by status.

        Example:
            >>> codes = [region.region_code for region in client.numbers.regions.list(number_types=["MOBILE"])]

        """
        return self._page(
            operations.number_service_list_available_regions(number_types=number_types, **aliases), options
        )
