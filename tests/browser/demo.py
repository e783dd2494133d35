"""Two made-up repositories with what the forge would say of them, for pictures and for the browser.

make(FOLDER) writes them below FOLDER: `spindle`, the code of a paper, whose second command names a
file that is not there, and `loomkit`, a library that people use. Nothing in them exists.
"""

import datetime
import json
import os
import subprocess

OBSERVED = datetime.datetime(2026, 5, 31, 12)

SPINDLE = {
    "README.md": """# Spindle: sparse attention that can be wound back

Code for our paper *Spindle: Reversible Sparse Attention*. Spindle trains on sequences of 64,000
tokens on one GPU with 24 GB of memory, where dense attention stops at 8,000.

## Install

```bash
git clone https://github.com/northloom/spindle && cd spindle
conda env create -f environment.yml
conda activate spindle
```

You need Linux and a GPU with 24 GB.

## Data and weights

Download the weights from https://zenodo.org/records/1234567 and put them into `ckpt/`.

## Reproduce the results

Set `data_root` in `configs/base.yml` to your copy of the corpus, then:

```bash
python prepare.py --config configs/base.yml
python train.py --config configs/base.yml
python evaluate.py --weights ckpt/spindle.pt
```

| method | perplexity | memory |
|---|---|---|
| dense | 14.2 | 80 GB |
| Spindle | 14.3 | 22 GB |

See [the notes on training](docs/training.md) and [the ablations](docs/ablation.md).

We answer issues within a week.

## Citation

```bibtex
@inproceedings{spindle2025, title = {Spindle}, year = {2025}}
```
""",
    "docs/training.md": "# Training\n\nEight hours on one GPU.\n",
    "environment.yml": "name: spindle\ndependencies:\n- python=3.10\n- pytorch=2.2\n- pip\n",
    "configs/base.yml": "data_root: /path/to/corpus\n",
    "prepare.py": "import argparse\np = argparse.ArgumentParser()\np.add_argument('--config')\n",
    "scripts/pretrain.py": "import argparse\nimport torch\np = argparse.ArgumentParser()\n"
                        "p.add_argument('--config')\ntorch.manual_seed(0)\n",
    "evaluate.py": "import argparse\np = argparse.ArgumentParser()\np.add_argument('--weights')\n",
}

LOOMKIT = {
    "README.md": """# Loomkit

Loomkit searches a million passages in 20 ms, with a tenth of the memory of a dense index.

## Install

    pip install loomkit

Works on Linux, macOS and Windows, with or without a GPU, from Python 3.9.

## First search

```python
import loomkit
index = loomkit.Index.build(["warp", "weft"])
print(index.search("warp"))
```

It prints `[('warp', 1.0)]`. From the shell:

```bash
loomkit index examples/
```

## Use your own data

Any list of strings will do, see [the guide](docs/guide.md).

## Why not BM25 or a dense index?

BM25 misses paraphrases, and dense indexes need a GPU. On our benchmark Loomkit finds 12 % more than
BM25 at the same speed ([numbers](docs/benchmark.md)). It is the wrong tool for fewer than a thousand
passages.

## Limitations

English only, so far.

## Contributing

Patches are welcome, see [CONTRIBUTING.md](CONTRIBUTING.md).
""",
    "docs/guide.md": "# Guide\n\nBring a list of strings.\n",
    "docs/benchmark.md": "# Benchmark\n\nBM25 0.41, Loomkit 0.46.\n",
    "CONTRIBUTING.md": "# Contributing\n\n    pip install -e .[test]\n    pytest\n",
    "CHANGELOG.md": "# Changes\n\n## 1.1\n\n- Faster.\n",
    "LICENSE": "", # see make()
    "pyproject.toml": "[project]\nname = 'loomkit'\nversion = '1.1'\nrequires-python = '>=3.9'\n"
                      "dependencies = ['numpy>=1.24']\n[project.scripts]\nloomkit = 'loomkit:main'\n",
    "loomkit/__init__.py": "class Index:\n    @classmethod\n    def build(cls, texts):\n"
                           "        return cls()\n\n    def search(self, text):\n        return []\n\n\n"
                           "def main():\n    pass\n",
    "tests/test_index.py": "import loomkit\n\n\ndef test_index():\n    assert loomkit.Index.build([])\n",
    "examples/search.py": "import loomkit\n",
    ".github/workflows/test.yml": "on: push\njobs:\n  test:\n    runs-on: ubuntu-latest\n    steps:\n"
                                  "    - run: pytest\n",
}

