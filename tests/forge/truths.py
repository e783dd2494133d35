#!/usr/bin/env python3
"""Made-up worlds of tests/forge_truth.py, with the figures that a scan must find, for the server.

truths.py FOLDER: writes FOLDER/repo and FOLDER/NAME.json: {"record", "truth", "day"}.
"""

import json
import pathlib
import shutil
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
import forge_truth  # noqa: E402
import history  # noqa: E402

WORLDS = {
    "30": {"issues": 30, "pulls": 12, "answer_days": 3},
    "300": {"issues": 300, "pulls": 90, "answer_days": 6, "bot_first": 0.6},
    "3000": {"issues": 3000, "pulls": 600, "answer_days": 4},
}


def main(folder):
    folder = pathlib.Path(folder)
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "files").mkdir(parents=True)
    (folder / "files" / "README.md").write_text("# Loom\n")
    history.build(forge_truth.HISTORY, folder / "files", folder / "repo")
    with open(folder / "repo/.git/config", "a", encoding="utf-8") as config:
        config.write('[remote "origin"]\n\turl = https://github.com/ada/loom.git\n')
    for name, options in WORLDS.items():
        world = forge_truth.World(name, **options)
        (folder / f"{name}.json").write_text(json.dumps({
            "record": world.record(), "truth": forge_truth.truth(world, forge_truth.OBSERVED),
            "day": forge_truth.stamp(forge_truth.OBSERVED)[:10]}))


if __name__ == "__main__":
    main(*sys.argv[1:])
