#!/usr/bin/env python3
"""Writes scanner/facts/license_texts.def, the fingerprints that licences are known by.

license_texts.py FOLDER DATE > scanner/facts/license_texts.def

FOLDER is the unpacked npm package spdx-license-list (CC0-1.0): package.json and licenses/*.json;
DATE is the day when that version came out (npm view spdx-license-list time).
A row is LICENSE(spdx, family, osi, pairs, keep, riders, hashes). A text's words are taken as
facts/license_text.c takes them; neighbouring words are hashed to 24 bits; of `pairs` different
hashes those below 2^24 / `keep` stand in the row, six hex digits each, in order. `riders` counts
the words by which licences are narrowed. Both programs must agree on all of it: the unit test
compares them.
"""

import json
import pathlib
import re
import sys

FAMILIES = {
    "PERMISSIVE": """0BSD AFL-3.0 Apache-1.1 Apache-2.0 Artistic-1.0 Artistic-2.0 Beerware
        BlueOak-1.0.0 BSD-2-Clause BSD-2-Clause-Patent BSD-2-Clause-Views BSD-3-Clause
        BSD-3-Clause-Attribution BSD-3-Clause-Clear BSD-3-Clause-LBNL BSD-3-Clause-Open-MPI
        BSD-4-Clause BSD-4-Clause-UC BSD-Source-Code BSL-1.0 CC-BY-1.0 CC-BY-2.0 CC-BY-2.5 CC-BY-3.0
        CC-BY-3.0-US CC-BY-4.0 CC0-1.0 CDLA-Permissive-1.0 CDLA-Permissive-2.0 CECILL-B CNRI-Python
        curl ECL-2.0 etalab-2.0 HPND Intel ISC MIT MIT-0 MIT-CMU MIT-Modern-Variant MIT-STK MITNFA
        MS-PL MulanPSL-2.0 NCSA ODC-By-1.0 OFL-1.1 OGL-UK-3.0 OpenMDW-1.0 PDDL-1.0 Pixar PostgreSQL
        PSF-2.0 Python-2.0 Python-2.0.1 Ruby SHL-0.51 Unlicense UPL-1.0 Vim W3C WTFPL X11
        X11-distribute-modifications-variant Zlib ZPL-2.1""",
    "COPYLEFT": """AGPL-3.0 CC-BY-SA-2.0 CC-BY-SA-2.5 CC-BY-SA-3.0 CC-BY-SA-4.0 CDDL-1.0 CDDL-1.1
        CDLA-Sharing-1.0 CECILL-2.0 CECILL-2.1 CECILL-C CPAL-1.0 CPL-1.0 EPL-1.0 EPL-2.0 EUPL-1.0
        EUPL-1.1 EUPL-1.2 GFDL-1.2 GFDL-1.3 GPL-1.0 GPL-2.0 GPL-3.0 IPL-1.0 LGPL-2.0 LGPL-2.1
        LGPL-3.0 LPPL-1.3a LPPL-1.3c MPL-1.1 MPL-2.0 MS-RL NASA-1.3 ODbL-1.0 OSL-3.0 QPL-1.0
        Sleepycat SPL-1.0 wxWindows""",
    "NONCOMMERCIAL": """CC-BY-NC-1.0 CC-BY-NC-2.0 CC-BY-NC-2.5 CC-BY-NC-3.0 CC-BY-NC-4.0
        CC-BY-NC-ND-2.0 CC-BY-NC-ND-2.5 CC-BY-NC-ND-3.0 CC-BY-NC-ND-4.0 CC-BY-NC-SA-2.0
        CC-BY-NC-SA-2.5 CC-BY-NC-SA-3.0 CC-BY-NC-SA-4.0 PolyForm-Noncommercial-1.0.0""",
    "RESTRICTED": """BSD-3-Clause-No-Military-License BSD-3-Clause-No-Nuclear-License
        BSD-3-Clause-No-Nuclear-License-2014 BUSL-1.1 C-UDA-1.0 CC-BY-ND-1.0 CC-BY-ND-2.0
        CC-BY-ND-2.5 CC-BY-ND-3.0 CC-BY-ND-4.0 Elastic-2.0 FSL-1.1-ALv2 FSL-1.1-MIT Hippocratic-2.1
        JSON MS-LPL NPOSL-3.0 PolyForm-Small-Business-1.0.0 SSPL-1.0""",
}

