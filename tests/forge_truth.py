#!/usr/bin/env python3
"""Every metric of issues and pull requests against the truth of made-up worlds.

forge_truth.py TOOL. A world knows who is who and what happened; from it come a record of the forge
(forge-v1), which the tool reads, and the truth, which is worked out here from the world itself and
by other ways than the tool's: shares by handing the weight of those who drop out to those who wait
on (Efron), not by products; medians by sorting. Prints TAP, one test a world.
"""

import bisect
import datetime
import itertools
import json
import math
import pathlib
import random
import subprocess
import sys
import tempfile

import history

DAY = 86400
OBSERVED = int(datetime.datetime(2025, 5, 30, 12, tzinfo=datetime.timezone.utc).timestamp())
AGE = 900 * DAY  # of a project

# Who is who. In the record they differ by no more than a forge would tell.
MAINTAINERS = ["ada", "grace", "edsger", "barbara", "donald"]
PERSONS = {
    "ada": {"as": "owner"},
    "grace": {"as": "contributor"},      # a private member, known by what she closes
    "edsger": {"as": "none"},            # known by what he merges
    "barbara": {"as": "contributor"},    # wrote a third of the commits
    "donald": {"as": "none"},            # so did he, under his account's name
    "regular": {"as": "contributor"},    # answers much, may do nothing
    "passer": {"as": "none"},
}
PROGRAMS = {
    "octo-helper": {"kind": "bot"},
    "triage-bot": {"as": "member"},      # named like one
    "quicksilver": {"as": "member"},     # answers within a minute, always
}
HISTORY = """commit 2023-01-05 Ada Lovelace <ada@example.org> First version
  add .
commit 2023-02-01 Ada Lovelace <ada@example.org> Work
  repeat 20
commit 2023-03-01 Barbara Liskov <7+barbara@users.noreply.github.com> Work
  repeat 9
commit 2023-03-10 Donald <donald@example.org> Work
  repeat 3
commit 2023-03-20 Passer By <9+passer@users.noreply.github.com> One patch
"""


def stamp(seconds):
    return datetime.datetime.fromtimestamp(int(seconds), datetime.timezone.utc) \
        .strftime("%Y-%m-%dT%H:%M:%SZ")


def person(name, writes=True):
    if name is None:
        return None
    found = PERSONS.get(name) or PROGRAMS.get(name) or {"as": "none"}
    return {"login": name, **{key: value for key, value in found.items()
                              if writes or key != "as"}}


class Thread:
    """An issue or a pull request, as a list of what happened: (when, what, who)."""

    def __init__(self, number, pull, author, created):
        self.number, self.pull, self.author, self.created = number, pull, author, int(created)
        self.labels, self.happened = [], []
        self.counts = author not in MAINTAINERS and author not in PROGRAMS

    def add(self, delay, what, who):
        when = self.created + int(delay)
        if when <= OBSERVED:
            self.happened.append((when, what, who))

    def until(self, now):
        return sorted(entry for entry in self.happened if entry[0] <= now)

    def record(self):
        item = {"number": self.number, "pull": self.pull, "title": f"Thing {self.number}",
                "labels": self.labels, "by": person(self.author), "created": stamp(self.created),
                "comments": [], "events": [], "reviews_known": True}
        closed = merged = None
        for when, what, who in sorted(self.happened):
            if what in ("comment", "review"):
                item["comments"].append({"at": stamp(when), "by": person(who),
                                         "review": what == "review"})
                continue
            item["events"].append({"event": "closed" if what == "merge" else what,
                                   "at": stamp(when), "by": person(who, writes=False)})
            closed = None if what == "reopened" else when if what != "transferred" else closed
            if what == "merge":
                merged = when
                item["merged"], item["merged_by"] = stamp(when), person(who, writes=False)
        if closed:
            item["closed"] = stamp(closed)
        assert merged is None or merged == closed
        return item

    # the truth, at `now`

    def closed(self, now):
        state = None
        for when, what, _ in self.until(now):
            if what in ("closed", "merge"):
                state = when
            elif what == "reopened":
                state = None
        return state

    def first(self, now, test):
        return min((when for when, what, who in self.until(now) if test(what, who)), default=None)

    def answer(self, now):
        return self.first(now, lambda what, who: what in ("comment", "review") and
                          who in MAINTAINERS and who != self.author)

    def response(self, now):
        return self.first(now, lambda what, who: what in ("comment", "review", "closed", "merge")
                          and who in MAINTAINERS and who != self.author)

    def anyone(self, now):
        return self.first(now, lambda what, who: what in ("comment", "review") and
                          who != self.author and who not in PROGRAMS)

    def wait(self, now, end):
        """(days, "answered", "withdrawn" or "waits")"""
        gone = self.first(now, lambda what, who: what == "closed" and who == self.author)
        if end is not None and (gone is None or end <= gone):
            return ((end - self.created) / DAY, "answered")
        if gone is not None:
            return ((gone - self.created) / DAY, "withdrawn")
        return ((now - self.created) / DAY, "waits")


