"""Build hook of hatchling: puts the specs into the wheel as JSON, where the simulator looks for them."""

import json
import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class SpecsHook(BuildHookInterface):  # type: ignore[type-arg]
    """An editable install needs none of this: the simulator then reads the specs of the checkout."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if self.target_name != "wheel" or version == "editable":
            return
        sys.path.insert(0, self.root)
        from codegen import bundle

        self._made = tempfile.TemporaryDirectory(prefix="sinch-specs-")
        for source in sorted(Path(self.root, "specs").glob("*.yaml")):
            document = json.dumps(bundle.load(source), ensure_ascii=False, separators=(",", ":"))
            target = Path(self._made.name, f"{source.stem}.json")
            target.write_text(document, encoding="utf-8")
            build_data["force_include"][str(target)] = f"sinch/testing/_specs/{target.name}"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        if self.target_name == "wheel" and version != "editable":
            self._made.cleanup()