# (files, commits' dates, tags, days until the answers of issues; None: it still waits)
REPOSITORIES = {
    "spindle": (SPINDLE, ["2025-03-01", "2025-09-10"], [],
                [1, 2, 4, 6, 9, 13, 18, 24, 33, 47, 70] + [None] * 9),
    "loomkit": (LOOMKIT, ["2024-02-01", "2024-11-05", "2025-06-20", "2026-02-11", "2026-05-02"],
                ["v1.0", "v1.1"],
                [0.1, 0.2, 0.3, 0.4, 0.6, 0.8, 1, 1, 1.3, 1.6, 2, 2, 2.5, 3, 3, 4, 5, 6, 8, 11, 16, 21,
                 30] + [None] * 3),
}


def when(moment):
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def forge(name, waits):
    """A record of issues that outsiders filed over a year, newest first."""
    items = []
    for number, days in enumerate(waits, 1):
        filed = OBSERVED - datetime.timedelta(days=20 + number * 300 / len(waits))
        item = {"number": number, "title": f"Question {number}",
                "by": {"login": f"reader{number}", "as": "none"}, "created": when(filed)}
        if days is not None:
            item["comments"] = [{"at": when(filed + datetime.timedelta(days=days)),
                                 "by": {"login": "weaver", "as": "owner"}}]
        items.append(item)
    items.sort(key=lambda item: item["created"], reverse=True)
    for number, item in enumerate(reversed(items), 1):
        item["number"] = number
    return {"format": "forge-v1", "observed": when(OBSERVED), "source": "hand",
            "repository": {"host": "github.com", "name": f"northloom/{name}",
                           "url": f"https://github.com/northloom/{name}", "owner_kind": "user",
                           "archived": False, "issues": True},
            "items": items}


def git(repo, *words, date=None):
    environment = dict(os.environ, GIT_CONFIG_GLOBAL="/dev/null", GIT_CONFIG_SYSTEM="/dev/null")
    for who in ("AUTHOR", "COMMITTER"):
        environment.update({f"GIT_{who}_NAME": "A Weaver", f"GIT_{who}_EMAIL": "weaver@example.org"})
        if date:
            environment[f"GIT_{who}_DATE"] = f"{date}T12:00:00Z"
    subprocess.run(["git", *words], cwd=repo, env=environment, check=True, capture_output=True)


def make(folder, licence):
    """Makes them; `licence` is a text for the one that has a licence. Returns {name: (repository,
    record)}."""
    made = {}
    for name, (files, dates, tags, waits) in REPOSITORIES.items():
        repo = folder / name
        repo.mkdir()
        git(repo, "init", "-q", "-b", "main")
        git(repo, "remote", "add", "origin", f"https://github.com/northloom/{name}")
        paths = list(files)
        for number, date in enumerate(dates): # a share of the files each, the rest with the last
            for path in paths[number::len(dates)]:
                (repo / path).parent.mkdir(parents=True, exist_ok=True)
                (repo / path).write_text(licence if path == "LICENSE" else files[path],
                                         encoding="utf-8")
            git(repo, "add", "-A")
            git(repo, "commit", "-q", "--allow-empty", "-m", "Weave on", date=date)
        for number, tag in enumerate(tags):
            git(repo, "tag", tag, f"HEAD~{len(tags) - 1 - number}")
        record = folder / f"{name}.forge.json"
        record.write_text(json.dumps(forge(name, waits)), encoding="utf-8")
        made[name] = (repo, record)
    return made
