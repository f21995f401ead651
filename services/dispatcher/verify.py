"""`python -m services.dispatcher.verify PROBLEM.json PLAN.json`

Prints every violation and the recomputed cost. Exit status: 0 without violation, 1 with any, 2
with one line on what is wrong with the input.
"""

import argparse
import sys

from services.dispatcher.files import InputRefused, read_json
from shared.routing.errors import ProblemInvalid
from shared.routing.read_plan import plan_from_json
from shared.routing.read_problem import problem_from_json
from shared.routing.verify import verify


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m services.dispatcher.verify")
    parser.add_argument("problem", help="problem file, or - for standard input")
    parser.add_argument("plan", help="plan file, or - for standard input")
    options = parser.parse_args(arguments)
    reading = options.problem
    try:
        problem = problem_from_json(read_json(options.problem))
        reading = options.plan
        plan = plan_from_json(read_json(options.plan))
    except (InputRefused, ProblemInvalid) as refused:
        sys.stderr.write(f"{reading}: {refused}\n")
        return 2
    verdict = verify(problem, plan)
    for one in verdict.violations:
        sys.stdout.write(f"{one.class_} {one.id}: {one.text}\n")
    terms = ", ".join(f"{term} {amount}" for term, amount in verdict.cost_terms.items())
    sys.stdout.write(f"cost {verdict.cost} ({terms})\n")
    sys.stdout.write(f"{len(verdict.violations)} violations\n")
    return 1 if verdict.violations else 0


if __name__ == "__main__":
    sys.exit(main())
