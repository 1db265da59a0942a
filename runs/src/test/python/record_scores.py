"""Records figures of made-up scores, for ScoresTest to compare with.

    python3 -m venv venv && venv/bin/pip install numpy scipy
    venv/bin/python record_scores.py >../resources/jackdaw/runs/scores.csv

Each line is one case: its name, the figure, its value, what lies 2.0, 3.0, 97.0 and 98.0 % of the way up
its bootstrap (10,000 draws put the ends of a 95 % interval between these with a chance of 99.7 %), the
scores of one algorithm's runs by task (runs apart by a space, tasks by a bar), and those of the other
where two are compared. The figures are those of Agarwal et al. 2021: the mean of the tasks' means, scipy's trimmed
mean of all runs together, and scipy's Mann-Whitney statistic over the number of pairs. The intervals come
from a bootstrap of 400,000 draws in numpy, or from every draw that there is where those are few enough.
"""

import itertools

import numpy as np
from scipy import stats

DRAWS = 400_000
AROUND_ENDS = [2.0, 3.0, 97.0, 98.0]
FEW = 50_000


def mean(tasks):
    return np.mean([np.mean(task) for task in tasks])


def interquartile_mean(tasks):
    return stats.trim_mean(np.concatenate(tasks), 0.25)


def improvement(tasks, others):
    chances = [
        stats.mannwhitneyu(x, y, method="asymptotic").statistic / (len(x) * len(y))
        for x, y in zip(tasks, others)
    ]
    return np.mean(chances)


def drawn(tasks, random):
    """[draws, runs] of each task: every draw there is if these are few, else many at random."""
    count = np.prod([float(len(task)) ** len(task) for task in tasks])
    if count <= FEW:
        places = [
            list(itertools.product(range(len(task)), repeat=len(task))) for task in tasks
        ]
        whole = list(itertools.product(*places))
        return [
            np.array([task[list(one[i])] for one in whole]) for i, task in enumerate(tasks)
        ]
    return [task[random.integers(len(task), size=(DRAWS, len(task)))] for task in tasks]


def many(figure, draws):
    """The figure of each draw, vectorised and therefore written another way than above."""
    if figure == "mean":
        return sum(task.mean(axis=1) for task in draws) / len(draws)
    pooled = np.sort(np.concatenate(draws, axis=1), axis=1)
    cut = pooled.shape[1] // 4
    return pooled[:, cut : pooled.shape[1] - cut].mean(axis=1)


def many_improvements(draws, others):
    total = 0
    for x, y in zip(draws, others):
        difference = np.sign(x[:, :, None] - y[:, None, :])
        total = total + (difference.mean(axis=(1, 2)) + 1) / 2
    return total / len(draws)


def text(tasks):
    return "|".join(" ".join(repr(float(score)) for score in task) for task in tasks)


def line(name, figure, value, figures, tasks, others=()):
    ends = np.percentile(figures, AROUND_ENDS, method="inverted_cdf")
    numbers = [repr(float(number)) for number in (value, *ends)]
    print(",".join([name, figure, *numbers, text(tasks), text(others)]))


def case(name, tasks, others, random):
    tasks = [np.array(task, dtype=float) for task in tasks]
    others = [np.array(task, dtype=float) for task in others]
    draws = drawn(tasks, random)
    line(name, "mean", mean(tasks), many("mean", draws), tasks)
    line(
        name,
        "interquartile-mean",
        interquartile_mean(tasks),
        many("interquartile-mean", draws),
        tasks,
    )
    first = [task[random.integers(len(task), size=(DRAWS // 4, len(task)))] for task in tasks]
    second = [task[random.integers(len(task), size=(DRAWS // 4, len(task)))] for task in others]
    line(
        name,
        "improvement",
        improvement(tasks, others),
        many_improvements(first, second),
        tasks,
        others,
    )


def main():
    random = np.random.default_rng(7)
    case("one run", [[3.5]], [[1.0]], random)
    case("three runs", [[1, 2, 6]], [[0, 2, 4]], random)
    case("an outlier", [[480, 495, 500, 500, 21]], [[400, 410, 500, 380, 395]], random)
    case("ties", [[1, 1, 0, 1, 0, 1, 1]], [[0, 1, 0, 0, 1, 0]], random)
    case(
        "two tasks of three",
        [[0.1, 0.4, 0.35], [0.9, 0.2, 0.75]],
        [[0.2, 0.3, 0.1], [0.5, 0.6, 0.3]],
        random,
    )
    case(
        "four tasks of ten",
        [random.normal(mean, 0.3, 10).round(3) for mean in (0.2, 0.5, 0.9, 1.4)],
        [random.normal(mean, 0.4, 10).round(3) for mean in (0.1, 0.6, 0.7, 1.1)],
        random,
    )
    case(
        "unequal",
        [random.gamma(2, 40, 13).round(2), random.gamma(2, 40, 6).round(2)],
        [random.gamma(2, 30, 5).round(2), random.gamma(2, 30, 9).round(2)],
        random,
    )


main()