class World:
    def __init__(self, seed, issues, pulls, answer_days, answered=0.9, withdraw=0.1, bot_first=0.2,
                 close=0.6, stale=0.1, age=AGE, recent=False, quick=True):
        self.random = random.Random(seed)
        self.threads, self.answer_days, self.answered = [], answer_days, answered
        self.quick = quick  # it takes ten threads to find out
        self.withdraw, self.bot_first, self.close, self.stale = withdraw, bot_first, close, stale
        ages = sorted((self.random.random() ** (3 if recent else 1) * age
                       for _ in range(issues + pulls)), reverse=True)
        kinds = [False] * issues + [True] * pulls
        self.random.shuffle(kinds)
        for number, (age, pull) in enumerate(zip(ages, kinds), 1):
            self.threads.append(self.thread(number, pull, OBSERVED - age * 0.999 - 1))
        self.prove()

    def thread(self, number, pull, created):
        dice = self.random
        author = dice.choices(["ada", "triage-bot", "regular", "passer", f"user{number}"],
                              [2, 1, 3, 5, 15])[0]
        thread = Thread(number, pull, author, created)
        if dice.random() < 0.4:
            thread.labels = [dice.choice(["bug", "question", "enhancement"])]
        if self.quick and dice.random() < 0.5:
            thread.add(dice.uniform(1, 60), "comment", "quicksilver")
        if dice.random() < self.bot_first:
            thread.add(dice.uniform(1, 7200), "comment", "octo-helper")
        if dice.random() < 0.3:
            thread.add(dice.expovariate(1 / (3 * DAY)), "comment", "regular")
        if dice.random() < 0.3:
            thread.add(dice.expovariate(1 / (2 * DAY)), "comment", author)
        if dice.random() < self.withdraw:
            thread.add(dice.expovariate(1 / (6 * DAY)), "closed", author)
            return thread
        end = 0
        if dice.random() < self.answered:
            end = dice.lognormvariate(math.log(self.answer_days * DAY), 1.4)
            if dice.random() < 0.02:
                end = 0  # within the second
            thread.add(end, "review" if pull and dice.random() < 0.5 else "comment",
                       dice.choice(MAINTAINERS))
        if dice.random() < self.close:
            when = end + dice.expovariate(1 / (10 * DAY))
            who = "triage-bot" if dice.random() < self.stale else dice.choice(MAINTAINERS)
            if pull and who != "triage-bot" and dice.random() < 0.7:
                thread.add(when, "merge", who)
            else:
                thread.add(when, "closed", who)
                if dice.random() < 0.1:
                    thread.add(when + DAY, "reopened", who)
        return thread

    def prove(self):
        """Deeds that show who may do what, under a maintainer's own things: they count nowhere."""
        for delay, what, who in ((40, "closed", "grace"), (50, "merge", "edsger")):
            thread = Thread(len(self.threads) + 1, what == "merge", "ada", OBSERVED - AGE)
            thread.add(delay * DAY, what, who)
            self.threads.append(thread)
        for kind in ("spam", "transferred"):
            thread = Thread(len(self.threads) + 1, False, "passer", OBSERVED - 100 * DAY)
            thread.counts = False
            if kind == "spam":
                thread.labels = ["Spam"]
            else:
                thread.add(0, "transferred", "ada")
            self.threads.append(thread)

    def record(self):
        return {
            "format": "forge-v1", "observed": stamp(OBSERVED), "source": "hand",
            "repository": {"host": "github.com", "name": "ada/loom",
                           "url": "https://github.com/ada/loom", "owner_kind": "user",
                           "issues": True, "archived": False, "discussions": False},
            "issue_window": {}, "pull_window": {}, "releases": [], "active_forks": [],
            "items": [thread.record() for thread in
                      sorted(self.threads, key=lambda thread: -thread.number)],
        }


