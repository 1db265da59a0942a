package jackdaw.runs;

import jackdaw.setting.AddedSetting;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Settings by name: binds flat kebab-case keys to the components of a settings record. Component
 * {@code clipRange} of algorithm {@code ppo} is {@code ppo.clip-range}, or {@code clip-range} for
 * short.
 *
 * <p>A component is a record, which groups settings that several algorithms share, or an int, a
 * long, a double, a boolean, an enum or a list of whole numbers. Values come from YAML or JSON, or
 * as strings from the command line: {@code 1e5} and {@code 100_000} are whole numbers, an enum's
 * constants are written in kebab-case ({@code monte-carlo}), a list as {@code [64, 64]} or {@code
 * 64,64}.
 */
public final class Settings {
  private Settings() {}

  /**
   * The settings of a record by short name, in the order of its components: {@link Long}, {@link
   * Double}, {@link Boolean}, {@link String} (enums) or a {@link List} of {@link Long}. A component
   * that is a record is a group: its settings stand in its place, under their own names.
   */
  public static Map<String, Object> of(Record settings) {
    Map<String, Object> values = new LinkedHashMap<>();
    for (RecordComponent component : settings.getClass().getRecordComponents()) {
      Object value = value(settings, component);
      if (value instanceof Record group) {
        values.putAll(of(group));
      } else {
        values.put(kebab(component.getName()), plain(value));
      }
    }
    return values;
  }

  /** The components behind a record's settings by short name, those of its groups included. */
  private static Map<String, RecordComponent> components(Class<?> type) {
    Map<String, RecordComponent> components = new LinkedHashMap<>();
    for (RecordComponent component : type.getRecordComponents()) {
      if (component.getType().isRecord()) {
        components.putAll(components(component.getType()));
      } else {
        components.put(kebab(component.getName()), component);
      }
    }
    return components;
  }

  /**
   * The values of each {@link AddedSetting} of a record, which a run from before it does not tell.
   */
  static Map<String, Object> added(Record settings) {
    Map<String, Object> values = of(settings);
    components(settings.getClass())
        .forEach(
            (name, component) -> {
              if (!component.isAnnotationPresent(AddedSetting.class)) {
                values.remove(name);
              }
            });
    return values;
  }

  /**
   * A copy of {@code defaults} with some settings changed.
   *
   * @param algorithm the name before the dot, such as {@code ppo}
   * @param changes new values by key, with the algorithm's name before it or without
   * @throws IllegalArgumentException if a key is unknown (the message has the nearest ones), a
   *     value is of the wrong kind, or the record refuses it; one line says which
   */
  public static <C extends Record> C apply(String algorithm, C defaults, Map<String, ?> changes) {
    Map<String, Object> converted = new LinkedHashMap<>();
    changes.forEach(
        (key, value) -> {
          String name = shortName(algorithm, key);
          Object old = converted.put(name, convert(algorithm, defaults.getClass(), name, value));
          if (old != null) {
            throw new IllegalArgumentException(
                "%s and %s.%s are the same setting: give one of them"
                    .formatted(name, algorithm, name));
          }
        });
    return changed(defaults, converted);
  }

  /** A copy of a record, or of a group, with values by short name. */
  @SuppressWarnings("unchecked") // The constructor is that of the argument's own class.
  private static <C extends Record> C changed(C defaults, Map<String, Object> changes) {
    RecordComponent[] components = defaults.getClass().getRecordComponents();
    Object[] arguments = new Object[components.length];
    for (int i = 0; i < components.length; i++) {
      Object value = value(defaults, components[i]);
      arguments[i] =
          value instanceof Record group
              ? changed(group, changes)
              : changes.getOrDefault(kebab(components[i].getName()), value);
    }
    return (C) construct(defaults.getClass(), components, arguments);
  }

  /** The key without the algorithm's name. */
  static String shortName(String algorithm, String key) {
    return key.startsWith(algorithm + '.') ? key.substring(algorithm.length() + 1) : key;
  }

  /** A value as its component's type. */
  static Object convert(
      String algorithm, Class<? extends Record> type, String name, Object value) {
    Map<String, RecordComponent> components = components(type);
    RecordComponent component = components.get(name);
    if (component == null) {
      throw new IllegalArgumentException(
          "%s has no setting named %s: %s"
              .formatted(algorithm, name, Hints.of(name, List.copyOf(components.keySet()))));
    }
    return convert(algorithm + '.' + name, component, value);
  }

  private static Object convert(String key, RecordComponent component, Object value) {
    Class<?> type = component.getType();
    if (type == int.class) {
      return (int) Values.wholeNumber(key, value, Integer.MIN_VALUE, Integer.MAX_VALUE);
    }
    if (type == long.class) {
      return Values.wholeNumber(key, value, Long.MIN_VALUE, Long.MAX_VALUE);
    }
    if (type == double.class) {
      return Values.number(key, value);
    }
    if (type == boolean.class) {
      return Values.flag(key, value);
    }
    if (type.isEnum()) {
      return Values.constant(key, value, (Enum<?>[]) type.getEnumConstants());
    }
    if (isListOfIntegers(component)) {
      return Values.wholeNumbers(key, value);
    }
    throw new IllegalStateException("settings of type %s are not supported".formatted(type));
  }

  private static boolean isListOfIntegers(RecordComponent component) {
    return component.getType() == List.class
        && component.getGenericType() instanceof ParameterizedType type
        && type.getActualTypeArguments()[0] == Integer.class;
  }

  private static Object plain(Object value) {
    if (value instanceof Integer number) {
      return number.longValue();
    }
    if (value instanceof Enum<?> constant) {
      return Values.kebab(constant);
    }
    if (value instanceof List<?> list) {
      List<Object> plain = new ArrayList<>();
      list.forEach(element -> plain.add(plain(element)));
      return plain;
    }
    return value;
  }

  private static String kebab(String component) {
    StringBuilder name = new StringBuilder();
    for (int i = 0; i < component.length(); i++) {
      char letter = component.charAt(i);
      if (Character.isUpperCase(letter)) {
        name.append('-');
      }
      name.append(Character.toLowerCase(letter));
    }
    return name.toString();
  }

  private static Object value(Record settings, RecordComponent component) {
    try {
      component.getAccessor().setAccessible(true);
      return component.getAccessor().invoke(settings);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot read " + component, e);
    }
  }

  private static Object construct(
      Class<?> type, RecordComponent[] components, Object[] arguments) {
    Class<?>[] types =
        Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    try {
      Constructor<?> constructor = type.getDeclaredConstructor(types);
      constructor.setAccessible(true);
      return constructor.newInstance(arguments);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof RuntimeException refused) {
        throw refused;
      }
      throw new IllegalStateException("cannot make " + type, e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot make " + type, e);
    }
  }
}
