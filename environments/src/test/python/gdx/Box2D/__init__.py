"""The part of the module Box2D that Gymnasium's LunarLander and BipedalWalker use, on libGDX's build of
the C++ Box2D 2.3.1 (the version in pybox2d 2.3.10, by its sources), for systems that cannot build pybox2d.

GDX_CLASS_PATH has to name the jars gdx, gdx-box2d and gdx-box2d-platform (natives-desktop) of version
1.9.9 from Maven Central; a java on the PATH runs the Server.java in the parent folder. Contacts are
reported after a step, not within it, which makes no difference to tasks that only record them.
"""

import os
import pathlib
import subprocess
import sys

_server = subprocess.Popen(
    [
        "java", "--enable-native-access=ALL-UNNAMED", "-XX:+UseSerialGC", "-cp", os.environ["GDX_CLASS_PATH"],
        str(pathlib.Path(__file__).parent.parent / "Server.java"),
    ],
    stdin=subprocess.PIPE,
    stdout=subprocess.PIPE,
    text=True,
)


def _word(value):
    return value if isinstance(value, str) else str(value) if isinstance(value, int) else float(value).hex()


def _tell(*words):
    _server.stdin.write(" ".join(map(_word, words)) + "\n")


def _ask(*words):
    _tell(*words)
    _server.stdin.flush()
    return _server.stdout.readline().split()


def _numbers(*words):
    return [float.fromhex(word) for word in _ask(*words)]


class b2Vec2(tuple):
    x = property(lambda self: self[0])
    y = property(lambda self: self[1])


class _Values:
    def __init__(self, **values):
        self.__dict__.update(values)


class polygonShape(_Values):
    def words(self):
        if hasattr(self, "box"):
            return ["box", *map(float, self.box)]
        return ["polygon", *(float(v) for corner in self.vertices for v in corner)]


class edgeShape(_Values):
    def words(self):
        return ["edge", *(float(v) for end in self.vertices for v in end)]


class circleShape(_Values):
    def words(self):
        return ["circle", float(self.radius)]


class fixtureDef(_Values):
    density = 0.0
    friction = 0.2
    restitution = 0.0
    categoryBits = 0x0001
    maskBits = 0xFFFF


class revoluteJointDef(_Values):
    pass


class contactListener:
    def __init__(self):
        pass


class rayCastCallback:
    pass


class _State:
    """A body's state at one moment; requested once per step."""

    def __init__(self, index):
        x, y, self.angle, vx, vy, self.angularVelocity, awake = _numbers("state", index)
        self.position = b2Vec2((x, y))
        self.linearVelocity = b2Vec2((vx, vy))
        self.awake = awake == 1


class b2Body:
    def __init__(self, world, index):
        self._world = world
        self._index = index
        self._known = None

    def _state(self):
        if self._known is None:
            self._known = _State(self._index)
        return self._known

    position = property(lambda self: self._state().position)
    linearVelocity = property(lambda self: self._state().linearVelocity)
    angle = property(lambda self: self._state().angle)
    angularVelocity = property(lambda self: self._state().angularVelocity)
    awake = property(lambda self: self._state().awake)

    def add(self, fixture):
        kind, *numbers = fixture.shape.words()
        _tell(
            "fixture", self._index, kind, float(fixture.density), float(fixture.friction),
            float(fixture.restitution), fixture.categoryBits, fixture.maskBits, *numbers,
        )

    def CreateEdgeFixture(self, vertices, density, friction):
        self.add(fixtureDef(shape=edgeShape(vertices=vertices), density=density, friction=friction))

    def ApplyForceToCenter(self, force, wake):
        self._known = None
        _tell("force", self._index, *map(float, force))

    def ApplyTorque(self, torque, wake):
        self._known = None
        _tell("torque", self._index, float(torque))

    def ApplyLinearImpulse(self, impulse, point, wake):
        self._known = None
        _tell("impulse", self._index, *map(float, impulse), *map(float, point))


class b2RevoluteJoint:
    def __init__(self, index, definition):
        self._index = index
        self._speed = definition.motorSpeed
        self._torque = definition.maxMotorTorque

    def _motor(self):
        _tell("motor", self._index, float(self._speed), float(self._torque))

    @property
    def motorSpeed(self):
        return self._speed

    @motorSpeed.setter
    def motorSpeed(self, speed):
        self._speed = speed
        self._motor()

    @property
    def maxMotorTorque(self):
        return self._torque

    @maxMotorTorque.setter
    def maxMotorTorque(self, torque):
        self._torque = torque
        self._motor()

    angle = property(lambda self: _numbers("hinge", self._index)[0])
    speed = property(lambda self: _numbers("hinge", self._index)[1])


class _Contact:
    def __init__(self, first, second):
        self.fixtureA = _Values(body=first)
        self.fixtureB = _Values(body=second)


class b2World:
    """There is one at a time: the newest."""

    def __init__(self, gravity=(0, -10)):
        _tell("world", *map(float, gravity))
        self._bodies = []
        self._joints = 0
        self.contactListener = None

    def _body(self, kind, position=(0, 0), angle=0.0, shapes=None, fixtures=None):
        _tell("body", kind, *map(float, position), float(angle))
        body = b2Body(self, len(self._bodies))
        self._bodies.append(body)
        if shapes is not None:
            body.add(fixtureDef(shape=shapes))
        if fixtures is not None:
            body.add(fixtures)
        return body

    def CreateStaticBody(self, **definition):
        return self._body("static", **definition)

    def CreateDynamicBody(self, **definition):
        return self._body("dynamic", **definition)

    def DestroyBody(self, body):
        if body._world is self:
            _tell("destroy", body._index)

    def CreateJoint(self, d):
        assert d.enableMotor and d.enableLimit
        _tell(
            "joint", d.bodyA._index, d.bodyB._index, *map(float, d.localAnchorA), *map(float, d.localAnchorB),
            float(d.maxMotorTorque), float(d.motorSpeed), float(d.lowerAngle), float(d.upperAngle),
        )
        self._joints += 1
        return b2RevoluteJoint(self._joints - 1, d)

    def Step(self, seconds, velocityIterations, positionIterations):
        events = _ask("step", float(seconds), velocityIterations, positionIterations)
        for body in self._bodies:
            body._known = None
        for i in range(0, len(events), 3):
            contact = _Contact(self._bodies[int(events[i + 1])], self._bodies[int(events[i + 2])])
            if events[i] == "begin":
                self.contactListener.BeginContact(contact)
            else:
                self.contactListener.EndContact(contact)

    def RayCast(self, callback, start, end):
        fraction, x, y = _numbers("ray", *map(float, start), *map(float, end))
        if fraction >= 0:
            ground = _Values(filterData=_Values(categoryBits=1))
            callback.ReportFixture(ground, b2Vec2((x, y)), None, fraction)


b2 = sys.modules[__name__]
sys.modules["Box2D.b2"] = b2
