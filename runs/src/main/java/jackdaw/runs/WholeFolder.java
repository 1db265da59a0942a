package jackdaw.runs;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A folder of files that is there whole or not at all, however suddenly its writer dies. Folders
 * cannot be replaced in one move, so {@link #replace replacing} {@code place} goes through four names:
 *
 * <ol>
 *   <li>the files are written to {@code place.writing}, {@code checksums.json} last, and synced;
 *   <li>{@code place.writing} becomes {@code place.new}: from here on it is complete and the newest;
 *   <li>{@code place} becomes {@code place.old};
 *   <li>{@code place.new} becomes {@code place};
 *   <li>{@code place.old} is deleted.
 * </ol>
 *
 * <p>So wherever it stopped, the newest complete folder is {@code place.new} if there is one, else
 * {@code place}. {@code place.writing} and {@code place.old} are never needed and are cleared away by
 * the next replacement.
 */
final class WholeFolder {
  private static final String CHECKSUMS = "checksums.json";

  private WholeFolder() {}

  /** Replaces {@code place} by what {@code body} writes; on failure leaves it as it was. */
  static void replace(Path place, WholeFile.Body body) throws IOException {
    Path writing = WholeFile.sibling(place, ".writing");
    Path complete = WholeFile.sibling(place, ".new");
    try {
      moveIntoPlace(place);
      delete(writing);
      Files.createDirectory(writing);
      body.write(writing);
      writeChecksums(writing);
      WholeFile.syncFolderOf(writing.resolve(CHECKSUMS));
      Files.move(writing, complete, StandardCopyOption.ATOMIC_MOVE);
      WholeFile.syncFolderOf(complete);
      moveIntoPlace(place);
    } catch (IOException e) {
      try {
        delete(writing);
      } catch (IOException litter) {
        e.addSuppressed(litter);
      }
      throw FileErrors.writing(place, e);
    }
  }

  /** Steps 3 to 5, if a complete folder waits for them. */
  private static void moveIntoPlace(Path place) throws IOException {
    Path complete = WholeFile.sibling(place, ".new");
    Path old = WholeFile.sibling(place, ".old");
    if (exists(complete)) {
      delete(old);
      if (exists(place)) {
        Files.move(place, old, StandardCopyOption.ATOMIC_MOVE);
      }
      Files.move(complete, place, StandardCopyOption.ATOMIC_MOVE);
      WholeFile.syncFolderOf(place);
    }
    delete(old);
  }

  /** Where the newest complete folder is, if there is one; changes nothing. */
  static Optional<Path> find(Path place) {
    Path complete = WholeFile.sibling(place, ".new");
    if (exists(complete)) {
      return Optional.of(complete);
    }
    return exists(place) ? Optional.of(place) : Optional.empty();
  }

  private static void writeChecksums(Path folder) throws IOException {
    Map<String, Object> files = new LinkedHashMap<>();
    for (Path file : list(folder)) {
      WholeFile.sync(file);
      Map<String, Object> sums = new LinkedHashMap<>();
      sums.put("length", Files.size(file));
      sums.put("sha256", Hashes.sha256(file));
      files.put(file.getFileName().toString(), sums);
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
    Map<String, Node> root = Node.json(checksums, remedy).map();
    Node files = root == null ? null : root.get("files");
    Map<String, Node> sums = files == null ? null : files.map();
    if (sums == null) {
      throw new DamagedFileException(checksums, "does not list any files", remedy);
    }
    for (String name : required) {
      if (!sums.containsKey(name)) {
        throw new DamagedFileException(checksums, "does not list " + name, remedy);
      }
    }
    for (Map.Entry<String, Node> entry : sums.entrySet()) {
      verify(folder.resolve(Path.of(entry.getKey()).getFileName()), entry.getValue(), remedy);
    }
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

  private static List<Path> list(Path folder) throws IOException {
    List<Path> files = new ArrayList<>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
      stream.forEach(files::add);
    }
    Collections.sort(files);
    return files;
  }

  /** Deletes a folder and the files in it; folders in it are none of ours and make it fail. */
  private static void delete(Path folder) throws IOException {
    if (!exists(folder)) {
      return;
    }
    for (Path file : list(folder)) {
      Files.delete(file);
    }
    Files.delete(folder);
  }
}
