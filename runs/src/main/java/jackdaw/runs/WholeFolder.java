package jackdaw.runs;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * A folder of files that is there whole or not at all, however suddenly its writer dies. Folders
 * cannot be replaced in one move, so {@link #replace replacing} {@code place} goes through four
 * names:
 *
 * <ol>
 *   <li>the files are written to {@code place.writing}, {@code checksums.json} last, and synced;
 *   <li>{@code place.writing} becomes {@code place.new}: from here on it is complete and the
 *       newest;
 *   <li>{@code place} becomes {@code place.old};
 *   <li>{@code place.new} becomes {@code place};
 *   <li>{@code place.old} is deleted; what the user has put into it moves to {@code place}.
 * </ol>
 *
 * <p>So wherever it stopped, the newest complete folder is {@code place.new} if there is one, else
 * {@code place}. {@code place.writing} and {@code place.old} are never needed and are cleared away
 * by the next replacement.
 */
final class WholeFolder {
  private static final String CHECKSUMS = "checksums.json";

  private static final Pattern FILE_NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9.-]*");

  /** Looks for a folder that is being moved: between two of them it has its place again. */
  private static final int MOST_LOOKS = 3;

  /**
   * Attempts to read a folder that another process replaces; one takes about as long as a write.
   */
  private static final int MOST_READS = 100;

  private WholeFolder() {}

  /** Reads files of a folder. */
  @FunctionalInterface
  interface Reader {
    void read(Path folder) throws IOException;
  }

  /** Replaces {@code place} by what {@code body} writes; on failure leaves it as it was. */
  static void replace(Path place, WholeFile.Body body) throws IOException {
    Path writing = WholeFile.sibling(place, WholeFile.WRITING);
    Path complete = newOf(place);
    try {
      moveIntoPlace(place);
      clear(writing, place, Set.of());
      Files.createDirectory(writing);
      body.write(writing);
      writeChecksums(writing);
      WholeFile.syncFolderOf(writing.resolve(CHECKSUMS));
      Files.move(writing, complete, StandardCopyOption.ATOMIC_MOVE);
      WholeFile.syncFolderOf(complete);
      moveIntoPlace(place);
    } catch (IOException e) {
      try {
        clear(writing, place, Set.of());
      } catch (IOException litter) {
        e.addSuppressed(litter);
      }
      throw FileErrors.writing(place, e);
    }
  }

  /** Steps 3 to 5, if a complete folder waits for them. */
  private static void moveIntoPlace(Path place) throws IOException {
    Path complete = newOf(place);
    Path old = WholeFile.sibling(place, ".old");
    if (exists(complete)) {
      if (exists(place)) {
        clearOld(old, place);
        Files.move(place, old, StandardCopyOption.ATOMIC_MOVE);
      }
      Files.move(complete, place, StandardCopyOption.ATOMIC_MOVE);
      WholeFile.syncFolderOf(place);
    }
    if (exists(place)) {
      clearOld(old, place);
    }
  }

  private static void clearOld(Path old, Path place) throws IOException {
    Set<String> written = new TreeSet<>(written(old));
    written.addAll(written(place));
    clear(old, place, written);
  }

  private static Path newOf(Path place) {
    return WholeFile.sibling(place, ".new");
  }

  /**
   * Returns the newest complete folder, if there is one; changes nothing. Another process may
   * replace it meanwhile.
   */
  static Optional<Path> find(Path place) {
    for (int look = 0; look < MOST_LOOKS; look++) {
      for (Path folder : List.of(newOf(place), place)) {
        if (exists(folder)) {
          return Optional.of(folder);
        }
      }
    }
    return Optional.empty();
  }

  /**
   * Reads the newest complete folder. A folder that another process replaced meanwhile, so that
   * what was read of it did not fit together, is read again.
   *
   * @param reader verifies what it reads; may be called several times
   * @return false if there is no folder
   * @throws IOException what the reader throws of a folder that nothing replaced
   */
  static boolean read(Path place, Reader reader) throws IOException {
    for (int attempt = 1;; attempt++) {
      Optional<Path> folder = find(place);
      if (folder.isEmpty()) {
        return false;
      }
      Optional<String> written = identity(folder.get());
      try {
        reader.read(folder.get());
        return true;
      } catch (IOException e) {
        boolean replaced = !find(place).equals(folder) || !identity(folder.get()).equals(written);
        if (!replaced || attempt == MOST_READS) {
          throw e;
        }
      }
    }
  }

  /** What tells a folder from the one that replaces it: the hash of its checksums. */
  private static Optional<String> identity(Path folder) {
    try {
      return Optional.of(Hashes.sha256(folder.resolve(CHECKSUMS)));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static void writeChecksums(Path folder) throws IOException {
    Map<String, Object> files = new LinkedHashMap<>();
    for (Path file : list(folder)) {
      WholeFile.sync(file);
      Map<String, Object> sums = new LinkedHashMap<>();
      sums.put("length", Files.size(file));
      sums.put("sha256", Hashes.sha256(file));
      files.put(name(file), sums);
    }
    Path checksums = folder.resolve(CHECKSUMS);
    Files.writeString(checksums, JsonText.of(Map.of("files", files)));
    WholeFile.sync(checksums);
  }

  /**
   * Checks every file against its length and checksum.
   *
   * @param required files that must be among them
   * @throws DamagedFileException if one is missing, cut short or altered
   */
  static void verify(Path folder, String remedy, String... required) throws IOException {
    Path checksums = folder.resolve(CHECKSUMS);
    Map<String, Node> sums = sums(checksums, remedy);
    for (String name : required) {
      if (!sums.containsKey(name)) {
        throw new DamagedFileException(checksums, "does not list " + name, remedy);
      }
    }
    for (Map.Entry<String, Node> entry : sums.entrySet()) {
      if (!FILE_NAME.matcher(entry.getKey()).matches()) {
        throw new DamagedFileException(
            checksums,
            "lists \"%s\", which is no file of a run".formatted(entry.getKey()),
            remedy);
      }
      verify(folder.resolve(entry.getKey()), entry.getValue(), remedy);
    }
  }

  private static Map<String, Node> sums(Path checksums, String remedy) throws IOException {
    Map<String, Node> root = Node.json(checksums, remedy).map();
    Node files = root == null ? null : root.get("files");
    Map<String, Node> sums = files == null ? null : files.map();
    if (sums == null) {
      throw new DamagedFileException(checksums, "does not list any files", remedy);
    }
    return sums;
  }

  private static void verify(Path file, Node sums, String remedy) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new DamagedFileException(file, "is missing", remedy);
    }
    Map<?, ?> expected = sums.plain() instanceof Map<?, ?> map ? map : Map.of();
    long length = Files.size(file);
    if (!Long.valueOf(length).equals(expected.get("length"))) {
      throw new DamagedFileException(
          file,
          "has %d bytes, where %s were written".formatted(length, expected.get("length")),
          remedy);
    }
    if (!Hashes.sha256(file).equals(expected.get("sha256"))) {
      throw new DamagedFileException(file, "was altered: its checksum is another one", remedy);
    }
  }

  private static boolean exists(Path path) {
    return Files.exists(path, LinkOption.NOFOLLOW_LINKS);
  }

  private static String name(Path file) {
    return file.getFileName().toString();
  }

  /** Lists what is in a folder, sorted by name. */
  static List<Path> list(Path folder) throws IOException {
    List<Path> files = new ArrayList<>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
      stream.forEach(files::add);
    } catch (DirectoryIteratorException e) {
      throw Objects.requireNonNull(e.getCause());
    }
    Collections.sort(files);
    return files;
  }

  /** The names that a folder's writer has given; what else is in it belongs to the user. */
  private static Set<String> written(Path folder) {
    Set<String> names = new TreeSet<>(Set.of(CHECKSUMS));
    try {
      names.addAll(sums(folder.resolve(CHECKSUMS), "").keySet());
    } catch (IOException e) {
      // Nothing that can be read says so: all of it is kept.
    }
    return names;
  }

  /**
   * Deletes a folder with the files that its writer wrote, and moves what is left to {@code place}.
   *
   * @param written names of files to delete; if empty, all files are
   */
  private static void clear(Path folder, Path place, Set<String> written) throws IOException {
    if (!exists(folder)) {
      return;
    }
    List<Path> files = list(folder);
    // The checksums last: they tell the next one which of the files that are left are the writer's.
    files.sort(Comparator.comparing(file -> name(file).equals(CHECKSUMS)));
    for (Path file : files) {
      boolean deletes = written.isEmpty() || written.contains(name(file));
      if (deletes && !Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
        Files.delete(file);
      } else {
        Files.move(file, WholeFile.unused(place.resolve(name(file))));
      }
    }
    Files.delete(folder);
  }
}
