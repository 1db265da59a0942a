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
 * Gives a simulation that keeps things in static fields classes of its own, so that several may run in one
 * process: its class and all that it uses are loaded anew, but for those of Java, Jackdaw and packages that
 * are named as shared. What lies outside Java stays shared: files, ports, system properties, native code.
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
   * A new simulation, with its own copy of every static field that it and its libraries have.
   *
   * @param type has a constructor without arguments
   * @param shared beginnings of the names of classes that are not to be loaded anew, such as {@code
   *     "org.slf4j."}
   * @throws IllegalArgumentException if the class cannot be loaded or made so
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
