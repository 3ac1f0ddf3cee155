"""Command line of the generator: generate, check, specs-check, spec-diff, scaffold."""

import sys
from pathlib import Path

from codegen import documents, generate, spec_diff, specs_check, twins
from codegen.bundle import BundleError
from codegen.normalise.terms import SpecError
from codegen.printable import RenderError
from codegen.scaffold import command as scaffolding
from codegen.sections import ProductError

USAGE = """usage: python -m codegen generate [product ...]   rebuild generated/ from specs/, sinch/aio/ from domains
       python -m codegen check [product ...]      regenerate and compare byte for byte
       python -m codegen specs-check [file ...]   validate the specs and their examples
       python -m codegen spec-diff BASE [markdown]
                                                  what specs changed since a git revision mean; as release notes
       python -m codegen scaffold specs/x.yaml x [product]
                                                  write what is missing of the package x, print a patch for the rest"""


def main(argv: list[str]) -> int:
    """Run a command and return the exit code."""
    command, *arguments = argv or [""]
    try:
        if command == "generate":
            changed = [
                *generate.generate(arguments, memory=generate.MEMORY),
                *twins.generate(),
                *documents.write(generate.ROOT),
            ]
            print("\n".join(changed) if changed else "everything is up to date")
            return 0
        if command == "check":
            problems = [*generate.check(arguments), *twins.check(), *documents.check(generate.ROOT)]
            print("\n".join(problems) if problems else "generated code is up to date")
            return 1 if problems else 0
        if command == "specs-check":
            return specs_check.main(arguments)
        if command == "spec-diff" and arguments and arguments[1:] in ([], *([form] for form in spec_diff.FORMATS)):
            print(spec_diff.describe(*arguments))
            return 0
        if command == "scaffold" and len(arguments) in (2, 3):
            spec, package, *product = arguments
            result = scaffolding.scaffold(Path(spec), package, generate.ROOT, *product)
            print(result.patch, end="")
            print(scaffolding.report(result), file=sys.stderr)
            return 1 if result.problems else 0
    except (BundleError, OSError, ProductError, RenderError, SpecError, twins.TwinError) as error:
        print(f"{command}: {error}", file=sys.stderr)
        return 1
    print(USAGE, file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