class Curve:
    """Who waits, with the weight of those who drop out handed on to those behind them."""

    def __init__(self, waits, ends=("answered",)):
        waits = sorted(waits, key=lambda wait: (wait[0], wait[1] not in ends))
        self.count, self.ended = len(waits), sum(wait[1] in ends for wait in waits)
        self.longest = waits[-1][0] if waits else 0
        self.falls = []  # (days, weight)
        weight = 1 / len(waits) if waits else 0
        for place, (days, end) in enumerate(waits):
            behind = len(waits) - place - 1
            if end in ends:
                self.falls.append((days, weight))
            elif behind:
                weight += weight / behind
        self.waits, self.ends = waits, ends
        self.fallen_at = [days for days, _ in self.falls]
        self.fallen = [0.0, *itertools.accumulate(weight for _, weight in self.falls)]

    def share(self, days):
        return 1 - self.fallen[bisect.bisect_right(self.fallen_at, days)]

    def median(self):
        total = 0
        for days, weight in self.falls:
            total += weight
            if total >= 0.5 - 1e-9:
                return days
        return None

    def mean(self, most):
        """Each wait counted up to `most`: the falls before it, and the rest."""
        before = [(days, weight) for days, weight in self.falls if days <= most]
        return math.fsum(days * weight for days, weight in before) + \
            most * (1 - math.fsum(weight for _, weight in before))

    def bands(self):
        """(days, low, high) where the curve falls: Greenwood on the scale log(-log)."""
        total, place = 0.0, 0
        for when in sorted({when for when, _ in self.falls}):
            while self.waits[place][0] < when:
                place += 1
            risk = len(self.waits) - place
            died = 0
            while place + died < len(self.waits) and \
                    self.waits[place + died][0] == when and self.waits[place + died][1] in self.ends:
                died += 1
            share = self.share(when)
            if died < risk and 1e-12 < share < 1 - 1e-12:
                total += died / (risk * (risk - died))
                half = 1.959963984540054 * math.sqrt(total) / abs(math.log(share))
                yield when, share ** math.exp(half), share ** math.exp(-half)

    def median_band(self):
        bands = list(self.bands())
        return tuple(next((band[0] for band in bands if band[side] <= 0.5 + 1e-9), None)
                     for side in (1, 2))


def incidence(waits, days):
    """The share that was answered, by a walk over those at risk."""
    free, share = 1.0, 0.0
    for when in sorted({wait[0] for wait in waits if wait[0] <= days}):
        risk = sum(wait[0] >= when for wait in waits)
        answered = sum(wait == (when, "answered") for wait in waits)
        withdrawn = sum(wait == (when, "withdrawn") for wait in waits)
        share += free * answered / risk
        free *= 1 - (answered + withdrawn) / risk
    return share


