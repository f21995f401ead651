"""`python -m services.dispatcher.solve PROBLEM.json --time-limit 10 --seed 1 --out PLAN.json`

Plans a problem file (DESIGN 6); `-` is standard input or output. Progress goes to standard error,
and for a replan what it changes of what was told.
Exit status: 0 with a plan, 2 with one line on what is wrong with the input.
"""

import argparse
import random
import sys
import time

from services.dispatcher.files import InputRefused, read_json, write_json
from services.dispatcher.optimiser.levels import planned
from services.dispatcher.optimiser.params import Params, Progress
from services.dispatcher.optimiser.warm import load_kernels
from services.dispatcher.planning.own_stdout import say_answers_only
from shared.routing.breakdown import with_terms
from shared.routing.difference_words import told_difference
from shared.routing.errors import ProblemInvalid
from shared.routing.plan import Plan
from shared.routing.plan_file import plan_to_json
from shared.routing.problem import Problem
from shared.routing.punctuality import with_on_time
from shared.routing.read_problem import problem_from_json


def main(arguments: list[str] | None = None) -> int:
    options = _options().parse_args(arguments)
    try:
        problem = problem_from_json(read_json(options.problem))
    except (InputRefused, ProblemInvalid) as refused:
        sys.stderr.write(f"{options.problem}: {refused}\n")
        return 2
    plan = with_on_time(problem, with_terms(problem, _searched(problem, options)))
    if problem.replan is not None:
        sys.stderr.writelines(f"{line}\n" for line in told_difference(problem, plan))
    try:
        write_json(options.out, plan_to_json(plan))
    except InputRefused as refused:
        sys.stderr.write(f"{options.out}: {refused}\n")
        return 2
    return 0


def _options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m services.dispatcher.solve", description=__doc__
    )
    parser.add_argument("problem", help="problem file, or - for standard input")
    parser.add_argument("--time-limit", type=_seconds, default=10.0, help="seconds of search")
    parser.add_argument("--seed", type=int, default=1, help="seed of the random search")
    parser.add_argument("--out", default="-", help="plan file, or - for standard output")
    return parser


def _seconds(word: str) -> float:
    seconds = float(word)
    if not 0 <= seconds <= 86_400:
        raise argparse.ArgumentTypeError(f"{word} is not between 0 and 86400 seconds")
    return seconds


def _searched(problem: Problem, options: argparse.Namespace) -> Plan:
    """The limit is for the search: loading the kernels, or compiling them, does not count."""
    load_kernels()
    began = time.monotonic()
    deadline = began + float(options.time_limit)

    def tell(progress: Progress) -> None:
        line = (
            f"{time.monotonic() - began:7.2f} s  cost {progress.cost}  bound {progress.bound}  "
            f"gap {progress.gap:.4f}  iterations {progress.iterations}"
        )
        sys.stderr.write(f"{line}\n")

    params = Params(
        time_limit_s=options.time_limit,
        seed=options.seed,
        remaining_s=lambda: deadline - time.monotonic(),
    )

    def stop() -> bool:
        return time.monotonic() >= deadline

    return planned(problem, params, stop, random.Random(options.seed), tell)  # noqa: S311 - search


if __name__ == "__main__":
    say_answers_only()
    sys.exit(main())
