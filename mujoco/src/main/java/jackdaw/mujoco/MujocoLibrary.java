package jackdaw.mujoco;

import jackdaw.environment.EnvironmentException;
import jackdaw.gymnasium.Python;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * The MuJoCo library in this process: its functions, and the offsets of the fields in its
 * structures. The offsets change from version to version, so Jackdaw needs a table of them for the
 * library's version.
 */
@SuppressWarnings("restricted") // This class calls a native library.
final class MujocoLibrary {
  /** Environment variable with the path of the library, or of a folder that contains it. */
  static final String VARIABLE = "MUJOCO_PATH";

  /** Versions with a table, by the names that users install them under. */
  private static final String KNOWN = "3.14.0";

  private static final Linker LINKER = Linker.nativeLinker();

  final MethodHandle loadXml;
  final MethodHandle makeData;
  final MethodHandle deleteModel;
  final MethodHandle deleteData;
  final MethodHandle resetData;
  final MethodHandle forward;
  final MethodHandle step;
  final MethodHandle rnePostConstraint;
  final MethodHandle nameToId;

  private final Path file;
  private final SymbolLookup symbols;
  private final Properties offsets;

  private MujocoLibrary(Path file) {
    this.file = file;
    try {
      symbols = SymbolLookup.libraryLookup(file, Arena.global());
    } catch (IllegalArgumentException e) {
      throw new EnvironmentException(
          "MuJoCo library %s does not load: install MuJoCo %s for this system"
              .formatted(file, KNOWN),
          e);
    }
    FunctionDescriptor ofModelAndData =
        FunctionDescriptor.ofVoid(ValueLayout.ADDRESS, ValueLayout.ADDRESS);
    offsets = offsets(version(), file);
    loadXml =
        function(
            "mj_loadXML",
            FunctionDescriptor.of(
                ValueLayout.ADDRESS, ValueLayout.ADDRESS, ValueLayout.ADDRESS, ValueLayout.ADDRESS,
                ValueLayout.JAVA_INT));
    makeData =
        function(
            "mj_makeData", FunctionDescriptor.of(ValueLayout.ADDRESS, ValueLayout.ADDRESS));
    deleteModel = function("mj_deleteModel", FunctionDescriptor.ofVoid(ValueLayout.ADDRESS));
    deleteData = function("mj_deleteData", FunctionDescriptor.ofVoid(ValueLayout.ADDRESS));
    resetData = function("mj_resetData", ofModelAndData);
    forward = function("mj_forward", ofModelAndData);
    step = function("mj_step", ofModelAndData);
    rnePostConstraint = function("mj_rnePostConstraint", ofModelAndData);
    nameToId =
        function(
            "mj_name2id",
            FunctionDescriptor.of(
                ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT,
                ValueLayout.ADDRESS));
  }

  /**
   * Loads the library that MUJOCO_PATH names, else that of the Python package {@code mujoco}.
   *
   * @throws EnvironmentException if there is none, it does not load or its version is unknown
   */
  static MujocoLibrary find() {
    String named = System.getenv(VARIABLE);
    if (named != null && !named.isBlank()) {
      Path file = in(Path.of(named));
      if (file == null) {
        throw new EnvironmentException(
            "%s %s is neither a MuJoCo library nor a folder with one: name the unpacked release"
                .formatted(VARIABLE, named));
      }
      return load(file);
    }
    Path folder = Python.find().packageFolder("mujoco", "mujoco==" + KNOWN);
    Path file = in(folder);
    if (file == null) {
      throw new EnvironmentException(
          "the Python package in %s has no MuJoCo library: install it again".formatted(folder));
    }
    return load(file);
  }

  /** Loads a library from its file; throws the same exceptions as {@link #find}. */
  static MujocoLibrary load(Path file) {
    return new MujocoLibrary(file);
  }

  /** Returns the library in a folder, or the file itself. */
  private static @Nullable Path in(Path path) {
    if (Files.isRegularFile(path)) {
      return path;
    }
    for (Path folder : List.of(path, path.resolve("lib"), path.resolve("bin"))) {
      if (!Files.isDirectory(folder)) {
        continue;
      }
      try (DirectoryStream<Path> files =
          Files.newDirectoryStream(folder, "{libmujoco.so*,libmujoco*.dylib,mujoco.dll}")) {
        for (Path file : files) {
          return file;
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return null;
  }

  private int version() {
    try {
      return (int) function("mj_version", FunctionDescriptor.of(ValueLayout.JAVA_INT))
          .invokeExact();
    } catch (Throwable e) {
      throw failed(e);
    }
  }

  /**
   * Returns the field offsets of a version.
   *
   * @param version as returned by mj_version
   * @param file the library that returned it
   * @throws EnvironmentException if there is no table for the version
   */
  static Properties offsets(int version, Path file) {
    try (InputStream in =
        MujocoLibrary.class.getResourceAsStream("layout-%d.properties".formatted(version))) {
      if (in == null) {
        throw new EnvironmentException(
            "MuJoCo %s in %s is a version that Jackdaw does not know: install %s"
                .formatted(readable(version), file, KNOWN));
      }
      Properties read = new Properties();
      read.load(in);
      return read;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Returns the version in the usual form: 3014000 is 3.14.0; up to 3.8 the number was like 381.
   */
  private static String readable(int version) {
    return version < 1_000_000
        ? "%d.%d.%d".formatted(version / 100, version / 10 % 10, version % 10)
        : "%d.%d.%d".formatted(version / 1_000_000, version / 1000 % 1000, version % 1000);
  }

  /** Returns the offset of a field, in bytes from the start of its structure. */
  long offset(String field) {
    String offset = offsets.getProperty(field);
    if (offset == null) {
      throw new IllegalArgumentException("no field " + field);
    }
    return Long.parseLong(offset);
  }

  private MethodHandle function(String name, FunctionDescriptor descriptor) {
    MemorySegment address =
        symbols
            .find(name)
            .orElseThrow(
                () -> new EnvironmentException(
                    "%s has no function %s: is it a MuJoCo library?".formatted(file, name)));
    return LINKER.downcallHandle(address, descriptor);
  }

  /**
   * Wraps an exception of a call. MuJoCo's functions throw nothing, so it is an error of Java
   * itself.
   */
  static RuntimeException failed(Throwable e) {
    return switch (e) {
      case Error error -> throw error;
      case RuntimeException exception -> exception;
      default -> new IllegalStateException(e);
    };
  }
}
