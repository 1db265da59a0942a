"""A bare loop of mj_step in Python: `mj_step.py MODEL HIDDEN FRAME_SKIP`.

Reads a line `[first observation];[action]` for each step, up to an empty line; the first part is present only
where an episode begins. After that, each line makes it run all steps once and print the processor seconds.
"""

import json
import sys
import time

import mujoco
import numpy

model = mujoco.MjModel.from_xml_path(sys.argv[1])
data = mujoco.MjData(model)
hidden, frame_skip = int(sys.argv[2]), int(sys.argv[3])
steps = []
for line in iter(sys.stdin.readline, "\n"):
    start, action = line.split(";")
    steps.append((numpy.array(json.loads(start)) if start else None, numpy.array(json.loads(action))))

for _ in iter(sys.stdin.readline, ""):
    began = time.process_time()
    for start, action in steps:
        if start is not None:
            mujoco.mj_resetData(model, data)
            data.qpos[hidden:] = start[: model.nq - hidden]
            data.qvel[:] = start[model.nq - hidden :]
        data.ctrl[:] = action
        mujoco.mj_step(model, data, frame_skip)
    print(time.process_time() - began, flush=True)
