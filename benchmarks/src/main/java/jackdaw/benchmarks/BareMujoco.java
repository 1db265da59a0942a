package jackdaw.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;
import java.util.Properties;

/** MuJoCo with nothing around it: an upper bound on the speed of an environment that steps it. */
@SuppressWarnings("restricted") // This class calls a native library.
final class BareMujoco {
  private static final String FIELDS = "/jackdaw/mujoco/layout-3014000.properties";

  private final Linker linker = Linker.nativeLinker();
  private final SymbolLookup symbols;
  private final Properties fields = new Properties();
  private final MethodHandle reset;
  private final MethodHandle step;
  private final MemorySegment model;
  private final MemorySegment data;
  private final MemorySegment positions;
  private final MemorySegment velocities;
  private final MemorySegment controls;

  /**
   * Creates a simulation with a model of its own, which is never freed.
   *
   * @param library MuJoCo's library, 3.14.0
   * @param file the model
   */
  BareMujoco(Path library, Path file) throws Throwable {
    try (InputStream in = BareMujoco.class.getResourceAsStream(FIELDS)) {
      fields.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    symbols = SymbolLookup.libraryLookup(library, Arena.global());
    MemoryLayout address = ValueLayout.ADDRESS;
    FunctionDescriptor ofModelAndData = FunctionDescriptor.ofVoid(address, address);
    reset = function("mj_resetData", ofModelAndData);
    step = function("mj_step", ofModelAndData);
    MethodHandle load =
        function(
            "mj_loadXML",
            FunctionDescriptor.of(address, address, address, address, ValueLayout.JAVA_INT));
    MethodHandle make = function("mj_makeData", FunctionDescriptor.of(address, address));
    try (Arena arena = Arena.ofConfined()) {
      model =
          ((MemorySegment) load.invokeExact(
              arena.allocateFrom(file.toString()), MemorySegment.NULL, MemorySegment.NULL, 0))
              .reinterpret(Long.MAX_VALUE);
    }
    data = ((MemorySegment) make.invokeExact(model)).reinterpret(Long.MAX_VALUE);
    positions = array("data.qpos", "model.nq");
    velocities = array("data.qvel", "model.nv");
    controls = array("data.ctrl", "model.nu");
  }

  private MethodHandle function(String name, FunctionDescriptor descriptor) {
    return linker.downcallHandle(symbols.findOrThrow(name), descriptor);
  }

  private long offset(String field) {
    return Long.parseLong(fields.getProperty(field));
  }

  private MemorySegment array(String field, String count) {
    return data.get(ValueLayout.ADDRESS, offset(field))
        .reinterpret(8 * model.get(ValueLayout.JAVA_LONG, offset(count)));
  }

  /**
   * Restarts from an observation: positions, without the first ones, then velocities.
   *
   * @param hidden number of positions that are not observed; they become 0
   */
  void start(float[] observation, int hidden) throws Throwable {
    reset.invokeExact(model, data);
    int count = (int) (positions.byteSize() / 8);
    for (int i = 0; i < count; i++) {
      positions.setAtIndex(
          ValueLayout.JAVA_DOUBLE, i, i < hidden ? 0 : observation[i - hidden]);
    }
    for (int i = 0; i < velocities.byteSize() / 8; i++) {
      velocities.setAtIndex(ValueLayout.JAVA_DOUBLE, i, observation[count - hidden + i]);
    }
  }

  /** Holds an action for some of MuJoCo's steps. */
  void step(float[] action, int times) throws Throwable {
    for (int i = 0; i < action.length; i++) {
      controls.setAtIndex(ValueLayout.JAVA_DOUBLE, i, action[i]);
    }
    for (int i = 0; i < times; i++) {
      step.invokeExact(model, data);
    }
  }
}
