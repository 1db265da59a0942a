package jackdaw.mujoco;

import jackdaw.environment.EnvironmentException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A MuJoCo model and its state, in native memory that {@link #close} frees. Positions, velocities
 * and forces are in SI units. Arrays of the state are read in place, without copies.
 *
 * <p>Only one thread at a time may use it; use by two threads at once is an error.
 */
final class Simulation implements AutoCloseable {
  /** mjOBJ_BODY: the type of object that a name is looked up for. */
  private static final int BODY = 1;

  private static final int ERROR_BYTES = 1000;

  private final MujocoLibrary library;
  private final AtomicBoolean inUse = new AtomicBoolean();
  private final MemorySegment model;
  private final MemorySegment data;
  private final int positions;
  private final int velocities;
  private final int controls;
  private final int bodies;
  private final int geoms;
  private boolean closed;

  /** Generalised positions q. */
  final MemorySegment qpos;
  /** Generalised velocities. */
  final MemorySegment qvel;
  /** Controls of the actuators. */
  final MemorySegment ctrl;

  /**
   * Reads a model.
   *
   * @param file in MuJoCo's XML
   * @throws EnvironmentException if it is missing or does not parse
   */
  @SuppressWarnings("restricted") // MuJoCo's memory is used in place.
  Simulation(MujocoLibrary library, Path file) {
    this.library = library;
    model = load(library, file);
    try {
      MemorySegment made = (MemorySegment) library.makeData.invokeExact(model);
      if (made.equals(MemorySegment.NULL)) {
        throw new EnvironmentException("MuJoCo has no memory for %s".formatted(file));
      }
      data = made.reinterpret(Long.MAX_VALUE);
    } catch (Throwable e) {
      throw MujocoLibrary.failed(e);
    }
    positions = count("model.nq");
    velocities = count("model.nv");
    controls = count("model.nu");
    bodies = count("model.nbody");
    geoms = count("model.ngeom");
    qpos = state("data.qpos", positions);
    qvel = state("data.qvel", velocities);
    ctrl = state("data.ctrl", controls);
  }

  @SuppressWarnings("restricted") // MuJoCo's memory is used in place.
  private static MemorySegment load(MujocoLibrary library, Path file) {
    if (!Files.isRegularFile(file)) {
      throw new EnvironmentException(
          "model %s is missing: install gymnasium again, or a version with the v5 robots"
              .formatted(file));
    }
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment error = arena.allocate(ERROR_BYTES);
      MemorySegment loaded =
          (MemorySegment) library.loadXml.invokeExact(
              arena.allocateFrom(file.toString()), MemorySegment.NULL, error, ERROR_BYTES);
      if (loaded.equals(MemorySegment.NULL)) {
        throw new EnvironmentException(
            "model %s does not load: %s"
                .formatted(file, error.getString(0).strip().replaceAll("\\s+", " ")));
      }
      return loaded.reinterpret(Long.MAX_VALUE);
    } catch (Throwable e) {
      throw MujocoLibrary.failed(e);
    }
  }

  private int count(String field) {
    return Math.toIntExact(model.get(ValueLayout.JAVA_LONG, library.offset(field)));
  }

  /** Returns an array of the state, by its field and length. */
  MemorySegment state(String field, int length) {
    return array(data, field, length);
  }

  /** Returns an array of the model, by its field and length. */
  MemorySegment constant(String field, int length) {
    return array(model, field, length);
  }

  @SuppressWarnings("restricted") // As above.
  private MemorySegment array(MemorySegment of, String field, int length) {
    requireOpen();
    return of.get(ValueLayout.ADDRESS, library.offset(field)).reinterpret(8L * length);
  }

  /** Returns the number of generalised positions. */
  int positions() {
    return positions;
  }

  /** Returns the number of generalised velocities. */
  int velocities() {
    return velocities;
  }

  /** Returns the number of actuators. */
  int controls() {
    return controls;
  }

  /** Returns the number of bodies; the first is the world. */
  int bodies() {
    return bodies;
  }

  /** Returns the number of shapes. */
  int geoms() {
    return geoms;
  }

  /** Returns the duration of one of MuJoCo's steps, in seconds. */
  double timeStep() {
    return model.get(ValueLayout.JAVA_DOUBLE, library.offset("model.opt.timestep"));
  }

  /**
   * Returns the number of a body.
   *
   * @throws EnvironmentException if the model has no body of this name
   */
  int body(String name) {
    try (Arena arena = Arena.ofConfined()) {
      int id = (int) library.nameToId.invokeExact(model, BODY, arena.allocateFrom(name));
      if (id < 0) {
        throw new EnvironmentException("the model has no body named %s".formatted(name));
      }
      return id;
    } catch (Throwable e) {
      throw MujocoLibrary.failed(e);
    }
  }

  /** Resets to the model's own first state, with all forces cleared. */
  void reset() {
    enter();
    try {
      library.resetData.invokeExact(model, data);
    } catch (Throwable e) {
      throw MujocoLibrary.failed(e);
    } finally {
      leave();
    }
  }

  /** Sets the state, and computes the quantities that follow from it. */
  void start(double[] newPositions, double[] newVelocities) {
    enter();
    try {
      MemorySegment.copy(newPositions, 0, qpos, ValueLayout.JAVA_DOUBLE, 0, positions);
      MemorySegment.copy(newVelocities, 0, qvel, ValueLayout.JAVA_DOUBLE, 0, velocities);
      library.forward.invokeExact(model, data);
    } catch (Throwable e) {
      throw MujocoLibrary.failed(e);
    } finally {
      leave();
    }
  }

  /**
   * Simulates several steps with constant controls.
   *
   * @param action one value for each actuator
   * @param steps number of MuJoCo's steps
   * @param forces whether the forces between bodies are needed afterwards (cfrc_ext)
   */
  void step(float[] action, int steps, boolean forces) {
    enter();
    try {
      for (int i = 0; i < controls; i++) {
        ctrl.setAtIndex(ValueLayout.JAVA_DOUBLE, i, action[i]);
      }
      for (int i = 0; i < steps; i++) {
        library.step.invokeExact(model, data);
      }
      if (forces) {
        library.rnePostConstraint.invokeExact(model, data);
      }
    } catch (Throwable e) {
      throw MujocoLibrary.failed(e);
    } finally {
      leave();
    }
  }

  /** Lets a reader use the state while no other thread does. */
  void read(Runnable reader) {
    enter();
    try {
      reader.run();
    } finally {
      leave();
    }
  }

  private void enter() {
    if (!inUse.compareAndSet(false, true)) {
      throw new IllegalStateException("two threads use one MuJoCo simulation at the same time");
    }
    try {
      requireOpen();
    } catch (IllegalStateException e) {
      leave();
      throw e;
    }
  }

  /** Throws if the memory has been freed. */
  void requireOpen() {
    if (closed) {
      throw new IllegalStateException("this MuJoCo simulation is closed");
    }
  }

  private void leave() {
    inUse.set(false);
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    enter();
    closed = true;
    try {
      library.deleteData.invokeExact(data);
      library.deleteModel.invokeExact(model);
    } catch (Throwable e) {
      throw MujocoLibrary.failed(e);
    } finally {
      leave();
    }
  }
}
