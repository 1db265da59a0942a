"""Prints the offsets of the fields that Jackdaw reads in mjModel and mjData of the installed MuJoCo.

    pip install mujoco
    python mujoco/src/test/python/print_layout.py > \
        mujoco/src/main/resources/jackdaw/mujoco/layout-$(python -c \
        'import mujoco; print(mujoco.mj_version())').properties

A C compiler (cc) computes them from the headers in the package.
"""

import pathlib
import subprocess
import tempfile

import mujoco

MODEL = "nq nv nu na nbody ngeom opt.timestep qpos0 body_mass geom_type geom_size geom_rgba actuator_ctrlrange".split()
DATA = "qpos qvel ctrl xpos xipos geom_xpos geom_xmat site_xpos cinert cvel qfrc_actuator qfrc_constraint cfrc_ext".split()

lines = ["#include <mujoco/mujoco.h>", "#include <stddef.h>", "#include <stdio.h>", "int main() {"]
for struct, of, fields in (("mjModel", "model", MODEL), ("mjData", "data", DATA)):
    for field in fields:
        lines.append(f'printf("{of}.{field}=%zu\\n", offsetof({struct}, {field}));')
lines.append("return 0; }")

print(f"# Offsets in bytes of fields of mjModel and mjData in MuJoCo {mujoco.__version__} on 64-bit systems; made by")
print("# mujoco/src/test/python/print_layout.py.")
with tempfile.TemporaryDirectory() as folder:
    source = pathlib.Path(folder, "layout.c")
    source.write_text("\n".join(lines))
    program = pathlib.Path(folder, "layout")
    include = pathlib.Path(mujoco.__file__).parent / "include"
    subprocess.run(["cc", f"-I{include}", str(source), "-o", str(program)], check=True)
    print(subprocess.run([str(program)], check=True, capture_output=True, text=True).stdout, end="")
