package jackdaw.environments;

import jackdaw.environment.Describe;
import jackdaw.environment.EnvironmentException;
import jackdaw.environment.callback.Simulation;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;

/**
 * Gives a simulation with static state its own copies of its classes, so that several simulations
 * can run in one process. Its class and all classes that it uses are loaded again, except those of
 * Java, of Jackdaw and of the packages named as shared. Resources outside Java stay shared: files,
 * ports, system properties, native code.
 *
 * <pre>{@code
 * Supplier<Environment> arenas = () ->
 *     new CallbackEnvironment(OBSERVATION, ACTION, SeparateClasses.simulation(Arena.class));
 * }</pre>
 */
public final class SeparateClasses extends ClassLoader {
  private static final String[] SHARED = {"java.", "javax.", "jdk.", "sun.", "jackdaw."};

  private final String[] shared;
  private final String own;

  private SeparateClasses(ClassLoader parent, String own, String... shared) {
    super(parent);
    this.own = own;
    this.shared = shared.clone();
  }

  /**
   * Creates a simulation with its own copy of every static field of its class and libraries.
   *
   * @param type has a constructor without arguments
   * @param shared prefixes of the names of classes that are not loaded again, for example {@code
   *     "org.slf4j."}
   * @throws IllegalArgumentException if the class cannot be loaded or instantiated in this way
   */
  public static Simulation simulation(Class<? extends Simulation> type, String... shared) {
    ClassLoader parent = type.getClassLoader();
    SeparateClasses loader = new SeparateClasses(parent, type.getNestHost().getName(), shared);
    try {
      Constructor<?> constructor =
          Class.forName(type.getName(), true, loader).getDeclaredConstructor();
      constructor.trySetAccessible();
      return (Simulation) constructor.newInstance();
    } catch (InvocationTargetException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new EnvironmentException(
          "simulation %s threw in its constructor: %s"
              .formatted(type.getName(), Describe.thrown(cause)),
          cause);
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException(
          "simulation %s cannot be made from classes of its own (%s): give it a constructor without arguments"
              .formatted(type.getName(), e),
          e);
    }
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (isShared(name)) {
      return super.loadClass(name, resolve);
    }
    synchronized (getClassLoadingLock(name)) {
      Class<?> loaded = findLoadedClass(name);
      return loaded == null ? define(name) : loaded;
    }
  }

  private boolean isShared(String name) {
    if (name.equals(own) || name.startsWith(own + "$")) {
      return false;
    }
    for (String beginning : SHARED) {
      if (name.startsWith(beginning)) {
        return true;
      }
    }
    for (String beginning : shared) {
      if (name.startsWith(beginning)) {
        return true;
      }
    }
    return false;
  }

  private Class<?> define(String name) throws ClassNotFoundException {
    try (InputStream in = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
      if (in == null) {
        throw new ClassNotFoundException(name);
      }
      byte[] bytes = in.readAllBytes();
      return defineClass(name, bytes, 0, bytes.length);
    } catch (IOException e) {
      throw new UncheckedIOException("class " + name + " cannot be read", e);
    }
  }
}