def middle(values):
    values = sorted(values)
    if not values:
        return None
    return (values[(len(values) - 1) // 2] + values[len(values) // 2]) / 2


UNKNOWN = "unknown"


def figure(curve, value):
    return UNKNOWN if curve.count < 10 or curve.ended < 5 or value is None else value


def at_least(curve):
    median = curve.median()
    if curve.count >= 10 and median is None:
        return curve.longest if curve.longest >= 30 else UNKNOWN
    return figure(curve, median)


def watched(curve, days, value):
    return UNKNOWN if curve.count < 10 or days > curve.longest else value


def part(some, everything):
    return UNKNOWN if len(everything) < 10 else len(some) / len(everything)


def truth(world, now):
    def outside(pull, since):
        return [thread for thread in world.threads if thread.counts and thread.pull == pull and
                since < thread.created <= now]

    def window(pull):
        recent = outside(pull, now - 365 * DAY)
        return (recent, "last 365 days") if len(recent) >= 10 else (outside(pull, 0), "all time")

    issues, words = window(False)
    pulls, _ = window(True)
    ever = outside(False, 0)
    answers = [thread.wait(now, thread.answer(now)) for thread in issues]
    answer = Curve(answers)
    response = Curve([thread.wait(now, thread.response(now)) for thread in issues])
    anyone = Curve([thread.wait(now, thread.anyone(now)) for thread in issues])
    closing = Curve([((thread.closed(now) - thread.created) / DAY, "answered")
                     if thread.closed(now) else ((now - thread.created) / DAY, "waits")
                     for thread in issues])
    always = Curve([thread.wait(now, thread.answer(now)) for thread in ever])
    pull = Curve([thread.wait(now, thread.response(now)) for thread in pulls])
    waiting = {thread for thread in ever if not thread.closed(now) and not thread.answer(now)}
    old = [thread for thread in issues if thread.created <= now - 30 * DAY]
    old_pulls = [thread for thread in pulls if thread.created <= now - 30 * DAY]
    closed = [thread for thread in issues if thread.closed(now)]
    withdrawn = sum(wait[1] == "withdrawn" for wait in answers)
    low, high = answer.median_band()
    seen = [when for thread in world.threads for when, _, who in thread.until(now)
            if who in MAINTAINERS]
    seen += [thread.created for thread in world.threads
             if thread.author in MAINTAINERS and thread.created <= now]

    def swept(thread):
        ends = [who for when, what, who in thread.until(now)
                if what == "closed" and when == thread.closed(now)]
        return ends == ["triage-bot"] and not thread.anyone(now)

    return {
        "issues.place": "issues", "issues.archived": False, "issues.discussions": False,
        # a name is an account where the record has one of that name
        "issues.maintainers": len(MAINTAINERS) - (not any(
            who == "donald" for thread in world.threads for _, _, who in thread.happened)),
        "issues.observed": stamp(OBSERVED)[:10],
        "issues.window": words,
        "issues.outside": len(issues), "issues.outside_all_time": len(ever),
        "issues.answered": answer.ended, "issues.withdrawn": withdrawn,
        "issues.waiting": len([thread for thread in issues if thread in waiting]),
        "issues.first_answer_median_days": figure(answer, answer.median()),
        "issues.first_answer_median_low_days": UNKNOWN if low is None else low,
        "issues.first_answer_median_high_days": UNKNOWN if high is None else high,
        "issues.first_answer_mean_30_days":
            figure(answer, answer.mean(30)) if answer.longest >= 30 else UNKNOWN,
        "issues.first_answer_median_days_all_time": figure(always, always.median()),
        "issues.unanswered_after_1_day": watched(answer, 1, answer.share(1)),
        "issues.unanswered_after_7_days": watched(answer, 7, answer.share(7)),
        "issues.unanswered_after_14_days": watched(answer, 14, answer.share(14)),
        "issues.unanswered_after_30_days": watched(answer, 30, answer.share(30)),
        "issues.unanswered_after_90_days": watched(answer, 90, answer.share(90)),
        "issues.unanswered_after_14_days_all_time": watched(always, 14, always.share(14)),
        "issues.answered_share_30_days":
            incidence(answers, 30) if withdrawn > 0.2 * len(issues) and answer.longest >= 30
            else UNKNOWN,
        "issues.response_median_days": figure(response, response.median()),
        "issues.response_median_at_least_days": at_least(response),
        "issues.responded_within_14_days": watched(response, 14, 1 - response.share(14)),
        "issues.anyone_median_days": figure(anyone, anyone.median()),
        "issues.close_median_days": figure(closing, closing.median()),
        "issues.close_median_at_least_days": at_least(closing),
        "issues.closed_share": part([thread for thread in old if thread.closed(now)], old),
        "issues.closed_by_bot_share": part([thread for thread in closed if swept(thread)], closed),
        "issues.labelled_share": part([thread for thread in issues if thread.labels], issues),
        "issues.open_unanswered": len(waiting),
        "issues.open_age_median_days": middle([(now - thread.created) / DAY for thread in ever
                                               if not thread.closed(now)]) or UNKNOWN,
        "issues.days_since_maintainer": (now - max(seen)) / DAY,
        "pulls.outside": len(pulls),
        "pulls.waiting": len([thread for thread in pulls
                              if not thread.closed(now) and not thread.answer(now)]),
        "pulls.response_median_days": figure(pull, pull.median()),
        "pulls.response_median_at_least_days": at_least(pull),
        "pulls.resolved_share": part([thread for thread in old_pulls if thread.closed(now) and
                                      (thread.answer(now) or any(
                                          what == "merge" for _, what, _ in thread.until(now)))],
                                     old_pulls),
    }


WORLDS = {
    "steady": {"issues": 300, "pulls": 120, "answer_days": 2},
    "large": {"issues": 2500, "pulls": 500, "answer_days": 4},
    "flooded": {"issues": 250, "pulls": 60, "answer_days": 12, "recent": True, "age": 60 * DAY},
    "bots": {"issues": 150, "pulls": 40, "answer_days": 30, "bot_first": 0.95, "stale": 0.7},
    "silent": {"issues": 80, "pulls": 20, "answer_days": 300, "answered": 0.1, "close": 0.05},
    "mute": {"issues": 60, "pulls": 15, "answer_days": 300, "answered": 0, "close": 0},
    "withdrawn": {"issues": 120, "pulls": 30, "answer_days": 8, "withdraw": 0.5},
    "small": {"issues": 18, "pulls": 6, "answer_days": 3},
    "tiny": {"issues": 6, "pulls": 2, "answer_days": 3, "quick": False},
}


def metrics(tool, repo, record, now):
    run = subprocess.run([tool, "scan", repo, "--forge", record, "--format", "json", "--as-of",
                          stamp(now)[:10]], capture_output=True, text=True, check=False)
    if run.returncode:
        raise SystemExit(f"Bail out! {run.stderr}")
    return json.loads(run.stdout)["metrics"]


def differ(found, wanted):
    for name, value in wanted.items():
        given = found[name]
        if isinstance(given, dict):
            if value != UNKNOWN:
                yield f"{name}: {given}, not {value}"
        elif isinstance(value, float) or isinstance(given, float):
            if value == UNKNOWN or abs(given - value) > 1e-9 * max(1, abs(value)):
                yield f"{name}: {given}, not {value}"
        elif given != value:
            yield f"{name}: {given}, not {value}"


def main(tool):
    failed = 0
    tool = str(pathlib.Path(tool).resolve())
    print(f"1..{2 * len(WORLDS)}")
    with tempfile.TemporaryDirectory(prefix="repohealth-truth-") as folder:
        folder = pathlib.Path(folder)
        (folder / "files").mkdir()
        (folder / "files" / "README.md").write_text("# Loom\n")
        history.build(HISTORY, folder / "files", folder / "repo")
        for number, (name, options) in enumerate(WORLDS.items()):
            world = World(name, **options)
            record = folder / f"{name}.json"
            record.write_text(json.dumps(world.record()))
            # on the day of the record, and as it was at the end of a day before it
            past = OBSERVED // DAY * DAY - 40 * DAY + DAY - 1
            for step, now in enumerate((OBSERVED, past)):
                problems = list(differ(metrics(tool, str(folder / "repo"), str(record), now),
                                       truth(world, now)))
                print(f"{'not ok' if problems else 'ok'} {2 * number + step + 1} - {name}"
                      f"{', looked back at' if step else ''}")
                for problem in problems:
                    print(f"# {problem}")
                failed += bool(problems)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
