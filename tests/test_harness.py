#!/usr/bin/env python3
"""Tests of the tests: golden.py's comparison and history.py's repositories. Prints TAP."""

import pathlib
import sys
import tempfile
import unittest

import golden
import history

REPORT = {
    "target": {"kind": "library", "dirty": False},
    "findings": [
        {"rule": "a.b", "outcome": "fail", "evidence": [{"path": "README.md", "line": 3}]},
        {"rule": "c.d", "outcome": "pass", "evidence": []},
    ],
    "notices": [],
}


class Comparison(unittest.TestCase):
    def differences(self, expected):
        return list(golden.compare(REPORT, expected))

    def test_keys_that_are_not_written_do_not_matter(self):
        self.assertEqual(self.differences({"target": {"kind": "library"}}), [])

    def test_a_wrong_value_is_named_with_its_place(self):
        self.assertEqual(self.differences({"target": {"kind": "monorepo"}}),
                         ['target.kind: "library", not "monorepo"'])

    def test_a_missing_key_is_a_difference(self):
        self.assertEqual(self.differences({"target": {"path": ""}}), ["target.path: missing"])

    def test_a_list_entry_may_stand_anywhere(self):
        self.assertEqual(self.differences({"findings": [{"rule": "c.d", "outcome": "pass"}]}), [])

    def test_a_list_entry_is_found_by_its_name(self):
        self.assertEqual(self.differences({"findings": [{"rule": "c.d", "outcome": "fail"}]}),
                         ['findings[c.d].outcome: "pass", not "fail"'])

    def test_false_is_not_zero(self):
        self.assertTrue(self.differences({"target": {"dirty": 0}}))

    def test_exact_and_forbidden(self):
        self.assertEqual(self.differences({"notices=": []}), [])
        self.assertEqual(self.differences({"findings!": [{"outcome": "partial"}]}), [])
        self.assertTrue(self.differences({"findings!": [{"outcome": "fail"}]}))

    def test_update_keeps_to_what_was_written(self):
        stale = {"target": {"kind": "monorepo"}, "findings": [{"rule": "a.b", "outcome": "pass"}]}
        self.assertEqual(golden.refreshed(REPORT, stale),
                         {"target": {"kind": "library"},
                          "findings": [{"rule": "a.b", "outcome": "fail"}]})


class Repositories(unittest.TestCase):
    def setUp(self):
        holder = tempfile.TemporaryDirectory()
        self.addCleanup(holder.cleanup)
        self.files = pathlib.Path(holder.name, "files")
        self.repo = pathlib.Path(holder.name, "repo")
        self.files.mkdir()
        (self.files / "README.md").write_text("# A\n")
        (self.files / "b.py").write_text("b = 1\n")

    def build(self, text):
        history.build(text, self.files, self.repo)

    def git(self, *arguments):
        return history.git(self.repo, *arguments).decode()

    def test_commits_are_the_same_every_time(self):
        self.build("commit 2023-01-05 Ada <ada@example.org> One\n")
        self.assertEqual(self.git("log", "--format=%H %an %ad %s", "--date=short"),
                         "22145ed9713b653dbde806a4f7e72e65cda58bee Ada 2023-01-05 One\n")
        self.assertEqual(self.git("status", "--short"), "")

    def test_changes_merges_and_tags(self):
        self.build("commit 2023-01-05 A <a@x> One\n  add README.md\n"
                   "branch feature\n"
                   "commit 2023-01-06 B <b@x> Two\n  add b.py\n"
                   "switch main\n"
                   "merge feature 2023-01-07 A <a@x> Merge pull request #1 from x/feature\n"
                   "tag v1\ntag v2 Second\n"
                   "commit 2023-02-01 A <a@x> Work\n  repeat 3\n")
        self.assertEqual(self.git("rev-list", "--count", "HEAD"), "6\n")
        self.assertEqual(self.git("ls-files"), "README.md\n")
        self.assertEqual(self.git("for-each-ref", "--format=%(objecttype)", "refs/tags"),
                         "commit\ntag\n")

    def test_names_may_hold_any_byte(self):
        self.build('commit 2023-01-05 A <a@x> One\n  write "a b\\xff\\n" text\n  link l README.md\n')
        self.assertEqual(history.git(self.repo, "ls-tree", "-z", "--name-only", "HEAD"),
                         b"a b\xff\n\0l\0")

    def test_what_happens_to_the_clone(self):
        self.build("commit 2023-01-05 A <a@x> One\ncommit 2023-01-06 A <a@x> Two\n"
                   "shallow 1\nedit README.md other\nremove b.py\n")
        self.assertEqual(self.git("rev-list", "--count", "HEAD"), "1\n")
        self.assertEqual(self.git("status", "--short"), " M README.md\n D b.py\n")

    def test_an_object_can_be_missing_and_the_repository_bare(self):
        self.build("commit 2023-01-05 A <a@x> One\nforget b.py\nbare\n")
        self.assertEqual(self.git("rev-parse", "--is-bare-repository"), "true\n")
        with self.assertRaises(history.HistoryError):
            self.git("cat-file", "-e", "HEAD:b.py")

    def test_a_mistake_is_named(self):
        with self.assertRaisesRegex(history.HistoryError, "unknown line: comit"):
            self.build("comit 2023-01-05 A <a@x> One\n")


class Tap(unittest.TextTestResult):
    def stopTest(self, test):
        bad = {id(case) for case, _ in self.failures + self.errors}
        word = "not ok" if id(test) in bad else "ok"
        print(f"{word} {self.testsRun} - {test.id()}")
        super().stopTest(test)


if __name__ == "__main__":
    suite = unittest.defaultTestLoader.loadTestsFromModule(sys.modules["__main__"])
    print(f"1..{suite.countTestCases()}")
    run = unittest.TextTestRunner(resultclass=Tap, stream=sys.stderr, verbosity=0).run(suite)
    sys.exit(0 if run.wasSuccessful() else 1)
