package jackdaw.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Checks the Java sources of all modules. The formatter wraps code, but leaves comments alone. */
class SourcesTest {
  private static final int MAX_COLUMNS = 100;

  /** A line of a comment, or code with a comment after it. */
  private static final Pattern COMMENT = Pattern.compile("\\s*/?\\*.*|[^\"]*//.*");

  @Test
  void shouldKeepCommentsToOneHundredColumns() throws IOException {
    List<String> tooLong = new ArrayList<>();
    for (Path file : sources()) {
      List<String> lines = Files.readAllLines(file);
      for (int i = 0; i < lines.size(); i++) {
        String line = lines.get(i);
        int columns = line.codePointCount(0, line.length());
        if (columns > MAX_COLUMNS && COMMENT.matcher(line).matches()) {
          tooLong.add("%s:%d has %d".formatted(Markdown.ROOT.relativize(file), i + 1, columns));
        }
      }
    }
    assertThat(tooLong).as("comments of more than 100 columns: wrap them").isEmpty();
  }

  private static List<Path> sources() throws IOException {
    List<Path> sources = new ArrayList<>();
    Files.walkFileTree(Markdown.ROOT, new SimpleFileVisitor<>() {
      @Override
      public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
        String name = folder.getFileName().toString();
        boolean made = name.equals("target") || name.equals(".git");
        return made ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
      }

      @Override
      public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
        if (file.toString().endsWith(".java")) {
          sources.add(file);
        }
        return FileVisitResult.CONTINUE;
      }
    });
    assertThat(sources).as("sources of all modules").hasSizeGreaterThan(500);
    return sources;
  }
}
