"""Build hook of hatchling: puts the specs into the wheel as compressed JSON, where the simulator looks for them."""

import gzip
import json
import runpy
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class SpecsHook(BuildHookInterface):  # type: ignore[type-arg]
    """An editable install does not need this, since the simulator reads the specs of the checkout."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if self.target_name != "wheel" or version == "editable":
            return
        root = Path(self.root)
        # run as a single file, since the package's dependencies are not installed during the build
        read = runpy.run_path(str(root / "sinch" / "testing" / "spec_files.py"))["read_in_project"]
        self._made = tempfile.TemporaryDirectory(prefix="sinch-specs-")
        for source in sorted((root / "specs").glob("*.yaml")):
            document = json.dumps(read(source), ensure_ascii=False, separators=(",", ":"))
            target = Path(self._made.name, f"{source.stem}.json.gz")
            target.write_bytes(gzip.compress(document.encode(), mtime=0))  # no date: reproducible
            build_data["force_include"][str(target)] = f"sinch/testing/_specs/{target.name}"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        if self.target_name == "wheel" and version != "editable":
            self._made.cleanup()
