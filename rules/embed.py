#!/usr/bin/env python3
"""Writes the rule files as C arrays, so that the program carries them: embed.py OUT.c FILE..."""
import os
import sys


def main(out, paths):
    with open(out, "w", encoding="ascii") as c:
        c.write('#include "ruleset/embedded.h"\n\n')
        for number, path in enumerate(paths):
            with open(path, "rb") as rules:
                data = rules.read()
            c.write(f"static const char file_{number}[] = {{\n")
            for at in range(0, len(data), 16):
                c.write(" ".join(f"{byte if byte < 128 else byte - 256}," for byte in data[at:at + 16]))
                c.write("\n")
            c.write("0};\n\n")
        c.write("const struct embedded_file embedded_rules[] = {\n")
        for number, path in enumerate(paths):
            name = os.path.basename(path)
            c.write(f'    {{"rules/{name}", file_{number}, sizeof(file_{number}) - 1}},\n')
        c.write("    {0},\n};\n")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
