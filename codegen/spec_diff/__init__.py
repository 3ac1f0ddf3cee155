"""Report what changes in specs mean: what was added, removed or changed, and what breaks programs.

Schemas, parameters and bodies of both sides are compared in normal form, so that rewording, reordering and moving parts
does not count; servers, security, headers, media types and webhooks, which the normal form lacks, as they stand.
"""

from codegen.spec_diff.command import FORMATS, describe

__all__ = ["FORMATS", "describe"]