KEPT = 256  # about so many hashes a text
SAME = {"licence": "license", "licences": "licenses", "owner": "holder", "owners": "holder",
        "holders": "holder"}
RIDERS = [("noncommercial",), ("non", "commercial"), ("commons", "clause"), ("research", "only"),
          ("research", "purposes"), ("academic", "use"), ("academic", "purposes"),
          ("evaluation", "purposes"), ("commercial", "license"), ("commercial", "use"),
          ("commercial", "purposes"), ("modified", "mit")]
PLACEHOLDER = re.compile(rb"<[^<>\n]{0,60}>|\[[^\[\]\n]{0,60}\]|\{[^{}\n]{0,60}\}")


def is_copyright(words):
    """A line that says whose it is."""
    if words[:1] == ["portions"]:
        words = words[1:]
    if words[:3] == ["all", "rights", "reserved"]:
        return True
    if words[:1] == ["c"]:
        return len(words) > 1 and words[1][0].isdigit()
    if words[:1] != ["copyright"]:
        return False
    return len(words) == 1 or words[1] in ("c", "by") or words[1][0].isdigit() or \
        any(len(word) == 4 and word.isdigit() and word[:2] in ("19", "20") for word in words)


def words_of(text):
    found = []
    for line in text.encode().lower().split(b"\n"):
        line = PLACEHOLDER.sub(b" ", line)
        words = [word.decode() for word in re.findall(rb"[a-z0-9]+", line)]
        if not is_copyright(words):
            found += [SAME.get(word, word) for word in words]
    return found


def hash_of(one, other):
    value = 2166136261
    for byte in f"{one} {other}".encode():
        value = (value ^ byte) * 16777619 & 0xffffffff
    value ^= value >> 15
    value = value * 0x85ebca6b & 0xffffffff
    return (value ^ value >> 13) >> 8


def riders_of(words):
    return sum(tuple(words[i:i + len(rider)]) == rider
               for i in range(len(words)) for rider in RIDERS)


def variants(text):
    """The text, and as it is often shipped: without its appendix, with another name
    for its author, without the text it adds to."""
    yield text
    end = text.find("END OF TERMS AND CONDITIONS")
    if 0 < end and len(text) - end > 200:
        yield text[:end]
    if " ISC " in text:
        yield text.replace(" ISC ", " THE AUTHOR ")
    other = text.find("GNU GENERAL PUBLIC LICENSE\n", 1000)
    if other > 0:
        yield text[:other]


def row(spdx, family, osi, text):
    words = words_of(text)
    hashes = {hash_of(one, other) for one, other in zip(words, words[1:])}
    keep = max(1, len(hashes) // KEPT)
    kept = sorted(value for value in hashes if value < (1 << 24) // keep)
    digits = "".join(f"{value:06x}" for value in kept)
    lines = "\n".join(f'        "{digits[i:i + 90]}"' for i in range(0, len(digits), 90))
    return (f'LICENSE("{spdx}", {family}, {str(osi).lower()}, {len(hashes)}, {keep},'
            f" {riders_of(words)},\n{lines})")


def main():
    folder, date = pathlib.Path(sys.argv[1]), sys.argv[2]
    package = json.loads((folder / "package.json").read_text())
    print(f"/* By ci/license_texts.py from npm's {package['name']} {package['version']} of {date},\n"
          " * which ships the texts of the SPDX licence list (CC0-1.0). Don't edit. */")
    for family, names in FAMILIES.items():
        for spdx in names.split():
            entry = json.loads((folder / "licenses" / f"{spdx}.json").read_text())
            for text in variants(entry["licenseText"]):
                print(row(spdx, family, entry["osiApproved"], text))


main()
